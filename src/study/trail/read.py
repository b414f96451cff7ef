"""The audit trail of a built report, as everything that answers "where does this number come from?" reads it.

Promise: a frozen view of `reports/<wave>/trail.json` that is read in milliseconds: nothing is computed again, no table
is opened. A trail that is not there, is no JSON or is of another format is a problem with its remedy. Left out: making
it, and saying in words what it holds (`definitions`, `tree`, `cells`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from study.base.errors import Place, Problem, StudyError
from study.base.layout import StudyPaths
from study.base.text import mark, say

FORMAT = 1
FILE = "trail.json"

Record = Mapping[str, Any]


class TrailNotBuilt(Problem):
    """The wave's report, and its audit trail with it, has not been built."""

    code = "trail-not-built"
    what = mark("Wave {value} has no audit trail: its report has not been built.")
    why = mark("The trail of each number is written when the report is built.")
    remedy = mark("Build it with `study report {value}`, then ask again.")


class TrailUnreadable(Problem):
    """What should be an audit trail cannot be read."""

    code = "trail-unreadable"
    what = mark("This audit trail cannot be read.")
    why = mark("It was edited or cut short since it was built.")
    remedy = mark("Build it again with `study report {wave}`.")


class TrailOfAnotherFormat(Problem):
    """An audit trail that another version of the package wrote."""

    code = "trail-format"
    what = mark("This audit trail is of format {value}, and this version reads format {known}.")
    why = mark("Another version of the package wrote it.")
    remedy = mark("Build it again with `study report {wave}`.")


