"""Tables of one shape, typed by the questionnaire, that come back from disk as they were."""

import csv
from dataclasses import replace

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from study.answers import tables
from study.answers.clean import clean
from study.answers.states import STATE_COLUMNS
from study.answers.tables import YES_NO
from study.codebook.model import Lever
from study.intake.inputs import load_inputs

WORDS = {"en": "x"}
LEVER = Lever.model_validate(
    {
        "lever": 1,
        "title": WORDS,
        "short": WORDS,
        "questions": [
            {"question": "scheme", "lever": 1, "type": "yes_no", "label": WORDS, "wording": WORDS},
            {"question": "budget", "lever": 1, "type": "number", "unit": "eur", "label": WORDS, "wording": WORDS},
            {"question": "actions", "lever": 1, "type": "text", "label": WORDS, "wording": WORDS},
        ],
    }
)
# territory, question, status, answer, evidence, as_of
CELLS = [
    ("zelle", "scheme", "answered", "no", "E1;E2", "2018-01-01"),
    ("arbois", "scheme", "conflict", "", "E3;E4", "2018-03-01"),
    ("mons", "scheme", "answered", "planned", "E5", "2019-02-28"),
    ("zelle", "budget", "answered", "0", "E6", "2018-01-01"),
    ("arbois", "budget", "not_asked", "", "", ""),
    ("mons", "budget", "answered", "12345678.5", "E7", "2017-01-01"),
    ("zelle", "actions", "unknown", "", "", ""),
    ("arbois", "actions", "answered", 'charter=yes | Prix « École », "or"', "E8;E9", "2018-05-01"),
    ("mons", "actions", "unknown", "", "", ""),
]


def states(cells=CELLS):
    rows = [(territory, 1, question, *rest) for territory, question, *rest in cells]
    other = [("zelle", 2, "scheme_of_another_lever", "answered", "yes", "E99", "2018-01-01")]
    return pd.DataFrame(rows + other, columns=STATE_COLUMNS)


@pytest.fixture
def built():
    high = [(t, q, "answered", a, e, d) if a == "no" else (t, q, "unknown", "", "", "") for t, q, _, a, e, d in CELLS]
    return tables.build(states(), states(high), LEVER)


def test_every_table_has_a_row_per_territory_and_a_column_per_question_in_order(built):
    assert [name for name, _ in built.items()] == ["answers", "status", "origin", "as_of", "high"]
    for _, table in built.items():
        assert table.index.tolist() == ["zelle", "arbois", "mons"]
        assert table.columns.tolist() == ["scheme", "budget", "actions"]
        assert table.index.name == "territory"


def test_answers_are_typed_by_the_questionnaire(built):
    for table in (built.answers, built.high):
        assert table.dtypes.astype("str").to_dict() == {"scheme": "category", "budget": "float64", "actions": "str"}
        assert table["scheme"].cat.categories.tolist() == ["yes", "planned", "no"]
        assert table["scheme"].cat.ordered
    assert built.answers["scheme"].astype("object").where(built.answers["scheme"].notna(), None).tolist() == [
        "no",
        None,
        "planned",
    ]
    assert built.answers["budget"].fillna(-1).tolist() == [0.0, -1.0, 12345678.5]
    assert built.answers["actions"].isna().tolist() == [True, False, True]
    assert built.answers["scheme"].max() == "no"


def test_the_other_tables_say_where_each_answer_is_from(built):
    assert built.status["scheme"].tolist() == ["answered", "conflict", "answered"]
    assert built.status["budget"].tolist() == ["answered", "not_asked", "answered"]
    assert built.origin["scheme"].tolist() == ["E1;E2", "E3;E4", "E5"]
    assert built.as_of["actions"].tolist() == ["", "2018-05-01", ""]
    assert built.high["scheme"].isna().tolist() == [False, True, True]


def test_parquet_and_csv_come_back_as_they_were(built, tmp_path):
    tables.write(built, tmp_path / "lever-1")
    back = tables.read(tmp_path / "lever-1")
    for name, table in built.items():
        pd.testing.assert_frame_equal(getattr(back, name), table)
    tables.check(back, LEVER)
    with (tmp_path / "lever-1" / "answers.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows == [
        {"territory": "zelle", "scheme": "no", "budget": "0.0", "actions": ""},
        {"territory": "arbois", "scheme": "", "budget": "", "actions": 'charter=yes | Prix « École », "or"'},
        {"territory": "mons", "scheme": "planned", "budget": "12345678.5", "actions": ""},
    ]


