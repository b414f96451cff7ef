"""Building sheets: those of all territories of a wave, or one of them, each on its two pages.

Promise: a sheet is cut by the first rule (`study.sheets.limits`) with which it fits its pages in every language of the
study, so that what it leaves out is one number whatever the language; the same inputs give the same bytes, however many
sheets are made before. Left out: where they are put (`study.pipeline`, `study.cli`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from study.base.errors import StudyError
from study.base.files import table_bytes
from study.base.layout import SHEETS, StudyPaths, in_language
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
    first, *others = material.context.study.languages

    @cache
    def tried(rule: int, lang: str) -> tuple[Sheet, bytes] | None:
        sheet = sheet_of(material, territory, lang, LADDER[rule])
        pdf = machine.printed(sheet.data, territory)
        return (sheet, pdf) if pages(pdf) <= PAGES else None

    # Most sheets fit whole; where one does not, half of the rules that are left are ruled out at each try.
    rules = range(len(LADDER))
    start = 0 if tried(0, first) else bisect_left(rules, 1, lo=1, key=lambda rule: tried(rule, first) is not None)
    for rule in rules[start:]:
        found = {lang: made for lang in (first, *others) if (made := tried(rule, lang)) is not None}
        if len(found) == len(others) + 1:
            return found
    raise StudyError([SheetTooLong(None, territory, {"pages": PAGES})])


def make(material: Material, territories: Iterable[str], languages: Sequence[str]) -> Iterator[Made]:
    """Yield the sheets of some territories (keys) in some languages; StudyError for one that cannot be made."""
    with press(material.context.wave.publication_date) as machine:
        for territory in territories:
            fitted = _fitted(material, territory, machine)
            sheet, _ = next(iter(fitted.values()))
            yield Made(territory, {lang: fitted[lang][1] for lang in languages}, sheet.entries)


def build_sheets(paths: StudyPaths, wave: str, languages: Sequence[str]) -> None:
    """Write all sheets of a wave where the report takes them from, with the numbers that only they print.

    `languages` are those of its report, the study's first one first. Raises StudyError.
    """
    material = open_material(paths, wave)
    ledger = Ledger(material.context.study.languages)
    ledger.add(material.entries)
    files: dict[str, bytes] = {}
    for made in make(material, material.context.territories, languages):
        ledger.add(made.entries)
        for at, lang in enumerate(languages):
            files[in_language(f"{SHEETS}/{made.territory}.pdf", lang if at else "")] = made.pdfs[lang]
    write_folder(paths.sheets(wave), {**files, NUMBERS: table_bytes(ledger.table())})


def one_sheet(paths: StudyPaths, wave: str, territory: str, lang: str) -> tuple[str, bytes]:
    """Return the key of a territory, and its sheet in a language of the study.

    `territory` is its key, its name or its short name. Raises UsageError for one that the wave does not have, and for a
    wave that has no sheets, or none yet.
    """
    material = open_material(paths, wave)
    made = next(make(material, [material.territory(territory)], [lang]))
    return made.territory, made.pdfs[lang]
