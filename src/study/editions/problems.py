"""What can be wrong with publishing an edition: one class per kind of failure.

Promise: the sentences of each class are the catalogue's keys. Left out: finding the problems.
"""

from study.base.errors import Problem
from study.base.text import mark

_REBUILT = mark("An edition names its sources as git keeps them, so that it can be built again years later.")
_FROZEN = mark("A published edition stays as it was published: others cite it.")


class NoWorkTree(Problem):
    """The study's folder is no git repository, or git cannot read it."""

    code = "no-work-tree"
    what = mark("The study's folder is not under version control, as far as git can tell. {said}")
    why = _REBUILT
    remedy = mark("Make it a git repository (git init, git add, git commit), or settle what git says; then publish.")


class NotCommitted(Problem):
    """A file that an edition would rest on is not in the last commit."""

    code = "not-committed"
    what = mark("This file is not in the last commit.")
    why = _REBUILT
    remedy = mark("Commit it first (`git add -f` if .gitignore leaves it out), then publish again.")


class ChangedSinceCommit(Problem):
    """A file that an edition would rest on is not what the last commit holds."""

    code = "changed-since-commit"
    what = mark("This file is not as in the last commit.")
    why = _REBUILT
    remedy = mark("Commit it first, or restore it and build the report again; then publish.")


class ManyNotCommitted(Problem):
    """Many files of one folder that are not in the last commit as they stand."""

    code = "many-not-committed"
    what = mark("{count} files here are not in the last commit, or not as they are now; among them {files}.")
    why = _REBUILT
    remedy = mark("Commit them first (`git status` lists them), then publish again.")


class NoLock(Problem):
    """Nothing says with which dependencies the edition was built."""

    code = "no-lock"
    what = mark("This file is missing, in the study and beside the package.")
    why = mark("It pins the dependencies that the edition was built with; without it nobody can build the same again.")
    remedy = mark("Copy the requirements.lock of the package's repository into the study's folder and commit it.")


class NoReport(Problem):
    """The report is not built, or is no longer what was built."""

    code = "no-report"
    what = mark("The report of wave “{value}” is not built, or a file of it was edited or deleted since.")
    why = mark("An edition is what the study builds, nothing else.")
    remedy = mark("Run `study report {value}`, then publish again.")


class EditionDiffers(Problem):
    """The wave is published already, and not as it would be now."""

    code = "edition-differs"
    what = mark("Wave “{value}” is published already, but not as it would be now; what differs ({count}): {files}.")
    why = _FROZEN
    remedy = mark("Publish another wave; or, if the published one is to be given up, use --replace and say why.")
