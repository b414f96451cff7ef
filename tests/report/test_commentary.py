import json
import re

import pypandoc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.base.errors import StudyError
from study.base.marks import plain
from study.report.commentary import BadHeading, TypedDigit, bound, printed, problems_of, read_prose, unwritten
from study.report.markdown import parse, to_typst

FILE = "data/raw/waves/2020/commentary/fr/lever-1.md"


def found(text, ledger):
    return [
        (problem.code, problem.place.line, problem.value) for problem in problems_of(read_prose(text, FILE), ledger)
    ]


def digits(*found):
    return [("prose-typed-digit", line, value) for line, value in found]


def test_a_typed_number_is_named_with_its_file_and_line(ledger, said):
    text = "Les métropoles agissent.\n\nOn en compte 6, soit 27 %.\nEt 1 234,5 plus loin.\n"
    assert found(text, ledger) == digits((3, "6"), (3, "27"), (4, "1"), (4, "234,5"))
    first = problems_of(read_prose(text, FILE), ledger)[0]
    assert isinstance(first, TypedDigit) and first.place.file == FILE
    assert f"{FILE}, line 3: The number “6” is typed in the text." in said(first, "en")
    assert f"{FILE}, ligne 3" in said(first, "fr") and "{{ " in said(first, "fr")


def test_lines_are_counted_from_the_top_of_the_file_with_its_heading(ledger):
    assert found("---\nsummary: Rien.\n---\n\nIl y en a 6.\n", ledger) == digits((5, "6"))
    assert found("---\r\nsummary: Rien.\r\n---\r\nIl y en a 6.\r\n", ledger) == digits((4, "6"))


def test_numbers_of_the_ledger_pass(ledger):
    text = "Six : {{ spaser_adopted.count }} sur {{frame.count}}."
    assert found(text, ledger) == []
    assert bound(text, ledger, "fr").startswith("Six : 6 sur 1\u202f234")


def test_declared_numbers_pass_and_only_they(ledger):
    heading = '---\nyears: [2014, 2019]\nlaw: ["2014-856"]\npage: [12]\nversion: ["1.1"]\n---\n'
    text = heading + "La loi 2014-856, de 2014, citée en 2019, page 12, version 1.1.\n"
    assert found(text, ledger) == []
    assert found(text + "En 2018, page 13, loi 2014-857, pour 1 euro.", ledger) == digits(
        (8, "2018"), (8, "13"), (8, "2014-857"), (8, "1")
    )


@pytest.mark.parametrize(
    "text",
    [
        "Voir [la page](https://example.org/2019/a?p=12).",
        "Voir [la page](https://example.org/2019 'titre').",
        "Voir <https://example.org/2019>.",
        "Une note[^1].\n\n[^1]: Sa source.",
        "1. un\n2. deux\n10) dix",
        "La commande `make report WAVE=2019`.",
    ],
)
def test_digits_that_are_no_prose_pass(text, ledger):
    assert found(text, ledger) == []


@pytest.mark.parametrize(
    "text", ["[page 12](https://example.org)", "## Les 6 levier", "- 6 métropoles", "**6**", "١٢ x"]
)
def test_digits_in_link_texts_headings_and_lists_do_not(text, ledger):
    assert [code for code, *_ in found(text, ledger)] == ["prose-typed-digit"]


def test_the_summary_is_read_like_the_text(ledger):
    assert found("---\nsummary: Il y en a 6.\n---\n", ledger) == digits((1, "6"))
    assert found("---\nsummary: Il y en a {{ spaser.count }}.\n---\n", ledger)[0][::2] == (
        "ledger-unknown-key",
        "spaser.count",
    )
    text = "---\nsummary: Il y en a {{ spaser_adopted.count }} & plus.\n---\n"
    assert plain(printed(read_prose(text, FILE).summary, ledger, "fr")) == "Il y en a 6 & plus."


def test_an_unknown_key_is_named_with_its_line_and_the_nearest_one(ledger, said):
    text = "Un.\nDeux : {{ spaser_adoptd.count }}.\n"
    (problem,) = problems_of(read_prose(text, FILE), ledger)
    assert (problem.code, problem.place.file, problem.place.line) == ("ledger-unknown-key", FILE, 2)
    assert "“spaser_adoptd.count”. Did you mean “spaser_adopted.count”?" in said(problem, "en")
    assert "Vouliez-vous dire « spaser_adopted.count » ?" in said(problem, "fr")


