"""What the columns of a multiple choice's boxes say together, platform by platform."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.cells.boxes import combine_ticks, decode_ticks
from study.cells.decoding import decode
from study.codebook.model import Study
from study.codebook.ticks import ticks_text
from study.exports.settings import Flavour, NothingTicked, SurveySettings

BOTH = {"fr": "x", "de": "x"}
YES_NO = {"yes": ("Oui", "Ja"), "planned": ("En projet", "geplant"), "no": ("Non", "Nein"), "unknown": ("inconnu", "unbekannt")}  # fmt: skip


def coded(codes):
    return [{"code": code, "label": {"fr": fr, "de": de}} for code, (fr, de) in codes.items()]


def study(*questions, codes=YES_NO):
    asked = [{"lever": 1, "label": BOTH, "wording": BOTH, **question} for question in questions]
    return Study.model_validate(
        {
            "languages": ["fr", "de"],
            "territory": {"one": BOTH, "many": BOTH},
            "lever_noun": {"one": BOTH, "many": BOTH},
            "codes": coded(codes),
            "levers": [{"lever": 1, "title": BOTH, "short": BOTH, "questions": asked}],
        }
    )


CODES = {"sit_down": ("Sur place", "Hier"), "takeaway": ("À emporter", "Mitnehmen"), "other": ("Autre", "Anderes")}
STUDY = study({"question": "type", "type": "multiple", "other": True, "codes": coded(CODES)})
NONE = SurveySettings(nothing_ticked=NothingTicked.NONE)


def read(rows, flavour=None, settings=None, codes=tuple(CODES)):
    """Each row of boxes as its answer, else the reason why it is refused, else its status."""
    columns = {code: pd.Series([row[i] for row in rows], dtype="str") for i, code in enumerate(codes)}
    found = decode_ticks(columns, STUDY.question("type"), STUDY, settings or SurveySettings(), flavour)
    return [a or r or s for a, r, s in zip(found.answer, found.reason, found.status, strict=True)]


@pytest.mark.parametrize("tick", ["1", "Y", "Oui", "yes", "Ja", "x", "X", "✓", "coché", "true", "Sur place", "sit_down", "sitdo", "SUR PLACE"])  # fmt: skip
@pytest.mark.parametrize("no", ["0", "N", "Non", "nein", "false", "non coché"])
def test_ticks_and_their_contrary_in_words(tick, no):
    assert read([[tick, no, no]]) == ["sit_down"]


def test_kobotoolbox_says_0_for_a_box_left_alone_and_nothing_for_one_not_offered():
    rows = [["1", "0", "0"], ["1", "0", ""], ["0", "0", "0"], ["", "", ""], ["0", "0", ""]]
    assert read(rows, Flavour.KOBO) == ["sit_down", "sit_down;~other", "no_answer", "not_asked", "no_answer"]
    assert read(rows, Flavour.KOBO, NONE) == ["sit_down", "sit_down;~other", "0", "not_asked", "0;~other"]


def test_limesurvey_says_nothing_for_a_box_left_alone_and_n_a_for_one_not_shown():
    rows = [["Y", "", ""], ["Oui", "Non", "N/A"], ["", "", ""], ["N/A", "N/A", "N/A"], ["Non", "Non", "Non"], ["{question_not_shown}"] * 3]  # fmt: skip
    assert read(rows, Flavour.LIMESURVEY) == [
        "sit_down",
        "sit_down;~other",
        "no_answer",
        "not_asked",
        "no_answer",
        "not_asked",
    ]
    assert read(rows[2:5], Flavour.LIMESURVEY, NONE) == ["no_answer", "not_asked", "0"]


def test_no_words_of_one_s_own_where_no_box_was_shown():
    assert read([["N/A", "N/A", ""], ["N/A", "Non", ""]], Flavour.LIMESURVEY, NONE) == ["not_asked", "0;~sit_down"]


def test_an_answer_of_one_s_own_ticks_its_box_and_no_other():
    assert read([["", "Y", "un food-truck"], ["un food-truck", "Y", ""]], Flavour.LIMESURVEY) == [
        "takeaway;other",
        "not-a-tick",
    ]


def test_a_box_without_a_column_was_not_offered():
    assert read([["1", "0"], ["0", "x"]], codes=("takeaway", "other")) == ["takeaway;~sit_down", "other;~sit_down"]


def test_does_not_know_is_neither_a_tick_nor_its_contrary():
    assert read([["x", "NSP", ""], ["NSP", "NSP", "NSP"]]) == ["sit_down;~takeaway", "no_answer"]


@pytest.mark.parametrize("cell", ["peut-être", "2", "À emporter", "oui, parfois", "-"])
def test_what_is_no_tick_refuses_the_whole_row(cell):
    assert read([[cell, "1", "0"], ["1", "0", "0"]]) == ["not-a-tick", "sit_down"]


def test_a_box_whose_label_is_a_word_for_no_cannot_be_read_by_it():
    made = study(
        {"question": "q", "type": "multiple", "codes": coded({"none": ("Non", "Nein"), "some": ("Si", "Doch")})}
    )
    columns = {"none": pd.Series(["Non", "1", "0"]), "some": pd.Series(["0", "0", "1"])}
    found = decode_ticks(columns, made.question("q"), made, SurveySettings())
    assert list(found.answer) == ["", "none", "some"] and found.reason[0] == "not-a-tick"


def test_columns_keep_their_index():
    cells = pd.Series(["1", "0"], index=[7, 3])
    found = decode_ticks({"takeaway": cells, "sit_down": cells}, STUDY.question("type"), STUDY, SurveySettings())
    assert found.answer.to_dict() == {7: "sit_down;takeaway;~other", 3: ""}


@pytest.mark.parametrize(
    ("summary", "boxes", "together"),
    [
        ("sit_down", ["1", "0", "0"], "sit_down"),
        ("takeaway", ["", "", ""], "takeaway"),  # a form's earlier version, in which it was one choice
        ("", ["0", "1", "1"], "takeaway;other"),
        ("", ["", "", ""], "not_asked"),
        ("", ["0", "0", "0"], "no_answer"),
        ("sit_down takeaway", ["1", "1", ""], "sit_down;takeaway;~other"),
        ("sit_down", ["0", "1", "0"], "contradictory"),
        ("sit_down", ["0", "0", "0"], "contradictory"),
        ("piscine", ["1", "0", "0"], "left-over"),
        ("sit_down", ["1", "peut-être", "0"], "not-a-tick"),
    ],
)
@pytest.mark.parametrize("settings", [SurveySettings(), NONE])
def test_boxes_and_their_summary(summary, boxes, together, settings):
    one = decode(pd.Series([summary], dtype="str"), STUDY.question("type"), STUDY)
    columns = {code: pd.Series([cell], dtype="str") for code, cell in zip(CODES, boxes, strict=True)}
    found = combine_ticks(one, decode_ticks(columns, STUDY.question("type"), STUDY, settings, Flavour.KOBO))
    if summary == "" and boxes == ["0", "0", "0"] and settings is NONE:
        together = "0"
    assert (found.answer[0] or found.reason[0] or found.status[0]) == together


def test_boxes_settle_a_summary_that_may_be_read_in_two_ways():
    made = study(
        {
            "question": "q",
            "type": "multiple",
            "codes": coded({"a": ("Budget", "x"), "b": ("Participatif", "y"), "c": ("Budget participatif", "z")}),
        }
    )
    one = decode(pd.Series(["Budget participatif"] * 2), made.question("q"), made)
    columns = {"a": pd.Series(["1", ""]), "b": pd.Series(["1", ""]), "c": pd.Series(["0", ""])}
    found = combine_ticks(one, decode_ticks(columns, made.question("q"), made, SurveySettings(), Flavour.KOBO))
    assert list(found.answer) == ["a;b", ""] and list(found.reason) == ["", "several-codes"]


KINDS = {"tick": ("1", "Y", "x"), "no": ("0", "N", "Non"), "empty": ("",), "hidden": ("N/A",)}


@settings(deadline=None)
@given(
    st.lists(st.tuples(*[st.sampled_from(list(KINDS))] * 3), min_size=1, max_size=12),
    st.sampled_from([None, *Flavour]),
    st.data(),
)
def test_every_row_says_what_its_boxes_say_one_by_one(rows, flavour, data):
    cells = [[data.draw(st.sampled_from(KINDS[kind])) for kind in row] for row in rows]
    expected = []
    for row in rows:
        ticked = [code for code, kind in zip(CODES, row, strict=True) if kind == "tick"]
        away = ("hidden", "empty") if flavour is Flavour.KOBO else ("hidden",)
        absent = [code for code, kind in zip(CODES, row, strict=True) if kind in away]
        # The last box is that of an answer of one's own: it holds words or nothing.
        if len(absent) == 3 or (absent == list(CODES)[:2] and row[2] == "empty"):
            expected.append("not_asked")
        elif not ticked:
            expected.append(ticks_text([], list(CODES), absent) if "no" in row else "no_answer")
        else:
            expected.append(ticks_text(ticked, list(CODES), absent))
    assert read(cells, flavour, NONE) == expected


def test_rows_keep_their_own_labels():
    index = [7, 3]
    columns = {code: pd.Series(["1", ""], index=index, dtype="str") for code in CODES}
    found = decode_ticks(columns, STUDY.question("type"), STUDY, SurveySettings(), Flavour.KOBO)
    assert found.blank.to_dict() == {7: False, 3: True} and found.status.index.tolist() == index
