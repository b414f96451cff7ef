import pytest

from study.pipeline.reasons import Kind, Reason, Reasoned, stale_text


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name)
def test_a_reason_names_what_it_knows_in_each_language(kind, lang):
    reason = Reason(kind, "a/b.csv", "before", "after", ("one.csv",))
    text = reason.text(lang)
    expected = {name for name in ("subject", "old", "new", "files") if f"{{{name}}}" in kind.value}
    words = {"subject": "a/b.csv", "old": "before", "new": "after", "files": "one.csv"}
    assert {name for name, word in words.items() if word in text} == expected
    assert lang == "en" or text != reason.text("en")


def test_values_are_shown_not_obeyed_and_nothing_is_a_dash():
    assert Reason(Kind.VALUE_CHANGED, "lang", None, "a\x1b[31m").text("en") == "lang: – → a\\x1b[31m"
    assert Reason(Kind.VALUE_CHANGED, "lang", "", "{x}").text("en") == "lang:  → {x}"


@pytest.mark.parametrize(
    ("files", "said"),
    [(("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a and 2 others"), (tuple("abcdef"), "a and 5 others")],
)
def test_the_files_that_may_change_are_cut_and_counted(files, said):
    assert Reason(Kind.FOLLOWS, "first", files=files).text("en") == f"first will run and may change {said}"


def test_tasks_with_the_same_reasons_stand_together():
    edited = Reason(Kind.INPUT_CHANGED, "raw.csv", "1", "2")
    stale = [
        Reasoned("clean", True, (edited,)),
        Reasoned("overview", True, (edited, Reason(Kind.FOLLOWS, "clean", files=("x",)))),
        Reasoned("lever-0", False, (Reason(Kind.FOLLOWS, "clean", files=("0.csv",)),)),
        Reasoned("lever-1", False, (Reason(Kind.FOLLOWS, "clean", files=("1.csv",)),)),
    ]
    assert stale_text(stale, "en").splitlines() == [
        "Will run: clean, overview",
        "  - raw.csv has changed",
        "May run: lever-0, lever-1",
        "  - clean will run and may change 0.csv and 1.csv",
    ]
    assert stale_text(stale, "fr").startswith("À refaire\u00a0: clean, overview\n")
    assert stale_text([], "fr") == ""


def test_many_reasons_are_counted_and_none_is_hidden_alone():
    def lines(count):
        reasons = tuple(Reason(Kind.CODE_CHANGED, f"{i}.py") for i in range(count))
        return stale_text([Reasoned("clean", True, reasons)], "en").splitlines()[1:]

    assert lines(5)[-1] == "  - the code has changed: 4.py" and len(lines(5)) == 5
    assert lines(6)[4:] == ["  … and 2 more"] and len(lines(6)) == 5
