"""The colours of the page, light and dark: those of the PDF, and readable."""

import re

import pytest

from study.report.page import WEB_DIR

from ..contrast import contrast

# Of the states, those that stand on a ground of their own.
TONES = ("yes", "planned", "no", "conflict")


def palettes():
    """The colours by name, in the light and in the dark."""
    light, dark = re.findall(r":root \{(.*?)\}", (WEB_DIR / "style.css").read_text("utf-8"), flags=re.S)[:2]
    named = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    return named, {**named, **dict(re.findall(r"--([\w-]+): (#\w{6});", dark))}


@pytest.mark.parametrize("named", palettes(), ids=["light", "dark"])
def test_text_stands_out_from_its_ground(named):
    pairs = [(text, ground) for text in ("ink", "quiet", "accent", "warm") for ground in ("paper", "pale")]
    pairs += [("warm", "pale-warm"), ("ink", "pale-warm"), ("on-cover", "cover"), ("on-cover-quiet", "cover")]
    pairs += [
        ("paper", "accent"),
        ("paper", "warm"),
        *((tone, f"{tone}-ground") for tone in TONES),
    ]
    low = {pair: contrast(named[pair[0]], named[pair[1]]) for pair in pairs}
    assert {pair: found for pair, found in low.items() if found < 4.5} == {}
    assert contrast(named["field"], named["paper"]) >= 3 and contrast(named["field"], named["pale"]) >= 3


def test_the_palette_is_that_of_the_pdf_and_no_colour_stands_outside_it():
    named, _ = palettes()
    typst = (WEB_DIR.with_name("templates") / "style.typ").read_text("utf-8")
    for name in ("ink", "quiet", "accent", "warm", "pale", "pale-warm"):
        assert re.search(rf'#let {name} = rgb\("{named[name]}"\)', typst)
    rules = re.sub(r":root \{.*?\}", "", (WEB_DIR / "style.css").read_text("utf-8"), flags=re.S)
    # The ground of drawings is white whatever the scheme.
    assert re.findall(r"#[0-9a-fA-F]{3,6}\b", rules) == ["#fff"]
