import shutil

import pytest

from study.base.errors import StudyError
from study.report import build
from study.report.page import WEB_DIR
from study.report.typed import html_words, script_words, typed_digits, typst_words
from study.report.typst import TEMPLATE_DIR


@pytest.fixture
def templates(tmp_path):
    """`templates(name, edit)`: copies of both folders, one file of them edited."""

    def run(name, edit):
        folders = tuple(tmp_path / folder.name for folder in (TEMPLATE_DIR, WEB_DIR))
        for folder, copy in zip((TEMPLATE_DIR, WEB_DIR), folders, strict=True):
            shutil.copytree(folder, copy, dirs_exist_ok=True)
        path = next(folder / name for folder in folders if (folder / name).is_file())
        path.write_text(edit(path.read_text("utf-8")), "utf-8")
        return folders

    return run


def found(problems):
    return [(problem.place.file, problem.place.line, problem.value) for problem in problems]


def test_the_packages_own_templates_print_no_number_of_their_own():
    assert typed_digits() == []


@pytest.mark.parametrize(
    ("name", "old", "new", "value"),
    [
        ("cover.typ", "text(fill: ink", "text[Les 22 métropoles] + text(fill: ink", "22"),
        ("cover.typ", "labels.statement", '"Édition de 2019"', "2019"),
        ("blocks.typ", "#let examples-block", "== Les 14 clauses\n#let examples-block", "14"),
        ("report.typ", "[#labels.page #text(", "[sur 99 #labels.page #text(", "99"),
        ("index.html.j2", "{{ labels.contents }}", "{{ labels.contents }} (33)", "33"),
        ("index.html.j2", "<main ", '<main aria-label="Les 12 parties" ', "12"),
        ("blocks.html.j2", "{{ group.title }}", "{{ group.title ~ ' des 77' }}", "77"),
        ("panels.js", '"permalink"', '"permalink 44"', "44"),
        ("style.css", "footer {", "footer::after { content: 'sur 88'; }\nfooter {", "88"),
    ],
)
def test_a_number_typed_in_a_template_is_named_with_its_file_and_line(templates, name, old, new, value):
    at = {}

    def edit(text):
        assert old in text
        changed = text.replace(old, new, 1)
        at["line"] = changed.count("\n", 0, changed.index(value, text.index(old))) + 1
        return changed

    assert found(typed_digits(templates(name, edit))) == [(name, at["line"], value)]


def test_it_may_be_declared_in_a_comment_of_the_same_file(templates):
    declared = templates("cover.typ", lambda text: "// law: 2014-856\n" + text + "\n#text[loi 2014-856]\n")
    assert typed_digits(declared) == []
    declared = templates(
        "index.html.j2", lambda text: "{# years: 2019, 2021 #}" + text + "<p>2019, 2021</p><p>2025</p>"
    )
    assert [value for _, _, value in found(typed_digits(declared))] == ["2025"]


def test_the_build_stops_before_anything_is_bound(templates, monkeypatch, small_study):
    folders = templates("cover.typ", lambda text: text + "\n#text[22]\n")
    monkeypatch.setattr(build, "typed_digits", lambda: typed_digits(folders))
    with pytest.raises(StudyError) as caught:
        build.build_report(small_study, "2020", "fr", [], [])
    assert [problem.code for problem in caught.value.problems] == ["template-typed-digit"]
    assert not small_study.reports("2020").exists()


def texts(words):
    return [" ".join(text.split()) for _, text in words[0] if text.strip()]


def test_what_typst_prints_is_told_from_its_code():
    source = (
        "#let size = 3pt\n"
        'Des mots #text(size: 9pt, fill: rgb("#112233"))[dits #f(2) 5] et 6. // 7\n'
        "#v(8mm)\n"
        "#if a { [9] } else { h(1em) }"
    )
    words = typst_words(source)
    assert texts(words) == ["Des mots", '"#112233"', "dits", "5", "et 6.", "9"]
    assert words[1] == "// 7"
    assert all(source[at : at + len(text)] == text for at, text in words[0])


def test_what_html_prints_is_told_from_its_tags():
    source = '<h1 class="a1" title="t 2">{# 3 #}Un {{ x + 4 }} et {{ "5" }}</h1><{{ tag }} class="a 6">7<style>a { b: 8 }</style>'
    words = html_words(source)
    assert sorted(texts(words)) == ['"5"', "7", "Un et", "t 2"] and words[1].strip() == "3"


def test_a_script_prints_its_strings():
    assert texts(script_words("// 1\nf(2, \"3\", 'b', `c${4}`); /* 5 */")) == ['"3"', "'b'", "`c${4}`"]
