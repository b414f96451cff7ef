"""Which responses count."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.exports.grid import Grid
from study.exports.settings import Flavour, SurveySettings
from study.layouts.columns import Column, Use
from study.layouts.layout import Layout, System
from study.survey.rows import Fate, in_order, responses, settle_several

ASKED = frozenset({(1, "scheme")})


def a_grid(rows):
    width = max(len(row) for row in rows)
    cells = pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows], dtype="str")
    numbers = pd.Series(range(1, len(rows) + 1), dtype="int64").to_numpy()
    return Grid("answers.csv", "", cells, numbers, pd.Series([width] * len(rows), dtype="int64").to_numpy())


def read(flavour, headings, rows, **settings):
    """`headings`: for each column a `System`, or a `Use`."""
    columns = [
        Column(i, str(i), Use.SYSTEM, system=item) if isinstance(item, System) else Column(i, str(i), item)
        for i, item in enumerate(headings)
    ]
    layout = Layout(flavour, (), (1,), 1, len(rows) + 1, ())
    grid = a_grid([[str(item) for item in headings], *rows])
    return responses(grid, layout, columns, SurveySettings(**settings))


LIMESURVEY = (System.RESPONSE, System.SUBMITTED, System.LAST_PAGE, Use.RESPONDENT, Use.ANSWER)
ROWS = [
    ["7", "2026-03-02 10:00:00", "4", "Arbois", "oui"],
    ["8", "", "2", "Cassis", "non"],
    ["9", "1980-01-01 00:00:00", "4", "Dole", "oui"],
    ["10", "2026-03-03 10:00:00", "4", "Belleville", ""],
]


def test_limesurvey_responses_count_once_submitted():
    found = read(Flavour.LIMESURVEY, LIMESURVEY, ROWS)
    assert found["fate"].tolist() == [Fate.COUNTED, Fate.INCOMPLETE, Fate.COUNTED, Fate.EMPTY]
    assert found["counts"].tolist() == [True, False, True, False]
    assert found["complete"].tolist() == [True, False, True, True]
    assert found["response"].tolist() == ["7", "8", "9", "10"] and found["row"].tolist() == [2, 3, 4, 5]


def test_incomplete_responses_may_be_kept():
    found = read(Flavour.LIMESURVEY, LIMESURVEY, ROWS, incomplete="kept")
    assert found["fate"].tolist() == [Fate.COUNTED, Fate.COUNTED, Fate.COUNTED, Fate.EMPTY]
    assert found["complete"].tolist() == [True, False, True, True]


def test_without_a_submission_date_nothing_shows_that_a_response_is_incomplete():
    found = read(Flavour.LIMESURVEY, (System.RESPONSE, Use.RESPONDENT, Use.ANSWER), [["7", "Arbois", "oui"]])
    assert found["fate"].tolist() == [Fate.COUNTED]


@pytest.mark.parametrize(("draft", "complete"), [("Oui", False), ("1", False), ("Non", True), ("0", True), ("", True)])
def test_a_webform_draft_is_incomplete(draft, complete):
    found = read(Flavour.WEBFORM, (System.DRAFT, Use.RESPONDENT, Use.ANSWER), [[draft, "Arbois", "oui"]])
    assert found["complete"].tolist() == [complete]


def test_a_response_without_a_number_is_called_by_its_row():
    found = read(Flavour.SPREADSHEET, (Use.RESPONDENT, Use.ANSWER), [["Arbois", "oui"], ["Cassis", "non"]])
    assert found["response"].tolist() == ["2", "3"] and found["counts"].all()


def received(*lines):
    """Each line: territory, submitted, complete, response."""
    return pd.DataFrame(
        {
            "territory": [line[0] for line in lines],
            "submitted": [line[1] for line in lines],
            "complete": [line[2] for line in lines],
            "response": [line[3] for line in lines],
            "fate": [str(Fate.COUNTED)] * len(lines),
            "asked": pd.Series([ASKED] * len(lines), dtype="object"),
        }
    )


@pytest.mark.parametrize(
    ("lines", "winner"),
    [
        ([("a", "2026-03-02 10:00:00", True, "1"), ("a", "2026-03-01 10:00:00", True, "2")], 0),
        ([("a", "2026-03-02 10:00:00", True, "1"), ("a", "", False, "2")], 0),
        ([("a", "1980-01-01 00:00:00", True, "1"), ("a", "1980-01-01 00:00:00", True, "2")], 1),
        ([("a", "2026-03-05T09:00:00", True, "9"), ("a", "2026-03-05T10:00:00", True, "8")], 1),
        ([("a", "05/03/2026 09:00", True, "9"), ("a", "04/03/2026 10:00", True, "8")], 0),
        ([("a", "", True, "10"), ("a", "", True, "9")], 0),
        ([("a", "", True, "x"), ("a", "", True, "x")], 1),
    ],
)
def test_the_last_complete_response_of_a_territory_counts(lines, winner):
    fates = settle_several(received(*lines))
    assert [i for i, fate in enumerate(fates) if fate == Fate.COUNTED] == [winner]
    assert fates.drop(fates.index[winner]).tolist() == [str(Fate.REPLACED)]


def test_responses_to_other_questions_stand_side_by_side():
    lines = received(("a", "2026-03-01", True, "1"), ("a", "2026-03-02", True, "1"))
    lines["asked"] = pd.Series([frozenset({(1, "scheme")}), frozenset({(2, "prize")})], dtype="object")
    assert settle_several(lines).tolist() == [str(Fate.COUNTED)] * 2


def test_those_that_do_not_count_are_left_as_they_are():
    lines = received(("a", "2026-03-02", True, "1"), ("a", "2026-03-01", True, "2"), ("", "2026-03-03", True, "3"))
    lines["fate"] = [str(Fate.OUTSIDE), str(Fate.COUNTED), str(Fate.OUTSIDE)]
    assert settle_several(lines).tolist() == [str(Fate.OUTSIDE), str(Fate.COUNTED), str(Fate.OUTSIDE)]


moments = st.sampled_from(["", "1980-01-01 00:00:00", "2026-03-01 10:00:00", "2026-03-02 10:00:00", "03/03/2026 11:00"])
some = st.lists(
    st.tuples(st.sampled_from("ab"), moments, st.booleans(), st.sampled_from("123")), min_size=1, max_size=6
)


@settings(deadline=None)
@given(some)
def test_one_response_counts_for_each_territory_a_complete_one_if_there_is_any(lines):
    table = received(*lines)
    fates = settle_several(table)
    winners = table[fates == Fate.COUNTED]
    assert sorted(winners["territory"]) == sorted({line[0] for line in lines})
    for territory, mine in table.groupby("territory"):
        won = winners[winners["territory"] == territory].iloc[0]
        assert bool(won["complete"]) == bool(mine["complete"].any())


def test_the_order_is_complete_then_late():
    lines = received(("a", "2026-03-09", False, "1"), ("b", "2026-03-01", True, "2"), ("c", "2026-03-02", True, "3"))
    assert in_order(lines)["territory"].tolist() == ["c", "b", "a"]
