import pypandoc
from hypothesis import given, settings
from hypothesis import strategies as st

from study.verify.writing import Writer, cell, code

HOSTILE = ["a|b", "# x", "<b>x</b>", "[x](http://y)", "`x`", "*x* _y_", "![i](j)", "a\nb", "\x1b[1m", "\\|"]


@given(st.one_of(st.sampled_from(HOSTILE), st.text(alphabet="ab|`*_<>[]()!#\\\n -&;", max_size=12)))
@settings(max_examples=40, deadline=None)
def test_what_comes_from_files_neither_becomes_markup_nor_breaks_a_table(text):
    lines = Writer("en").table(["Key", "Part"], [[code(text), cell(text)]])
    assert [line.count("|") - line.count("\\|") for line in lines[:3]] == [3, 3, 3] and len(lines) == 4


def test_markdown_reads_a_text_as_the_text_it_is():
    texts = [text for text in HOSTILE if "\x1b" not in text]
    lines = Writer("en").table(["Key"], [[cell(text)] for text in texts])
    html = pypandoc.convert_text("\n".join(lines), "html", format="gfm")
    assert not any(f"<{tag}" in html for tag in ("b>", "a ", "img", "em>", "strong", "code", "h1"))
    assert html.count("<td") == len(texts)


def test_code_holds_neither_its_own_sign_nor_that_of_a_table():
    assert (code("a|`b`"), code("")) == ("`a¦’b’`", "–")
