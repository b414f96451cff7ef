"""What a wave is computed from, in the groups that a bridge exchanges: evidence, date, questionnaire.

Promise: a group is files by path, from an edition (got back by content) or as they are today, and two groups of the
same content are known to be the same without computing anything. Evidence: facts, sources, corrections. Date: the
wave's own file, the frame, its survey's exports. Questionnaire: the codebook, and the outline that it names. Left out:
putting groups together (`study.bridge.crossing`), and the code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from study.archive.record import Edition
from study.archive.recover import recovered
from study.base.files import sha256_hex
from study.base.junk import is_junk
from study.base.layout import StudyPaths

_RAW = "data/raw/"
_EVIDENCE = f"{_RAW}evidence/"
SOURCES = f"{_EVIDENCE}sources.csv"
FACTS = f"{_EVIDENCE}evidence.csv"
CORRECTIONS = f"{_EVIDENCE}corrections.csv"
# Read, and never part of a number: a page's new address is no change of the evidence.
_SAY_NOTHING = (SOURCES, "/claims.csv")


@dataclass(frozen=True, slots=True)
class Group:
    """Some files by path, from the study's root."""

    files: Mapping[str, bytes]

    @property
    def identity(self) -> str:
        """Return what is the same for groups that give the same numbers: a hash over the files that matter."""
        lines = (
            f"{sha256_hex(content)}  {name}\n"
            for name, content in sorted(self.files.items())
            if not name.endswith(_SAY_NOTHING)
        )
        return sha256_hex("".join(lines).encode("utf-8"))


@dataclass(frozen=True, slots=True)
class Inputs:
    """The three groups of one wave."""

    wave: str
    evidence: Group
    date: Group
    questionnaire: Group


def _is_evidence(name: str) -> bool:
    return name in (FACTS, SOURCES, CORRECTIONS)


def _is_date(name: str, wave: str) -> bool:
    own = f"{_RAW}waves/{wave}/"
    return name in (f"{_RAW}frame.csv", f"{own}wave.yaml", f"{own}claims.csv") or name.startswith(f"{own}responses/")


def _is_questionnaire(name: str) -> bool:
    return name.startswith((f"{_RAW}questionnaire/", f"{_RAW}contours/"))


def needed(names: Iterable[str], wave: str) -> set[str]:
    """Return those of some paths that belong to one of a wave's groups."""
    return {name for name in names if _is_evidence(name) or _is_date(name, wave) or _is_questionnaire(name)}


def grouped(files: Mapping[str, bytes], wave: str) -> Inputs:
    """Return files in groups, those that belong to none left out."""
    return Inputs(
        wave,
        Group({name: content for name, content in files.items() if _is_evidence(name)}),
        Group({name: content for name, content in files.items() if _is_date(name, wave)}),
        Group({name: content for name, content in files.items() if _is_questionnaire(name)}),
    )


def of_edition(paths: StudyPaths, edition: Edition) -> Inputs:
    """Return the groups that an edition rests on; StudyError with every file that is not to be had."""
    names = needed((source.path for source in edition.inputs), edition.wave)
    return grouped(recovered(paths, edition, [s for s in edition.inputs if s.path in names]), edition.wave)


def of_today(paths: StudyPaths, wave: str) -> Inputs:
    """Return the groups of a wave as they are in the folder."""
    names = [path.relative_to(paths.root).as_posix() for path in paths.raw.rglob("*") if path.is_file()]
    kept = needed((name for name in names if not is_junk(name)), wave)
    return grouped({name: (paths.root / name).read_bytes() for name in sorted(kept)}, wave)
