"""Names that a study allows, made from those of a form.

Promise: a name that is allowed stays as it is; another one loses its accents, case and signs, and begins with a letter.
Two names never become one. A function of the form alone, so that a second import gives the same names. Left out: which
things need names (`adopt`).
"""

import re
import unicodedata
from collections.abc import Collection

_ALLOWED = re.compile(r"[a-z][a-z0-9_]*")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o"})
# A longer name comes from a whole sentence; it would not fit a column's heading.
_LONGEST = 60


def identifier(text: str, before: str = "q") -> str:
    """Return a name of small letters, digits and underscores; `before` stands first where there would be no letter.

    >>> identifier("Élu·e à l’écologie"), identifier("1", "c"), identifier("kept__as_"), identifier("?")
    ('elu_e_a_l_ecologie', 'c1', 'kept__as_', 'q')
    """
    if _ALLOWED.fullmatch(text):
        return text
    letters = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST].rstrip("_")
    if not made:
        return before
    return made if made[0].isalpha() else f"{before}{made}"


def unique(name: str, taken: Collection[str]) -> str:
    """Return `name`, with a number after it when it is taken.

    >>> unique("a", {"a", "a_2"})
    'a_3'
    """
    made, number = name, 1
    while made in taken:
        number += 1
        made = f"{name}_{number}"
    return made
