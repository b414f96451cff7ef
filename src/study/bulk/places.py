"""The territories that the respondents of a large survey name, whatever the spelling.

Promise: names alike but for case, accents and punctuation are one territory, called as most wrote it; nothing is
guessed from likeness. Left out: reading them (`collect`).
"""

from collections.abc import Sequence

from study.base.nearest import plain

NOWHERE = "—"
"""What those are listed under who name no territory."""


def called(names: Sequence[str], counts: Sequence[int]) -> tuple[list[str], list[int]]:
    """Return the territories, sorted, and which of them each of `names` is; `counts` says how many wrote it so.

    The first in order is taken where as many wrote another.

    >>> called(["Lyon", "lyon", "Alès", "LYON", ""], [2, 3, 1, 1, 4])
    (['Alès', 'lyon', '—'], [1, 1, 0, 1, 2])
    """
    best: dict[str, tuple[int, str]] = {}
    forms = [plain(name) or name.strip() for name in names]
    for name, form, count in zip(names, forms, counts, strict=True):
        best[form] = min(best.get(form, (0, "\U0010ffff")), (-count, name.strip()))
    order = sorted((name == "", name or NOWHERE, form) for form, (_, name) in best.items())
    number = {form: i for i, (_, _, form) in enumerate(order)}
    return [name for _, name, _ in order], [number[form] for form in forms]
