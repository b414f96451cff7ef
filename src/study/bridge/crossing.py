"""Inputs of one edition put together with those of another, as a study of its own in a folder.

Promise: whatever the questionnaire of a combination does not ask, or whose answer it does not allow, is left out of it
and named; so are corrections of other waves and those whose case is another one there. Anything else that speaks
against a combination stops it, in words. Left out: which combinations are needed (`study.bridge.across`).
"""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from study.archive.recover import restore
from study.base.errors import Problem, StudyError
from study.base.layout import StudyPaths
from study.bridge.groups import CORRECTIONS, FACTS, Group
from study.bridge.problems import Refused
from study.bridge.values import Computed, computed
from study.intake.changes import KEYS

_ROUNDS = 5
"""A row that is left out may show what it hid; each round leaves out at least one."""
_SAID = 3
"""Problems of a combination that is refused which are quoted."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that a combination does without: its file, its key, and the code of the problem that it would be."""

    file: str
    key: str
    because: str


@dataclass(frozen=True, slots=True)
class Combination:
    """Evidence, date and questionnaire, each of one edition or of today; `of` names the wave that each is of."""

    wave: str
    evidence: Group
    date: Group
    questionnaire: Group
    of: tuple[str, str, str]

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """Return what is the same for combinations that give the same numbers with the same code."""
        return self.wave, self.evidence.identity, self.date.identity, self.questionnaire.identity


@dataclass(frozen=True, slots=True)
class Crossed:
    """A combination as a study of its own: where it lies, what it gives, and what it does without."""

    paths: StudyPaths
    found: Computed
    left_out: tuple[LeftOut, ...]


def _records(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig", errors="replace")
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _written(records: Iterable[Iterable[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(records)
    return stream.getvalue().encode("utf-8")


def _of_wave(content: bytes, wave: str) -> bytes:
    """Return the corrections of one wave."""
    records = _records(content)
    if not records or "wave" not in records[0]:
        return content
    at = records[0].index("wave")
    return _written([records[0], *(row for row in records[1:] if len(row) > at and row[at].strip() == wave)])


def without(content: bytes, file: str, rows: Mapping[int, str]) -> tuple[bytes, list[LeftOut]]:
    r"""Return a table without some rows (spreadsheet number: why), and these by their keys.

    >>> without(b"evidence,x\nE1,a\nE2,b\n", "evidence.csv", {3: "odd"})
    (b'evidence,x\nE1,a\n', [LeftOut(file='evidence.csv', key='E2', because='odd')])
    """
    records = _records(content)
    heading = records[0] if records else []
    at = [heading.index(name) for name in KEYS.get(file.rpartition("/")[2], ()) if name in heading]
    out = [
        LeftOut(file, ", ".join(records[row - 1][i] for i in at if i < len(records[row - 1])), why)
        for row, why in sorted(rows.items())
        if row <= len(records)
    ]
    return _written(record for row, record in enumerate(records, start=1) if row not in rows), out


def files_of(combination: Combination) -> dict[str, bytes]:
    """Return the files of a combination; of the claims, which no indicator reads, the heading alone."""
    files = {**combination.questionnaire.files, **combination.evidence.files, **combination.date.files}
    if CORRECTIONS in files:
        files[CORRECTIONS] = _of_wave(files[CORRECTIONS], combination.wave)
    for name in [name for name in files if name.endswith("/claims.csv")]:
        files[name] = files[name].splitlines(keepends=True)[0] if files[name].strip() else b""
    return files


def _rows(problems: Collection[Problem]) -> dict[str, dict[int, str]] | None:
    """Return the rows of facts and corrections that problems are about; None when one is about anything else."""
    found: dict[str, dict[int, str]] = {}
    for problem in problems:
        place = problem.place
        if place is None or place.file not in (FACTS, CORRECTIONS) or place.row is None or place.row == 1:
            return None
        found.setdefault(place.file, {})[place.row] = problem.code
    return found


def _refusal(combination: Combination, problems: Sequence[Problem]) -> StudyError:
    """Return the error that says that a combination cannot be computed, and some of what speaks against it."""
    names = dict(zip(("evidence", "date", "questionnaire"), combination.of, strict=True))
    return StudyError([Refused(None, None, names), *problems[:_SAID]])


def crossed(combination: Combination, folder: Path) -> Crossed:
    """Lay a combination out in `folder` (made for it) and compute it; StudyError (`Refused`) when it cannot be."""
    files = files_of(combination)
    left_out: list[LeftOut] = []
    problems: Sequence[Problem] = ()
    for turn in range(_ROUNDS):
        paths = restore(folder / str(turn), files)
        try:
            found = computed(paths, combination.wave)
            problems = found.expired
        except StudyError as error:
            found, problems = None, error.problems
        if found is not None and not problems:
            return Crossed(paths, found, tuple(left_out))
        rows = _rows(problems)
        if not rows:
            break
        for file, mine in rows.items():
            files[file], out = without(files[file], file, mine)
            left_out += out
    raise _refusal(combination, problems)
