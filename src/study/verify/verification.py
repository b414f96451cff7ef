"""The two questions to a published edition, and the answer to both.

Promise: (1) do its own inputs, code and lock build it again, byte for byte? (2) do today's inputs and code give the
same numbers, tables and figures? Each has its own class and its reasons, and the edition has the worse of the two;
neither the edition nor git is ever written. What is damaged is named first, and what can still be asked is asked. Left
out: writing it down (`study.verify.replication`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from study.archive.record import NAME, Edition
from study.base.errors import StudyError
from study.base.files import file_sha256
from study.base.layout import StudyPaths
from study.base.show import visible, what_text
from study.base.text import mark
from study.editions.sources import LOCK
from study.pipeline.digest import PACKAGE
from study.verify.classes import Reason, ReasonKind, ReproductionClass, judged, worst
from study.verify.compare import Comparison, Verdict, compare
from study.verify.damage import Damage, build_damage, edition_damage
from study.verify.environment import VersionChange, installed, installed_otherwise, lock_changes
from study.verify.outputs import Files, read_folder
from study.verify.rebuild import Run, rebuilt
from study.verify.sources import SourceChange, source_changes

_WRONG = (Verdict.DIFFERS, Verdict.GONE)
_RIGHT = (Verdict.IDENTICAL, Verdict.SAME)
_NAMED = 5

_FAILED = mark("The build failed. {said}")
_MOVED = mark(
    "Numbers that differ: {moved} of {numbers}; of what the report shows: tables {tables}, figures {figures}, "
    "numbers in the text {printed}."
)
_NEW = mark("New, and in the edition nowhere: numbers {numbers}; tables, figures and numbers in the text {pieces}.")
_DRAWN = mark("Drawn otherwise from the same data: {figures}.")
_WORDS = mark("Other words in these parts: {parts}.")
_BYTES = mark("Files that are not the same byte for byte ({count}): {files}.")
_EDITION = mark("The edition is not as it was published: {files}.")
_BUILD = mark("The report that lay in this copy was not as it had been built, and was built anew: {files}.")


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its answer; `comparison` is None when the build failed, and `failure` what it said then."""

    reproduction: ReproductionClass
    reasons: tuple[Reason, ...]
    comparison: Comparison | None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Environment:
    """What the edition was locked to, beside today's lock and what is installed."""

    lock: tuple[VersionChange, ...]
    installed: tuple[VersionChange, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """All that verifying an edition found; `published` are its files, `record` the SHA-256 of its edition.json."""

    edition: Edition
    record: str
    published: Files
    edition_damage: tuple[Damage, ...]
    build_damage: tuple[Damage, ...]
    rebuild: Question
    today: Question
    environment: Environment
    sources: tuple[SourceChange, ...]

    @property
    def reproduction(self) -> ReproductionClass:
        """Return the overall class: the worse of the two, and never full where something is damaged."""
        minor = [ReproductionClass.MINOR] if self.edition_damage or self.build_damage else []
        return worst([self.rebuild.reproduction, self.today.reproduction, *minor])

    @property
    def damage_reasons(self) -> tuple[Reason, ...]:
        """Return the reasons that are neither question's."""
        told = ((_EDITION, self.edition_damage), (_BUILD, self.build_damage))
        return tuple(
            Reason(ReasonKind.DAMAGED, message, {"files": _some([item.file for item in damage])})
            for message, damage in told
            if damage
        )


def _some(names: list[str]) -> str:
    return ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


def asked(comparison: Comparison, *, of_bytes: bool) -> Question:
    """Return the answer that a comparison gives; `of_bytes` where files must be the same byte for byte.

    The fingerprint of an input, and bytes that change no number, figure or word, matter to the first question alone.
    """
    wrong = [piece for piece, _ in comparison.differing(*_WRONG)]
    new = [piece for piece, _ in comparison.differing(Verdict.NEW)]
    drawn = [piece.id for piece, _ in comparison.differing(Verdict.SAME) if piece.kind == "figure"]
    moved = [item for item in comparison.moved if item.verdict in _WRONG]
    added = [item for item in comparison.moved if item.verdict is Verdict.NEW]
    indicators = [item for item in comparison.indicators if item.verdict in _WRONG]
    parts = list(dict.fromkeys(change.part for change in comparison.texts))
    files = comparison.other_files
    kinds = [piece.kind for piece in wrong]
    counts = {"tables": kinds.count("table"), "figures": kinds.count("figure"), "printed": kinds.count("number")}
    told: list[tuple[bool, str, dict[str, object]]] = [
        (bool(wrong or moved or indicators), _MOVED, {"numbers": comparison.numbers, "moved": len(moved), **counts}),
        (bool(new or added), _NEW, {"numbers": len(added), "pieces": len(new)}),
        (bool(drawn), _DRAWN, {"figures": _some(drawn)}),
        (bool(parts), _WORDS, {"parts": _some(parts)}),
        (of_bytes and bool(files), _BYTES, {"count": len(files), "files": _some(files)}),
    ]
    reasons = tuple(Reason(ReasonKind.DISCREPANCY, message, values) for holds, message, values in told if holds)
    expected = [finding for _, finding in comparison.pieces if finding.verdict is not Verdict.NEW]
    same = sum(finding.verdict in _RIGHT for finding in expected)
    moves = bool(wrong or moved or indicators)
    return Question(judged(moved=moves, minor=bool(reasons), reproduced=same, of=len(expected)), reasons, comparison)


def _failed(said: str) -> Question:
    reason = Reason(ReasonKind.CODE_NOT_FUNCTIONAL, _FAILED, {"said": said})
    return Question(ReproductionClass.NOT, (reason,), None, said)


def _today(paths: StudyPaths, wave: str, published: Files, build: Callable[[], object]) -> Question:
    try:
        build()
    except StudyError as error:
        places = ((problem.place.file if problem.place else "", what_text(problem, "en")) for problem in error.problems)
        return _failed("\n".join(f"{file}: {what}" if file else what for file, what in places))
    except Exception as error:  # code that was altered may fail in any way, and that is the answer
        return _failed(visible(f"{type(error).__name__}: {error}"))
    return asked(compare(published, read_folder(paths.reports(wave))), of_bytes=False)


def verify(
    paths: StudyPaths, wave: str, build: Callable[[], object], *, run: Run | None = None, package: Path = PACKAGE
) -> Verification:
    """Verify the edition of a wave; `build` brings `reports/<wave>` up to date, `run` builds a restored study.

    Without `run`, the edition's own command builds it, in the edition's languages.
    Raises UsageError when no such edition is published, StudyError when its record or the files that it rests on are
    not to be had: then nothing can be said of it.
    """
    edition, damage = edition_damage(paths, wave)
    lying = build_damage(paths.reports(wave))
    published = read_folder(paths.published(wave))
    again = rebuilt(paths, edition, run=run, package=package)
    first = _failed(again.failure) if again.failure else asked(compare(published, again.files), of_bytes=True)
    second = _today(paths, wave, published, build)
    lock, now = again.sources.get(LOCK, b""), paths.root / LOCK
    try:
        changes = source_changes(paths, edition, package, again.sources)
    except StudyError:  # the build has failed for the same reason, and said so
        changes = ()
    return Verification(
        edition=edition,
        record=file_sha256(paths.published(wave) / NAME),
        published=published,
        edition_damage=damage,
        build_damage=lying,
        rebuild=first,
        today=second,
        environment=Environment(
            lock_changes(lock, now.read_bytes() if now.is_file() else lock), installed_otherwise(lock, installed())
        ),
        sources=changes,
    )
