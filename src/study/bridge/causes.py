"""Why a number of one edition is not that of another: the facts, definitions or settings that differ behind it.

Promise: facts are blamed for a number only when its question, and its territory if it is of one, are theirs; what a
number rests on is read from the edition's trail, or from its key where there is none. What nothing in the inputs
explains is left to the code, then to the environment. Left out: how much each cause weighs (`study bridge`).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from study.bridge.groups import CORRECTIONS, FACTS, SOURCES
from study.bridge.sources import OWN, FileChange

_LEVER = re.compile(r"lever_(\d+)")
_LEVER_FILE = re.compile(r"data/raw/questionnaire/lever-.+\.ya?ml")
# Keys that count what is in the evidence, whatever its question.
_OF_ALL_FACTS = ("evidence.", "sources.", "conflicts.", "answers.")
_ALL_LEVERS = "all_levers"
_WORDS = ("label", "wording", "hint")


class Why(StrEnum):
    """A kind of cause."""

    EVIDENCE = "evidence"
    CORRECTIONS = "corrections"
    QUESTIONNAIRE = "questionnaire"
    DATE = "date"
    FRAME = "frame"
    RESPONSES = "responses"
    CLAIMS = "claims"
    CODE = "code"
    ENVIRONMENT = "environment"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause, and what it is made of: ids of facts, names of questions, or nothing."""

    why: Why
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """What a number rests on: questions (None: not known), one territory or all, all facts whatever they are on."""

    questions: frozenset[str] | None
    territory: str = ""
    all_facts: bool = False


@dataclass(frozen=True, slots=True)
class Codebooks:
    """The questions of two editions: of each lever, and of each lever's core; and the territories."""

    levers: Mapping[str, frozenset[str]]
    core: Mapping[str, frozenset[str]]
    territories: frozenset[str]

    @property
    def questions(self) -> frozenset[str]:
        """Return every question."""
        return frozenset(name for names in self.levers.values() for name in names)


def codebooks(levers: Iterable[Any], territories: Iterable[str]) -> Codebooks:
    """Return what lever files (as plain values) and frames say, those of both editions together."""
    asked: dict[str, set[str]] = {}
    core: dict[str, set[str]] = {}
    for lever in levers:
        items = lever.get("questions") if isinstance(lever, dict) else None
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and isinstance(item.get("question"), str):
                number = str(lever.get("lever"))
                asked.setdefault(number, set()).add(item["question"])
                if item.get("core") is True:
                    core.setdefault(number, set()).add(item["question"])
    return Codebooks(
        {number: frozenset(names) for number, names in asked.items()},
        {number: frozenset(names) for number, names in core.items()},
        frozenset(territories),
    )


def trail_basis(trail: bytes | None) -> dict[str, Basis]:
    """Return what each number rests on, as far as an edition's trail names questions; nothing without one."""
    try:
        numbers = json.loads(trail)["numbers"] if trail is not None else {}
        items = numbers.items()
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    found: dict[str, Basis] = {}
    for key, number in items:
        of = number.get("of") if isinstance(number, dict) else None
        if isinstance(of, dict) and isinstance(of.get("questions"), list):
            found[key] = Basis(frozenset(map(str, of["questions"])), str(of.get("territory") or ""))
    return found


def basis_of(key: str, indicator: str, known: Codebooks) -> Basis:
    """Return what a number rests on as its key and its indicator say it."""
    if key.startswith(_OF_ALL_FACTS):
        return Basis(None, all_facts=True)
    parts = [*indicator.split("."), *key.split(".")]
    territory = next((part for part in reversed(key.split(".")) if part in known.territories), "")
    named = frozenset(parts) & known.questions
    if named:
        return Basis(named, territory)
    numbers = [found[1] for part in parts if (found := _LEVER.fullmatch(part))]
    if numbers:
        return Basis(known.core.get(numbers[0], frozenset()), territory)
    if _ALL_LEVERS in parts:
        return Basis(frozenset(name for names in known.core.values() for name in names), territory)
    return Basis(None, territory)


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two editions: files, facts by (lever, question, territory), the rest as yes or no."""

    files: Sequence[FileChange]
    facts: Mapping[tuple[str, str, str], tuple[str, ...]]
    code: bool
    environment: bool
    same_wave: bool

    def file(self, name: str) -> FileChange | None:
        """Return a file that differs, by its name."""
        return next((item for item in self.files if item.path == name), None)

    @property
    def definitions(self) -> dict[str, list[str]]:
        """Return the fields that define an answer and differ, by question; its words apart."""
        found: dict[str, list[str]] = {}
        for item in self.files:
            for change in item.fields if _LEVER_FILE.fullmatch(item.path) else ():
                parts = change.field.split(".")
                if parts[0] == "questions" and len(parts) > 2 and parts[2] not in _WORDS:
                    found.setdefault(parts[1], []).append(".".join(parts[2:]))
        return found


def _facts(basis: Basis, found: Differences) -> tuple[str, ...]:
    ids = [
        key
        for (_, question, territory), keys in found.facts.items()
        if (basis.all_facts or question in (basis.questions or ())) and basis.territory in ("", territory)
        for key in keys
    ]
    return tuple(dict.fromkeys(ids))


def causes(key: str, basis: Basis, found: Differences) -> tuple[Cause, ...]:
    """Return why a number differs, as far as it is known: every cause that may have had a part."""
    made: list[Cause] = []
    if facts := _facts(basis, found):
        made.append(Cause(Why.EVIDENCE, facts))
    defined = tuple(sorted(found.definitions.keys() & (basis.questions or frozenset())))
    if defined:
        made.append(Cause(Why.QUESTIONNAIRE, defined))
    corrected = found.file(CORRECTIONS)
    if corrected is not None and any(
        part in (basis.questions or ()) for row in corrected.rows for part in row.key.split(", ")
    ):
        made.append(Cause(Why.CORRECTIONS))
    wave = found.file(f"{OWN}wave.yaml")
    dated = wave is not None and any(change.field == "reference_date" for change in wave.fields)
    if dated or not found.same_wave:
        made.append(Cause(Why.DATE))
    frame = found.file("data/raw/frame.csv")
    rules = found.file("data/raw/questionnaire/study.yaml")
    if not made:
        if frame is not None:
            made.append(Cause(Why.FRAME))
        if rules is not None and any(c.field.startswith(("defaults", "elections")) for c in rules.fields):
            made.append(Cause(Why.QUESTIONNAIRE))
        if any(item.path.startswith(f"{OWN}responses/") for item in found.files):
            made.append(Cause(Why.RESPONSES))
        if key.startswith("claim") and found.file(f"{OWN}claims.csv") is not None:
            made.append(Cause(Why.CLAIMS))
        if key.startswith("sources.") and found.file(SOURCES) is not None:
            made.append(Cause(Why.EVIDENCE))
        if basis.questions is None and not made and found.file(FACTS) is not None:
            made.append(Cause(Why.EVIDENCE))
    if not made and (found.code or found.environment):
        made.append(Cause(Why.CODE if found.code else Why.ENVIRONMENT))
    return tuple(made) or (Cause(Why.UNKNOWN),)
