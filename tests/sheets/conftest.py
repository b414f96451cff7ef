"""The small study, computed by its notebooks in this process, ready for its sheets."""

import shutil
from pathlib import Path

import pytest

from study.sheets.material import open_material

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture
def computed(make_study, play_notebook):
    """A function: the small study with some files changed, and what its notebooks leave for the sheets of a wave."""

    def run(files=None, waves=("2020",), lang="fr"):
        paths = make_study(files)
        shutil.copytree(NOTEBOOKS, paths.notebooks, ignore=shutil.ignore_patterns(".*"))
        for name in waves:
            wave = {"wave": name, "lang": lang}
            play_notebook(paths, "1_clean", "1_clean", wave)
        for lever in (0, 1):
            play_notebook(paths, "2_lever", f"2_lever-{lever}", {**wave, "lever": lever})
        play_notebook(paths, "3_overview", "3_overview", wave)
        return paths

    return run


def _runs(value):
    if isinstance(value, dict):
        if set(value) == {"runs"}:
            yield from value["runs"]
            return
        for item in value.values():
            yield from _runs(item)
    elif isinstance(value, list):
        for item in value:
            yield from _runs(item)


@pytest.fixture
def numbers_in():
    """A function: the (key, words) of every number of the ledger that a sheet's data print, typeset or not."""
    from study.report.document import worded

    return lambda data: [(run["key"], run["text"]) for run in _runs(worded(data, data["lang"])) if run["key"]]


@pytest.fixture
def material(computed):
    return open_material(computed(), "2020")
