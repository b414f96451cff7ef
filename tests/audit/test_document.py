import re
import sysconfig
from pathlib import Path

import document
import environments
import locks
import pytest
import sizes

from study.base.show import render

TEXT = document.TARGET.read_text("utf-8")


@pytest.fixture(scope="module")
def measured():
    here = environments.installed([Path(sysconfig.get_path("purelib"))])
    return document.measured(locks.direct(), {name: dist for (name, _), dist in here.items()})


def rows(heading):
    section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in section.splitlines()
        if line.startswith("| `")
    ]


def test_the_document_names_every_direct_dependency_with_its_reason_and_none_too_many():
    told = {row[0].strip("` "): row for row in rows("Asked for")}
    assert list(told) == locks.direct()
    assert all(len(row) == 6 and row[1] and row[2] for row in told.values())
    given = document.reasons()
    assert {name: (row[1], row[2]) for name, row in told.items()} == {
        name: (given[name]["for"], given[name]["instead"]) for name in told
    }


def test_the_document_names_the_whole_runtime_set_with_the_lock(measured):
    named = [row[0].strip("` ") for heading in ("Asked for", "Brought along") for row in rows(heading)]
    assert len(named) == len(set(named))
    pins = locks.read([locks.ROOT / locks.MAIN])
    reached = locks.runtime(pins, locks.direct())
    # What the lock holds for other platforms is not installed here, and is not in the list.
    elsewhere = {pin.name for pin in pins if pin.marker}
    assert set(named) <= reached and reached - set(named) <= elsewhere
    assert measured.names <= reached and reached - measured.names <= elsewhere


def test_the_runtime_set_is_below_the_limit(measured):
    assert document.too_large(measured.files_bytes()) == []
    assert measured.files_bytes() > 100 * 10**6 and measured.sizes["pandas"].bytecode_bytes > 10**6


def test_what_is_above_the_limit_or_without_reason_is_told():
    given = {"a": {"for": "x", "instead": "y"}, "b": {"for": "x"}, "c": {"for": "x", "instead": "y"}}
    found = [*document.problems(given, ["a", "b", "d"]), *document.too_large(1_234_000_000)]
    told = " ".join(render(found, "en", None).split())
    assert len(found) == 4
    assert "docs/audit/reasons.yaml: Nothing says what “b” is for, or what was considered instead." in told
    assert (
        "docs/audit/reasons.yaml: Nothing says what “d” is for" in told
        and "docs/audit/reasons.yaml: “c” is no direct dependency in pyproject.toml." in told
    )
    assert "requirements.lock: The runtime set takes 1,234 MB; the limit is 1,000 MB." in told
    assert document.problems(document.reasons(), locks.direct()) == []


def test_sizes_are_of_the_files_on_record_and_their_bytecode(tmp_path, monkeypatch):
    class File(str):
        def locate(self):
            return tmp_path / self

    (tmp_path / "__pycache__").mkdir()
    for name, size in {"tool.py": 10, "tool.so": 100, "__pycache__/tool.cpython-311.pyc": 7, "other.py": 5}.items():
        (tmp_path / name).write_bytes(b"x" * size)
    dist = type(
        "Package",
        (),
        {"files": [File("tool.py"), File("tool.so"), File("gone.py"), File("__pycache__/tool.cpython-311.pyc")]},
    )()
    assert sizes.size(dist) == sizes.Size(110, 7) and sizes.size(dist).total_bytes == 117


def test_what_goes_with_a_package_is_what_nothing_else_asks_for():
    def package(*requires):
        return type("Package", (), {"requires": list(requires)})()

    there = {
        "a": package("shared>=1", "only-a[extra]", "never; sys_platform == 'nowhere'"),
        "b": package("shared", "not-asked; extra == 'more'"),
        "shared": package(),
        "only-a": package("deep; extra == 'extra'"),
        "deep": package("a"),
        "never": package(),
        "not-asked": package(),
    }
    assert sizes.closure(["a", "b"], there) == {"a", "b", "shared", "only-a", "deep"}
    assert sizes.alone(["a"], ["a", "b"], there) == {"a", "only-a", "deep"}
    assert sizes.alone(["b"], ["a", "b"], there) == {"b"}


def test_the_steps_add_up_and_say_how_many_halve_it(measured):
    steps = document.steps(measured)
    total = measured.bytes_of(measured.names)
    assert total - sum(step[2] for step in steps) == steps[-1][3] > 0
    said = re.search(r"The first (\d+) together halve it", TEXT)
    halves = [number for number, step in enumerate(steps, 1) if step[3] <= total / 2]
    assert said and int(said[1]) == halves[0]
