import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.intake import checksums

SOURCES = "data/raw/evidence/sources.csv"
SEAL = "data/raw/CHECKSUMS.sha256"


def test_a_sealed_study_has_no_problem(small_study):
    assert checksums.verify(small_study) == []


def test_the_seal_is_sha256sums_own_format(small_study):
    lines = small_study.checksums.read_text().splitlines()
    assert [line[66:] for line in lines] == sorted(line[66:] for line in lines)
    assert "frame.csv" in [line[66:] for line in lines]
    assert not any("CHECKSUMS" in line for line in lines)
    if tool := shutil.which("sha256sum"):
        command = [tool, "--check", "--strict", small_study.checksums.name]
        subprocess.run(command, cwd=small_study.raw, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("name", "content", "code", "english", "french"),
    [
        ("data/raw/stray.csv", "a\n", "unsealed-file", "This file is not sealed", "Ce fichier n’est pas scellé"),
        (SOURCES, "a\n", "changed-file", "not the one that was sealed", "n’est plus celui qui a été scellé"),
        (SOURCES, None, "vanished-file", "is no longer there", "n’est plus là"),
        (SEAL, None, "no-checksums", "The inputs are not sealed", "Les données ne sont pas scellées"),
    ],
)
def test_each_fault_names_the_file_and_the_way_out(small_study, said, name, content, code, english, french):
    path = small_study.root / name
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    [problem] = checksums.verify(small_study)
    assert (problem.code, problem.place.file) == (code, name)
    assert english in said(problem, "en") and "`study seal`" in said(problem, "en")
    assert french in said(problem, "fr") and "`study seal`" in said(problem, "fr")


def test_a_broken_line_of_the_seal(small_study, said):
    small_study.checksums.write_text(small_study.checksums.read_text() + "nonsense\n")
    [problem] = checksums.verify(small_study)
    lines = len(small_study.checksums.read_text().splitlines())
    assert (problem.code, problem.place.file, problem.place.line) == ("broken-checksums", SEAL, lines)
    assert "“nonsense” is not a checksum" in said(problem, "en")
    assert "« nonsense » n’est pas une somme de contrôle" in said(problem, "fr")


@pytest.mark.parametrize(
    "name",
    [
        *(".DS_Store", "evidence/.DS_Store", "evidence/~$evidence.csv", "evidence/.~lock.evidence.csv#", "Thumbs.db"),
        *("evidence/evidence.csv~", "evidence/.evidence.csv.swp", "waves/.ipynb_checkpoints/x.md", "._frame.csv"),
    ],
)
def test_what_programs_leave_behind_is_no_input(small_study, name):
    path = small_study.raw / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    assert checksums.verify(small_study) == []
    assert checksums.raw_files(small_study).ignored == (name,)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_changed_byte_is_seen(small_study, data):
    names = list(checksums.raw_files(small_study).covered)
    path = small_study.raw / data.draw(st.sampled_from(names))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1)) if before else 0
    bit = 1 << data.draw(st.integers(0, 7))
    try:
        path.write_bytes(before[:at] + bytes([before[at] ^ bit]) + before[at + 1 :])
        [problem] = checksums.verify(small_study)
        assert (problem.code, problem.place.file) == ("changed-file", small_study.relative(path))
    finally:
        path.write_bytes(before)
