"""The conditions of forms, as far as a study's universe can say them.

Promise: a condition becomes a `Gate` when it compares one question with codes, joined by “or”; anything else gives
None, so that its reader reports it: nothing is taken over in part. Conditions that must hold together become one where
that says the same. Sources: XLSForm's `relevant` (XPath, as pyxform reads it) and LimeSurvey's relevance equations
(ExpressionScript). Left out: finding what a LimeSurvey variable stands for (`from_limesurvey`).
"""

import re
from collections.abc import Callable, Mapping, Sequence

from study.forms.imported import Gate

_VALUE = r"""(?:'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?))"""
_NAME = r"\$\{\s*([^\s{}$#]+)\s*\}"
_XLSFORM = re.compile(rf"{_NAME}\s*=\s*{_VALUE}|selected\s*\(\s*{_NAME}\s*,\s*{_VALUE}\s*\)")
_VARIABLE = r"([A-Za-z0-9]\w*)(?:\.(?:NAOK|code|value|valueNAOK))?"
_LIMESURVEY = re.compile(rf"{_VARIABLE}\s*(?:==|\beq\b|=)\s*{_VALUE}")
_OR = re.compile(r"(?:or\b|OR\b|\|\|)")
# Deeper than any condition that people or platforms write; keeps a hostile one from exhausting the stack.
_DEEPEST = 30


class _NotSimple(Exception):
    """The condition says more than a gate can."""


class _Reader:
    """One pass over a condition: alternatives, in brackets or not."""

    def __init__(self, text: str, atom: re.Pattern[str]) -> None:
        self.text, self.atom, self.at, self.depth = text, atom, 0, 0

    def _skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _taken(self, sign: str) -> bool:
        self._skip()
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def any(self) -> list[tuple[str, str]]:
        """Read alternatives, each a name and a value."""
        found = self._one()
        self._skip()
        while match := _OR.match(self.text, self.at):
            self.at = match.end()
            found += self._one()
            self._skip()
        return found

    def _one(self) -> list[tuple[str, str]]:
        if self._taken("("):
            self.depth += 1
            if self.depth > _DEEPEST:
                raise _NotSimple
            inside = self.any()
            if not self._taken(")"):
                raise _NotSimple
            self.depth -= 1
            return inside
        self._skip()
        if not (match := self.atom.match(self.text, self.at)):
            raise _NotSimple
        self.at = match.end()
        name, *values = [part for part in match.groups() if part is not None]
        return [(name, values[0])]

    def whole(self) -> list[tuple[str, str]]:
        """Read the condition to its end."""
        found = self.any()
        self._skip()
        if self.at < len(self.text):
            raise _NotSimple
        return found


def _pairs(condition: str, atom: re.Pattern[str]) -> list[tuple[str, str]] | None:
    try:
        return _Reader(condition, atom).whole()
    except _NotSimple:
        return None


def _gate(pairs: Sequence[tuple[str, str]] | None) -> Gate | None:
    if not pairs or len({name for name, _ in pairs}) > 1:
        return None
    return Gate(pairs[0][0], tuple(dict.fromkeys(value for _, value in pairs)))


def xlsform_gate(condition: str) -> Gate | None:
    """Return what a `relevant` says, None when it says more than a gate can.

    >>> xlsform_gate("${a} = 'x' or selected(${a}, 'y')")
    Gate(question='a', codes=('x', 'y'))
    >>> xlsform_gate("${a} = 'x' and ${b} = 'y'") is None
    True
    """
    return _gate(_pairs(condition, _XLSFORM))


def limesurvey_gate(condition: str, resolve: Callable[[str, str], tuple[str, str] | None]) -> Gate | None:
    """Return what a relevance equation says, None when it says more than a gate can.

    `resolve` gives the question and the code that a variable with a value stands for, None for an unknown one.

    >>> limesurvey_gate('((Q1.NAOK == "A1" or Q1 == "A2"))', lambda name, value: (name, value))
    Gate(question='Q1', codes=('A1', 'A2'))
    """
    pairs = [resolve(*pair) for pair in _pairs(condition, _LIMESURVEY) or []]
    return None if None in pairs else _gate([pair for pair in pairs if pair])


def _intersection(gates: Sequence[Gate]) -> list[Gate] | None:
    """Return one gate per question, in order; None when two of them leave nobody."""
    found: dict[str, tuple[str, ...]] = {}
    for gate in gates:
        codes = found.pop(gate.question, gate.codes)
        found[gate.question] = tuple(code for code in codes if code in gate.codes)
    return [Gate(name, codes) for name, codes in found.items()] if all(found.values()) else None


def combined(gates: Sequence[Gate], asked_if: Mapping[str, Sequence[Gate]]) -> Gate | None:
    """Return the one gate that says the same as several that must all hold; None when there is none.

    `asked_if` gives the gates of each earlier question: whoever answered it has met them, so that they need not be
    repeated. `gates` go from the outermost to the question's own.

    >>> combined([Gate("a", ("x",)), Gate("b", ("y",))], {"b": [Gate("a", ("x",))]})
    Gate(question='b', codes=('y',))
    """
    if not (apart := _intersection(gates)):
        return None
    for i in reversed(range(len(apart))):
        others = [gate for j, gate in enumerate(apart) if j != i]
        if all(_implied(gate, apart[i].question, asked_if) for gate in others):
            return apart[i]
    return None


def _implied(gate: Gate, question: str, asked_if: Mapping[str, Sequence[Gate]]) -> bool:
    """Tell whether nobody answers `question` without meeting `gate`."""
    open_, seen = [question], set()
    while open_:
        name = open_.pop()
        if name in seen:
            continue
        seen.add(name)
        for held in asked_if.get(name, ()):
            if held.question == gate.question and set(held.codes) <= set(gate.codes):
                return True
            open_.append(held.question)
    return False
