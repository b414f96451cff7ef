import locks
import pytest

from study.base.errors import StudyError
from study.base.show import render

HASH = "sha256:" + "a" * 64
LOCK = f"""colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash={HASH} \\
    --hash={HASH[:-1]}b
    # via click
Click==8.5.1 \\
    --hash={HASH}
    # via
    #   ess-study (pyproject.toml)
    #   typer
"""


def lock(tmp_path, text, name="requirements.lock"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_a_lock_is_read_with_markers_hashes_and_who_asks(tmp_path):
    colorama, click = locks.read([lock(tmp_path, LOCK)])
    assert (colorama.name, colorama.version, colorama.marker) == ("colorama", "0.4.6", "sys_platform == 'win32'")
    assert len(colorama.hashes) == 2 and colorama.via == ("click",)
    assert (click.name, click.line, click.via) == ("click", 5, ("ess-study", "typer"))


def test_every_line_that_is_not_pinned_or_has_no_hash_is_told_at_once_with_its_lock_and_line(tmp_path):
    first = lock(tmp_path, f"a>=1 \\\n    --hash={HASH}\nb==2\n    # via a\n")
    second = lock(tmp_path, "c==1 \\\n    --hash=md5:00\nd @ file:d.whl\n", "requirements-lab.lock")
    with pytest.raises(StudyError) as caught:
        locks.read([first, second])
    said = " ".join(render(caught.value.problems, "en", None).split())
    assert "4 problems" in said
    assert "requirements.lock, line 1: “a>=1” is not a package pinned to one version" in said
    assert "requirements.lock, line 3: “b==2” is pinned without a SHA-256 hash." in said
    assert "requirements-lab.lock, line 1: “c==1” is pinned without" in said
    assert "requirements-lab.lock, line 3: “d @ file:d.whl” is not" in said
    assert "run `make lock`" in said and "Another file under the same name" in said


def test_the_runtime_set_is_reached_from_the_direct_dependencies_whatever_the_platform(tmp_path):
    more = f"pytest==9 \\\n    --hash={HASH}\n    # via ess-study (pyproject.toml)\n"
    pins = locks.read([lock(tmp_path, LOCK + more)])
    assert locks.runtime(pins, ["click"]) == {"click", "colorama"}


def test_the_repositorys_own_locks_hold():
    pins = locks.read(locks.lock_files())
    assert {pin.lock for pin in pins} == {path.name for path in locks.lock_files()}
    main = [pin for pin in pins if pin.lock == locks.MAIN]
    needed = locks.runtime(main, locks.direct())
    assert {"pandas", "numpy", "colorama"} < needed and not needed & {"pytest", "ruff", "mypy", "playwright"}
