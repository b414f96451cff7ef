"""What respondents wrote in their own words: held back until wave.yaml releases it, by question, row and content."""

import pandas as pd
import pytest

from study.answers.clean import clean
from study.base.layout import StudyPaths
from study.intake.inputs import input_problems, load_inputs
from study.survey.release import held_texts

from ..released import release

FILE = "data/raw/waves/2020/responses/answers.csv"
EXPORT = (
    "territory;elected;staff;scheme;purchases_eur;lever_0.actions;lever_1.actions\n"
    "arbois;oui;oui;selon Mme Untel;environ 12 (Untel);Un club animé par Untel;NSP\n"
    "belleville;non;;oui;5;;Une charte d’Untel\n"
    "Jean Untel;non;;oui;5;;\n"
)
CELLS = ["scheme", "purchases_eur", "actions"]


def wave_yaml(paths: StudyPaths, text: str) -> None:
    path = paths.wave_yaml("2020")
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + text, "utf-8")


@pytest.fixture
def study(make_study):
    """`study(text)`: the small study with an export, unsealed, and more of wave.yaml."""

    def make(text="", export=EXPORT):
        paths = make_study({FILE: export}, sealed=False)
        wave_yaml(paths, text.replace("SHA", sha256(paths)))
        return paths

    return make


def sha256(paths):
    import hashlib

    return hashlib.sha256((paths.root / FILE).read_bytes()).hexdigest()


def released(paths):
    return load_inputs(paths, "2020", sealed=False)


def texts(paths):
    """What is given of each text: by territory and question (its lever before it)."""
    answers = released(paths).responses.answers
    return {
        (row.territory, row.lever, row.question): row.raw
        for row in answers.itertuples()
        if row.raw and row.question in CELLS
    }


HELD = {
    ("arbois", 0, "actions"): "[texte non relu]",
    ("arbois", 1, "scheme"): "selon Mme […]",
    ("arbois", 1, "purchases_eur"): "environ 12 ([…])",
    ("arbois", 1, "actions"): "NSP",
    ("belleville", 1, "scheme"): "oui",
    ("belleville", 1, "purchases_eur"): "5",
    ("belleville", 1, "actions"): "[texte non relu]",
}
WHOLE = HELD | {
    ("arbois", 0, "actions"): "Un club animé par Untel",
    ("arbois", 1, "scheme"): "selon Mme Untel",
    ("arbois", 1, "purchases_eur"): "environ 12 (Untel)",
    ("belleville", 1, "actions"): "Une charte d’Untel",
}
ONE = """survey:
  released:
    - {file: answers.csv, sha256: SHA, questions: [lever_1.actions, scheme]}
"""


def test_nothing_is_given_before_it_is_released(study):
    paths = study()
    assert texts(paths) == HELD
    inputs = released(paths)
    [held] = [problem for problem in inputs.notices if problem.code == "texts-held"]
    assert held.details == {"count": 4, "questions": ["lever_0.actions", "scheme", "purchases_eur", "lever_1.actions"]}
    assert "Untel" not in inputs.responses.received.to_csv()


def test_what_is_released_is_given_question_by_question(study):
    given = {key: WHOLE[key] for key in WHOLE if key[1:] in ((1, "actions"), (1, "scheme"))}
    assert texts(study(ONE)) == HELD | given


def test_all_is_given_once_all_is_released(study):
    paths = study()
    release(paths, "2020")
    assert texts(paths) == WHOLE
    assert [problem.code for problem in released(paths).notices if problem.code.startswith("texts")] == []


def test_a_release_ends_with_the_content_that_was_read(study):
    paths = study(ONE)
    path = paths.root / FILE
    path.write_text(EXPORT.replace("Une charte", "Un pacte"), "utf-8")
    assert texts(paths) == HELD
    assert "release-outdated" in [problem.code for problem in released(paths).notices]


def test_a_row_stays_held_back_and_may_be_settled_without_its_name(study):
    paths = study(ONE.replace("scheme]", "scheme], hold: {lever_1.actions: [3], scheme: [2]}"))
    kept = {("belleville", 1, "actions"): "[texte retenu]", ("arbois", 1, "scheme"): "[texte retenu]"}
    assert texts(paths) == HELD | kept
    lines = [
        "2020,belleville,actions,[texte retenu],Une charte,Sans le nom,analyste,2021-01-02",
        "2020,arbois,scheme,[texte retenu],yes,Dit au téléphone,analyste,2021-01-02",
    ]
    paths.corrections.write_text(paths.corrections.read_text("utf-8") + "\n".join(lines) + "\n", "utf-8")
    cleaned = clean(load_inputs(paths, "2020", sealed=False))
    assert cleaned.expired == ()
    assert cleaned.levers[1].answers.loc["belleville", "actions"] == "Une charte"
    assert cleaned.levers[1].answers.loc["arbois", "scheme"] == "yes"
    assert "Untel" not in cleaned.cleaning.to_csv() + cleaned.refused.to_csv()


def test_a_correction_is_held_to_the_whole_text_and_no_other(study):
    # Both would be shown alike: a text of another name is another case, and the line does not say which it met.
    line = "2020,arbois,scheme,selon Mme {},yes,Dit au téléphone,analyste,2021-01-02\n"
    for name, answer in (("Untel", "yes"), ("Autre", ""), ("[…]", "")):
        paths = study()
        paths.corrections.write_text(paths.corrections.read_text("utf-8") + line.format(name), "utf-8")
        cleaned = clean(load_inputs(paths, "2020", sealed=False))
        found = cleaned.responses.answers.set_index(["territory", "question"])["answer"]
        assert found["arbois", "scheme"] == answer
        assert [problem.details["found"] for problem in cleaned.expired] == ([] if answer else ["selon Mme […]"])


def test_the_log_says_what_was_held(study):
    log = clean(released(study())).cleaning
    held = log[log["rule"] == "held back until read"]
    assert held[["row", "question", "before", "after"]].to_numpy().tolist() == [
        [2, "actions", "[texte non relu]", "[texte non relu]"],
        [3, "actions", "[texte non relu]", "[texte non relu]"],
    ]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("questions: [actions]", "released-no-question"),
        ("questions: [scheme], hold: {lever_1.action: [3]}", "released-no-question"),
        ("questions: [scheme], hold: {lever_0.actions: [3]}", "held-nothing"),
        ("questions: [scheme], hold: {scheme: [99]}", "held-nothing"),
    ],
)
def test_what_could_publish_the_wrong_text_stops(more, code, study):
    paths = study(f"survey:\n  released:\n    - {{file: answers.csv, sha256: SHA, {more}}}\n")
    assert code in [problem.code for problem in input_problems(paths)]


@pytest.mark.parametrize("more", ["sha256: abc", "sha256: SHA, hold: {scheme: [0]}", "sha256: SHA, hold: {scheme: []}"])
def test_a_release_that_says_nothing_is_refused_with_its_place(more, study):
    paths = study(f"survey:\n  released:\n    - {{file: answers.csv, questions: [scheme], {more}}}\n")
    assert {problem.place.file for problem in input_problems(paths)} == {"data/raw/waves/2020/wave.yaml"}


def test_words_that_name_nobody_are_not_held():
    said = pd.Series(["", "NSP", "n.c.", "oui", "Untel", "x" * 40], dtype="str")
    marks = pd.Series(["M"] * 6, dtype="str")
    assert held_texts(said, marks).tolist() == ["", "NSP", "n.c.", "oui", "M", "M"]
    assert held_texts(said, marks.where(said != "Untel", "")).tolist()[4] == "Untel"
