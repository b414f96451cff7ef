from types import SimpleNamespace

import pytest

from study.base.errors import Place, Problem, StudyError
from study.notebooks.inside import PROBLEMS_VARIABLE, handed_over, load_ipython_extension


class NoTerritory(Problem):
    code = "no-territory"
    what = "No territory “{value}”."
    why = "It is not in the frame."
    remedy = "Correct its name."


ERROR = StudyError([NoTerritory(Place("frame.csv", row=3), "lile", {"nearest": "lille"})])


@pytest.fixture
def problems_file(tmp_path, monkeypatch):
    path = tmp_path / "problems"
    monkeypatch.setenv(PROBLEMS_VARIABLE, str(path))
    monkeypatch.setattr(StudyError, "_render_traceback_", None, raising=False)
    return path


@pytest.mark.parametrize("namespace", [{}, {"lang": "fr"}])
def test_ipython_finds_the_problems_text_instead_of_a_traceback(problems_file, namespace):
    load_ipython_extension(SimpleNamespace(user_ns=namespace))
    text = "\n".join(ERROR._render_traceback_())
    assert "frame.csv" in text and "No territory “lile”." in text and "Correct its name." in text


def test_problems_are_handed_over_as_they_are(problems_file):
    load_ipython_extension(SimpleNamespace(user_ns={}))
    ERROR._render_traceback_()
    assert handed_over(problems_file) == ERROR.problems


def test_problems_that_cannot_be_handed_over_are_still_shown(problems_file):
    class Local(NoTerritory):
        """Made where no other process finds it."""

    load_ipython_extension(SimpleNamespace(user_ns={}))
    assert "No territory" in "\n".join(StudyError([Local(value="x")])._render_traceback_())
    assert handed_over(problems_file) == ()


def test_a_file_that_is_cut_short_gives_no_problem(tmp_path):
    (tmp_path / "problems").write_bytes(b"")
    assert handed_over(tmp_path / "problems") == ()
