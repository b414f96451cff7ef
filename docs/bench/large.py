"""How long a large open survey takes, and how much memory, beside Polars on the same file in the same run.

Promise: `python docs/bench/large.py` prints JSON on stdout and nothing else. For each size and format: `ours_s`, the
seconds of reading, understanding and cleaning the file with its log and refused cells, and the measures with their
bounds for all and for each territory (imports apart); `scan_s`, Polars' time to scan the file and count the cells of
each column that are not missing; `count_s`, its time to count the answers, each different one by question; the ratios
of the first to the last two; `peak_mb`, the most memory that our process held. `exponents` say how time and memory grow
with the respondents, between the first and the last size. Each measurement is a process of its own; of `--repeat` runs
the fastest counts. Files are made by `large_file.py` in a temporary folder, or kept in `--folder`. `--polars` names a
Python that has Polars, this one by default; without it the figures of Polars are left out.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZES = (10_000, 100_000, 1_000_000)

_POLARS = """
import json, sys, time
import polars as pl
path, skip = sys.argv[1], int(sys.argv[2])
scan = pl.scan_parquet(path) if path.endswith("parquet") else pl.scan_csv(path, separator=";", infer_schema=False)
names = scan.collect_schema().names()
start = time.perf_counter()
scan.select(pl.col(name).count() for name in names).collect(engine="streaming")
middle = time.perf_counter()
scan.select(pl.col(name).value_counts().implode() for name in names[skip:]).collect(engine="streaming")
print(json.dumps({"scan_s": middle - start, "count_s": time.perf_counter() - middle}))
"""


def ours(root: Path, path: Path) -> dict[str, float]:
    """Return the seconds of each step on one file, and the most memory held, in MB."""
    from study.base.layout import StudyPaths
    from study.bulk.survey import read_large
    from study.codebook.load import load_study
    from study.exports.settings import SurveySettings

    study = load_study(StudyPaths(root))
    start = time.perf_counter()
    survey = read_large([(path, path.name)], study, SurveySettings())
    read = time.perf_counter()
    survey.measures("2024", study.levers, by_territory=True)
    measured = time.perf_counter()
    log = survey.collected.changes.log(study)
    refused = sum(len(part) for part in survey.collected.changes.refused(study, "fr", survey.width))
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "read_s": read - start,
        "measures_s": measured - read,
        "log_s": end - measured,
        "ours_s": end - start,
        "peak_mb": peak,
        "counted": survey.collected.fates["counted"],
        "log_lines": len(log),
        "refused": refused,
    }


def _child(command: list[str]) -> dict[str, float] | None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr)
        return None
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _fastest(command: list[str], key: str, repeat: int) -> dict[str, float] | None:
    runs = [found for _ in range(repeat) if (found := _child(command)) is not None]
    return min(runs, key=lambda run: run[key]) if runs else None


def measure(root: Path, path: Path, polars: str, repeat: int) -> dict[str, Any]:
    """Return the figures of one file: ours and Polars' by turns, rounded to what they are worth."""
    from large_file import headings

    skip = headings().index("yn0")
    mine = _fastest([sys.executable, str(Path(__file__).resolve()), "--one", str(root), str(path)], "ours_s", repeat)
    theirs = _fastest([polars, "-c", _POLARS, str(path), str(skip)], "count_s", repeat)
    figures: dict[str, Any] = {"bytes": path.stat().st_size, **(mine or {}), **(theirs or {})}
    if mine and theirs:
        figures["times_scan"] = mine["ours_s"] / theirs["scan_s"]
        figures["times_count"] = mine["ours_s"] / theirs["count_s"]
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}


def _exponent(sizes: list[int], values: list[float]) -> float:
    return round(math.log(values[-1] / values[0]) / math.log(sizes[-1] / sizes[0]), 3)


def bench(folder: Path, sizes: list[int], polars: str, repeat: int) -> dict[str, Any]:
    """Return every figure, by format and size; files that are in the folder already are taken as they are."""
    from large_file import make_file, make_study

    root = folder / "study"
    make_study(root)
    found: dict[str, Any] = {"cores": os.cpu_count(), "formats": {}}
    for ending in ("csv", "parquet"):
        runs = {}
        for size in sizes:
            path = folder / f"{size}.{ending}"
            if not path.is_file():
                make_file(path, size)
            runs[str(size)] = measure(root, path, polars, repeat)
        both = {key: [run[key] for run in runs.values()] for key in ("ours_s", "peak_mb")}
        growth = {key: _exponent(sizes, values) for key, values in both.items()} if len(sizes) > 1 else {}
        found["formats"][ending] = {"sizes": runs, "exponents": growth}
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="respondents, ascending")
    parser.add_argument("--folder", type=Path, help="where the files are made, and kept")
    parser.add_argument("--polars", default=sys.executable, help="a Python that has Polars")
    parser.add_argument("--repeat", type=int, default=1, help="runs, of which the fastest counts")
    parser.add_argument("--one", type=Path, nargs=2, metavar=("STUDY", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(ours(*given.one)))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        print(json.dumps(bench(folder, given.sizes, given.polars, given.repeat)))


if __name__ == "__main__":
    main()
