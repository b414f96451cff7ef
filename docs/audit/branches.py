"""Branch coverage of the core by its own tests: what core.yaml names, and nothing that the whole suite happens to run.

Promise: one run of the parts' tests under coverage, with branches; the figures are left as JSON for
`mutation_report.py`, the branches that nothing takes are printed; exit status 1 below 95 % in any part. Left out:
processes that a test starts, which are not looked into (so the figure is rather too low than too high).
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from core import ROOT, parts

FIGURES = ROOT / ".cache" / "mutation" / "branches.json"
LEAST_SHARE = 0.95


def measured() -> dict[str, dict[str, Any]]:
    """Run the parts' tests; return what coverage says of each module, by path."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = [module for part in parts() for module in part.modules]
        tests = sorted({path for part in parts() for path in part.tests})
        settings = folder / "coveragerc"
        data = f"data_file = {folder / 'data'}"
        settings.write_text("\n".join(["[run]", "branch = True", data, f"include = {','.join(modules)}"]), "utf-8")
        coverage = [sys.executable, "-m", "coverage"]
        asked = [
            "run",
            f"--rcfile={settings}",
            "-m",
            "pytest",
            *["-q", "-p", "no:xdist", "-p", "no:cacheprovider"],
            *tests,
        ]
        subprocess.run([*coverage, *asked], cwd=ROOT, check=True)
        subprocess.run([*coverage, "json", f"--rcfile={settings}", "-q", "-o", str(folder / "j")], cwd=ROOT, check=True)
        found: dict[str, dict[str, Any]] = json.loads((folder / "j").read_text("utf-8"))["files"]
        return found


def main() -> None:
    """Measure, print what is not taken, and leave the figures."""
    files = measured()
    figures = {}
    for part in parts():
        mine = {module: files[module] for module in part.modules}
        taken, there = (
            sum(file["summary"][name] for file in mine.values()) for name in ("covered_branches", "num_branches")
        )
        figures[part.name] = {"taken": taken, "branches": there}
        for module, file in mine.items():
            for start, end in file["missing_branches"]:
                print(f"{module}:{start}: never goes on {f'to {end}' if end > 0 else 'to its end'}")
        print(f"{part.name}: {taken} of {there} branches ({taken / there:.1%})")
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=1), "utf-8")
    below = [name for name, item in figures.items() if item["taken"] < LEAST_SHARE * item["branches"]]
    if below:
        sys.exit(f"below {LEAST_SHARE:.0%} of the branches: {', '.join(below)}")


if __name__ == "__main__":
    main()
