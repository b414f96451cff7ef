"""What can be wrong with an edition that is published, or with getting back what it rests on: one class per failure.

Promise: the sentences of each class are the catalogue's keys. Left out: finding the problems.
"""

from study.base.errors import Problem
from study.base.text import mark

_FROZEN = mark("A published edition stays as it was published: others cite it.")
_RESTORE = mark("Restore reports/published/{wave} as it was committed; to publish the wave anew, use --replace.")
_BY_CONTENT = mark("An edition names its sources by their content, and this one is neither in the folder nor in git.")


class UnknownEdition(Problem):
    """No such edition is published."""

    code = "unknown-edition"
    what = mark("No edition of wave “{value}” is published.")
    why = mark("An edition is a folder of reports/published.")
    remedy = mark("Name one of: {known}; `study publish` makes one.")


class MissingEditionFile(Problem):
    """A file of an edition is gone."""

    code = "missing-edition-file"
    what = mark("This file of a published edition is missing.")
    why = _FROZEN
    remedy = _RESTORE


class ChangedEditionFile(Problem):
    """A file of an edition was edited."""

    code = "changed-edition-file"
    what = mark("This file is not the one that was published.")
    why = _FROZEN
    remedy = _RESTORE


class StrayEditionFile(Problem):
    """A file that an edition does not list lies in its folder."""

    code = "stray-edition-file"
    what = mark("This file lies in a published edition without belonging to it.")
    why = _FROZEN
    remedy = mark("Move it elsewhere.")


class BrokenEdition(Problem):
    """An edition.json that says nothing, or something else than it should."""

    code = "broken-edition"
    what = mark("This record of an edition cannot be read (at “{value}”).")
    why = mark("It says what the edition rests on, and what it holds.")
    remedy = _RESTORE


class UnknownFormat(Problem):
    """An edition.json of a version of the package that is not ours."""

    code = "unknown-edition-format"
    what = mark("This record of an edition has the format “{value}”; this version of the package reads {known}.")
    why = mark("Another version of the package has written it, and what it means is not known here.")
    remedy = mark("Use the package's version that wrote it, or a later one.")


class MissingHistory(Problem):
    """A file that an edition rests on is not to be had, and the clone does not hold the whole history."""

    code = "missing-history"
    what = mark("This file of edition “{wave}” is not in this clone, which holds only the latest commits.")
    why = _BY_CONTENT
    remedy = mark("Fetch the whole history (`git fetch --unshallow`), then try again.")


class MissingSource(Problem):
    """A file that an edition rests on is not to be had."""

    code = "missing-source"
    what = mark("This file of edition “{wave}” is not to be had. {said}")
    why = _BY_CONTENT
    remedy = mark("Work in a full git clone of the repository that published the edition.")


class WithheldSource(Problem):
    """A survey export that its wave keeps out of git, and that is not in this copy."""

    code = "withheld-source"
    what = mark("These answers of edition “{wave}” are withheld: git never held them, and they are not in this copy.")
    why = mark("The wave keeps its survey exports to those who may read them; the edition knows them by their hash.")
    remedy = mark("Ask whoever keeps the exports for this file, and put it where it is named.")
