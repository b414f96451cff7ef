"""Which code computes indicators, and running another one."""

import ast
from pathlib import Path

import pytest

import study
from study.archive.record import SourceFile
from study.base.errors import StudyError
from study.bridge.code import ROOMS, changed_modules, run

PACKAGE = Path(study.__file__).parent


def rooms_of(room):
    """The rooms that the modules of a room import from, wherever they do so."""
    found = set()
    for path in (PACKAGE / room).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("study."):
                found.add(node.module.split(".")[1])
    return found


def test_the_rooms_are_all_that_indicators_are_made_in():
    behind, open_ = set(), {"indicators"}
    while open_:
        behind |= open_
        open_ = {other for room in open_ for other in rooms_of(room)} - behind
    assert set(ROOMS) == behind


def test_code_that_differs_is_told_module_by_module(two_waves, kit):
    edition = kit.freeze(two_waves, "2020")
    assert changed_modules(edition) == ()

    def other(source):
        path = source.path
        if path == "src/study/answers/facts.py":
            return source.model_copy(update={"sha256": "0" * 64})
        return (
            source.model_copy(update={"path": "src/study/answers/old.py"})
            if path.endswith("answers/states.py")
            else source
        )

    changed = edition.model_copy(update={"code": tuple(other(source) for source in edition.code)})
    assert changed_modules(changed) == ("study/answers/facts.py", "study/answers/old.py", "study/answers/states.py")


def test_what_prints_and_what_lies_outside_the_rooms_computes_nothing(two_waves, kit):
    edition = kit.freeze(two_waves, "2020")
    more = [
        SourceFile(path=path, blob="0" * 40, sha256="0" * 64)
        for path in ("src/study/figures/map.py", "notebooks/1_clean.ipynb", "src/study/base/data.json")
    ]
    assert changed_modules(edition.model_copy(update={"code": (*edition.code, *more)})) == ()


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; print('no'); sys.exit('first\\n\\nsecond')", "first second"),
        ("print('no JSON')", "no JSON"),
        ("print('[1]')", "[1]"),
        ("", "–"),
    ],
)
def test_code_that_gives_nothing_is_quoted(tmp_path, small_study, program, said):
    package = tmp_path / "old" / "src" / "study"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", "utf-8")
    (package / "__main__.py").write_text(program, "utf-8")
    with pytest.raises(StudyError) as caught:
        run(tmp_path / "old", small_study, "2020")
    assert [(problem.code, problem.details["said"]) for problem in caught.value.problems] == [
        ("bridge-no-answer", said)
    ]
