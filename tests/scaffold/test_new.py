import re
import shutil
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from study.base.errors import StudyError, UsageError
from study.base.layout import ROOT_VARIABLE, StudyPaths
from study.codebook.load import load_study
from study.intake.checksums import verify
from study.intake.wave import list_waves
from study.pipeline.check import check_wave
from study.report.build import build_report
from study.scaffold import new as module
from study.scaffold.new import TEMPLATE, new_study, notebooks

FIRST = re.compile(
    r"m[ée]tropole|spaser|économie sociale|levier\b|\bsiren\b|\bscic\b|Avise|RTES|\bESS\b", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def _no_root(monkeypatch):
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_new_study_is_the_template_the_notebooks_and_a_seal(tmp_path):
    made = new_study(tmp_path / "somewhere" / "new")
    root = tmp_path / "somewhere" / "new"
    found = files(root)
    assert sorted(path.relative_to(root).as_posix() for path in made) == sorted(found)
    template = files(TEMPLATE)
    assert {"README.md", ".gitignore", ".gitattributes", "data/raw/frame.csv"} <= set(template)
    assert {name: found[name] for name in template} == template
    own = {f"notebooks/{path.name}": path.read_bytes() for path in notebooks()}
    assert set(found) - set(template) == {*own, "data/raw/CHECKSUMS.sha256"} and len(own) >= 4
    assert {name: found[name] for name in own} == own


def test_it_is_sealed_and_holds_no_problem(tmp_path):
    new_study(tmp_path / "new")
    paths = StudyPaths(tmp_path / "new")
    assert verify(paths) == []
    (wave,) = list_waves(paths)
    found = check_wave(paths, wave)
    assert found.cleaned.conflicts().empty and found.cleaned.disagreements.empty
    study = load_study(paths)
    assert study.languages == ("fr", "en") and len(found.inputs.frame) == 6


def test_two_new_studies_are_the_same(tmp_path):
    new_study(tmp_path / "one")
    new_study(tmp_path / "two" / "deeper")
    assert files(tmp_path / "one") == files(tmp_path / "two" / "deeper")


def test_an_empty_folder_is_filled(tmp_path, monkeypatch):
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    new_study(Path())
    assert (tmp_path / "new" / "data" / "raw" / "frame.csv").is_file()


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "folder/"])
def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path, name, said):
    (tmp_path / "new").mkdir()
    inside = tmp_path / "new" / name
    inside.mkdir() if name.endswith("/") else inside.write_text("mine")
    with pytest.raises(UsageError) as caught:
        new_study(tmp_path / "new")
    (problem,) = caught.value.problems
    assert caught.value.exit_status == 2 and problem.code == "folder-not-empty"
    assert "new" in said(problem, "en") and "écrasé" in said(problem, "fr")
    assert [path.name for path in (tmp_path / "new").iterdir()] == [name.rstrip("/")]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "new").write_text("mine")
    with pytest.raises(UsageError):
        new_study(tmp_path / "new")
    assert (tmp_path / "new").read_text() == "mine"


def test_where_nothing_can_be_written_the_folder_is_named(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StudyError) as caught:
        new_study(tmp_path / "file" / "new")
    assert [problem.code for problem in caught.value.problems] == ["not-writable"]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("there", [True, False])
def test_a_failure_leaves_nothing(tmp_path, monkeypatch, there):
    broken = tmp_path / "template"
    shutil.copytree(TEMPLATE, broken)
    (broken / "data" / "raw" / "frame.csv").write_text("territory\n", encoding="utf-8")
    monkeypatch.setattr(module, "TEMPLATE", broken)
    target = tmp_path / "a" / "b" / "new"
    if there:
        target.mkdir(parents=True)
    with pytest.raises(StudyError):
        new_study(target)
    assert list(target.iterdir()) == [] if there else not (tmp_path / "a").exists()


