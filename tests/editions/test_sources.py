import hashlib
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.base.layout import StudyPaths
from study.editions.sources import blob_id, sources_of
from study.intake.wave import load_wave
from study.pipeline.check import check_wave

OF_2020 = [
    "data/raw/evidence/corrections.csv",
    "data/raw/evidence/evidence.csv",
    "data/raw/evidence/sources.csv",
    "data/raw/frame.csv",
    "data/raw/questionnaire/lever-0.yaml",
    "data/raw/questionnaire/lever-1.yaml",
    "data/raw/questionnaire/study.yaml",
    "data/raw/waves/2020/claims.csv",
    "data/raw/waves/2020/commentary/fr/introduction.md",
    "data/raw/waves/2020/wave.yaml",
]


def sources(paths, package, wave="2020"):
    loaded, problems = load_wave(paths, wave)
    assert loaded is not None, problems
    return sources_of(paths, loaded, package)


def names(group):
    return [source.path for source in group]


def test_a_file_is_named_by_its_place_its_sha256_and_the_id_that_git_gives_it(small_study, package, git):
    [frame] = [source for source in sources(small_study, package).inputs if source.path == "data/raw/frame.csv"]
    assert frame.sha256 == hashlib.sha256(small_study.frame.read_bytes()).hexdigest()
    assert frame.blob == git(small_study.root, "hash-object", "--no-filters", "data/raw/frame.csv").strip()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
@settings(max_examples=15, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_content_has_gits_id_in_both_of_its_formats(tmp_path_factory, content):
    for algorithm in ("sha1", "sha256"):
        folder = tmp_path_factory.getbasetemp() / f"ids-{algorithm}"
        if not folder.exists():
            subprocess.run(["git", "init", "-q", f"--object-format={algorithm}", str(folder)], check=True)
        command = ["git", "-C", str(folder), "hash-object", "--stdin"]
        said = subprocess.run(command, input=content, capture_output=True, check=True).stdout
        assert said.decode().strip() == blob_id(content, algorithm)


def test_the_inputs_of_a_study_with_one_wave_are_all_but_the_seal_and_what_programs_leave(small_study, package):
    (small_study.raw / "evidence" / ".~lock.evidence.csv#").write_text("x")
    assert names(sources(small_study, package).inputs) == OF_2020


def test_later_waves_are_no_inputs_and_of_earlier_ones_all_but_their_prose(small_study, package, add_wave):
    add_wave(small_study, "2022", "2022-12-31")
    add_wave(small_study, "2018", "2018-12-31")
    add_wave(small_study, "rehearsal", "2017-12-31", fictitious=True)
    (small_study.waves / "2024").mkdir()
    path = small_study.wave_yaml("2020")  # what is invented is compared with nothing
    path.write_text(path.read_text("utf-8").replace("fictitious: true", "fictitious: false"), "utf-8")
    (small_study.waves / "2024" / "draft.csv").write_text("x")
    # Its claims too: the earlier wave is checked before it is compared with, and a wave without claims.csv is none.
    earlier = [f"data/raw/waves/2018/{name}" for name in ("claims.csv", "responses/export.csv", "wave.yaml")]
    assert names(sources(small_study, package).inputs) == sorted([*OF_2020, *earlier])


def test_a_later_wave_that_a_correction_names_is_an_input_by_its_wave_yaml_alone(small_study, package, add_wave):
    add_wave(small_study, "2022", "2022-12-31")
    small_study.corrections.write_text(
        "wave,territory,question,expect,answer,reason,role,date\n2022,arbois,clauses,no,yes,Seen,analyst,2022-12-31\n",
        "utf-8",
    )
    later = [name for name in names(sources(small_study, package).inputs) if "/2022/" in name]
    assert later == ["data/raw/waves/2022/wave.yaml"]


def test_what_a_wave_names_as_its_inputs_is_all_that_its_checks_read(small_study, package, add_wave, tmp_path):
    # The seal of the copy is left out: what is asked is whether anything that is read is missing.
    add_wave(small_study, "2018", "2018-12-31")
    add_wave(small_study, "2022", "2022-12-31")
    path = small_study.wave_yaml("2020")
    path.write_text(path.read_text("utf-8").replace("fictitious: true", "fictitious: false"), "utf-8")
    for wave in ("2018", "2022"):
        shutil.rmtree(small_study.responses(wave))
        small_study.claims(wave).write_bytes(small_study.claims("2020").read_bytes())
    small_study.corrections.write_text(
        "wave,territory,question,expect,answer,reason,role,date\n2022,arbois,clauses,no,yes,Seen,analyst,2022-12-31\n",
        "utf-8",
    )
    copy = StudyPaths(tmp_path / "copy")
    for source in sources(small_study, package).inputs:
        (copy.root / source.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.folder / source.name, copy.root / source.path)
    for wave in ("2018", "2020"):
        check_wave(copy, wave, sealed=False)


def test_the_code_is_the_package_without_what_python_leaves_and_the_notebooks(small_study, package):
    small_study.notebooks.mkdir()
    for name in ("2_lever.ipynb", "1_clean.ipynb", ".hidden.ipynb", "notes.txt"):
        (small_study.notebooks / name).write_text("{}")
    found = names(sources(small_study, package).code)
    assert found == [
        "notebooks/1_clean.ipynb",
        "notebooks/2_lever.ipynb",
        "src/study/__init__.py",
        "src/study/room/a.py",
    ]


def test_the_lock_is_the_studys_own_else_the_packages(small_study, package):
    [lock] = sources(small_study, package).lock
    assert (lock.path, lock.sha256) == ("requirements.lock", hashlib.sha256(b"tool==1\n").hexdigest())
    (small_study.root / "requirements.lock").write_text("own==1\n")
    (package.parents[1] / "pyproject.toml").write_text("")
    project, lock = sources(small_study, package).lock
    assert lock.sha256 == hashlib.sha256(b"own==1\n").hexdigest()
    assert (project.path, project.sha256) == ("pyproject.toml", hashlib.sha256(b"").hexdigest())


def test_names_do_not_hang_on_how_a_file_system_writes_accents(small_study, package):
    folder = small_study.commentary("2020", "fr")
    (folder / "e\u0301te\u0301.md").write_text("x", "utf-8")
    assert "data/raw/waves/2020/commentary/fr/\u00e9t\u00e9.md" in names(sources(small_study, package).inputs)


def test_the_sources_are_the_same_whatever_the_folder(small_study, package, tmp_path):
    copy = StudyPaths(tmp_path / "elsewhere" / "deep" / "b")
    shutil.copytree(small_study.root, copy.root)
    tool = tmp_path / "another" / "src" / "study"
    shutil.copytree(package.parents[1], tool.parents[1])

    def known(found):
        return [(s.path, s.blob, s.sha256) for group in (found.inputs, found.code, found.lock) for s in group]

    assert known(sources(small_study, package)) == known(sources(copy, tool))


def test_a_wave_with_an_earlier_edition_also_rests_on_that_edition_s_record_and_indicators(
    two_waves, edition_kit, package
):
    before = names(sources(two_waves, package, "2027").inputs)
    edition_kit.freeze(two_waves, "2020")
    more = [f"reports/published/2020/{name}" for name in ("MANIFEST.sha256", "edition.json", "indicators.csv")]
    assert names(sources(two_waves, package, "2027").inputs) == sorted([*before, *more])
    # The edition's own wave, and a wave before it, rest on nothing of it.
    assert not any(name.startswith("reports/") for name in names(sources(two_waves, package, "2020").inputs))
