"""Who may answer: the territories of the frame, under everything that they are called.

Promise: a name is looked up without case, accents or punctuation, and belongs to one territory (the frame's own check
sees to it). Left out: reading the frame (`study.intake.frame`), and who did answer (`matching`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from study.base.nearest import plain
from study.codebook.names import limesurvey_territories


@dataclass(frozen=True, slots=True)
class Roster:
    """The territories of a wave: `keys` in the frame's order, of a `vintage`; names and SIRENs of every vintage.

    `names` and `sirens` lead from a plain name, or nine digits, to a key, which may be one of another vintage only.
    """

    keys: Sequence[str]
    vintage: str
    names: Mapping[str, str]
    sirens: Mapping[str, str]
    short_keys: Mapping[str, str] = field(default_factory=dict)

    def named(self, text: str) -> str:
        """Return the key of whoever is called `text`; empty when nobody is."""
        return self.names.get(plain(text), "")


def roster(
    keys: Sequence[str], vintage: int, names: Iterable[tuple[str, str]], sirens: Iterable[tuple[str, str]]
) -> Roster:
    """Return a roster from the frame: `names` and `sirens` are pairs of a key and what it is called."""
    short = {code.casefold(): key for key, code in limesurvey_territories(keys).items()}
    return Roster(
        tuple(keys),
        str(vintage),
        {plain(name): key for key, name in names if plain(name)},
        {siren: key for key, siren in sirens if siren},
        short,
    )
