"""What may stand after a number: the unit of its question, a multiple (k, M, millions), or both.

Promise: the texts of one question, compared without case, accents and dots, each with the power of ten by which it
multiplies. Units are never converted, but for a percentage where a share is asked. “billion” is a thousand times more
in French than in English, and a lone m may be a metre, a thousand or a million: neither is taken. Left out: the
numbers (`amounts`).
"""

import re
from collections.abc import Iterable

from study.base.nearest import plain
from study.codebook.model import Question, Study

SHARE = "share"
_PERCENT = ("%", "pct", "percent", "per cent", "pour cent", "prozent")
# A unit is known by any of its usual names once the study uses one of them, as its id or as its text.
_FAMILIES = (
    ("€", "eur", "euro", "euros"),
    ("$", "usd", "dollar", "dollars"),
    ("£", "gbp"),
    ("chf", "franken", "francs suisses"),
    ("m²", "m2", "metre carre", "metres carres", "square metres", "quadratmeter", "qm"),
    ("ha", "hectare", "hectares", "hektar"),
    ("km", "kilometre", "kilometres", "kilometer"),
    ("etp", "equivalent temps plein", "equivalents temps plein", "fte", "full time equivalents", "vza"),
    _PERCENT,
)
_MULTIPLES = {
    3: ("k", "mille", "millier", "milliers", "thousand", "tausend", "tsd"),
    6: ("M", "million", "millions", "millionen", "mio", "mln"),
    9: ("Md", "Mds", "milliard", "milliards", "milliarde", "milliarden", "mrd", "bn"),
}
UNIT_WORDS = tuple(word for words in (*_FAMILIES, *_MULTIPLES.values()) for word in words)
"""Every word that some unit or multiple is written with."""
# Stuck to a unit, these are capitals or nothing: m€ is a thousandth to some and a million to others.
_CAPITAL = {"M", "Md", "Mds"}
_OF = re.compile(r"^(?:d ?|de |of )(?=\w)")


def _form(text: str) -> str:
    """Return a text as units are compared: `M €` and `M€` alike, `d’euros` as `euros`."""
    return plain(text).strip(" .")


def _names(question: Question, study: Study) -> set[str]:
    unit = question.unit or ""
    texts = [unit, *(study.units[unit].root.values() if unit in study.units else ())]
    names = {_form(text) for text in texts if _form(text)}
    for family in _FAMILIES:
        if names & {_form(name) for name in family}:
            names |= {_form(name) for name in family}
    # agent(s) is written agent and agents; établissements also stands in the singular.
    names |= {re.sub(r"\(\w+\)", "", name).strip() for name in names} | {re.sub(r"[()]", "", name) for name in names}
    return names | {name[:-1] for name in names if name.endswith("s") and len(name) > 3}


def _multiples() -> Iterable[tuple[str, int]]:
    return ((name, power) for power, names in _MULTIPLES.items() for name in names)


class Tails:
    """What may follow the numbers of one question; `power` reads one such text."""

    def __init__(self, question: Question, study: Study) -> None:
        self._names = _names(question, study)
        self._share = question.unit == SHARE
        self._seen: dict[str, int | None] = {}

    def _is_unit(self, text: str) -> bool:
        form = _form(text)
        return not form or form in self._names or _OF.sub("", form) in self._names

    def power(self, tail: str) -> int | None:
        """Return the power of ten that a text after a number stands for; None when it is no unit of the question."""
        if tail not in self._seen:
            self._seen[tail] = self._power(tail)
        return self._seen[tail]

    def _power(self, tail: str) -> int | None:
        if self._is_unit(tail):
            return 0
        if self._share and _form(tail) in {_form(name) for name in _PERCENT}:
            return -2
        words = tail.strip()
        for name, power in _multiples():
            start = words[: len(name)]
            known = start == name if name in _CAPITAL else start.casefold() == name
            rest = words[len(name) :].lstrip(".")
            # A word ends where the next begins; a letter may stick to its unit (k€, Mds€, kEUR).
            apart = not rest or not rest[0].isalpha() or len(name) <= 3
            if known and apart and self._is_unit(rest):
                return power
        return None
