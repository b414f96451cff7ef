import pytest

from study.base.errors import UsageError
from study.base.layout import StudyPaths, find_root, further_languages, in_language
from study.base.show import render


def test_places_are_those_of_the_design(tmp_path):
    paths = StudyPaths(tmp_path)
    places = {
        paths.frame: "data/raw/frame.csv",
        paths.study_yaml: "data/raw/questionnaire/study.yaml",
        paths.evidence: "data/raw/evidence/evidence.csv",
        paths.sources: "data/raw/evidence/sources.csv",
        paths.corrections: "data/raw/evidence/corrections.csv",
        paths.checksums: "data/raw/CHECKSUMS.sha256",
        paths.wave_yaml("2019"): "data/raw/waves/2019/wave.yaml",
        paths.claims("2019"): "data/raw/waves/2019/claims.csv",
        paths.responses("2019"): "data/raw/waves/2019/responses",
        paths.commentary("2019", "fr"): "data/raw/waves/2019/commentary/fr",
        paths.lever_dir("2019", 3): "data/processed/2019/lever-3",
        paths.report_pdf("2019"): "reports/2019/report.pdf",
        paths.numbers("2019"): "reports/2019/numbers.csv",
        paths.manifest("2019"): "reports/2019/MANIFEST.sha256",
        paths.published("2019"): "reports/published/2019",
        paths.notebooks: "notebooks",
    }
    assert {paths.relative(path): name for path, name in places.items()} == {name: name for name in places.values()}


def test_relative_leaves_a_path_outside_as_it_is(tmp_path):
    assert StudyPaths(tmp_path / "a").relative(tmp_path / "b").endswith("/b")


def test_root_is_found_from_a_folder_below(small_study):
    assert find_root(small_study.waves) == small_study.root


def test_root_is_found_from_the_current_folder(small_study, monkeypatch):
    monkeypatch.chdir(small_study.evidence_folder)
    assert find_root() == small_study.root


def test_the_variable_wins(small_study, tmp_path, monkeypatch):
    monkeypatch.setenv("STUDY_ROOT", str(small_study.root))
    assert find_root(tmp_path) == small_study.root


def test_a_study_named_outright_may_lack_its_frame(make_study, monkeypatch):
    paths = make_study({"data/raw/frame.csv": None})
    monkeypatch.setenv("STUDY_ROOT", str(paths.root))
    assert find_root() == paths.root


@pytest.mark.parametrize("by_variable", [True, False])
def test_no_study_is_wrong_usage(tmp_path, monkeypatch, by_variable):
    monkeypatch.delenv("STUDY_ROOT", raising=False)
    if by_variable:
        monkeypatch.setenv("STUDY_ROOT", str(tmp_path))
    with pytest.raises(UsageError) as caught:
        find_root(tmp_path)
    assert caught.value.exit_status == 2
    [problem] = caught.value.problems
    assert (problem.code, problem.value) == ("no-study-folder", str(tmp_path))
    assert "Aucune étude" in render([problem], "fr") and "--root" in render([problem], "en")


def test_each_file_of_a_report_has_a_name_of_its_own_in_each_language_and_the_languages_are_read_off_them():
    names = ["report.pdf", "report.html", "contents.csv", "figures/a.svg", "notebooks/1_clean.ipynb"]
    every = [in_language(name, lang) for lang in ("", "en", "de") for name in names]
    assert len(set(every)) == len(every) and every[: len(names)] == names
    assert further_languages(every) == ("de", "en") and further_languages(names) == ()
    assert further_languages(["report.pdf.bak", "en/report.pdf", "report.en.html"]) == ()
