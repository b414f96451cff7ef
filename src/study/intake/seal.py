"""Sealing the raw files: what an analyst who has edited them runs.

Promise: `seal` checks all the inputs first and writes nothing when there is a problem; it lists the rows that changed
since the last seal (of what respondents sent, the file alone), and keeps evidence keys for good: one that vanished, or
was given to another territory or question, is refused. What the rows were is looked up in git; without it, the report
says so instead. Left out: committing.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from study.base.errors import Place, Problem, raise_if
from study.base.files import write_atomic
from study.base.layout import StudyPaths
from study.base.text import mark
from study.intake import checksums
from study.intake import seal_problems as found
from study.intake.changes import KEYS, RowChange, read_texts, row_changes
from study.intake.checksums import verify
from study.intake.history import committed_content, sealed_content
from study.intake.inputs import input_problems
from study.intake.withheld import withheld_files

__all__ = ["FileChange", "RowChange", "SealReport", "changed_rows", "seal", "verify"]

NOT_FOUND = mark("What this file held when it was sealed is not found in git: its changed rows cannot be listed.")
SINCE_COMMIT = mark("Compared with the last commit: what the file held when it was sealed is not found in git.")
NO_TABLE = mark("This file is not a table: its changed rows are not listed.")
SENT = mark("Respondents sent this file: its rows hold personal data, and are not shown.")


@dataclass(frozen=True, slots=True)
class FileChange:
    """A raw file (named from the study's root) that differs from the seal, with its rows if it is a table.

    `note` (a message to translate) says why there are no rows, or what they are compared with.
    """

    file: str
    kind: Literal["added", "removed", "changed"]
    rows: tuple[RowChange, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SealReport:
    """What a seal did: the files that it covers, those that it ignores as no inputs, and what changed."""

    file: str
    covered: tuple[str, ...]
    ignored: tuple[str, ...]
    changes: tuple[FileChange, ...]


def _before(paths: StudyPaths, name: str, sha256: str) -> tuple[bytes | None, str | None]:
    """Return what a file held when it was sealed, or when last committed, and the note that goes with it."""
    content = sealed_content(paths.raw / name, sha256)
    if content is not None:
        return content, None
    content = committed_content(paths.raw / name)
    return (content, SINCE_COMMIT) if content is not None else (None, NOT_FOUND)


def _changed(paths: StudyPaths, name: str, sha256: str) -> FileChange:
    file = paths.relative(paths.raw / name)
    if paths.is_response(file):
        return FileChange(file, "changed", note=SENT)
    if not name.endswith(".csv"):
        return FileChange(file, "changed", note=NO_TABLE)
    content, note = _before(paths, name, sha256)
    if content is None:
        return FileChange(file, "changed", note=note)
    key = KEYS.get(PurePosixPath(name).name, ())
    return FileChange(file, "changed", row_changes(content, (paths.raw / name).read_bytes(), key), note)


def _now(paths: StudyPaths) -> dict[str, str]:
    """Return the SHA-256 of each raw file as it is; of files withheld from this copy, as it was sealed."""
    before = checksums.sealed(paths)[0] or {}
    kept = {name: before[name] for names in withheld_files(paths).values() for name in names}
    return kept | checksums.current(paths)


def changed_rows(paths: StudyPaths) -> tuple[FileChange, ...]:
    """Return the files that differ from the seal, sorted by name, with the rows of the tables among them."""
    before = checksums.sealed(paths)[0] or {}
    now = _now(paths)
    changes: list[FileChange] = []
    for name in sorted(before.keys() | now.keys()):
        file = paths.relative(paths.raw / name)
        if name not in before:
            changes.append(FileChange(file, "added"))
        elif name not in now:
            changes.append(FileChange(file, "removed"))
        elif before[name] != now[name]:
            changes.append(_changed(paths, name, before[name]))
    return tuple(changes)


def _evidence_problems(paths: StudyPaths) -> list[Problem]:
    """Compare the evidence with what was sealed: a key is neither dropped nor given to another fact."""
    name = paths.evidence.relative_to(paths.raw).as_posix()
    file = paths.relative(paths.evidence)
    before = checksums.sealed(paths)[0] or {}
    if name not in before or not paths.evidence.is_file():
        return []
    content, _ = _before(paths, name, before[name])
    if content is None:
        return []
    old = read_texts(content).by_key(("evidence",)) or {}
    new = read_texts(paths.evidence.read_bytes()).by_key(("evidence",)) or {}
    problems: list[Problem] = []
    for (evidence,), (_, was) in old.items():
        if (evidence,) not in new:
            problems.append(found.VanishedEvidence(Place(file, column="evidence"), evidence))
            continue
        row, record = new[evidence,]
        subjects = [f"{r.get('territory', '')} / {r.get('question', '')}" for r in (was, record)]
        if subjects[0] != subjects[1]:
            place = Place(file, row=row, column="evidence")
            problems.append(found.ReusedEvidence(place, evidence, {"before": subjects[0], "after": subjects[1]}))
    return problems


def seal(paths: StudyPaths) -> SealReport:
    """Check the inputs of every wave, then rewrite CHECKSUMS.sha256; StudyError, with nothing written, on any problem.

    A study that is already sealed as it stands gives a report without changes, and its file is left as it is.
    """
    raise_if([*input_problems(paths), *_evidence_problems(paths)])
    changes = changed_rows(paths)
    files = checksums.raw_files(paths)
    text = checksums.written(_now(paths))
    if not paths.checksums.is_file() or paths.checksums.read_bytes() != text.encode("utf-8"):
        write_atomic(paths.checksums, text)
    return SealReport(paths.relative(paths.checksums), files.covered, files.ignored, changes)
