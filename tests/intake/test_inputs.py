import time

import pytest

from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.intake.inputs import input_problems, load_inputs

RAW = "data/raw/"


def test_the_small_study(small_study):
    inputs = load_inputs(small_study, "2020")
    assert inputs.paths == small_study
    assert inputs.wave.wave == "2020"
    assert inputs.frame["territory"].tolist() == ["arbois", "belleville", "cassis"]
    assert inputs.frame["population_municipal"].tolist() == [100100, 200100, 300100]  # of the vintage the wave names
    assert len(inputs.frames_all) == 6
    assert (len(inputs.evidence), len(inputs.sources), len(inputs.corrections), len(inputs.claims)) == (14, 2, 0, 3)


def test_all_problems_of_all_files_come_at_once(make_study):
    paths = make_study(
        {
            RAW + "frame.csv": lambda text: text.replace("200000001", "2", 1),
            RAW + "questionnaire/lever-1.yaml": lambda text: text.replace("    unit: eur\n", ""),
            RAW + "evidence/evidence.csv": lambda text: text.replace("E010,cassis", "E009,casis"),
            RAW + "evidence/sources.csv": lambda text: text.replace("https://example.org/rapport", "ftp://x"),
            RAW + "waves/2020/wave.yaml": lambda text: text.replace("reference_date: 2020-12-31\n", ""),
            RAW + "waves/2020/claims.csv": lambda text: text.replace("frame.count", ""),
        },
    )
    (paths.raw / "stray.txt").write_text("x")
    with pytest.raises(StudyError) as caught:
        load_inputs(paths, "2020")
    assert caught.value.exit_status == 1
    assert sorted((problem.place.file.removeprefix(RAW), problem.code) for problem in caught.value.problems) == [
        ("evidence/evidence.csv", "duplicate-key"),
        ("evidence/evidence.csv", "unknown-territory"),
        ("evidence/sources.csv", "bad-address"),
        ("frame.csv", "bad-siren"),
        ("questionnaire/lever-1.yaml", "number-without-unit"),
        ("stray.txt", "unsealed-file"),
        ("waves/2020/claims.csv", "claim-without-basis"),
        ("waves/2020/wave.yaml", "wave-without-reference-date"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("frame.csv", "questionnaire/study.yaml", "evidence/evidence.csv", "evidence/sources.csv"),
        *("evidence/corrections.csv", "waves/2020/claims.csv"),
    ],
)
def test_a_missing_file_is_named_once_without_echoes(make_study, name):
    paths = make_study({RAW + name: None})
    assert [(problem.code, problem.place.file) for problem in input_problems(paths)] == [("missing-file", RAW + name)]


def test_the_seal_can_be_left_aside(make_study):
    paths = make_study(sealed=False)
    with pytest.raises(StudyError) as caught:
        load_inputs(paths, "2020")
    assert [problem.code for problem in caught.value.problems] == ["no-checksums"]
    assert load_inputs(paths, "2020", sealed=False).wave.wave == "2020"


def test_reading_writes_nothing(small_study):
    before = {path: path.stat().st_mtime_ns for path in small_study.root.rglob("*")}
    load_inputs(small_study, "2020")
    assert {path: path.stat().st_mtime_ns for path in small_study.root.rglob("*")} == before


def test_the_inputs_of_this_repository_are_whole_and_quick_to_load(request):
    paths = StudyPaths(request.config.rootpath)
    start = time.process_time()
    inputs = load_inputs(paths, "2019", sealed=False)
    assert time.process_time() - start < 2  # some 0.3 s on a quiet machine
    assert (len(inputs.frame), len(inputs.evidence), len(inputs.sources), len(inputs.claims)) == (22, 954, 425, 11)
    assert input_problems(paths) == []
    gathered = inputs.evidence[inputs.evidence["question"] == "actions"]
    assert (gathered["code"] != "actions").all() and len(gathered) > 50
