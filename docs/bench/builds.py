"""How long builds take: of the report of 2019, beside the same notebooks run by other means.

Promise: everything is built in a copy of the repository that is thrown away, by the package of this environment; each
way starts from the same files and ends with executed notebooks, tables and, where it makes any, a report. Ways:

* `study`: `study report 2019`, all outputs deleted; then again with nothing to do; then after a commentary was edited;
* `preview`: `study preview 2019` waits; from the moment a commentary is saved to that in which the new PDF is in place;
* `plain`: the code of the same notebooks in one Python process, then the check, the sheets and the report;
* `papermill`: papermill's command line once per notebook, then nbconvert's once per executed notebook, to HTML;
* `snakemake`: the same papermill commands as rules, two at a time.

Prints one JSON object: `{way: seconds}`. Run by `bench.py`, once per repetition. Left out: what it means.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.pipeline.tasks import Step, plan

REPOSITORY = Path(__file__).resolve().parents[2]
WAVE = "2019"
BIN = Path(sys.executable).parent

# Background jobs of a shell ignore interrupts, and so does what they start.
_HEEDING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from study.cli import main; main()"

_PLAIN = """
import json, os, sys, time
from pathlib import Path
root, notebooks, rest = Path(sys.argv[1]), json.loads(sys.argv[2]), json.loads(sys.argv[3])
os.environ |= {"STUDY_ROOT": str(root), "MPLBACKEND": "agg", "PYTHONHASHSEED": "0"}
os.chdir(root / "notebooks")
start = time.perf_counter()
for source, parameters in notebooks:
    cells = json.loads(Path(source).read_text("utf-8"))["cells"]
    space = {"__name__": "__main__"}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), source, "exec"), space)
            if "parameters" in cell["metadata"].get("tags", ()):
                space |= parameters
code = time.perf_counter() - start
print(json.dumps(code), file=sys.stderr)
"""
_RENDER = """
import json, sys, time
from pathlib import Path
from study.base.layout import StudyPaths
from study.pipeline.check import check_wave
from study.report.build import build_report
from study.sheets.build import build_sheets
paths = StudyPaths(Path(sys.argv[1]))
wave, executed, computed = json.loads(sys.argv[2])
check_wave(paths, wave)
build_sheets(paths, wave, ("fr",))
build_report(paths, wave, "fr", [Path(p) for p in executed], [Path(p) for p in computed], None, paths.sheets(wave))
"""
_SNAKEFILE = """
rule all:
    input: {targets}
{rules}
"""
_RULE = """
rule r{number}:
    input: {inputs}
    output: {output!r}
    shell: {command!r}
"""


def timed(run: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def call(command: Sequence[str], root: Path) -> None:
    """Run a command in the copy; its output is shown only when it fails."""
    done = subprocess.run(command, cwd=root / "notebooks", capture_output=True, text=True, env=_environment(root))
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def _environment(root: Path) -> dict[str, str]:
    return os.environ | {"STUDY_ROOT": str(root), "MPLBACKEND": "agg", "PATH": f"{BIN}:{os.environ['PATH']}"}


def copy(into: Path) -> StudyPaths:
    """Return a copy of the repository's tracked files."""
    subprocess.run(["git", "clone", "-q", str(REPOSITORY), str(into)], check=True)
    return StudyPaths(into)


def clean(paths: StudyPaths) -> None:
    """Delete what was built."""
    for folder in (paths.processed(WAVE), paths.reports(WAVE), paths.root / ".cache"):
        shutil.rmtree(folder, ignore_errors=True)


def notebooks(paths: StudyPaths) -> list[Step]:
    """Return the steps that run a notebook, in an order in which they can run."""
    study = load_study(paths)
    return [step for step in plan(paths, study, [WAVE], study.languages[0]) if "parameters" in step.values]


def source_of(step: Step) -> Path:
    """Return the notebook that a step runs."""
    return next(path for path in step.reads if path.suffix == ".ipynb")


def with_study(paths: StudyPaths) -> dict[str, float]:
    """Return the seconds of our own builds: from nothing, with nothing to do, after an edited commentary."""
    study, root = str(BIN / "study"), paths.root
    report = [study, "report", WAVE]
    clean(paths)
    found = {"study": timed(lambda: call(report, root)), "nothing": timed(lambda: call(report, root))}
    found["import"] = timed(lambda: call([sys.executable, "-c", "import pytask"], root))
    text = paths.commentary(WAVE, "fr") / "lever-1.md"
    text.write_text(text.read_text("utf-8") + "\nUne phrase de plus.\n", "utf-8")
    call([study, "seal"], root)
    found["commentary"] = timed(lambda: call(report, root))
    found["preview"] = with_preview(paths)
    return found


