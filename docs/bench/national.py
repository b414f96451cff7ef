"""How long the report of a whole country takes: the 1,259 EPCI of 2019, from nothing to a PDF, a page and 1,259 sheets.

Promise: the study of `national_study.py` is made in a folder that is thrown away, sealed and built by the command that
an analyst types; then its sheets are made once more, alone, on one core, by the function that the command calls. Prints
one JSON object: wall and processor seconds of the build, the most memory that one of its processes held, what it gives
and how large; wall and processor seconds of the sheets. Run by `bench.py`, once per repetition. Left out: what a figure
means. `python docs/bench/national.py 60` takes 60 of them, `… 1259 FOLDER` keeps the study in a folder.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from national_study import WAVE, make_study

from study.base.layout import StudyPaths

_SHEETS = """
import os, sys, time
from pathlib import Path
from study.base.layout import StudyPaths
from study.sheets.build import make
from study.sheets.material import open_material
os.cpu_count = lambda: 1
start, work = time.perf_counter(), time.process_time()
material = open_material(StudyPaths(Path(sys.argv[1])), sys.argv[2])
made = sum(1 for _ in make(material, material.context.territories, material.context.study.languages[:1]))
print(f'{{"sheets": {made}, "seconds": {time.perf_counter() - start}, "processor": {time.process_time() - work}}}')
"""
_PAGE = re.compile(rb"/Type\s*/Page\b")


def _megabytes(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def _run(command: list[str], root: Path) -> tuple[dict[str, float], str]:
    """Run a command in the study; return its seconds, its processes' and the most memory of one, and what it said."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=os.environ | {"STUDY_LANG": "en"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    work = sum(getattr(after, kind) - getattr(before, kind) for kind in ("ru_utime", "ru_stime"))
    taken = {"seconds": time.perf_counter() - start, "processor": work, "peak_mb": after.ru_maxrss / 1024}
    return taken, done.stdout


def measure(paths: StudyPaths) -> dict[str, Any]:
    """Return the figures of the build and of the sheets."""
    study = str(Path(sys.executable).parent / "study")
    built, said = _run([study, "report", WAVE], paths.root)
    tasks = dict(re.findall(rf"✓ {WAVE}/(\S+)\s+([\d.,]+) s", said))
    folder = paths.reports(WAVE)
    found: dict[str, Any] = {
        "build": built,
        "tasks": {name: float(took.replace(",", "")) for name, took in tasks.items()},
    }
    found["pages"] = len(_PAGE.findall(paths.report_pdf(WAVE).read_bytes()))
    found["files"] = len(list((folder / "territories").glob("*.pdf")))
    parts = ("report.pdf", "report.html", "territories", "trail.json", "numbers.csv", "tables/workbook.xlsx", "")
    found["megabytes"] = {name or "all": _megabytes(folder / name) for name in parts}
    _, said = _run([sys.executable, "-c", _SHEETS, str(paths.root), WAVE], paths.root)
    return found | {"sheets": json.loads(said)}


def main(count: str = "", folder: str = "") -> None:
    """Print the figures."""
    many = int(count) if count else None
    with tempfile.TemporaryDirectory(prefix="study-bench-") as name:
        print(json.dumps(measure(make_study(Path(folder or name) / "national", many))))


if __name__ == "__main__":
    main(*sys.argv[1:])
