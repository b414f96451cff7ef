"""The workbook of the small study, without its report: cleaned answers, and the ledger that its notebooks would leave."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest

from study.answers import tables
from study.answers.clean import clean, write
from study.answers.tables import LeverAnswers
from study.base.layout import StudyPaths
from study.chapters.context import WaveContext, open_wave
from study.indicators.lever import lever_indicators
from study.intake.inputs import load_inputs
from study.ledger.entries import Ledger
from study.ledger.tallies import tally_entries
from study.workbook.book import workbook


@dataclass(frozen=True)
class Made:
    """A workbook with what it was made of; `read()` opens it as a spreadsheet would."""

    context: WaveContext
    ledger: Ledger
    levers: dict[int, LeverAnswers]
    content: bytes

    def read(self) -> Any:
        return openpyxl.load_workbook(io.BytesIO(self.content))

    def sheet(self, name: str) -> Any:
        return self.read()[name]


def rows_under(sheet: Any, heading: str) -> list[dict[str, Any]]:
    """The rows of the table whose heading begins with these words, by column, until an empty row."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = next(i for i, row in enumerate(rows) if row[0] == heading and row[1])
    names = [name for name in rows[at] if name]
    found = []
    for row in rows[at + 1 :]:
        if row[0] is None or row[1] is None:
            break
        found.append(dict(zip(names, row, strict=False)))
    return found


def ledger_of(context: WaveContext, levers: dict[int, LeverAnswers]) -> Ledger:
    wave, study = context.wave, context.study
    ledger = Ledger(study.languages)
    for lever in study.levers:
        mine = levers[lever.lever]
        indicators = lever_indicators(lever, mine, context.population, wave.reference_date)
        entries = context.ledger(indicators, tally_entries(lever, mine, context.named, wave.wave, study.languages))
        ledger.add(entries.entries.values())
    return ledger


@pytest.fixture
def make_book() -> Callable[..., Made]:
    """`make_book(paths, lang, context)`: clean a study's wave 2020 and make its workbook."""

    def run(paths: StudyPaths, lang: str = "fr", context: WaveContext | None = None) -> Made:
        write(clean(load_inputs(paths, "2020")), paths, "2020")
        context = context or open_wave("2020", lang, root=paths.root)
        levers = {lever.lever: tables.read(paths.lever_dir("2020", lever.lever)) for lever in context.study.levers}
        ledger = ledger_of(context, levers)
        return Made(context, ledger, levers, workbook(context, ledger))

    return run


@pytest.fixture
def made(make_book: Callable[..., Made], small_study: StudyPaths) -> Made:
    """The workbook of the small study, in French."""
    return make_book(small_study)


@pytest.fixture
def under() -> Callable[[Any, str], list[dict[str, Any]]]:
    """`under(sheet, heading)`: the rows of a table, by column."""
    return rows_under
