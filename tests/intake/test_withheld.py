"""Answers that are kept out of git: said where they are missing, no damage to anything else."""

import pytest

from study.base.errors import StudyError
from study.intake.checksums import sealed
from study.intake.inputs import input_problems, load_inputs
from study.intake.seal import seal
from study.intake.series import waves_before
from study.intake.wave import load_wave
from study.intake.withheld import withheld_files

FOLDER = "data/raw/waves/2020/responses/"
WITHHELD = {
    "data/raw/waves/2020/wave.yaml": lambda wave: wave + "survey:\n  withheld: true\n",
    FOLDER + "a.csv": "territory,scheme\narbois,yes\n",
    FOLDER + "README.md": "What is here is withheld.\n",
    FOLDER + ".gitignore": "*\n",
}


@pytest.fixture
def clone(make_study):
    """A copy of a study without the answers that its wave withholds."""
    paths = make_study(WITHHELD)
    (paths.root / FOLDER / "a.csv").unlink()
    return paths


def test_with_the_answers_nothing_is_withheld(make_study):
    paths = make_study(WITHHELD)
    assert withheld_files(paths) == {} and len(load_inputs(paths, "2020").responses.answers)


def test_building_such_a_wave_says_so(clone, said):
    assert withheld_files(clone) == {"2020": ("waves/2020/responses/a.csv",)}
    with pytest.raises(StudyError) as caught:
        load_inputs(clone, "2020")
    [problem] = caught.value.problems
    assert problem.code == "responses-withheld" and problem.place.file == FOLDER.rstrip("/")
    assert "are withheld" in said(problem, "en") and "réservées" in said(problem, "fr")


def test_other_waves_are_built_and_sealed_as_ever(clone):
    wave = (clone.root / "data/raw/waves/2020/wave.yaml").read_text()
    later = clone.root / "data/raw/waves/2022"
    later.mkdir()
    changed = wave.replace("2020-12-31", "2022-12-31").replace('wave: "2020"', 'wave: "2022"')
    (later / "wave.yaml").write_text(changed.replace("survey:\n  withheld: true\n", ""))
    (later / "claims.csv").write_bytes((clone.root / "data/raw/waves/2020/claims.csv").read_bytes()[:0])
    heading = (clone.root / "data/raw/waves/2020/claims.csv").read_text().splitlines()[0] + "\n"
    (later / "claims.csv").write_text(heading)
    before = sealed(clone)[0]["waves/2020/responses/a.csv"]
    assert input_problems(clone) == []
    report = seal(clone)
    assert sorted(change.file for change in report.changes) == [
        "data/raw/waves/2022/claims.csv",
        "data/raw/waves/2022/wave.yaml",
    ]
    assert sealed(clone)[0]["waves/2020/responses/a.csv"] == before, "the seal still knows what is withheld"
    assert load_inputs(clone, "2022").wave.wave == "2022"
    about, problems = load_wave(clone, "2022")
    assert problems == [] and waves_before(clone, about) == []


def test_answers_that_are_not_withheld_are_missed(make_study):
    paths = make_study({FOLDER + "a.csv": "territory,scheme\narbois,yes\n"})
    (paths.root / FOLDER / "a.csv").unlink()
    assert withheld_files(paths) == {}
    with pytest.raises(StudyError) as caught:
        load_inputs(paths, "2020")
    assert [problem.code for problem in caught.value.problems] == ["vanished-file"]


def test_some_of_several_answers_missing_is_damage(make_study):
    paths = make_study({**WITHHELD, FOLDER + "b.csv": "territory,clauses\narbois,yes\n"})
    (paths.root / FOLDER / "a.csv").unlink()
    with pytest.raises(StudyError) as caught:
        load_inputs(paths, "2020")
    assert [problem.code for problem in caught.value.problems] == ["vanished-file"]
