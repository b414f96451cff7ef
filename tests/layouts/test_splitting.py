from hypothesis import given
from hypothesis import strategies as st

from study.layouts.layout import Part
from study.layouts.splitting import asks_to_specify, at_brackets, at_separators, boxes, ends, says_comment, says_other

TEXT = st.text("ab [].:/", max_size=30)


@given(TEXT)
def test_brackets_lose_nothing_but_blanks(text):
    for question, option in at_brackets(text):
        assert "".join(f"{question}[{option}]".split()) == "".join(text.split())


@given(TEXT, TEXT)
def test_what_was_put_in_brackets_is_one_of_the_ways(question, option):
    question, option = question.strip(" "), option.strip(" ")
    if question:
        assert (question, option) in at_brackets(f"{question} [{option}]")


@given(st.text("ab:", min_size=1, max_size=12), st.text("ab:", min_size=1, max_size=12))
def test_what_was_joined_is_one_of_the_ways(question, option):
    assert (question, option) in at_separators(f"{question}: {option}", [": ", " - "])


def test_a_heading_that_could_be_divided_everywhere_is_divided_a_little():
    assert len(at_brackets("[" * 1_000 + "]")) == len(at_separators("a: " * 1_000, [": "])) == 60
    assert at_brackets("[" * 100_000 + "]") == at_separators("a: " * 100_000, [": "]) == []


def test_words_beside_a_question():
    assert says_other("Sonstiges") and says_other("Autre (précisez)") and not says_other("Autre commune")
    assert says_comment("Commentaire :") and not says_comment("Comment faites-vous ?")
    assert asks_to_specify("Other, please specify") and not asks_to_specify("Other")


def test_a_box_may_be_a_write_in_answer_or_a_comment():
    assert [reading.part for reading in boxes(["q"], ["Autre"])] == [Part.OPTION, Part.OTHER]
    assert [reading.part for reading in boxes(["q"], ["Kommentar"])] == [Part.OPTION, Part.COMMENT]
    assert list(boxes([""], ["a"])) == list(boxes(["q"], [""])) == []


def test_the_ends_of_a_path():
    assert ends(["a"], "/") == ("a",) and ends([], "/") == ()
