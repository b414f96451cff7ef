"""Names and links: nothing outside the study's folder is read, and no two files are one on another system."""

import os
import unicodedata

import pytest

from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.exports.files import read_file
from study.intake.checksums import verify
from study.intake.inputs import input_problems, load_inputs
from study.intake.seal import seal
from study.report.commentary import read_commentary, written_problems

SECRET = "root:x:0:0:root:/root:/bin/bash"
INPUTS = (
    "frame.csv", "evidence/evidence.csv", "evidence/sources.csv", "evidence/corrections.csv", "questionnaire/study.yaml",
    "questionnaire/lever-1.yaml", "waves/2020/wave.yaml", "waves/2020/claims.csv",
)  # fmt: skip


def codes(problems) -> set[str]:
    return {problem.code for problem in problems}


def linked(paths: StudyPaths, name: str, target) -> None:
    path = paths.raw / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


@pytest.mark.parametrize("name", INPUTS)
def test_a_link_in_the_place_of_an_input_is_refused_and_not_read(small_study, tmp_path, name) -> None:
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    linked(small_study, name, tmp_path / "secret")
    problems = input_problems(small_study)
    assert {problem.place.file for problem in problems if problem.code == "input-link"} == {f"data/raw/{name}"}
    assert "root:" not in "".join(str(problem) for problem in problems)
    with pytest.raises(StudyError) as refused:
        load_inputs(small_study, "2020")
    assert "input-link" in codes(refused.value.problems)


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "../" * 30 + "etc/passwd", "/dev/zero", "/nowhere", "frame.csv", "."]
)
def test_wherever_a_link_leads_it_is_refused_and_nothing_is_sealed(small_study, target) -> None:
    before = small_study.checksums.read_bytes()
    linked(small_study, "frame.csv", target)
    with pytest.raises(StudyError) as refused:
        seal(small_study)
    assert "input-link" in codes(refused.value.problems) and "root:" not in str(refused.value)
    assert small_study.checksums.read_bytes() == before


@pytest.mark.parametrize("name", ["waves/2020/responses/export.csv", "waves/2020/commentary/fr/method.md"])
def test_a_link_among_what_is_listed_is_refused_too(small_study, tmp_path, name) -> None:
    (tmp_path / "elsewhere").write_text("id;q\n1;2\n", "utf-8")
    linked(small_study, name, tmp_path / "elsewhere")
    assert "input-link" in codes(input_problems(small_study))
    assert codes(verify(small_study)) == {"input-link"}
    if name.endswith(".md"):
        text = read_commentary(small_study, "2020", "fr")["method"]
        assert codes(written_problems(text)) == {"input-link"} and text.body == ""


def test_a_folder_of_elsewhere_is_refused_and_its_answers_are_not_read(small_study, tmp_path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "export.csv").write_text("Territoire;Schéma adopté\nArbois;oui\n", "utf-8")
    small_study.responses("2020").symlink_to(folder, target_is_directory=True)
    problems = input_problems(small_study)
    assert codes(problems) == {"input-link"}
    assert codes(verify(small_study)) == {"input-link"}


def test_the_whole_of_data_raw_may_stand_elsewhere(small_study, tmp_path) -> None:
    small_study.raw.rename(tmp_path / "data-of-the-study")
    small_study.raw.symlink_to(tmp_path / "data-of-the-study", target_is_directory=True)
    assert verify(small_study) == [] and input_problems(small_study) == []


@pytest.mark.parametrize("name", INPUTS[:4])
def test_a_pipe_or_a_folder_is_no_input_and_nothing_waits_for_it(small_study, name) -> None:
    path = small_study.raw / name
    path.unlink()
    os.mkfifo(path)
    assert "input-not-file" in codes(input_problems(small_study))
    path.unlink()
    path.mkdir()
    assert "input-not-file" in codes(input_problems(small_study))


def test_a_file_without_end_is_not_read(small_study) -> None:
    os.truncate(small_study.evidence, 1 << 40)  # a hole: no byte of it is on the disk
    (small_study.questionnaire / "lever-0.yaml").unlink()
    (small_study.questionnaire / "lever-0.yaml").touch()
    os.truncate(small_study.questionnaire / "lever-0.yaml", 1 << 40)
    problems = input_problems(small_study)
    assert {problem.place.file for problem in problems if problem.code == "input-too-large"} == {
        "data/raw/evidence/evidence.csv",
        "data/raw/questionnaire/lever-0.yaml",
    }


def test_what_a_user_may_not_read_is_said(tmp_path) -> None:
    path = tmp_path / "export.csv"
    path.mkdir()
    assert codes(read_file(path, "export.csv")[1]) == {"export-unreadable"}
    path.rmdir()
    os.mkfifo(path)
    assert codes(read_file(path, "export.csv")[1]) == {"export-unreadable"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Étude.csv", unicodedata.normalize("NFD", "Étude.csv")),
        ("Export.csv", "export.csv"),
        ("straße.csv", "STRASSE.csv"),
        ("été.csv", unicodedata.normalize("NFD", "ÉTÉ.csv")),
    ],
)
def test_names_that_are_one_elsewhere_collide(small_study, one, other) -> None:
    folder = small_study.raw / "contours"
    folder.mkdir(exist_ok=True)
    for name in (one, other):
        (folder / name).write_text("x", "utf-8")
    (problem,) = (problem for problem in verify(small_study))
    assert problem.code == "file-names-collide" and problem.details["other"].startswith("data/raw/contours/")
    with pytest.raises(StudyError):
        seal(small_study)


@pytest.mark.parametrize("name", [b"a\xff.csv", b"a\nb.csv", b"a\x1b[2J.csv", b"a\x7f.csv", "a\u2028b.csv".encode()])
def test_a_name_that_the_seal_cannot_hold_is_refused(small_study, name, said) -> None:
    before = small_study.checksums.read_bytes()
    # A line end in a name would be one more line of the seal, whoever signed it.
    (small_study.raw / "contours").mkdir(exist_ok=True)
    with open(os.fsencode(small_study.raw / "contours") + b"/" + name, "wb") as file:  # noqa: PTH123 - bytes, not a path
        file.write(b"x")
    (problem,) = verify(small_study)
    assert problem.code == "file-name-not-text" and said(problem, "fr").isprintable()
    with pytest.raises(StudyError) as refused:
        seal(small_study)
    assert codes(refused.value.problems) == {"file-name-not-text"}
    assert small_study.checksums.read_bytes() == before
