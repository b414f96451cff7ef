"""What every notebook of a wave needs at hand: where things are, the codebook, the frame, the words.

Promise: `open_wave` reads only what each notebook depends on (no evidence, no other lever's file when one is named), so
that the pipeline's dependencies are the truth. All words come in the notebook's language, and follow what the wave
rests on (`Basis`) and what the study calls its territories and levers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from study.base.errors import raise_if
from study.base.files import table_bytes, write_atomic
from study.base.layout import StudyPaths, find_root
from study.base.text import date_text, list_text, mark, partial_date_text, say
from study.codebook.load import load_study
from study.codebook.model import Question, Study
from study.exports.folder import response_files
from study.indicators.table import Indicator, to_table
from study.intake.frame import load_frame
from study.intake.wave import Wave, load_wave
from study.ledger.entries import Entry, Ledger, entries_of

# Territories that the report can show one by one: as many as a figure with a row for each has room for on a page.
SHOWN_EACH = 75


class Basis(StrEnum):
    """What the answers of a wave rest on: documented facts, answers to a survey, or both."""

    DESK = "desk"
    SURVEY = "survey"
    BOTH = "both"


@dataclass(frozen=True)
class WaveContext:
    """One wave in one language; `frame` is the table of its territories (its vintage), in the frame's order.

    `population` (float64, by territory) is missing where the frame does not give it.
    """

    paths: StudyPaths
    study: Study
    wave: Wave
    frame: pd.DataFrame
    population: pd.Series
    lang: str

    @cached_property
    def territories(self) -> list[str]:
        """Return the keys of the territories."""
        return list(self.frame["territory"])

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the short name of each territory, for charts and lists."""
        return dict(zip(self.frame["territory"], self.frame["short_name"], strict=True))

    @property
    def named(self) -> dict[str, str] | None:
        """Return the short name of each territory that may be named; None in an open survey, where none may."""
        return None if self.study.open_survey else self.names

    @property
    def each(self) -> bool:
        """Tell whether the report shows every territory by itself: not where there are too many, nor in an open survey.

        Their answers stand in the sheets, the workbook and the open data all the same.
        """
        return not self.study.open_survey and len(self.frame) <= SHOWN_EACH

    @property
    def many(self) -> str:
        """Return what the study calls its territories."""
        return self.study.territory.many.text(self.lang)

    @cached_property
    def basis(self) -> Basis:
        """Return what the wave rests on: its survey exports, the study's evidence, or both; no file is opened."""
        if not response_files(self.paths.responses(self.wave.wave)):
            return Basis.DESK
        return Basis.BOTH if self.paths.has_evidence else Basis.SURVEY

    @property
    def surveyed(self) -> bool:
        """Tell whether territories answered a survey in this wave."""
        return self.basis is not Basis.DESK

    @property
    def has_population(self) -> bool:
        """Tell whether the frame gives populations."""
        return bool(self.population.notna().any())

    @property
    def territory_heading(self) -> str:
        """Return the heading of a column of territories: the study's own noun where it asked them."""
        return _headed(self.study.territory.one.text(self.lang)) if self.surveyed else self.say("Territory")

    @property
    def lever_heading(self) -> str:
        """Return the heading of a column of levers, in the study's own noun."""
        return _headed(self.study.lever_noun.one.text(self.lang))

    def say(self, message: str, /, **values: Any) -> str:
        """Return a message in the notebook's language; it may name {territories}, {lever}, {levers} and {date}."""
        return say(message, self.lang, **(self._words | values))

    @cached_property
    def _words(self) -> dict[str, str]:
        noun = self.study.lever_noun
        return {
            "territories": self.many,
            "lever": noun.one.text(self.lang),
            "levers": noun.many.text(self.lang),
            "date": date_text(self.wave.reference_date, self.lang),
        }

    def by_basis(self, desk: str, survey: str, both: str | None = None) -> str:
        """Return the message that fits what the wave rests on; the survey's serves for both where none is given."""
        return {Basis.DESK: desk, Basis.SURVEY: survey, Basis.BOTH: both or survey}[self.basis]

    def of_levers(self, plain: str, other: str) -> str:
        """Return `plain`, which speaks of levers in the package's own words, or `other` when the study's noun differs.

        A sentence made for one noun breaks with another (its gender, its first letter), so `other` fits any.
        """
        noun = self.study.lever_noun.one.text(self.lang)
        return plain if noun == say("lever", self.lang) else other

    def ledger(self, indicators: Iterable[Indicator], more: Iterable[Entry] = ()) -> Ledger:
        """Return a ledger of indicators and further entries, in the study's languages.

        In an open survey it holds none of a single response: nobody's answers are printed by themselves.
        """
        ledger = Ledger(self.study.languages)
        printed = (item for item in indicators if not (self.study.open_survey and item.territory))
        ledger.add(entries_of(printed, self.wave.wave, self.study.languages))
        ledger.add(more)
        return ledger

    def write(self, folder: Path, indicators: Sequence[Indicator], ledger: Ledger) -> pd.DataFrame:
        """Write what a notebook computed, `indicators.csv` and `numbers.csv`, into a folder; return the indicators."""
        table = to_table(indicators, self.wave.wave)
        write_atomic(folder / "indicators.csv", table_bytes(table))
        ledger.write(folder / "numbers.csv")
        return table

    def partial_date(self, text: str, precision: str = "") -> str:
        """Return a partial ISO date in words; “undated” when there is none, “around” before an inferred year."""
        return partial_date_text(text, self.lang, precision)

    def date_of(self, fact: Mapping[Any, Any]) -> str:
        """Return the date of a fact in words, as far as it is known."""
        return self.partial_date(str(fact["as_of"]), str(fact["as_of_precision"]))

    def asked_of_some(self, questions: Iterable[Question]) -> str:
        """Return a sentence that names the questions put to those only whose answer to another one calls for it."""
        labels = [self.say("“{label}”", label=question.label.text(self.lang)) for question in questions
                  if question.universe]  # fmt: skip
        if not labels:
            return ""
        return self.say("{labels}: put only where the answer to another question calls for it.",
                        labels=list_text(labels, self.lang))  # fmt: skip

    def source_line(self) -> str:
        """Return the source line of figures and tables."""
        message = self.by_basis(
            mark("Documented public facts at {date}; the study’s own computation."),
            mark("Answers to the survey, at {date}; the study’s own computation."),
            mark("Answers to the survey and documented public facts at {date}; the study’s own computation."),
        )
        return self.say(message)

    def statement(self) -> str:
        """Return what the publication is, as the cover and the method chapter say it; fictitious first, if it is."""
        said = self.wave.status.text(self.lang)
        warning = self.say("This edition is fictitious: its data are invented and describe nobody.")
        return f"{warning} {said}" if self.wave.fictitious else said

    def authorship(self) -> str:
        """Return who made the publication, and from what: never the publishers of the one that it reproduces."""
        if self.wave.publisher:
            reproduced = mark("Independent reconstruction from public sources")
        else:
            reproduced = mark("Made from public sources")
        message = self.by_basis(
            reproduced,
            mark("Made from the answers to a survey"),
            mark("Made from the answers to a survey and public sources"),
        )
        return self.say(message)

    def note_column(self, columns: Iterable[str]) -> str:
        """Return the column that holds the evidence's notes in the notebook's language."""
        return f"note_{self.lang}" if f"note_{self.lang}" in columns else "note"


