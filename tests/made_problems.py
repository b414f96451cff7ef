"""The problems that a test made, read as a user would read them.

Promise: from the moment this is imported, the first problems of each of the package's kinds are kept in `MADE` as they
are made, however a test made them; `unsaid` tells what is missing from one. Left out: asking after each test
(`problems_say_what_they_are` in conftest.py), and kinds that no test makes (test_error_classes.py).
"""

import re
import string
from collections import Counter
from typing import Any

from study.base.errors import Problem
from study.base.show import render, visible

# Problems that a test made, of the package's own kinds; the first of each kind in a process are read as a user would.
MADE: list[Problem] = []
READ: Counter[type[Problem]] = Counter()
READ_OF_A_KIND = 5
SENTENCES = ("what", "why", "remedy")
# What shows that a value was never made into words.
NO_WORDS = re.compile(r"\b(?:None|nan|set\(\)|frozenset|PosixPath|dtype)\b|<[\w.]+ object|\{\w*\}")


def _recorded(kind: type[Problem], *_: Any, **__: Any) -> Problem:
    made = object.__new__(kind)
    if kind.__module__.startswith("study.") and READ[kind] < READ_OF_A_KIND:
        READ[kind] += 1
        MADE.append(made)
    return made


Problem.__new__ = staticmethod(_recorded)  # type: ignore[assignment,method-assign]


def unsaid(problem: Problem) -> list[str]:
    """Return what is missing from a problem as it is shown: fields that nothing fills, its file, words for its values."""
    texts = [getattr(problem, name) for name in SENTENCES]
    named = {name for text in texts for _, name, *_ in string.Formatter().parse(text) if name}
    wrong = [f"nothing fills {{{name}}}" for name in sorted(named) if problem.fields().get(name) is None]
    if wrong:
        return wrong
    given = " ".join(value for value in problem.fields().values() if isinstance(value, str))
    for lang in ("en", "fr"):
        shown = "".join(render([problem], lang).split())
        if problem.place and "".join(visible(problem.place.file).split()) not in shown:
            wrong.append(f"{lang}: its file is not named")
    # In French: “none” may begin an English sentence.
    if (found := NO_WORDS.search(render([problem], "fr"))) and found[0] not in given:
        wrong.append(f"says {found[0]}")
    return wrong
