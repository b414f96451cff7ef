"""A finished figure: drawing, words and data travel together.

Promise: no figure without a title that states a finding, a text for those who cannot see it, and its source. The alt
text must say what the figure shows: at least a sentence, and at least one number.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from study.base.files import harmless

MIN_ALT_LENGTH = 30
_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure as the report takes it; `key` names its files. ValueError when its words are missing or filler."""

    key: str
    title: str
    alt: str
    source: str
    svg: str
    png: bytes
    data_csv: str

    def __post_init__(self) -> None:
        check_words(key=self.key, title=self.title, alt=self.alt, source=self.source)

    def as_block(self) -> dict[str, str]:
        """Return the block of kind `figure` that a notebook shows: plain text, SVG, PNG in base64, CSV."""
        return {
            "kind": "figure",
            "key": self.key,
            "title": self.title,
            "alt": self.alt,
            "source": self.source,
            "svg": self.svg,
            "png": base64.b64encode(self.png).decode("ascii"),
            "csv": self.data_csv,
        }


def check_words(*, key: str, title: str, alt: str, source: str) -> None:
    """Raise ValueError unless a figure's words can be printed: call it before drawing."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"figure {key!r}: a key is lower-case letters and digits, joined by - or _")
    for name, text in (("title", title), ("source", source)):
        if not text.strip():
            raise ValueError(f"figure {key}: it has no {name}")
    if len(alt.strip()) < MIN_ALT_LENGTH or not any(letter.isdigit() for letter in alt):
        raise ValueError(
            f"figure {key}: its alt text must say what it shows, in {MIN_ALT_LENGTH} characters or more "
            f"and with a number; found {alt!r}"
        )


def require_columns(data: pd.DataFrame, names: Iterable[str], key: str) -> None:
    """Raise ValueError when `data` has no row, or lacks one of the columns `names`."""
    if missing := [name for name in names if name not in data.columns]:
        raise ValueError(f"figure {key}: its data lack {', '.join(missing)}")
    if data.empty:
        raise ValueError(f"figure {key}: its data have no row")


def csv_text(data: pd.DataFrame) -> str:
    """Return a table as CSV, without its index; text that a spreadsheet would run is made harmless."""
    safe = data.rename(columns=lambda name: _harmless(str(name)))
    return safe.map(_harmless).to_csv(index=False, lineterminator="\n")


def _harmless(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value
