"""A figure without words is refused."""

import base64
from io import StringIO

import pandas as pd
import pytest

from study.figures.chart import Chart, csv_text, require_columns

GOOD = {
    "key": "lever-5-bars",
    "title": "Six have a plan",
    "alt": "Bars: 6 of 22 territories have a plan.",
    "source": "Public facts",
}


def chart(**changed: str) -> Chart:
    return Chart(**{**GOOD, **changed}, svg="<svg/>", png=b"\x89PNG", data_csv="a\n1\n")


@pytest.mark.parametrize(
    "alt", ["", "  ", "6 of 22", "A figure that shows how the answers divide", " " * 40 + "1", "Figure 1"]
)
def test_filler_alt_texts_are_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="alt text"):
        chart(alt=alt)


@pytest.mark.parametrize("name", ["title", "source"])
def test_title_and_source_are_required(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        chart(**{name: " "})


@pytest.mark.parametrize("key", ["", "Lever 5", "../x", "a/b", "a.svg", 'a"b', "é"])
def test_keys_are_safe_as_file_names_and_ids(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        chart(key=key)


def test_the_block_holds_everything() -> None:
    block = chart().as_block()
    assert block["kind"] == "figure"
    assert {name: block[name] for name in GOOD} == GOOD
    assert (block["svg"], block["csv"]) == ("<svg/>", "a\n1\n")
    assert base64.b64decode(block["png"]) == b"\x89PNG"


def test_csv_reads_back() -> None:
    data = pd.DataFrame({"label": ["a, b", 'say "é"'], "yes": [1, 2], "share": [0.1, 1 / 3]})
    pd.testing.assert_frame_equal(pd.read_csv(StringIO(csv_text(data))), data)


def test_csv_disarms_formulas_and_keeps_numbers() -> None:
    text = csv_text(pd.DataFrame({"=cmd": ["=1+1", "@x"], "n": [-1, 2]}))
    assert text == "'=cmd,n\n'=1+1,-1\n'@x,2\n"


def test_data_must_have_their_columns_and_rows() -> None:
    with pytest.raises(ValueError, match="lack b"):
        require_columns(pd.DataFrame({"a": [1]}), ["a", "b"], "k")
    with pytest.raises(ValueError, match="no row"):
        require_columns(pd.DataFrame({"a": []}), ["a"], "k")
