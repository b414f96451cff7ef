"""Building sheets: those of all territories of a wave, or one of them, each on its two pages.

Promise: a sheet is cut by the first rule (`study.sheets.limits`) with which it fits its pages in every language of the
study, so that what it leaves out is one number whatever the language; the same inputs give the same bytes, however many
sheets are made before. Left out: where they are put (`study.pipeline`, `study.cli`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from study.base.errors import StudyError
from study.base.files import table_bytes
from study.base.layout import StudyPaths, in_language
from study.ledger.entries import Entry, Ledger
from study.report.manifest import write_folder
from study.sheets.content import Sheet, sheet_of
from study.sheets.limits import LADDER, PAGES
from study.sheets.material import Material, open_material
from study.sheets.paper import Press, pages, press
from study.sheets.problems import SheetTooLong

NUMBERS = "numbers.csv"


@dataclass(frozen=True, slots=True)
class Made:
    """The sheet of a territory in each language asked for, and the counts that it prints of what it leaves out."""

    territory: str
    pdfs: dict[str, bytes]
    entries: tuple[Entry, ...]


def _fitted(material: Material, territory: str, machine: Press) -> dict[str, tuple[Sheet, bytes]]:
    """Return a sheet in each language of the study, cut by the first rule with which all of them fit."""
    for limits in LADDER:
        found: dict[str, tuple[Sheet, bytes]] = {}
        for lang in material.context.study.languages:
            sheet = sheet_of(material, territory, lang, limits)
            found[lang] = sheet, machine.printed(sheet.data, territory)
            if pages(found[lang][1]) > PAGES:
                break
        else:
            return found
    raise StudyError([SheetTooLong(None, territory, {"pages": PAGES})])


def make(material: Material, territories: Iterable[str], languages: Sequence[str]) -> Iterator[Made]:
    """Yield the sheets of some territories (keys) in some languages; StudyError for one that cannot be made."""
    with press(material.context.wave.publication_date) as machine:
        for territory in territories:
            fitted = _fitted(material, territory, machine)
            sheet, _ = next(iter(fitted.values()))
            yield Made(territory, {lang: fitted[lang][1] for lang in languages}, sheet.entries)


def build_sheets(
    paths: StudyPaths, wave: str, languages: Sequence[str], numbers: Sequence[Path], folder: Path
) -> None:
    """Write all sheets of a wave into `folder`, which they have for themselves, with the numbers that only they print.

    `languages` are those of its report, the study's first one first. Raises StudyError.
    """
    material = open_material(paths, wave, numbers)
    ledger = Ledger(material.context.study.languages)
    ledger.add(material.entries)
    files: dict[str, bytes] = {}
    for made in make(material, material.context.territories, languages):
        ledger.add(made.entries)
        for at, lang in enumerate(languages):
            files[in_language(sheet_name(made.territory), lang if at else "")] = made.pdfs[lang]
    write_folder(folder, {**files, NUMBERS: table_bytes(ledger.table())})


def sheet_name(territory: str) -> str:
    """Return what the file of a sheet is called, from the report's folder."""
    return f"territories/{territory}.pdf"