def test_each_table_is_two_files_of_the_same_bytes_each_time(built, tmp_path):
    for folder in ("one", "two"):
        tables.write(tables.build(states(), states(), LEVER), tmp_path / folder)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()} for folder in ("one", "two"))
    assert one == two
    names = ["answers", "status", "origin", "as_of", "high"]
    assert set(one) == {f"{name}.{kind}" for name in names for kind in ("parquet", "csv")}
    csvs = [data for name, data in one.items() if name.endswith(".csv")]
    assert all(b"\r" not in data and data.startswith(b"territory,scheme,budget,actions\n") for data in csvs)


def test_tables_that_were_not_built_are_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        tables.read(tmp_path)


@pytest.mark.parametrize("status", ["unknown", "conflict", "not_asked", "no_answer", "no_response"])
@pytest.mark.parametrize("question", ["scheme", "budget"])
def test_an_answer_without_the_status_of_one_is_refused(built, status, question):
    wrong = built.status.copy()
    wrong.loc["mons", question] = status
    with pytest.raises(SchemaErrors, match="an answer if and only if the status says so"):
        tables.check(replace(built, status=wrong), LEVER)


def test_a_status_of_answered_without_an_answer_is_refused():
    cells = [(t, q, "answered" if (t, q) == ("mons", "actions") else s, a, e, d) for t, q, s, a, e, d in CELLS]
    with pytest.raises(SchemaErrors, match="an answer if and only if the status says so"):
        tables.build(states(cells), states(cells), LEVER)


@pytest.mark.parametrize(
    "broken",
    [
        lambda table: table.assign(budget=table["budget"].astype("str")),
        lambda table: table.assign(scheme=table["scheme"].astype("str")),
        lambda table: table.assign(scheme=table["scheme"].cat.as_unordered()),
        lambda table: table.assign(more=1.0),
        lambda table: table.drop(columns="actions"),
        lambda table: table.rename(index={"mons": "zelle"}),
    ],
    ids=["number as text", "no category", "no order", "a column more", "a column less", "a territory twice"],
)
@pytest.mark.parametrize("name", ["answers", "high"])
def test_a_table_of_another_shape_or_type_is_refused(built, broken, name):
    wrong = replace(built, **{name: broken(getattr(built, name))})
    if name == "answers":
        wrong = replace(wrong, status=broken_status(built.status, wrong.answers))
    with pytest.raises(SchemaErrors):
        tables.check(wrong, LEVER)


def broken_status(status, answers):
    """Return a status that agrees with broken answers, so that only their own fault is left to find."""
    agreed = answers.notna().replace({True: "answered", False: "unknown"})
    return agreed.astype(pd.CategoricalDtype(status["scheme"].cat.categories))


def test_a_question_that_nobody_answered_keeps_its_type(built, tmp_path):
    cells = [(t, q, "unknown", "", "", "") for t, q, *_ in CELLS]
    empty = tables.build(states(cells), states(cells), LEVER)
    tables.write(empty, tmp_path)
    for found in (empty.answers, tables.read(tmp_path).answers):
        assert found.isna().all().all()
        assert found["scheme"].dtype == YES_NO
        assert found.dtypes.astype("str").tolist() == ["category", "float64", "str"]


def test_the_tables_of_a_study_hold_its_levers_apart(small_study):
    cleaned = clean(load_inputs(small_study, "2020"))
    assert cleaned.levers[0].answers.columns.tolist() == ["elected", "staff", "actions"]
    assert cleaned.levers[1].answers.columns.tolist() == ["scheme", "clauses", "purchases_eur", "actions"]
    assert cleaned.levers[0].answers.loc["arbois", "actions"] == "council=yes"
    assert cleaned.levers[1].answers["actions"].isna().tolist() == [True, True, False]
    assert cleaned.levers[1].answers["purchases_eur"].fillna(0).tolist() == [60000000.0, 0.0, 25000000.5]
