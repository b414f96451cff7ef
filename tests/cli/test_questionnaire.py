"""The questionnaire's commands, as typed."""

import pytest

FORMATS = {"xlsform": ".xlsx", "limesurvey": ".txt", "markdown": ".md", "pdf": ".pdf"}


@pytest.mark.parametrize("target", FORMATS)
def test_a_file_is_written_here_and_the_next_step_is_said(small_study, study, tmp_path, monkeypatch, target):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    status, out, err = study("questionnaire", "export", "2020", "--to", target, "--root", small_study.root)
    assert (status, err) == (0, "")
    name = f"questionnaire-2020{FORMATS[target]}"
    assert [path.name for path in folder.iterdir()] == [name] and name in out
    assert "Ensuite" in out and "7 questions" in out


def test_the_latest_wave_and_the_studys_first_language_are_taken_by_default(small_study, study, tmp_path):
    file = tmp_path / "sent" / "form.md"
    status, _, _ = study("questionnaire", "export", "--to", "markdown", "--out", file, "--root", small_study.root)
    assert status == 0 and "Avez-vous un élu délégué" in file.read_text("utf-8")


def test_the_questionnaires_language_is_not_that_of_the_messages(small_study, study, tmp_path):
    file = tmp_path / "form.md"
    status, out, _ = study(
        *("--lang", "fr", "questionnaire", "export", "--to", "markdown", "--lang", "en", "--out", file),
        *("--root", small_study.root),
    )
    assert status == 0 and "Do you have staff?" in file.read_text("utf-8") and "écrit" in out


def test_territories_are_those_of_the_waves_vintage(make_study, study, tmp_path):
    def add(text):
        return text + "delta,2021,200000004,Delta Métropole,Delta,,METRO,1,1,1,13,93,Sud,5.5,43.2,invented\n"

    paths, file = make_study({"data/raw/frame.csv": add}), tmp_path / "form.md"
    status, _, _ = study("questionnaire", "export", "--to", "markdown", "--out", file, "--root", paths.root)
    text = file.read_text("utf-8")
    assert status == 0 and "☐ Belleville Métropole" in text and "Delta" not in text


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("2020", "--to", "word"), "word"),
        (("2020",), "--to"),
        (("2020", "--to", "pdf", "--lang", "de"), "« de »"),
        (("2002", "--to", "pdf"), "« 2002 »"),
    ],
)
def test_wrong_usage_writes_nothing(small_study, study, tmp_path, monkeypatch, snapshot, arguments, why):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    before = snapshot(small_study.root)
    status, out, err = study("questionnaire", "export", *arguments, "--root", small_study.root)
    assert (status, out) == (2, "") and why in err.replace("\u00a0", " ")
    assert list(folder.iterdir()) == [] and snapshot(small_study.root) == before


def test_a_broken_questionnaire_is_said_with_its_line(make_study, study, tmp_path):
    paths = make_study(
        {"data/raw/questionnaire/lever-1.yaml": lambda text: text.replace("type: number", "type: numbr")}
    )
    file = tmp_path / "form.md"
    status, _, err = study("questionnaire", "export", "--to", "markdown", "--out", file, "--root", paths.root)
    assert status == 1 and "lever-1.yaml" in err and "number" in err and not file.exists()


def test_a_folder_that_cannot_be_written_is_said(small_study, study, tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    target = tmp_path / "file" / "form.md"
    status, _, err = study("questionnaire", "export", "--to", "markdown", "--out", target, "--root", small_study.root)
    assert status == 1 and "file" in err
