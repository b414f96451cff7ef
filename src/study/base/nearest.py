"""The known name that someone probably meant.

Promise: a suggestion for an error message, never a correction: nothing is replaced by it. Case, accents and the choice
of dash or underscore do not count, nor do signs that nobody sees (joiners, marks of direction, soft hyphens). None when
nothing is near.
"""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

# Under this likeness (0 to 1) difflib's suggestions for short names read as random.
_LIKENESS = 0.6


def plain(text: str) -> str:
    r"""Return a text without case, accents, or a difference between dashes, underscores, apostrophes and blanks.

    >>> plain("Métropole d’Orléans"), plain("saint_etienne"), plain("Lyon\u200b")
    ('metropole d orleans', 'saint etienne', 'lyon')
    """
    apart = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join("".join(" " if c in "-_’'‑–.·" else c for c in letters.casefold()).split())


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that is most like `name`, or None.

    >>> nearest("spaser_adoptd", ["spaser_adopted", "dla"])
    'spaser_adopted'
    >>> nearest("zzz", ["spaser_adopted", "dla"]) is None
    True
    """
    by_plain: dict[str, str] = {}
    for item in known:
        by_plain.setdefault(plain(item), item)
    found = get_close_matches(plain(name), by_plain, n=1, cutoff=_LIKENESS)
    return by_plain[found[0]] if found else None
