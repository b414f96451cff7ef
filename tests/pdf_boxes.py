"""Where the signs of a PDF lie: what leaves its page or margins, and what lies upon something else."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pypdfium2

POINTS_PER_MM = 72 / 25.4
MARGIN = 22 * POINTS_PER_MM
CELL = 24.0  # of the grid in which neighbours are looked for


@dataclass(frozen=True)
class Sign:
    """One printed sign: the number of its page from 1, its letter and its ink's box (left, bottom, right, top)."""

    page: int
    letter: str
    box: tuple[float, float, float, float]

    @property
    def area(self) -> float:
        left, bottom, right, top = self.box
        return max(right - left, 0.0) * max(top - bottom, 0.0)


def signs(pdf: bytes) -> Iterator[list[Sign]]:
    """Yield the signs of each page that leave ink."""
    for number, leaf in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        text = leaf.get_textpage()
        found = [
            Sign(number, letter, text.get_charbox(at))
            for at in range(text.count_chars())
            if (letter := text.get_text_range(at, 1)).strip()
        ]
        yield [sign for sign in found if sign.area > 0]


def outside(page: list[Sign], margin: float, width: float = 210 * POINTS_PER_MM) -> list[Sign]:
    """Return the signs that lie in the margins at the sides."""
    return [sign for sign in page if sign.box[0] < margin - 1 or sign.box[2] > width - margin + 1]


def _shared(one: Sign, other: Sign) -> float:
    """Return how much of the smaller of two signs lies upon the other, from 0 to 1."""
    (a, b, c, d), (e, f, g, h) = one.box, other.box
    both = max(min(c, g) - max(a, e), 0.0) * max(min(d, h) - max(b, f), 0.0)
    return both / min(one.area, other.area)


def overlapping(page: list[Sign]) -> list[tuple[Sign, Sign]]:
    """Return the letters and figures that lie upon each other by more than a third: kerning takes less."""
    near: dict[tuple[int, int], list[Sign]] = defaultdict(list)
    for sign in page:
        if sign.letter.isalnum():
            left, bottom, right, top = sign.box
            for cell in {(int(x // CELL), int(y // CELL)) for x in (left, right) for y in (bottom, top)}:
                near[cell].append(sign)
    pairs = (pair for cell in near.values() for pair in combinations(cell, 2))
    return [pair for pair in pairs if pair[0].box != pair[1].box and _shared(*pair) > 1 / 3]
