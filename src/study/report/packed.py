"""The data of the page's panels as the page holds it: small, and unable to be anything but data.

Promise: a list of texts in their order is told by what each does not share with the one before, which `panels.js`
undoes; the JSON that comes out ends no script, whatever its texts say. Left out: what the data says
(`study.trail.panels`).
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from study.report.typography import typeset

# What could end the script that holds the JSON, or a line of it; JSON writes them as well by their number.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def _alike(one: str, other: str) -> int:
    """Return how many signs two texts share at their start."""
    least = min(len(one), len(other))
    return next((at for at in range(least) if one[at] != other[at]), least)


def packed(texts: Iterable[str]) -> list[int | str]:
    """Return texts as a flat list of three values each: signs shared at the start, at the end, those in between.

    >>> packed(["a cat", "a fat cat", "a fat rat"])
    [0, 0, 'a cat', 2, 3, 'fat ', 6, 2, 'r']
    """
    found: list[int | str] = []
    before = ""
    for text in texts:
        start = _alike(before, text)
        left = text[start:]
        end = _alike(before[start:][::-1], left[::-1])
        found += [start, end, left[: len(left) - end]]
        before = text
    return found


def panels_json(panels: Mapping[str, Any], words: Mapping[str, str], unseen: re.Pattern[str], lang: str) -> str:
    """Return panels and the words that stand around them as JSON for a page; `unseen` signs are left out."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return unseen.sub("", value)
        if isinstance(value, Mapping):
            return {clean(key): clean(item) for key, item in value.items()}
        return [clean(item) for item in value] if isinstance(value, (list, tuple)) else value

    shown = {
        **panels,
        "words": dict(words),
        "texts": packed(typeset(clean(text), lang) for text in panels["texts"]),
        "keys": packed(clean(key) for key in panels["panels"]),
        "panels": list(panels["panels"].values()),
    }
    text = json.dumps(clean(shown), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPED)
