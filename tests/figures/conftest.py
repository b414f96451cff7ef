"""Sample figures of each kind, and the check that nothing drawn overlaps; run as a script it prints their digests."""

import hashlib
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from study.figures.canvas import Canvas
from study.figures.chart import Chart
from study.figures.intensity import intensity_matrix
from study.figures.interval import dot_interval
from study.figures.matrix import state_matrix
from study.figures.stacked import stacked_bars

WORDS: dict[str, Any] = {
    "key": "lever-5-bars",
    "title": "Six of 22 territories have adopted a plan",
    "alt": "Bars: 6 of 22 territories have adopted a plan, 14 are not documented.",
    "source": "Public facts",
    "lang": "en",
}
STATES = ["yes", "planned", "no", "unknown", "conflict"]
HOSTILE = ["$x_1$ <script>alert('é')</script> #let & -->", "\u202eright to left\u200f 🎉\x07", "=1+1", "x" * 200]


def bars() -> pd.DataFrame:
    """Four questions put to 22 territories; the last to fewer."""
    rows = [
        ("A staff member", 6, 2, 0, 14),
        ("A plan", 10, 2, 1, 9),
        ("A member", 18, 0, 4, 0),
        ("A prize", 0, 1, 1, 5),
    ]
    data = pd.DataFrame(rows, columns=["label", "yes", "planned", "no", "unknown"])
    base = data[["yes", "planned", "no", "unknown"]].sum(axis="columns")
    return data.assign(share=data.yes / base, lower=data.yes / base, upper=(data.yes + data.unknown) / base)


def shares() -> pd.DataFrame:
    """The same questions as shares with bounds."""
    return bars()[["label", "share", "lower", "upper"]].rename(columns={"share": "value"})


def states() -> pd.DataFrame:
    """22 territories × 7 questions, every state among them."""
    cells = [[STATES[(row * 3 + column * 2) % 5] for column in range(7)] for row in range(22)]
    return pd.DataFrame(cells, index=[f"t{row}" for row in range(22)], columns=[f"q{column}" for column in range(7)])


def counts() -> tuple[pd.DataFrame, pd.DataFrame, dict[int, int]]:
    """22 territories × 7 levers: yes, yes plus unknown, questions."""
    totals = {lever: 2 + lever % 4 for lever in range(7)}
    index = [f"t{row}" for row in range(22)]
    yes = pd.DataFrame({lever: [row * 7 % (n + 1) for row in range(22)] for lever, n in totals.items()}, index=index)
    upper = pd.DataFrame(
        {lever: [min(n, value + 1) for value in yes[lever]] for lever, n in totals.items()}, index=index
    )
    return yes, upper, totals


def samples(lang: str = "en") -> dict[str, Chart]:
    """One figure of each kind."""
    words = {**WORDS, "lang": lang}
    yes, upper, totals = counts()
    names = {f"t{row}": f"Territory {row}" for row in range(22)}
    questions = {f"q{column}": f"A question of number {column}" for column in range(7)}
    levers = {lever: f"Lever {lever}" for lever in range(7)}
    return {
        "stacked": stacked_bars(bars(), **words, total=22),
        "interval": dot_interval(shares(), **words),
        "matrix": state_matrix(states(), row_labels=names, column_labels=questions, **words),
        "intensity": intensity_matrix(yes, upper=upper, totals=totals, row_labels=names, column_labels=levers, **words),
    }


def digests() -> list[str]:
    """Return a digest of each sample's SVG, PNG and CSV."""
    return [
        f"{kind} {hashlib.sha256(part).hexdigest()}"
        for kind, chart in samples().items()
        for part in (chart.svg.encode(), chart.png, chart.data_csv.encode())
    ]


def drawn_words(canvas: Canvas) -> list[str]:
    """Return every text on a sheet."""
    return [text.get_text() for text in canvas.figure.axes[0].texts]


def assert_tidy(canvas: Canvas) -> None:
    """Assert that each text is inside the sheet and overlaps no other, by more than a fifth of a pixel."""
    renderer = FigureCanvasAgg(canvas.figure).get_renderer()  # type: ignore[no-untyped-call]
    texts = [text for text in canvas.figure.axes[0].texts if text.get_text()]
    boxes = [text.get_window_extent(renderer).padded(-0.2) for text in texts]
    sheet = canvas.figure.bbox
    for text, box in zip(texts, boxes, strict=True):
        inside = box.x0 >= sheet.x0 and box.x1 <= sheet.x1 and box.y0 >= sheet.y0 and box.y1 <= sheet.y1
        assert inside, f"{text.get_text()!r} leaves the sheet"
    for (one, box), (other, other_box) in combinations(zip(texts, boxes, strict=True), 2):
        assert not box.overlaps(other_box), f"{one.get_text()!r} overlaps {other.get_text()!r}"


@pytest.fixture
def words() -> dict[str, Any]:
    return dict(WORDS)


@pytest.fixture(scope="session")
def charts() -> dict[str, Chart]:
    return samples()


@pytest.fixture
def tidy() -> Callable[[Canvas], None]:
    return assert_tidy


@pytest.fixture
def texts_of() -> Callable[[Canvas], list[str]]:
    return drawn_words


@pytest.fixture
def bar_data() -> pd.DataFrame:
    return bars()


@pytest.fixture
def share_data() -> pd.DataFrame:
    return shares()


@pytest.fixture
def state_data() -> pd.DataFrame:
    return states()


@pytest.fixture
def count_data() -> tuple[pd.DataFrame, pd.DataFrame, dict[int, int]]:
    return counts()


@pytest.fixture
def hostile() -> list[str]:
    return list(HOSTILE)


if __name__ == "__main__":
    print("\n".join(digests()))
