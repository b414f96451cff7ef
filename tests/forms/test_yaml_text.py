"""Questionnaires written as YAML: what is written is what is read, and people can read it."""

from pathlib import Path

import fielding_strategies as made
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.codebook.model import Study
from study.forms.yaml_text import lever_text, questionnaire_texts

ROOT = Path(__file__).parents[2]

TEXTS = st.text(min_size=1, max_size=300).filter(lambda text: text.strip() == text and text.isprintable() and text)


def written(study, folder, comments=()):
    paths = StudyPaths(folder)
    paths.questionnaire.mkdir(parents=True, exist_ok=True)
    for old in paths.questionnaire.iterdir():
        old.unlink()
    for name, text in questionnaire_texts(study, paths, comments, comments).items():
        (paths.questionnaire / name).write_text(text, "utf-8")
    return paths


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(made.studies())
def test_reading_what_was_written_gives_the_same_study(tmp_path, study):
    assert load_study(written(study, tmp_path)) == study


def a_study(**texts):
    wording = {"fr": "Pourquoi ?", **texts}
    noun = {"one": wording, "many": wording}
    raw = {
        "languages": list(wording), "territory": noun, "lever_noun": noun,
        "codes": [{"code": "yes", "label": wording}, {"code": "no", "label": wording}],
        "levers": [{"lever": 1, "title": wording, "short": wording, "questions": [
            {"question": "no", "lever": 1, "type": "text", "label": wording, "wording": wording}]}],
    }  # fmt: skip
    return Study.model_validate(raw)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.sampled_from(["en", "no"]))
def test_any_text_comes_back_as_it_was(tmp_path, text, lang):
    study = a_study(fr=text, **{lang: text})
    paths = written(study, tmp_path)
    assert load_study(paths) == study
    # Another YAML reader, too: “no” is Norwegian, and a name.
    read = yaml.safe_load(paths.lever_yaml(1).read_text("utf-8"))
    assert read["questions"][0]["wording"] == {"fr": text, lang: text}
    assert read["questions"][0]["question"] == "no"


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c",
        "- x",
        "'",
        '"',
        "\\",
        "{}",
        "yes",
        "1",
        "~",
        "%",
        "@",
        "a\u00a0b\u202f?",
        "é" * 300,
        "mot " * 80 + "fin",
    ],
)
def test_texts_that_mean_something_to_yaml(tmp_path, text):
    study = a_study(fr=text)
    assert load_study(written(study, tmp_path)) == study


def test_this_study_s_own_questionnaire_survives(tmp_path):
    study = load_study(StudyPaths(ROOT))
    paths = written(study, tmp_path, ["Une remarque : longue " * 20])
    assert load_study(paths) == study
    assert (
        max(len(line) for path in paths.questionnaire.iterdir() for line in path.read_text("utf-8").splitlines()) <= 120
    )


def test_it_is_written_as_people_write_it():
    study = Study.model_validate(
        {
            "languages": ["fr"],
            "territory": {"one": {"fr": "ville"}, "many": {"fr": "villes"}},
            "lever_noun": {"one": {"fr": "thème"}, "many": {"fr": "thèmes"}},
            "codes": [{"code": "yes", "label": {"fr": "oui"}}],
            "levers": [{"lever": 2, "title": {"fr": "Budget"}, "short": {"fr": "Budget"}, "questions": [
                {"question": "plan", "lever": 2, "type": "yes_no", "label": {"fr": "Plan"}, "wording": {"fr": "Un plan ?"},
                 "indicators": ["count"]},
                {"question": "budget", "lever": 2, "type": "number", "label": {"fr": "Budget"}, "required": True,
                 "wording": {"fr": "Quel budget " + "très " * 25 + "annuel ?"}, "unit": "eur", "minimum": 0, "maximum": 1.5,
                 "universe": {"question": "plan", "answers": ["yes"]}}]}],
        }
    )  # fmt: skip
    assert lever_text(study.levers[0], ["Une remarque."]) == (
        "# Une remarque.\n"
        "lever: 2\n"
        'title: {fr: "Budget"}\n'
        'short: {fr: "Budget"}\n'
        "\n"
        "questions:\n"
        "  - question: plan\n"
        "    type: yes_no\n"
        '    label: {fr: "Plan"}\n'
        '    wording: {fr: "Un plan ?"}\n'
        "    indicators: [count]\n"
        "\n"
        "  - question: budget\n"
        "    type: number\n"
        '    label: {fr: "Budget"}\n'
        "    wording:\n"
        "      fr: >-\n"
        # As many words as a line of 120 takes, no word cut.
        f"        Quel budget{' très' * 20}\n"
        f"        {'très ' * 5}annuel ?\n"
        "    required: true\n"
        "    minimum: 0\n"
        "    maximum: 1.5\n"
        '    universe: {question: plan, answers: ["yes"]}\n'
        "    unit: eur\n"
    )


def test_comments_never_leave_their_lines():
    text = lever_text(a_study().levers[0], ["Fichier\nlever: 9", "x " * 200])
    assert yaml.safe_load(text)["lever"] == 1
    assert all(line.startswith("# ") for line in text.split("lever: 1\n")[0].splitlines())
