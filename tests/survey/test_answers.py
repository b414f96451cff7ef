"""The answers of one table, cell by cell: where each was read, its text, and what stands beside it."""

import pytest

from study.codebook.model import Study
from study.exports.settings import NothingTicked, SurveySettings
from study.survey.answers import CELLS, COMPANIONS, cells_of
from study.survey.release import all_released
from study.survey.tables import read_tables

OWN = "id;submitdate;lastpage;startlanguage;"
DONE = "{};2026-03-01 10:00:00;2;fr;"


@pytest.fixture
def told(tools, tmp_path):
    """`told("heading", "row", …)`: the answers to one question, and the texts beside them, of a LimeSurvey export that is released."""

    def read(heading, *rows, study=tools.small, **settings):
        lines = [OWN + heading, *(DONE.format(i) + row for i, row in enumerate(rows, start=1))]
        path = tmp_path / "export.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        chosen = SurveySettings(released=all_released([path], study), **settings)
        [table], _ = read_tables(path, "export.csv", study, chosen, ["métropole"])
        parts, companions, _ = cells_of(table, table.rows.index, study, chosen, frozenset())
        return parts, companions

    return read


PARTNERS = "territory;L1partners[cigal];L1partners[franc];L1partners[other];L1partners[cigalcomment]"


def test_the_words_of_another_answer_are_its_tick(told):
    [part], [words, comments] = told(PARTNERS, "a;Y;;France Active;vu", "b;;;Non;", "c;;Y;;", "d;;;;")
    assert part["answer"].tolist() == ["cigales;other", "other", "france_active", ""]
    assert part["status"].tolist() == ["answered", "answered", "answered", "no_answer"]
    assert part["reason"].tolist() == [""] * 4
    assert part["raw"].tolist() == ["cigales=Y;other=France Active", "other=Non", "france_active=Y", ""]
    assert part["column"].unique().tolist() == ["F:H"] and part["row"].tolist() == [2, 3, 4, 5]
    assert words[["kind", "text", "row", "column"]].to_numpy().tolist() == [
        ["other", "France Active", 2, "H"],
        ["other", "Non", 3, "H"],
    ]
    assert comments[["kind", "text", "row", "column"]].to_numpy().tolist() == [["comment", "vu", 2, "I"]]


def test_what_was_not_shown_has_no_words_either(told):
    rows = ["a;N/A;N/A;", "b;Non;Non;", "c;{question_not_shown};{question_not_shown};{question_not_shown}"]
    [part], _ = told(PARTNERS.rpartition(";")[0], *rows, nothing_ticked=NothingTicked.NONE)
    assert part["status"].tolist() == ["not_asked", "answered", "not_asked"]
    assert part["answer"].tolist() == ["", "0", ""]


def test_the_apostrophe_before_a_sign_of_equality_is_not_the_respondent_s(told):
    rows = ["a;'=1+1;-oth-;'= un pacte", "b;'un' pacte;;"]
    [_, actions], [words] = told("territory;L1actions;L1path;L1path[other]", *rows)
    assert actions["answer"].tolist() == ["=1+1", "'un' pacte"]
    assert words["text"].tolist() == ["= un pacte"]


def test_columns_and_dtypes_even_where_nobody_answered(told):
    parts, companions = told("territory;L1fund;L1path;L1path[other]", "a;oui;-oth-;Un pacte", "b;;;")
    assert [part.dtypes.astype("str").to_dict() for part in parts] == [CELLS, CELLS]
    assert [part.dtypes.astype("str").to_dict() for part in companions] == [COMPANIONS]
    parts, companions = told("territory;L1fund;L1path;L1path[other]")
    assert [part.dtypes.astype("str").to_dict() for part in parts] == [CELLS, CELLS] and companions == []


def in_german_too(value):
    """A raw study, its French texts once more as German ones."""
    if isinstance(value, dict):
        german = {"de": value["fr"]} if {"fr", "en"} <= set(value) else {}
        return {key: in_german_too(item) for key, item in value.items()} | german
    return [in_german_too(item) for item in value] if isinstance(value, list) else value


def test_a_platform_that_checks_its_numbers_vouches_for_their_point(told, tools):
    raw = in_german_too(tools.small.model_dump(mode="json"))
    german = Study.model_validate({**raw, "languages": ["de", "fr", "en"]})
    [part], _ = told("territory;L1budget", "a;1.234", study=german)
    assert part["answer"].tolist() == ["1.234"]
