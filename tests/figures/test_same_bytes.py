"""The same data give the same bytes, whatever the process, its hash seed, its settings or its threads."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
import pytest

from study.figures import style
from study.figures.chart import Chart
from study.figures.interval import dot_interval
from study.figures.matrix import state_matrix

CONFTEST = Path(__file__).with_name("conftest.py")


def digests_elsewhere(folder: Path, seed: str) -> str:
    """Draw the samples in another process, in another folder that holds a matplotlibrc."""
    (folder / "matplotlibrc").write_text("savefig.bbox: tight\nfont.size: 20\nsvg.fonttype: none\n", encoding="utf-8")
    paths = os.pathsep.join([str(Path(style.__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, CONFTEST], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_two_processes_draw_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(digests_elsewhere, (first, second), ("1", "2024"))
    assert len(one.splitlines()) == 12
    assert one == other


def test_threads_and_settings_change_nothing(
    charts: dict[str, Chart], share_data: pd.DataFrame, state_data: pd.DataFrame, words: dict[str, Any]
) -> None:
    names = {f"t{row}": f"Territory {row}" for row in range(22)}
    questions = {f"q{column}": f"A question of number {column}" for column in range(7)}

    def draw(number: int) -> Chart:
        if number % 2:
            return dot_interval(share_data, **words)
        return state_matrix(state_data, row_labels=names, column_labels=questions, **words)

    with matplotlib.rc_context({"savefig.bbox": "tight", "svg.hashsalt": "other"}), ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(draw, range(8)))
    for number, chart in enumerate(drawn):
        assert chart == charts["interval" if number % 2 else "matrix"]


@pytest.mark.parametrize("kind", ["stacked", "interval", "matrix", "intensity"])
def test_figures_are_light_enough_for_a_web_page(kind: str, charts: dict[str, Chart]) -> None:
    assert len(charts[kind].svg) < 300_000
