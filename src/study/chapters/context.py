"""What every notebook of a wave needs at hand: where things are, the codebook, the frame, the words.

Promise: `open_wave` reads only what each notebook depends on (no evidence, no other lever's file when one is named), so
that the pipeline's dependencies are the truth. All words come in the notebook's language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from study.base.dates import parse
from study.base.errors import raise_if
from study.base.files import table_bytes, write_atomic
from study.base.layout import StudyPaths, find_root
from study.base.text import date_text, month_text, say
from study.codebook.load import load_study
from study.codebook.model import Study
from study.indicators.table import Indicator, to_table
from study.intake.frame import load_frame
from study.intake.wave import Wave, load_wave
from study.ledger.entries import Entry, Ledger, entries_of


@dataclass(frozen=True, slots=True)
class WaveContext:
    """One wave in one language; `frame` is the table of its territories (its vintage), in the frame's order."""

    paths: StudyPaths
    study: Study
    wave: Wave
    frame: pd.DataFrame
    population: pd.Series
    lang: str

    @property
    def territories(self) -> list[str]:
        """Return the keys of the territories."""
        return list(self.frame["territory"])

    @property
    def names(self) -> dict[str, str]:
        """Return the short name of each territory, for charts and lists."""
        return dict(zip(self.frame["territory"], self.frame["short_name"], strict=True))

    @property
    def many(self) -> str:
        """Return what the study calls its territories."""
        return self.study.territory.many.text(self.lang)

    def say(self, message: str, /, **values: Any) -> str:
        """Return a message in the notebook's language; it may name {territories} and {date}."""
        words = {"territories": self.many, "date": date_text(self.wave.reference_date, self.lang)}
        return say(message, self.lang, **(words | values))

    def ledger(self, indicators: Iterable[Indicator], more: Iterable[Entry] = ()) -> Ledger:
        """Return a ledger of indicators and further entries, in the study's languages."""
        ledger = Ledger(self.study.languages)
        ledger.add(entries_of(indicators, self.wave.wave, self.study.languages))
        ledger.add(more)
        return ledger

    def write(self, folder: Path, indicators: Sequence[Indicator], ledger: Ledger) -> pd.DataFrame:
        """Write what a notebook computed, `indicators.csv` and `numbers.csv`, into a folder; return the indicators."""
        table = to_table(indicators, self.wave.wave)
        write_atomic(folder / "indicators.csv", table_bytes(table))
        ledger.write(folder / "numbers.csv")
        return table

    def partial_date(self, text: str) -> str:
        """Return a partial ISO date in words; “undated” when there is none."""
        if not text:
            return self.say("undated")
        found = parse(text)
        if found.day is not None:
            return date_text(found.first_day, self.lang)
        return month_text(found.first_day, self.lang) if found.month is not None else str(found.year)

    def source_line(self) -> str:
        """Return the source line of figures and tables."""
        return self.say("Documented public facts at {date}; the study’s own computation.")

    def note_column(self, columns: Iterable[str]) -> str:
        """Return the column that holds the evidence's notes in the notebook's language."""
        return f"note_{self.lang}" if f"note_{self.lang}" in columns else "note"


def open_wave(wave: str, lang: str, lever: int | None = None, root: Path | None = None) -> WaveContext:
    """Return the context of a wave; with `lever`, the codebook holds that lever alone.

    The study's root is `root`, else `STUDY_ROOT`, else found from the current folder upwards. Raises StudyError.
    """
    paths = StudyPaths(root or find_root())
    study = load_study(paths, only=lever)
    meta, problems = load_wave(paths, wave)
    raise_if(problems)
    assert meta is not None
    frame, problems = load_frame(paths, meta.frame_vintage)
    everything, more = load_frame(paths, meta.population_vintage)
    raise_if([*problems, *more])
    population = everything.set_index("territory")["population_municipal"].reindex(frame["territory"])
    return WaveContext(paths, study, meta, frame, population, lang)
