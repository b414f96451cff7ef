"""The texts of a survey, gathered with their cells; the release of them all, as lines of wave.yaml."""

import pytest
import yaml

from study.exports.settings import Release, SurveySettings
from study.survey.responses import read_survey
from study.survey.texts import TEXTS, is_held, own_texts, release_lines

OWN = "id;submitdate;lastpage;startlanguage;"
HEADING = "territory;L1actions;L1fund;L1partners[cigal];L1partners[other];L1partners[cigalcomment]"
ROWS = ["a;Un pacte;peut-être;Y;Club Z;vu avec Z", "b;;oui;;;", "c;Une charte;oui;;;"]
DONE = "{};2026-03-01 10:00:00;2;fr;"


@pytest.fixture
def survey(tools, tmp_path):
    """`survey(**settings)`: the responses to three questions, and the study."""
    path = tmp_path / "export.csv"
    lines = [OWN + HEADING, *(DONE.format(i) + row for i, row in enumerate(ROWS, start=1))]
    path.write_text("\n".join(lines), encoding="utf-8")
    study = tools.small.model_copy(update={"open_survey": True})

    def read(**settings):
        return read_survey([(path, "r/export.csv")], study, SurveySettings(**settings), ["métropole"], None), study

    return read


def test_each_text_stands_once_with_its_cell(survey):
    (responses, _), study = survey()
    found = own_texts(responses.answers, responses.companions, study)
    assert list(found.columns) == list(TEXTS)
    assert found[["row", "column", "question", "kind"]].to_numpy().tolist() == [
        [2, "G", "fund", "refused"],
        [2, "I", "partners", "other"],
        [2, "J", "partners", "comment"],
        [2, "F", "lever_1.actions", "text"],
        [4, "F", "lever_1.actions", "text"],
    ]
    assert is_held(found["text"]).tolist() == [False, True, True, True, True]


def test_lines_release_what_they_name_and_are_read_as_they_are_written(survey):
    (responses, _), study = survey()
    found = own_texts(responses.answers, responses.companions, study)
    lines = release_lines(found, {"r/export.csv": "a" * 64}, {"r/export.csv": {"lever_1.actions": (4,)}})
    [entry] = yaml.safe_load("survey:\n" + lines)["survey"]["released"]
    release = Release(**entry)
    assert (release.file, release.sha256) == ("export.csv", "a" * 64)
    assert set(release.questions) == {"fund", "partners", "lever_1.actions"}
    assert release.hold == {"lever_1.actions": (4,)}


@pytest.mark.parametrize("name", ['say "so".csv', "a\\b.csv", "a: b #c.csv"])
def test_whatever_a_file_is_called_its_name_is_read_back(name, survey):
    (responses, _), study = survey()
    found = own_texts(responses.answers, responses.companions, study).assign(file=f"r/{name}")
    [entry] = yaml.safe_load("survey:\n" + release_lines(found, {f"r/{name}": "a" * 64}, {}))["survey"]["released"]
    assert entry["file"] == name