@dataclass(frozen=True)
class Trail:
    """The sections of a trail; texts of the study are by language, ids are those of the raw files.

    `file` is where it was read, from the study's root.
    """

    data: Record
    file: str = ""

    def _section(self, name: str) -> Record:
        found = self.data.get(name)
        return found if isinstance(found, Mapping) else {}

    @property
    def wave(self) -> str:
        """Return the wave's name."""
        return str(self.data["wave"])

    @cached_property
    def moments(self) -> Record:
        """Return the reference dates at which states are known: waves, and claims as `claim:<id>`."""
        return self._section("moments")

    @cached_property
    def files(self) -> Record:
        """Return the raw files by what they are: evidence, sources, frame, corrections, claims, wave, study."""
        return self._section("files")

    @cached_property
    def sha256(self) -> Record:
        """Return the SHA-256 of every raw file, as sealed."""
        return self._section("sha256")

    @cached_property
    def levers(self) -> Record:
        """Return the levers by number (a text)."""
        return self._section("levers")

    @cached_property
    def questions(self) -> Record:
        """Return the questions by id."""
        return self._section("questions")

    @cached_property
    def territories(self) -> Record:
        """Return the territories that may be named, by key."""
        return self._section("territories")

    @cached_property
    def states(self) -> Record:
        """Return the states: moment → question → territory → status, answer, origin."""
        return self._section("states")

    @cached_property
    def facts(self) -> Record:
        """Return the documented facts by evidence id."""
        return self._section("facts")

    @cached_property
    def sources(self) -> Record:
        """Return the sources by id."""
        return self._section("sources")

    @cached_property
    def cells(self) -> Record:
        """Return the survey cells that states rest on, by origin."""
        return self._section("cells")

    @property
    def corrections(self) -> list[Record]:
        """Return the lines of corrections.csv."""
        return list(self.data.get("corrections") or ())

    @cached_property
    def claims(self) -> Record:
        """Return the published figures by id."""
        return self._section("claims")

    @cached_property
    def indicators(self) -> Record:
        """Return the indicators by name, `<indicator>@<territory>` for one territory's."""
        return self._section("indicators")

    @cached_property
    def numbers(self) -> Record:
        """Return every number of the ledger by key."""
        return self._section("numbers")

    @cached_property
    def figures(self) -> Record:
        """Return the figures by key."""
        return self._section("figures")

    @cached_property
    def tables(self) -> Record:
        """Return the tables by key."""
        return self._section("tables")

    def noun(self, what: str, how_many: str, lang: str) -> str:
        """Return what the study calls its `territory` or `lever`, `one` or `many`; a plain word when it is not said."""
        found = self._section("nouns").get(what, {}).get(how_many, {})
        return str(found.get(lang, "")) or say(_PLAIN_NOUNS[what, how_many], lang)

    def short_name(self, territory: str) -> str:
        """Return the short name of a territory; its key where the frame no longer has it."""
        return str(self.territories.get(territory, {}).get("short_name", territory))

    def label(self, question: str, lang: str) -> str:
        """Return a question's label; its id where it has none."""
        return text_in(self.questions.get(question, {}).get("label"), lang) or question

    def code_label(self, question: str, code: str, lang: str) -> str:
        """Return the label of a code of a choice; the code where it has none."""
        return text_in(self.questions.get(question, {}).get("codes", {}).get(code), lang) or code

    def lever_title(self, lever: int | str, lang: str) -> str:
        """Return a lever's title; its number where it has none."""
        return text_in(self.levers.get(str(lever), {}).get("title"), lang) or str(lever)

    def indicator_of(self, key: str) -> Record:
        """Return the indicator that a number belongs to; empty when it has none."""
        number = self.numbers.get(key, {})
        name, territory = str(number.get("indicator", "")), str(number.get("of", {}).get("territory", "") or "")
        at_place = self.indicators.get(f"{name}@{territory}") if territory else None
        found = at_place or self.indicators.get(name) or {}
        return found if isinstance(found, Mapping) else {}

    @cached_property
    def facts_by_case(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Return the evidence ids of each question and territory, in the file's order."""
        cases: dict[tuple[str, str], list[str]] = {}
        for evidence, fact in self.facts.items():
            cases.setdefault((str(fact["question"]), str(fact["territory"])), []).append(evidence)
        rows = {evidence: fact.get("row", 0) for evidence, fact in self.facts.items()}
        return {case: tuple(sorted(ids, key=lambda evidence: rows[evidence])) for case, ids in cases.items()}

    @property
    def surveyed(self) -> bool:
        """Tell whether territories answered a survey in this wave."""
        responses = f"/waves/{self.wave}/responses/"
        return bool(self.cells) or any(responses in f"/{file}" for file in self.sha256)


_PLAIN_NOUNS = {
    ("territory", "one"): mark("territory"),
    ("territory", "many"): mark("territories"),
    ("lever", "one"): mark("lever"),
    ("lever", "many"): mark("levers"),
}


def text_in(texts: object, lang: str) -> str:
    """Return a text of the study in a language, else in the first one that it has; empty when there is none."""
    if not isinstance(texts, Mapping) or not texts:
        return ""
    return str(texts.get(lang) or next(iter(texts.values())) or "")


def trail_files(paths: StudyPaths, wave: str) -> list[Path]:
    """Return where the audit trail of a wave lies: beside its report, else in its published edition."""
    return [path for path in (paths.reports(wave) / FILE, paths.published(wave) / FILE) if path.is_file()]


def read_trail(paths: StudyPaths, wave: str) -> Trail:
    """Read the audit trail of a wave's report, or where none is built, that of its published edition.

    Raises StudyError: not built (`TrailNotBuilt`), no JSON (`TrailUnreadable`), or of another format
    (`TrailOfAnotherFormat`).
    """
    found = trail_files(paths, wave)
    if not found:
        raise StudyError([TrailNotBuilt(Place(paths.relative(paths.reports(wave) / FILE)), wave)])
    place = Place(paths.relative(found[0]))
    unreadable = StudyError([TrailUnreadable(place, None, {"wave": wave})])
    try:
        data = json.loads(found[0].read_bytes())
    except (OSError, ValueError) as error:
        raise unreadable from error
    if not isinstance(data, dict) or "format" not in data:
        raise unreadable
    if data["format"] != FORMAT:
        raise StudyError([TrailOfAnotherFormat(place, str(data["format"]), {"known": FORMAT, "wave": wave})])
    return Trail(data, place.file)


def traced_waves(paths: StudyPaths) -> list[str]:
    """Return the names of the waves that have an audit trail, in the order of their names."""
    reports = paths.reports("any").parent
    found = [*reports.glob(f"*/{FILE}"), *paths.published("any").parent.glob(f"*/{FILE}")]
    return sorted({path.parent.name for path in found})