def test_a_failure_at_the_last_step_leaves_nothing(tmp_path, monkeypatch):
    rename, moved = Path.rename, []

    def once(self, target):
        if moved:
            raise OSError("no")
        moved.append(target)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", once)
    with pytest.raises(StudyError):
        new_study(tmp_path / "new")
    assert len(moved) == 1 and not (tmp_path / "new").exists()


def test_the_notebooks_of_a_wheel_are_taken_first(tmp_path, monkeypatch):
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "1_only.ipynb").write_text("{}")
    monkeypatch.setattr(module, "_SHIPPED", shipped)
    assert [path.name for path in notebooks()] == ["1_only.ipynb"]


@pytest.mark.parametrize("name", sorted(files(TEMPLATE)))
def test_no_word_of_another_study_is_in_the_template(name):
    assert FIRST.findall((TEMPLATE / name).read_text("utf-8")) == []


def test_every_key_of_the_yaml_files_has_its_comment_nearby():
    for path in TEMPLATE.rglob("*.yaml"):
        assert path.read_text("utf-8").startswith("# ")
    study = (TEMPLATE / "data" / "raw" / "questionnaire" / "study.yaml").read_text("utf-8")
    for key in yaml.safe_load(study):
        above = study[: study.index(f"\n{key}:")].rsplit("\n\n", 1)[-1]
        assert key == "lever_noun" or "#" in above, key


def test_the_readme_says_the_same_files_in_both_languages():
    french, english = (TEMPLATE / "README.md").read_text("utf-8").split("\n# A study of your own\n")
    named = [set(re.findall(r"^\| `([^`]+)`", text, flags=re.M)) for text in (french, english)]
    assert {name.replace("/fr/", "/en/") for name in named[0]} == named[1] and len(named[1]) == 8
    raw = TEMPLATE / "data" / "raw"
    assert all(list(raw.glob(name.rstrip("/"))) for text in named for name in text)


@pytest.fixture
def report(tmp_path, play_notebook):
    """The report of a new study in a language, its notebooks run in this process; its PDF as text on one line."""

    def build(lang: str) -> tuple[str, StudyPaths]:
        new_study(tmp_path / lang)
        paths = StudyPaths(tmp_path / lang)
        wave = {"wave": "2024", "lang": lang}
        executed = [play_notebook(paths, "1_clean", "1_clean", wave)]
        executed += [play_notebook(paths, "2_lever", f"2_lever-{n}", {**wave, "lever": n}) for n in (1, 2)]
        executed += [play_notebook(paths, stem, stem, wave) for stem in ("3_overview", "4_replication")]
        folders = ("clean", "lever-1", "lever-2", "overview", "replication")
        tables = [
            paths.processed("2024") / folder / name for folder in folders for name in ("indicators.csv", "numbers.csv")
        ]
        build_report(paths, "2024", lang, executed, tables)
        pages = PdfReader(paths.report_pdf("2024")).pages
        text = " ".join("\n".join(leaf.extract_text() for leaf in pages).replace("\u00ad\n", "").split())
        return text.replace("\u202f", " ").replace("\u00a0", " "), paths

    return build


def test_it_builds_as_it_is_and_says_that_it_is_invented(report):
    text, _ = report("fr")
    assert "Comment les villes font place au vélo" in text and "Cette édition est fictive" in text
    # Aubelle and Brévan answered yes, Fontigny's plan is documented; Clairvay plans, Dornes and Valmorin say no.
    assert "Sur 6 villes, 3 ont adopté un plan vélo" in text
    # 62,5 + 38 + 21,4 answered, 14,5 documented.
    assert "136,4 kilomètres de voies" in text
    assert "Atelier de réparation" in text and "Dans leurs propres termes" in text
    assert FIRST.findall(text) == []


def test_its_english_twin_builds_too(report):
    text, _ = report("en")
    assert "This edition is fictitious" in text and "Of 6 towns, 3 have adopted a cycling plan" in text
    assert "136.4 kilometres of lanes" in text and FIRST.findall(text) == []
