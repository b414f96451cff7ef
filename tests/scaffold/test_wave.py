"""Opening a wave: a whole folder or none, and everything wrong said at once."""

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from study.base.errors import StudyError, UsageError
from study.intake.seal import seal
from study.intake.wave import load_wave
from study.report.commentary import read_commentary, unwritten, written_problems
from study.scaffold.wave import new_wave, next_steps

WAVE = "data/raw/waves/2020/wave.yaml"
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ['commentary("a note")']},
        {"cell_type": "code", "source": ["from study.blocks.model import commentary\n", 'commentary("method")']},
        {"cell_type": "code", "source": ['page([commentary(f"lever-{lever}")])']},
        {"cell_type": "code", "source": ['commentary("evolution")']},
    ]
}


def real(text):
    return text.replace("fictitious: true", "fictitious: false")


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def study(make_study):
    """The small study, its wave a real one of the end of 2020, with a notebook that shows four texts."""
    return make_study({WAVE: real, "notebooks/1_all.ipynb": json.dumps(NOTEBOOK)})


def codes(caught) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_a_wave_is_made_whole_and_can_be_sealed(study):
    made = new_wave(study, "2022", "2020", "2022-12-31")
    folder = study.wave_folder("2022")
    assert files(folder) == [
        "claims.csv",
        "commentary/fr/evolution.md",
        "commentary/fr/lever-0.md",
        "commentary/fr/lever-1.md",
        "commentary/fr/method.md",
        "responses/.gitignore",
        "responses/README.md",
        "wave.yaml",
    ]
    assert [path.relative_to(folder).as_posix() for path in made.files] == files(folder)
    wave, problems = load_wave(study, "2022", ["fr", "en"])
    assert problems == []
    assert (wave.wave, wave.fictitious, wave.publisher, wave.collection) == ("2022", False, (), ())
    assert wave.reference_date == wave.publication_date == date(2022, 12, 31)
    assert wave.survey.withheld
    assert study.claims("2022").read_text("utf-8").count("\n") == 1
    seal(study)
    assert "waves/2022/responses/.gitignore" in study.checksums.read_text("utf-8")


def test_the_vintages_are_the_latest_not_after_the_reference_year(study):
    # frame.csv holds 2020 and 2021, and populations in both.
    new_wave(study, "one", "2020", "2021-06-30")
    new_wave(study, "two", "2020", "2031-01-01", "2031-02-01")
    one, two = load_wave(study, "one")[0], load_wave(study, "two")[0]
    assert (one.frame_vintage, one.population_vintage, two.frame_vintage) == (2021, 2021, 2021)
    assert two.publication_date == date(2031, 2, 1)


def test_populations_that_are_not_there_yet_are_taken_from_the_year_before(study):
    frame = study.frame
    heading, *rows = frame.read_text("utf-8").splitlines()
    vintage, people = heading.split(",").index("vintage"), heading.split(",").index("population_municipal")
    cells = [row.split(",") for row in rows]
    newer = [[*row[:people], "", *row[people + 1 :]] for row in cells if row[vintage] == "2021"]
    newer = [[*row[:vintage], "2022", *row[vintage + 1 :]] for row in newer]
    frame.write_text("\n".join([heading, *(",".join(row) for row in [*cells, *newer])]) + "\n", "utf-8")
    new_wave(study, "2022", "2020", "2022-12-31")
    wave = load_wave(study, "2022")[0]
    assert (wave.frame_vintage, wave.population_vintage) == (2022, 2021)


def test_texts_to_be_written_are_no_problem_print_nothing_and_are_told(study, said):
    new_wave(study, "2022", "2020", "2022-12-31")
    texts = read_commentary(study, "2022", "fr")
    assert sorted(texts) == ["evolution", "lever-0", "lever-1", "method"]
    for text in texts.values():
        assert written_problems(text) == [] and (text.body.strip(), text.summary) == ("", "")
        [warning] = unwritten(text)
        assert warning.severity == "warning" and warning.place.file == text.file
    assert "reste à écrire" in said(warning, "fr") and "still to be written" in said(warning, "en")
    path = study.commentary("2022", "fr") / "method.md"
    path.write_text(path.read_text("utf-8") + "\nUne enquête.\n", "utf-8")
    assert unwritten(read_commentary(study, "2022", "fr")["method"]) == []


def test_there_is_nothing_to_say_of_an_evolution_without_an_earlier_wave(make_study):
    paths = make_study({"notebooks/1_all.ipynb": json.dumps(NOTEBOOK)})
    new_wave(paths, "2022", "2020", "2022-12-31")
    assert "evolution" not in read_commentary(paths, "2022", "fr")


def test_answers_are_kept_out_of_git_unless_they_are_to_be_in(study):
    new_wave(study, "kept", "2020", "2022-12-31")
    new_wave(study, "public", "2020", "2023-12-31", withheld=False)
    subprocess.run(["git", "init", "-q", str(study.root)], check=True)
    for wave in ("kept", "public"):
        (study.responses(wave) / "export.csv").write_text("territory\n", "utf-8")
        (study.responses(wave) / ".hidden.csv").write_text("territory\n", "utf-8")
    told = subprocess.run(
        ["git", "-C", str(study.root), "status", "--porcelain", "--untracked-files=all", "data/raw/waves"],
        check=True,
        capture_output=True,
        text=True,
    )
    seen = {line[3:].removeprefix("data/raw/waves/") for line in told.stdout.splitlines()}
    assert {"kept/responses/.gitignore", "kept/responses/README.md"} <= seen
    assert {"public/responses/export.csv", "public/responses/README.md"} <= seen
    assert not {name for name in seen if name.startswith("kept/responses/") and name.endswith(".csv")}
    assert not load_wave(study, "public")[0].survey.withheld
    assert "withheld" in (study.responses("kept") / "README.md").read_text("utf-8")


