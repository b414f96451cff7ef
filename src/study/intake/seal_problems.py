"""What can be wrong with the seal of the raw files: one class per kind of failure.

Promise: the sentences of each class are the catalogue's keys. Left out: finding the problems (`checksums`, `seal`).
"""

from study.base.errors import Problem
from study.base.text import mark


class NoChecksums(Problem):
    """The seal of the inputs is not there."""

    code = "no-checksums"
    what = mark("The inputs are not sealed: this file is missing.")
    why = mark("Nothing shows that the raw files are those that were checked.")
    remedy = mark("Run `study seal`: it checks the inputs and writes the file.")


class BrokenChecksums(Problem):
    """A line of the seal that says nothing."""

    code = "broken-checksums"
    what = mark("“{value}” is not a checksum with the name of a file.")
    why = mark("Nothing shows that the raw files are those that were checked.")
    remedy = mark("Run `study seal`: it checks the inputs and writes the file again.")


class UnsealedFile(Problem):
    """A raw file that the seal does not cover."""

    code = "unsealed-file"
    what = mark("This file is not sealed.")
    why = mark("Every raw file is covered by CHECKSUMS.sha256, so that a stray one cannot change the results.")
    remedy = mark("Run `study seal` if it belongs to the study; otherwise move it out of data/raw.")


class ChangedFile(Problem):
    """A raw file that is no longer what was sealed."""

    code = "changed-file"
    what = mark("This file is not the one that was sealed.")
    why = mark("The results would no longer be those of the sealed inputs.")
    remedy = mark("Run `study seal`: it checks the inputs and lists the changed rows; or restore the file.")


class VanishedFile(Problem):
    """A sealed raw file that is gone."""

    code = "vanished-file"
    what = mark("This file was sealed and is no longer there.")
    why = mark("The results would no longer be those of the sealed inputs.")
    remedy = mark("Restore the file; if it is to go for good, run `study seal`.")


class NameNotText(Problem):
    """A raw file whose name cannot be written down."""

    code = "file-name-not-text"
    what = mark("The name “{value}” holds a line end, a control character, or is not encoded in UTF-8.")
    why = mark("The seal lists each file by its name, one to a line.")
    remedy = mark("Rename the file.")


class NamesCollide(Problem):
    """Two raw files whose names are one where case, or how accents are composed, does not count."""

    code = "file-names-collide"
    what = mark("The name “{value}” differs from that of {other} by case, or by how its accents are composed, alone.")
    why = mark("On macOS and Windows one of the two would take the place of the other, and results would differ.")
    remedy = mark("Rename one of the two, or remove it if it is a copy.")


class VanishedEvidence(Problem):
    """An evidence row that was sealed and is gone."""

    code = "vanished-evidence"
    what = mark("The evidence “{value}”, sealed before, is no longer there.")
    why = mark("Evidence keeps its key for good: published numbers are traced to it.")
    remedy = mark("Put the row back, and write “withdrawn” as its confidence if it must no longer count.")


class ReusedEvidence(Problem):
    """An evidence key that was given to another fact."""

    code = "reused-evidence"
    what = mark("The evidence “{value}” was about {before}, and is now about {after}.")
    why = mark("Evidence keeps its key for good: published numbers are traced to it.")
    remedy = mark("Restore the row with the confidence “withdrawn”, and write the new fact under a new key.")
