"""The files of a streamed survey, read again."""

import pandas as pd
import pyarrow.parquet as pq
import pytest

from study.bulk.survey import read_large
from study.bulk.written import answers_file, column_names, write_results
from study.exports.settings import SurveySettings
from study.survey.release import all_released

LINES = [
    "1;2024-05-02;Lyon;Y;Y;bike;;Y;;alone;1 200;2020-05-01;=1+1;",
    "2;2024-05-02;lyon;N;Y;velo;;;;group;800;;;",
    "3;2024-05-02;Alès;;;;;N/A;Y;;;;;",
]


@pytest.fixture
def path(bulk_tools, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("\n".join([";".join(bulk_tools.heading), *LINES]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(("released", "note"), [(True, "=1+1"), (False, "[texte non relu]")])
def test_answers_are_those_of_the_ordinary_states(bulk_tools, tmp_path, path, released, note):
    settings = SurveySettings(released=all_released([path], bulk_tools.study) if released else ())
    with answers_file(tmp_path / "out", bulk_tools.study) as watch:
        read_large([(path, "x.csv")], bulk_tools.study, settings, watch=watch, block_bytes=60)
    table = pq.read_table(tmp_path / "out" / "answers.parquet").to_pandas()
    known = bulk_tools.ordinary([(path, "x.csv")], settings)
    assert table["note"].tolist()[0] == note
    assert table["row"].tolist() == [2, 3, 4] and table["respondent"].tolist() == [1, 2, 3]
    for question, name in zip(bulk_tools.study.questions, column_names(bulk_tools.study).values(), strict=True):
        mine = known.states[known.states["question"] == question.question]
        assert table[f"{name}.status"].tolist() == mine["status"].tolist(), name
        assert table[name].astype("object").fillna("").tolist() == mine["answer"].tolist(), name


def test_where_one_row_is_held_the_whole_question_is(bulk_tools, tmp_path, path):
    # A stream reads texts without their rows.
    [release] = all_released([path], bulk_tools.study)
    settings = SurveySettings(released=[release.model_copy(update={"hold": {"note": (4,)}})])
    with answers_file(tmp_path / "out", bulk_tools.study) as watch:
        read_large([(path, "x.csv")], bulk_tools.study, settings, watch=watch)
    assert pq.read_table(tmp_path / "out" / "answers.parquet")["note"].to_pylist()[0] == "[texte non relu]"


def test_texts_that_a_spreadsheet_would_compute_are_disarmed(bulk_tools, tmp_path, path):
    survey = read_large([(path, "x.csv")], bulk_tools.study, SurveySettings())
    write_results(survey, survey.measures("w", bulk_tools.study.levers), tmp_path / "out", "fr")
    log = pd.read_csv(tmp_path / "out" / "cleaning.csv", dtype="str", keep_default_na=False)
    assert set(log["after"]) >= {"yes", "no", "1200", ""}
    assert not log["before"].str.startswith("=").any()
    refused = pd.read_csv(tmp_path / "out" / "refused.csv")
    assert list(refused["raw"]) == ["velo"]


def test_a_failure_leaves_no_file(bulk_tools, tmp_path):
    with pytest.raises(RuntimeError), answers_file(tmp_path / "out", bulk_tools.study):
        raise RuntimeError
    assert list((tmp_path / "out").iterdir()) == []