def test_notes_and_comments_come_in_the_language_of_the_messages(study):
    new_wave(study, "a", "2020", "2022-12-31", lang="fr")
    new_wave(study, "b", "2020", "2023-12-31", lang="en")
    french, english = ((study.responses(wave) / "README.md").read_text("utf-8") for wave in "ab")
    assert french.startswith("# Réponses à l’enquête de la vague a\n") and "study check a" in french
    assert english.startswith("# Answers to the survey of b\n") and "study check b" in english
    assert "La vague a" in study.wave_yaml("a").read_text("utf-8").splitlines()[0]


@pytest.mark.parametrize("name", ["all", "Published", "2022 bis", "été", "../2022", "", "."])
def test_a_name_that_cannot_be_one(study, said, name):
    with pytest.raises(UsageError) as caught:
        new_wave(study, name, "2020", "2022-12-31")
    assert codes(caught) == ["wave-name"]
    assert "such as 2026" in said(caught.value.problems[0], "en")


def test_a_wave_that_is_there_is_left_alone(study, said):
    before = study.wave_yaml("2020").read_bytes()
    with pytest.raises(UsageError) as caught:
        new_wave(study, "2020", "2020", "2022-12-31")
    assert codes(caught) == ["wave-there"] and "data/raw/waves/2020" in said(caught.value.problems[0], "fr")
    assert study.wave_yaml("2020").read_bytes() == before


def test_the_earlier_wave_must_be_there(study, said):
    with pytest.raises(UsageError) as caught:
        new_wave(study, "2022", "2200", "2022-12-31")
    assert codes(caught) == ["unknown-wave"] and "Did you mean “2020”?" in said(caught.value.problems[0], "en")


@pytest.mark.parametrize("day", ["31/12/2022", "2022-02-30", "2022", "", "20221231", "2022-12-31T00:00"])
def test_a_day_is_a_day(study, said, day):
    with pytest.raises(UsageError) as caught:
        new_wave(study, "2022", "2020", day)
    assert codes(caught) == ["wave-day"] and "--reference-date" in said(caught.value.problems[0], "fr")
    with pytest.raises(UsageError) as caught:
        new_wave(study, "2022", "2020", "2022-12-31", day)
    assert codes(caught) == ["wave-day"] and "--publication-date" in said(caught.value.problems[0], "fr")


def test_days_of_other_waves(study, said):
    with pytest.raises(UsageError) as caught:
        new_wave(study, "again", "2020", "2020-12-31")
    assert codes(caught) == ["wave-day-taken"] and "2020" in said(caught.value.problems[0], "en")
    with pytest.raises(UsageError) as caught:
        new_wave(study, "before", "2020", "2020-12-30")
    assert codes(caught) == ["wave-day-before"]
    assert "2020-12-30" in said(caught.value.problems[0], "fr") and "2020-12-31" in said(caught.value.problems[0], "fr")


def test_a_rehearsal_may_be_of_any_day(make_study):
    paths = make_study()
    new_wave(paths, "again", "2020", "2020-12-31")
    assert load_wave(paths, "again")[0].reference_date == date(2020, 12, 31)


def test_before_every_vintage(make_study, said):
    paths = make_study()
    with pytest.raises(UsageError) as caught:
        new_wave(paths, "1999", "2020", "1999-12-31")
    assert codes(caught) == ["wave-without-vintage"]
    assert "it holds 2020 and 2021" in said(caught.value.problems[0], "en")


def test_everything_wrong_is_said_at_once(study):
    with pytest.raises(UsageError) as caught:
        new_wave(study, "2020", "2020", "1999-12-31", "soon")
    assert sorted(codes(caught)) == ["wave-day", "wave-day-before", "wave-there", "wave-without-vintage"]


def test_an_earlier_wave_that_cannot_be_read_is_said_with_its_place(make_study):
    paths = make_study({WAVE: lambda text: text.replace("keywords:", "keyword:")})
    with pytest.raises(StudyError) as caught:
        new_wave(paths, "2022", "2020", "2022-12-31")
    assert codes(caught) == ["unknown-key"] and caught.value.problems[0].place.file == WAVE
    assert not paths.wave_folder("2022").exists()


def test_a_failure_leaves_nothing(study, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StudyError) as caught:
        new_wave(study, "2022", "2020", "2022-12-31")
    assert codes(caught) == ["not-writable"]
    assert sorted(path.name for path in study.waves.iterdir()) == ["2020"]


def test_the_same_wave_has_the_same_bytes(make_study):
    made = []
    for _ in range(2):
        paths = make_study({"notebooks/1_all.ipynb": json.dumps(NOTEBOOK)})
        new_wave(paths, "2022", "2020", "2022-12-31")
        made.append(
            {name: (paths.wave_folder("2022") / name).read_bytes() for name in files(paths.wave_folder("2022"))}
        )
    assert made[0] == made[1]


def test_the_next_steps_name_the_wave():
    commands = [command for _, command in next_steps("2026") if command]
    assert [command.split()[1] for command in commands] == ["questionnaire", "check", "seal", "report"]
    assert all(command.endswith("2026") or "2026" in command for command in commands if command != "study seal")
