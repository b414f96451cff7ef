"""`make bench`: measures the package beside other ways, and writes docs/benchmarks.md and its figure.

Promise: each of the scripts beside this one is run several times, one after the other, on an otherwise idle machine;
what is written is the median of its figures, with the smallest and the largest, and the ratios that issue 7 asks for.
Nothing fails because something is slow. Peers (Snakemake, Polars) come from the environment that `make bench` makes
from requirements-bench.lock. Left out: what a figure means (the document says it).
"""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "benchmarks.md"
FIGURE = HERE.parent / "images" / "benchmarks.svg"
REPETITIONS = 3

Runs = Sequence[Mapping[str, Any]]


def measured(script: str, *arguments: str) -> dict[str, Any]:
    """Run a script of this folder once; return the JSON that it prints last."""
    done = subprocess.run([sys.executable, str(HERE / script), *arguments], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{script} failed\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def value(run: Mapping[str, Any], path: str) -> float:
    """Return a figure of a run by its path, as in `wave.seconds`."""
    found: Any = run
    for name in path.split("."):
        found = found[name]
    return float(found)


def spread(runs: Runs, path: str) -> str:
    """Return the median of a figure over runs, with the least and the most where there are several."""
    values = sorted(value(run, path) for run in runs)
    middle = f"{statistics.median(values):.2f}"
    return middle if len(values) == 1 else f"{middle} ({values[0]:.2f} to {values[-1]:.2f})"


def middle(runs: Runs, path: str) -> float:
    """Return the median of a figure over runs."""
    return statistics.median(value(run, path) for run in runs)


def rows(heading: Sequence[str], cells: Sequence[Sequence[str]]) -> list[str]:
    """Return a table in Markdown."""
    return [" | ".join(["", *line, ""]).strip() for line in (heading, ["---"] * len(heading), *cells)]


def builds_section(runs: Runs) -> list[str]:
    """Return what is said of whole builds."""
    ways = [("`study report 2019`, from nothing", "study"), ("the same code in one process, with check, sheets and report", "plain"),
            ("of which the notebooks' code", "code"), ("papermill and nbconvert, once per notebook, no report", "papermill"),
            ("Snakemake with 2 cores, papermill's command line, no report", "snakemake"),
            ("`study report 2019` with nothing to do", "nothing"), ("`python -c \"import pytask\"`", "import"),
            ("`study report 2019` after an edited commentary, sealed", "commentary"),
            ("`study preview 2019`: from a saved commentary to its new PDF", "preview")]  # fmt: skip
    cells = [[label, spread(runs, key)] for label, key in ways if key in runs[0]]
    study, plain, peer = (middle(runs, key) for key in ("study", "plain", "papermill"))
    return [
        "## A whole build: the report of 2019", "",
        *rows(("Way", "Seconds"), cells), "",
        f"* A build from nothing takes **{study / plain:.2f} ×** as long as the same code in one process with the same "
        "rendering (asked: 2.0 × at most).",
        f"* papermill and nbconvert take **{peer / study:.2f} ×** as long as our build, though they render no report "
        "(asked: 6 ×; see below).",
        f"* A run with nothing to do takes {middle(runs, 'nothing') - middle(runs, 'import'):.2f} s beyond the import of "
        "pytask (asked: 1.0 s at most).",
        f"* A saved commentary is a new PDF {middle(runs, 'preview'):.1f} s later (asked: 3 s at most), and, sealed and built,"
        f" a new report with all its files in {middle(runs, 'commentary'):.1f} s.",
    ]  # fmt: skip


def notebooks_section(runs: Runs) -> list[str]:
    """Return what is said of eight small notebooks."""
    ways = [("with forked kernels, two at a time", "study"), ("Snakemake with 2 cores, papermill's command line", "snakemake"),
            ("papermill's command line in a loop", "papermill"), ("their code in one process", "plain"),
            ("one more notebook without work, with forked kernels", "kernel"),
            ("of which a kernel's start, from asking for it to its answer", "start")]  # fmt: skip
    cells = [[label, spread(runs, key)] for label, key in ways if key in runs[0]]
    ratio = middle(runs, "papermill") / middle(runs, "study")
    return ["## Eight small notebooks", "", *rows(("Way", "Seconds"), cells), "",
            f"* papermill's command line takes **{ratio:.1f} ×** as long."]  # fmt: skip


def sheets_section(runs: Runs) -> list[str]:
    """Return what is said of sheets."""
    cells, rates = [], []
    for label, key in (("the 22 of 2025, on all cores", "wave"), ("1,259 with made-up answers, on one", "frame")):
        seconds, count = middle(runs, f"{key}.seconds"), middle(runs, f"{key}.sheets")
        core = count / middle(runs, f"{key}.processor")
        rates.append(core)
        cells.append([label, spread(runs, f"{key}.seconds"), f"{count / seconds:.1f}", f"{core:.1f}"])
    return ["## Territory sheets", "", *rows(("Sheets", "Seconds", "A second", "A second of one core"), cells), "",
            f"* {rates[1]:.1f} of a large frame a second of one core (asked: 30)."]  # fmt: skip


def national_section(runs: Runs) -> list[str]:
    """Return what is said of a national study; of several runs the first."""
    run = runs[0]
    tasks = sorted(run["tasks"].items(), key=lambda item: -item[1])[:3]
    sizes = run["megabytes"]
    rate = run["sheets"]["sheets"] / run["sheets"]["processor"]
    cells = [
        ["`study report`, from nothing, s", f"{run['build']['seconds']:.0f}"],
        ["processor, all its processes, s", f"{run['build']['processor']:.0f}"],
        ["most memory of one process, MB", f"{run['build']['peak_mb']:.0f}"],
        *([f"of which `{name}`, s", f"{seconds:.0f}"] for name, seconds in tasks),
        ["pages of the report", f"{run['pages']}"],
        *([f"{name}, MB", f"{sizes[name]:.1f}"] for name in sizes),
        ["sheets made once more, a second of one core", f"{rate:.1f}"],
    ]
    return [
        f"## A national study: {run['files']:,} territories", "",
        *rows(("What", "Measured"), cells), "",
        f"* {rate:.1f} sheets a second of one core (asked: 30).",
    ]  # fmt: skip


def large_section(runs: Runs) -> list[str]:
    """Return what is said of large surveys; of several runs the first."""
    cells, notes = [], []
    for name, label in (("csv", "CSV"), ("parquet", "Parquet")):
        sizes, grow = (runs[0]["formats"][name][part] for part in ("sizes", "exponents"))
        for size, run in sizes.items():
            beside = [
                f"{run[key]:.2f}" if key in run else "–" for key in ("count_s", "times_count", "scan_s", "times_scan")
            ]
            cells.append(
                [
                    label,
                    f"{int(size):,}",
                    f"{run['bytes'] / 1e6:.0f}",
                    f"{run['ours_s']:.2f}",
                    *beside,
                    f"{run['peak_mb']:.0f}",
                ]
            )
        notes.append(
            f"{label}: time grows with the exponent {grow['ours_s']}, memory with {grow['peak_mb']} (asked: 1.05 at most)"
        )
    heading = (
        "File",
        "Respondents",
        "MB",
        "Ours, s",
        "Polars counts the answers, s",
        "Ratio",
        "Polars counts cells, s",
        "Ratio",
        "Our peak, MB",
    )
    return ["## Large surveys: 60 questions", "", *rows(heading, cells), "", *(f"* {note}." for note in notes)]


def figure(runs: Mapping[str, Runs]) -> None:
    """Draw the ways of the builds and of the small notebooks, side by side."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"svg.hashsalt": "study", "svg.fonttype": "none", "font.size": 9})
    shown = {"study": "study", "plain": "one process", "snakemake": "Snakemake", "papermill": "papermill, nbconvert"}
    panels, axes = plt.subplots(1, 2, figsize=(8, 2.2), layout="constrained")
    titles = {"builds": "The report of 2019 (s)", "notebooks": "Eight small notebooks (s)"}
    for (name, title), axis in zip(titles.items(), axes, strict=True):
        keys = [key for key in shown if key in runs[name][0]]
        bars = axis.barh([shown[key] for key in keys], [middle(runs[name], key) for key in keys],
                         color=["#0b5c6b" if key == "study" else "#b4bbc2" for key in keys])  # fmt: skip
        axis.bar_label(bars, fmt="%.1f", padding=2)
        axis.invert_yaxis()
        axis.set_title(title, loc="left", fontsize=9)
        axis.spines[["top", "right", "bottom"]].set_visible(False)
        axis.set_xticks([])
    panels.savefig(FIGURE, metadata={"Date": None, "Creator": None})


def main(repetitions: str = str(REPETITIONS)) -> None:
    """Measure, and write the document and its figure; peers are found by STUDY_BENCH_BIN."""
    peers = Path(os.environ.get("STUDY_BENCH_BIN", ""))
    snakemake = [str(peers / "snakemake")] if (peers / "snakemake").is_file() else []
    sections = {
        "builds": builds_section,
        "notebooks": notebooks_section,
        "sheets": sheets_section,
        "national": national_section,
        "large": large_section,
    }
    polars = ["--polars", str(peers / "python")] if snakemake else []
    given = {
        "builds": snakemake,
        "notebooks": snakemake,
        "sheets": [],
        "national": [],
        "large": ["--repeat", repetitions, *polars],
    }
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in sections}
    for number in range(int(repetitions)):
        # The large files take their turns by themselves; the national study takes minutes.
        for name in [name for name in sections if name not in ("large", "national") or number == 0]:
            print(f"{name}, {number + 1} of {repetitions}", file=sys.stderr)
            runs[name].append(measured(f"{name}.py", *given[name]))
    text = (
        (HERE / "head.md")
        .read_text("utf-8")
        .format(cores=os.cpu_count(), python=platform.python_version(), repetitions=repetitions)
    )
    told = ["\n".join(section(runs[name])) for name, section in sections.items()]
    end = (HERE / "tail.md").read_text("utf-8")
    DOCUMENT.write_text("\n\n".join([text.strip(), *told, end.strip()]) + "\n", "utf-8")
    figure(runs)


if __name__ == "__main__":
    main(*sys.argv[1:])