def with_preview(paths: StudyPaths) -> float:
    """Return the seconds from a saved text to its new PDF; a report has been built."""
    text, target = paths.commentary(WAVE, "fr") / "lever-2.md", paths.preview(WAVE)
    command = [sys.executable, "-c", _HEEDING, "preview", WAVE]
    with subprocess.Popen(command, cwd=paths.root, stdout=subprocess.PIPE, env=_environment(paths.root)) as process:
        while b"Ctrl-C" not in (process.stdout.readline() if process.stdout else b"Ctrl-C"):
            pass
        before, sealed = target.stat().st_ino, text.read_text("utf-8")
        start = time.perf_counter()
        text.write_text(sealed + "\nUne phrase de plus.\n", "utf-8")
        while target.stat().st_ino == before:  # put in place whole, as another file
            time.sleep(0.005)
        took = time.perf_counter() - start
        process.send_signal(signal.SIGINT)
    text.write_text(sealed, "utf-8")
    return took


def as_plain_python(paths: StudyPaths) -> dict[str, float]:
    """Return the seconds of the notebooks' code in one process, and of rendering; executed notebooks are there."""
    steps = notebooks(paths)
    told = json.dumps([(str(source_of(step)), dict(step.values["parameters"])) for step in steps])
    code = timed(lambda: call([sys.executable, "-c", _PLAIN, str(paths.root), told, "{}"], paths.root))
    executed = [str(step.produces[0]) for step in steps]
    computed = [str(path) for step in steps for path in step.produces if path.name in ("indicators.csv", "numbers.csv")]
    rest = json.dumps([WAVE, executed, computed])
    rendering = timed(lambda: call([sys.executable, "-c", _RENDER, str(paths.root), rest], paths.root))
    return {"code": code, "rendering": rendering, "plain": code + rendering}


def _papermill(step: Step, out: Path) -> list[str]:
    # -r: a text as it is; -p would read 2019 as a number.
    given = [word for name, value in step.values["parameters"]
             for word in ("-r" if isinstance(value, str) else "-p", name, str(value))]  # fmt: skip
    return [str(BIN / "papermill"), "--no-progress-bar", "-k", "python3", str(source_of(step)), str(out), *given]


def with_papermill(paths: StudyPaths, out: Path) -> float:
    """Return the seconds of papermill's and nbconvert's command lines, once per notebook."""
    out.mkdir()

    def run() -> None:
        for step in notebooks(paths):
            executed = out / step.produces[0].name
            call(_papermill(step, executed), paths.root)
            call([str(BIN / "jupyter-nbconvert"), "--to", "html", str(executed)], paths.root)

    return timed(run)


def with_snakemake(paths: StudyPaths, out: Path, snakemake: Path) -> float:
    """Return the seconds of the same commands as Snakemake's rules, two at a time."""
    out.mkdir()
    steps = notebooks(paths)
    made = {path: out / step.produces[0].name for step in steps for path in step.produces}
    rules = []
    for number, step in enumerate(steps):
        inputs = sorted({str(made[path]) for path in step.reads if path in made})
        target = out / step.produces[0].name
        command = " ".join(_papermill(step, target))
        rules.append(
            _RULE.format(
                number=number, inputs=", ".join(map(repr, inputs)) or "[]", output=str(target), command=command
            )
        )
    targets = ", ".join(repr(str(out / step.produces[0].name)) for step in steps)
    file = out / "Snakefile"
    file.write_text(_SNAKEFILE.format(targets=targets, rules="".join(rules)), "utf-8")
    command = [str(snakemake), "--quiet", "all", "--cores", "2", "--snakefile", str(file), "--directory", str(out)]
    return timed(lambda: call(command, paths.root))


def main(snakemake: str = "") -> None:
    """Print the seconds of each way; `snakemake` is its program, left out where there is none."""
    with tempfile.TemporaryDirectory(prefix="study-bench-") as name:
        work = Path(name)
        paths = copy(work / "copy")
        found = with_study(paths)
        found |= as_plain_python(paths)
        found["papermill"] = with_papermill(paths, work / "papermill")
        if snakemake:
            found["snakemake"] = with_snakemake(paths, work / "snakemake", Path(snakemake))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
