"""Drawings made small: they draw the same, share what repeats, and can do nothing but draw."""

import re

import pytest
from bs4 import BeautifulSoup
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from hypothesis import given
from hypothesis import strategies as st

from study.figures.canvas import Canvas
from study.figures.style import drawing
from study.report.drawings import Drawings, number, relative


def svg(inside, more=""):
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"{more}>{inside}</svg>'


def points(outline):
    """The steps of an outline as another program reads them, every point absolute."""
    pen = RecordingPen()
    parse_path(outline, pen)
    return [(name, [coordinate for point in values for coordinate in point]) for name, values in pen.value]


coordinate = st.integers(-400_000, 400_000).map(lambda value: value / 1000)
step = st.one_of(
    st.tuples(st.just("L"), st.lists(coordinate, min_size=2, max_size=2)),
    st.tuples(st.just("Q"), st.lists(coordinate, min_size=4, max_size=4)),
    st.tuples(st.just("C"), st.lists(coordinate, min_size=6, max_size=6)),
)
strand = st.tuples(st.lists(coordinate, min_size=2, max_size=2), st.lists(step, min_size=1, max_size=8), st.booleans())


@given(st.lists(strand, min_size=1, max_size=4))
def test_an_outline_draws_the_same_to_a_hundredth(strands):
    written = ""
    for start, steps, closed in strands:
        written += f"M {start[0]} {start[1]} "
        written += " ".join(f"{name} {' '.join(map(str, values))}" for name, values in steps) + (
            " z " if closed else " "
        )
    x, y, small = relative(written)
    drawn = points(small.replace("m0 0", f"m{x} {y} ", 1))
    expected = points(written)
    assert [name for name, _ in drawn] == [name for name, _ in expected]
    for (_, here), (_, there) in zip(drawn, expected, strict=True):
        assert here == pytest.approx(there, abs=0.0101)


@given(st.floats(-1e4, 1e4))
def test_a_number_is_the_one_that_it_was(value):
    assert float(number(value)) == pytest.approx(value, abs=0.0051)
    assert re.fullmatch(r"-?(\d+(\.\d+)?|\.\d+)", number(value))


def drawn(key, words=("Arbois", "Belleville")):
    with drawing():
        canvas = Canvas(30, 80)
        for at, word in enumerate(words):
            canvas.text(5, 5 + 8 * at, word)
        canvas.pattern(40, 2, 12, 6, kind="stripes", ink="#123456")
        canvas.pattern(40, 12, 12, 6, kind="stripes", ink="#123456")
        canvas.box(60, 2, 10, 6, fill="#FFFFFF", edge="#112233")
        return canvas.svg(key)


def test_what_drawings_repeat_stands_once():
    texts = {key: drawn(key) for key in "abc"}
    made = Drawings(texts)
    shared = BeautifulSoup(made.shared(), "html.parser")
    known = {tag["id"]: tag for tag in shared.find_all(id=True)}
    assert shared.svg["aria-hidden"] == "true" and len(known) == len(shared.find_all(id=True))
    assert len({str(tag).replace(name, "") for name, tag in known.items()}) == len(known)
    inside = "".join(made.drawing(key)[1] for key in texts)
    used = set(re.findall(r'href="#([^"]+)"', inside + made.shared()))
    assert used == set(known) and inside.count("<path") < 15
    assert len(made.shared()) + len(inside) < sum(map(len, texts.values())) / 3


def test_a_drawing_alone_keeps_its_words_and_colours():
    attributes, inside = Drawings({"a": drawn("a")}).drawing("a")
    assert "viewBox=" in attributes and not re.search(r"\b(?:width|height|id|style|xmlns)=", attributes)
    assert 'style="' not in inside and 'fill="#fff"' in inside and 'stroke="#123"' in inside
    assert "stroke-width=" in inside and 'stroke="#123456"' in inside


def test_what_an_element_is_clipped_by_stays():
    text = svg('<defs><clipPath id="k-c"><rect x="0" y="0" width="3" height="3"/></clipPath></defs>'
               '<path id="k-p" d="M 0 0 L 9 9" clip-path="url(#k-c)"/>')  # fmt: skip
    _, inside = Drawings({"k": text}).drawing("k")
    assert 'id="k-c"' in inside and 'clip-path="url(#k-c)"' in inside and "k-p" not in inside


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><b>x</b></foreignObject>",
        '<image href="https://e.org/a.png"/>',
        '<a href="https://e.org"><path d="M 0 0 L 1 1"/></a>',
        '<path d="M 0 0 L 1 1" onload="alert(1)"/>',
        '<rect fill="url(https://e.org/a.svg)"/>',
        '<use href="https://e.org/a.svg#b"/>',
        '<use href="#nothing"/>',
        '<path d="M 0 0 A 1 1 0 0 0 2 2"/>',
        '<path d="M 0 0 L 1"/>',
        '<path d="L 0 0"/>',
        "<text>x</text>",
        "<g>words</g>",
        "<g>",
    ],
)
def test_what_can_do_more_than_draw_is_refused_by_its_name(inside):
    with pytest.raises(ValueError, match="figure-x"):
        Drawings({"figure-x": svg(inside)})


@pytest.mark.parametrize("text", ["", "rien", "<div></div>", '<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;")])
def test_what_is_no_drawing_is_a_fault_of_ours(text):
    with pytest.raises(ValueError, match="figure-k"):
        Drawings({"figure-k": text})


def test_what_stands_before_a_drawing_is_left_out():
    text = svg('<path d="M 1 2 L 3 4"/>')
    assert Drawings({"a": f'<?xml version="1.0"?>\n{text}'}).drawing("a") == Drawings({"a": text}).drawing("a")
    assert Drawings({}).shared() == Drawings({"a": text}).shared() == ""
