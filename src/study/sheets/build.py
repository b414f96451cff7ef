"""Building sheets: those of all territories of a wave, or one of them, each on its two pages.

Promise: a sheet is cut by the first rule (`study.sheets.limits`) with which it fits its pages in the study's first
language; what its lists leave out is the same in every other one, where words may be cut shorter. The same inputs give
the same bytes, whichever sheets and languages are made before. Left out: where they are put (`pipeline`, `cli`).
"""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from queue import SimpleQueue

import pandas as pd

from study.base.errors import StudyError
from study.base.files import table_bytes
from study.base.layout import SHEETS, StudyPaths, in_language
from study.ledger.entries import Entry, Ledger
from study.report.manifest import write_folder
from study.report.printed import in_value
from study.sheets.content import Sheet, sheet_of
from study.sheets.estimate import ROOM, height_mm
from study.sheets.limits import LADDER, PAGES
from study.sheets.material import Material, open_material
from study.sheets.paper import Press, pages, press
from study.sheets.problems import SheetTooLong

NUMBERS = "numbers.csv"
PRINTED = "printed.csv"  # every number that a sheet prints: key, file


@dataclass(frozen=True, slots=True)
class Made:
    """The sheet of a territory in each language asked for, and the counts that it prints of what it leaves out.

    `keys` are those of the numbers that it prints, in the study's first language.
    """

    territory: str
    pdfs: dict[str, bytes]
    entries: tuple[Entry, ...]
    keys: tuple[str, ...]


def _first_fit(fits: Callable[[int], bool], most: int, guess: int) -> int:
    """Return the first rule (from 0) that fits, `most` where none does; a good `guess` leaves two to be tried.

    From a guess that does not fit, steps double until one does; then half of the rules that are left are ruled out at
    each try.

    >>> [_first_fit(lambda rule: rule >= 5, 17, guess) for guess in (0, 5, 16)], _first_fit(lambda rule: False, 17, 3)
    ([5, 5, 5], 17)
    """
    if guess < most and fits(guess):
        while guess and fits(guess - 1):
            guess -= 1
        return guess
    low, high = guess, 2 * guess + 1
    while high < most and not fits(high):
        low, high = high, 2 * high + 1
    return bisect_left(range(most), 1, lo=low + 1, hi=min(high, most), key=fits)


def _fitted(material: Material, territory: str, languages: Iterable[str], machine: Press) -> Made:
    """Return a sheet cut by the first rule with which it fits in the study's first language; in others, words by more.

    The lists are cut alike in every language, so that what they leave out is one number.
    """
    first = material.context.study.languages[0]

    @cache
    def written(rule: int, lists: int, lang: str) -> Sheet:
        return sheet_of(material, territory, lang, LADDER[rule].with_lists_of(LADDER[lists]))

    @cache
    def tried(rule: int, lists: int, lang: str) -> tuple[Sheet, bytes] | None:
        sheet = written(rule, lists, lang)
        pdf = machine.printed(sheet.data, territory)
        return (sheet, pdf) if pages(pdf) <= PAGES else None

    rules = range(len(LADDER))
    guess = next((n for n in rules if height_mm(written(n, n, first).data) <= ROOM), rules[-1])
    fits = _first_fit(lambda n: tried(n, n, first) is not None, len(LADDER), guess)
    found: dict[str, tuple[Sheet, bytes]] = {}
    for lang in dict.fromkeys((first, *languages)):
        made = next((made for rule in rules[fits:] if (made := tried(rule, fits, lang)) is not None), None)
        if made is None:
            raise StudyError([SheetTooLong(None, territory, {"pages": PAGES})])
        found[lang] = made
    sheet = found[first][0]
    keys = dict.fromkeys(key for key, _ in in_value(sheet.data))
    return Made(territory, {lang: found[lang][1] for lang in languages}, sheet.entries, tuple(keys))


def make(material: Material, territories: Sequence[str], languages: Sequence[str]) -> Iterator[Made]:
    """Yield the sheets of some territories (keys) in some languages; StudyError for one that cannot be made.

    A press per core: the compiler leaves the others alone while it works.
    """
    workers = max(1, min(len(territories), os.cpu_count() or 1))
    with ExitStack() as stack, ThreadPoolExecutor(workers) as pool:
        presses: SimpleQueue[Press] = SimpleQueue()
        for _ in range(workers):
            presses.put(stack.enter_context(press(material.context.wave.publication_date)))

        def made(territory: str) -> Made:
            machine = presses.get()
            try:
                return _fitted(material, territory, languages, machine)
            finally:
                presses.put(machine)

        yield from pool.map(made, territories)


def build_sheets(paths: StudyPaths, wave: str, languages: Sequence[str]) -> None:
    """Write all sheets of a wave where the report takes them from, with the numbers that only they print (`NUMBERS`).

    `PRINTED` says which sheet prints which number.

    `languages` are those of its report, the study's first one first. Raises StudyError.
    """
    material = open_material(paths, wave)
    ledger = Ledger(material.context.study.languages)
    ledger.add(material.entries)
    files: dict[str, bytes] = {}
    printed: list[tuple[str, str]] = []
    for made in make(material, material.context.territories, languages):
        ledger.add(made.entries)
        printed += ((key, f"{SHEETS}/{made.territory}.pdf") for key in made.keys)
        for at, lang in enumerate(languages):
            files[in_language(f"{SHEETS}/{made.territory}.pdf", lang if at else "")] = made.pdfs[lang]
    files[NUMBERS] = table_bytes(ledger.table())
    files[PRINTED] = table_bytes(pd.DataFrame(printed, columns=["key", "file"]))
    write_folder(paths.sheets(wave), files)


def one_sheet(paths: StudyPaths, wave: str, territory: str, lang: str) -> tuple[str, bytes]:
    """Return the key of a territory, and its sheet in a language of the study.

    `territory` is its key, its name or its short name. Raises UsageError for one that the wave does not have, and for a
    wave that has no sheets, or none yet.
    """
    material = open_material(paths, wave)
    made = next(make(material, [material.territory(territory)], [lang]))
    return made.territory, made.pdfs[lang]
