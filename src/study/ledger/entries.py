"""The ledger: the numbers that the report may print, each under a stable key, already written in each language.

Promise: prose, tables and cards print a number only through the ledger, so a number cannot stand in two places with two
values; a key that does not exist is a problem naming the nearest one. Keys: `<indicator>` for a value, then
`.lower`, `.upper`, `.base`, `.unknown`, `.median_age`, `.high` for what stands beside it, and `.names` for who is
counted; `<territory>` comes last where the indicator is one territory's. Left out: where a number is printed.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from study.base.errors import Place, Problem, StudyError
from study.base.files import as_meant, harmless, table_bytes, write_atomic
from study.base.marks import marked
from study.base.nearest import nearest
from study.base.text import list_text, mark, number_text, percent_text, say
from study.indicators.table import Indicator


@dataclass(frozen=True, slots=True)
class UnknownKey(Problem):
    """A text asks for a number that the ledger does not hold."""

    code = "ledger-unknown-key"
    what = mark("The ledger has no number “{value}”.")
    why = mark("Only numbers of the ledger may be printed, so that each can be traced to its source.")
    remedy = mark("Write a key of the ledger: reports/<wave>/numbers.csv lists them all.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One number: `texts` by language; `value` is None when it could not be computed; `indicator` says where from."""

    key: str
    value: float | None
    unit: str
    decimals: int
    texts: Mapping[str, str]
    indicator: str
    wave: str


# Units written with one decimal whatever the value; other numbers have one only when they are not whole, and shares
# are percentages in whole points (a few dozen territories do not bear more).
_ONE_DECIMAL = ("years",)


def number_entry(
    key: str, value: float | None, unit: str, indicator: str, wave: str, languages: Sequence[str]
) -> Entry:
    """Return the entry of a number, written in each language; a missing number is written “not known”."""
    missing = value is None or pd.isna(value)
    fraction = unit != "share" and not missing and not float(value or 0).is_integer()
    decimals = 1 if unit in _ONE_DECIMAL or fraction else 0

    def text(lang: str) -> str:
        if value is None or missing:
            return say("not known", lang)
        return percent_text(value, lang, decimals) if unit == "share" else number_text(value, lang, decimals)

    return Entry(
        key, None if missing else value, unit, decimals, {lang: text(lang) for lang in languages}, indicator, wave
    )


def names_entry(key: str, names: Sequence[str], indicator: str, wave: str, languages: Sequence[str]) -> Entry:
    """Return the entry of a list of names; its value is how many there are."""
    texts = {lang: list_text(names, lang) if names else say("none", lang) for lang in languages}
    return Entry(key, len(names), "names", 0, texts, indicator, wave)


def entries_of(indicators: Iterable[Indicator], wave: str, languages: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries of each indicator: its value, then what stands beside it."""
    for item in indicators:
        at = f".{item.territory}" if item.territory else ""
        beside = (
            ("", item.value, item.unit),
            (".lower", item.lower, item.unit),
            (".upper", item.upper, item.unit),
            (".numerator", item.numerator, "count"),
            (".base", item.base, "count"),
            (".unknown", item.unknown, "count"),
            (".median_age", item.median_age_years, "years"),
            (".high", item.high_count, "count"),
        )
        for suffix, value, unit in beside:
            if suffix in ("", ".lower", ".upper") or value is not None:
                yield number_entry(f"{item.indicator}{suffix}{at}", value, unit, item.indicator, wave, languages)


@dataclass(slots=True)
class Ledger:
    """The entries by key, in the order they were added; adding a key again with another value is a fault of ours."""

    languages: tuple[str, ...]
    entries: dict[str, Entry] = field(default_factory=dict)

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries; ValueError when a key is there with another value."""
        for entry in entries:
            if self.entries.setdefault(entry.key, entry) != entry:
                raise ValueError(f"two values for the ledger key {entry.key}")

    def entry(self, key: str, place: Place | None = None) -> Entry:
        """Return an entry; StudyError (UnknownKey, at `place`) when there is none."""
        if key not in self.entries:
            raise StudyError([UnknownKey(place, key, {"nearest": nearest(key, self.entries)})])
        return self.entries[key]

    def text(self, key: str, lang: str) -> str:
        """Return a number as it is printed in `lang`."""
        return self.entry(key).texts[lang]

    def value(self, key: str) -> float | None:
        """Return a number's value; None when it could not be computed, or when the study does not compute it."""
        return self.entries[key].value if key in self.entries else None

    def cited(self, key: str, lang: str) -> str:
        """Return a number as it is printed, marked with its key (`study.base.marks`), so that it can be followed."""
        return marked(self.text(key, lang), key)

    def shown(self, key: str, lang: str) -> str:
        """Return a number as a table prints it that not every question fills: marked, or a dash where there is none."""
        return self.cited(key, lang) if key in self.entries else "–"

    def prints(self, key: str, words: str, lang: str) -> bool:
        """Tell whether these are the words that the ledger prints for a key in `lang`."""
        return key in self.entries and self.entries[key].texts[lang] == words

    def table(self) -> pd.DataFrame:
        """Return the ledger as a table: key, value, unit, decimals, text_<lang>…, indicator, wave."""
        rows = [
            {
                "key": e.key,
                "value": e.value,
                "unit": e.unit,
                "decimals": e.decimals,
                **{f"text_{lang}": e.texts[lang] for lang in self.languages},
                "indicator": e.indicator,
                "wave": e.wave,
            }
            for e in self.entries.values()
        ]
        columns = [
            "key",
            "value",
            "unit",
            "decimals",
            *(f"text_{lang}" for lang in self.languages),
            "indicator",
            "wave",
        ]
        return pd.DataFrame(rows, columns=columns).astype({"value": "float64"})

    def write(self, path: Path) -> None:
        """Write the table as CSV, every text harmless to a spreadsheet."""
        table = self.table()
        texts = [f"text_{lang}" for lang in self.languages]
        write_atomic(path, table_bytes(table.assign(**{name: table[name].map(harmless) for name in texts})))


def read_ledger(paths: Sequence[Path], languages: Sequence[str]) -> Ledger:
    """Read tables written by `Ledger.write` into one ledger; FileNotFoundError when one has not been built."""
    ledger = Ledger(tuple(languages))
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            ledger.add(_entry(row, languages) for row in csv.DictReader(file))
    return ledger


def _entry(row: Mapping[str, str], languages: Sequence[str]) -> Entry:
    value = float(row["value"]) if row["value"] else None
    texts = {lang: as_meant(row[f"text_{lang}"]) for lang in languages}
    return Entry(row["key"], value, row["unit"], int(row["decimals"]), texts, row["indicator"], row["wave"])