def _headed(noun: str) -> str:
    return noun[:1].upper() + noun[1:]


def _units(paths: StudyPaths, study: Study, wave: Wave, units: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.Series]:
    """Return the wave's territories and their populations; in an open survey the responses that cleaning kept."""
    if study.open_survey:
        frame = units if units is not None else pd.read_parquet(paths.units(wave.wave))
        return frame, pd.Series(index=frame["territory"], dtype="float64")
    frame, problems = load_frame(paths, wave.frame_vintage or 0)
    everything, more = load_frame(paths, wave.populations_vintage or 0)
    raise_if([*problems, *more])
    people = everything.set_index("territory").reindex(columns=["population_municipal"])["population_municipal"]
    return frame, people.reindex(frame["territory"]).astype("float64")


def open_wave(
    wave: str, lang: str, lever: int | None = None, root: Path | None = None, units: pd.DataFrame | None = None
) -> WaveContext:
    """Return the context of a wave; with `lever`, the codebook holds that lever alone.

    The study's root is `root`, else `STUDY_ROOT`, else found from the current folder upwards. `units` are the responses
    of an open survey, where they have not been written yet (`study.intake.inputs`). Raises StudyError.
    """
    paths = StudyPaths(root or find_root())
    study = load_study(paths, only=lever)
    meta, problems = load_wave(paths, wave)
    raise_if(problems)
    assert meta is not None
    frame, population = _units(paths, study, meta, units)
    return WaveContext(paths, study, meta, frame, population, lang)