def test_an_unknown_key_written_over_two_lines_is_found_too(ledger):
    assert [code for code, *_ in found("Un {{\nspaser.count }} deux", ledger)] == ["ledger-unknown-key"]


def test_all_problems_of_a_text_come_at_once(ledger):
    text = "---\nsummary: En 2001.\n---\n{{ nothing }} et 3.\n"
    assert {code for code, *_ in found(text, ledger)} == {"prose-typed-digit", "ledger-unknown-key"}
    assert len(found(text, ledger)) == 3


@pytest.mark.parametrize(
    ("heading", "reason"),
    [("sumary: Un mot", "sumary"), ("summary: [", ""), ("- summary", ""), ("just words", "")],
)
def test_a_heading_that_cannot_be_used_is_a_problem(heading, reason, ledger, said):
    (problem,) = problems_of(read_prose(f"---\n{heading}\n---\nDu texte.\n", FILE), ledger)
    assert isinstance(problem, BadHeading)
    assert (problem.place.file, problem.place.line) == (FILE, 1)
    assert reason in said(problem, "en") and "---" in said(problem, "fr")


def test_one_year_need_not_be_a_list(ledger):
    heading = problems_of(read_prose("---\nyears: 2019\n---\nEn 2019.\n", FILE), ledger)
    assert [type(problem) for problem in heading] in ([], [BadHeading])


def test_a_law_written_without_a_list_does_not_declare_each_of_its_digits(ledger):
    prose = read_prose('---\nlaw: "2014-856"\n---\nIl y en a 6.\n', FILE)
    assert TypedDigit in {type(problem) for problem in problems_of(prose, ledger)} or prose.problems


def test_an_empty_summary_is_none(ledger):
    prose = read_prose("---\nsummary:\nyears: [2019]\n---\nEn 2019.\n", FILE)
    assert prose.summary == "" and problems_of(prose, ledger) == []


def test_a_text_without_heading_is_all_body():
    assert read_prose("Un.\n---\nDeux.", FILE).body == "Un.\n---\nDeux."
    assert read_prose("---\nUn.", FILE).body == "---\nUn."
    assert read_prose("", FILE).body == ""


SIGNS = "*_`[](){}<>#+-.!|~^$@:\\/&;='\"% aé1"


def words(typst):
    return re.sub(r"\s", "", str(pypandoc.convert_text(typst, "plain", format="typst", extra_args=["--wrap=none"])))


def kinds(tree):
    if isinstance(tree, list):
        return set().union(*map(kinds, tree)) if tree else set()
    if isinstance(tree, dict):
        return {tree["t"]} | kinds(tree.get("c", [])) if "t" in tree else set().union(*map(kinds, tree.values()))
    return set()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(alphabet=SIGNS, min_size=1, max_size=30))
def test_words_of_the_ledger_never_become_markup(make_ledger, name):
    printed = bound("Un {{ who }} mot.", make_ledger({"who": [name]}), "fr")
    (paragraph,) = json.loads(pypandoc.convert_text(printed, "json", format="commonmark_x-smart"))["blocks"]
    assert paragraph["t"] == "Para"
    assert kinds(paragraph["c"]) <= {"Str", "Space", "SoftBreak"}


@pytest.mark.parametrize(
    "name",
    ["*a* _b_ **c**", "[x](https://example.org)", "<b>x</b>", "# x", "#panic()", "$x$", "`r`", "{{ frame.count }}", "![i](i.png)",
     "| a | b |", "R&amp;D", "&#60;b&#62;", "https://example.org", ":smile:", "\\newpage"],
)  # fmt: skip
def test_words_of_the_ledger_are_printed_letter_for_letter(make_ledger, name):
    printed = bound("Un {{ who }} mot.", make_ledger({"who": [name]}), "en")
    tree, problems = parse(printed, "en", FILE)
    assert problems == []
    assert words(to_typst(tree)) == re.sub(r"\s", "", f"Un {name} mot.")


def test_a_key_that_was_not_looked_at_before_is_never_printed_empty(ledger):
    with pytest.raises(StudyError):
        bound("{{ nothing }}", ledger, "fr")


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ('---\n# To do.\nsummary: ""\n---\n', True),
        ("", True),
        ("---\nsummary: Words.\n---\n \n", True),
        ("Words.", False),
    ],
)
def test_a_text_without_a_body_is_still_to_be_written(text, warned):
    found = unwritten(read_prose(text, FILE))
    assert [(problem.code, problem.severity, problem.place.file) for problem in found] == (
        [("prose-unwritten", "warning", FILE)] if warned else []
    )
