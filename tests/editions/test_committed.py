import os

import pytest

from study.editions.committed import read_head, uncommitted
from study.editions.sources import sources_of
from study.intake.wave import load_wave

EVIDENCE = "data/raw/evidence/evidence.csv"


@pytest.fixture
def faults(package):
    """`faults(paths)`: the code, file and details of each problem with the sources of wave 2020."""

    def run(paths):
        wave, _ = load_wave(paths, "2020")
        problems = uncommitted(paths, sources_of(paths, wave, package))
        return [(problem.code, problem.place.file if problem.place else "", problem.details) for problem in problems]

    return run


def test_nothing_is_wrong_with_a_committed_study(study, faults):
    assert faults(study) == []


def test_files_outside_the_sources_do_not_count(study, faults):
    (study.root / "note.txt").write_text("x")
    study.checksums.write_text("")
    assert faults(study) == []


def test_a_changed_a_new_and_an_ignored_input_each_have_their_problem(study, faults, git):
    path = study.root / EVIDENCE
    path.write_bytes(path.read_bytes() + b"\n")
    commentary = study.commentary("2020", "fr")
    (commentary / "new.md").write_text("x")
    (commentary / "ignored.md").write_text("x")
    (commentary / ".gitignore").write_text("ignored.md\n.gitignore\n")
    prefix = "data/raw/waves/2020/commentary/fr"
    assert faults(study) == [
        ("changed-since-commit", EVIDENCE, {}),
        ("not-committed", f"{prefix}/.gitignore", {}),
        ("not-committed", f"{prefix}/ignored.md", {}),
        ("not-committed", f"{prefix}/new.md", {}),
    ]
    git(study.root, "add", "-A")  # staged is not committed: nobody else could fetch it
    assert len(faults(study)) == 4


def test_code_and_lock_are_asked_about_in_their_own_repository(study, faults, package, commit):
    (package / "room" / "a.py").write_text("A = 2\n")
    (study.notebooks / "1_clean.ipynb").write_text("{ }\n")
    (study.root / "requirements.lock").write_text("a==2\n")
    assert sorted(faults(study)) == [
        ("changed-since-commit", "notebooks/1_clean.ipynb", {}),
        ("changed-since-commit", "requirements.lock", {}),
        ("changed-since-commit", "src/study/room/a.py", {}),
    ]
    commit(package.parents[1])
    commit(study.root)
    assert faults(study) == []


def test_many_files_make_one_problem_that_names_a_few(study, faults, said, package, refused):
    for i in range(7):
        (package / "room" / f"b{i}.py").write_text("")
    [(code, folder, details)] = faults(study)
    assert (code, folder) == ("many-not-committed", "src/study/room")
    assert details == {"count": 7, "files": [f"src/study/room/b{i}.py" for i in range(3)]}
    assert refused(study) == [("many-not-committed", "src/study/room")]


def test_before_the_first_commit_nothing_is_committed(study, faults, git):
    git(study.root, "update-ref", "-d", "HEAD")
    assert [(code, folder) for code, folder, _ in faults(study)] == [
        ("many-not-committed", "data/raw"),
        ("not-committed", "notebooks/1_clean.ipynb"),
        ("not-committed", "requirements.lock"),
    ]


def test_a_study_outside_any_repository_is_one_problem(study, faults, monkeypatch):
    (study.root / ".git").rename(study.root / "git-elsewhere")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(study.root.parent))
    [(code, place, details)] = faults(study)
    assert (code, place) == ("no-work-tree", "")
    assert details["said"].startswith("fatal: not a git repository")


def test_a_machine_without_git_is_told_so(study, faults, monkeypatch):
    monkeypatch.setenv("PATH", "")
    [(code, _, details)] = faults(study)
    assert (code, details["said"]) == ("no-work-tree", "git: FileNotFoundError")


def test_an_installed_package_is_not_asked_about(study, faults, package, monkeypatch):
    (package.parents[1] / ".git").rename(package.parents[1] / "git-elsewhere")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(package.parents[1].parent))
    (package / "room" / "a.py").write_text("A = 2\n")
    assert faults(study) == []


def test_a_package_in_an_ignored_folder_of_a_repository_is_not_asked_about(study, faults, package, git, commit):
    """As in an environment (.venv) within the study's own repository."""
    (package.parents[1] / ".gitignore").write_text("src/\n")
    git(package.parents[1], "rm", "-rq", "--cached", "src")
    commit(package.parents[1])
    assert read_head(package).files == {}
    assert faults(study) == []


def test_a_study_below_the_top_of_its_repository_with_accents_in_its_path(study, tmp_path, git, commit, faults):
    top = tmp_path / "dépôt"
    folder = top / "études" / "une"
    folder.parent.mkdir(parents=True)
    (study.root / ".git").rename(tmp_path / "old")
    study.root.rename(folder)
    (folder / "data" / "raw" / "waves" / "2020" / "commentary" / "fr" / "été.md").write_text("x", "utf-8")
    moved = type(study)(folder)
    commit(top)
    assert faults(moved) == []
    assert "data/raw/waves/2020/commentary/fr/été.md" in read_head(folder).files
    assert (
        read_head(folder).files["data/raw/frame.csv"] == git(folder, "rev-parse", "HEAD:./data/raw/frame.csv").strip()
    )


def test_a_repository_of_the_newer_format_is_understood(study, faults, git, commit, tmp_path):
    (study.root / ".git").rename(tmp_path / "old")
    git(study.root, "init", "-q", "--object-format=sha256")
    commit(study.root)
    assert faults(study) == []
    (study.root / EVIDENCE).write_bytes(b"")
    assert faults(study) == [("changed-since-commit", EVIDENCE, {})]


def test_line_ends_that_git_would_rewrite_count_as_a_change(study, faults, commit):
    (study.root / ".gitattributes").write_text("*.md text eol=lf\n")
    path = study.commentary("2020", "fr") / "introduction.md"
    path.write_bytes(b"a\r\nb\r\n")
    commit(study.root)
    [(code, file, _)] = faults(study)
    assert (code, file) == ("changed-since-commit", "data/raw/waves/2020/commentary/fr/introduction.md")


def test_another_repositorys_variables_do_not_mislead_and_nothing_is_written(study, faults, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    before = {path: path.stat().st_mtime_ns for path in (study.root / ".git").rglob("*")}
    assert faults(study) == []
    assert {path: path.stat().st_mtime_ns for path in (study.root / ".git").rglob("*")} == before
    assert os.environ["GIT_DIR"] == str(tmp_path / "none")
