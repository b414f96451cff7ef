"""The environment of a kernel, written down.

Promise: ours, less what makes outputs differ between users and machines, plus what is fixed; the user's settings of
IPython and Jupyter are not read. Left out: how a kernel is started (`kernels`, `forks`).
"""

import os
import sysconfig
from pathlib import Path

import study
from study.base.layout import ROOT_VARIABLE
from study.notebooks.inside import PROBLEMS_VARIABLE
from study.notebooks.limits import MEMORY_VARIABLE, memory_mb

PROBLEMS_FILE = "problems"
# Variables that would make two users' outputs differ: what runs at start, what warns, how wide a line is.
_NOT_PASSED = ("PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHONINSPECT", "IPYKERNEL_CELL_NAME", "COLUMNS", "LINES",
               "JPY_PARENT_PID")  # fmt: skip


def environment(root: Path, settings: Path) -> dict[str, str]:
    """Return the environment of a kernel: ours, less what makes outputs differ between users, plus what is fixed.

    `settings` is an empty folder that stands for the user's settings of IPython and Jupyter.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED}
    return inherited | {
        ROOT_VARIABLE: str(root),  # by environment, since a parameter would print the path
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "agg",
        # Sums cut among threads differ between machines; and who forks kernels may have no thread but its own.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "IPYTHONDIR": str(settings),
        "JUPYTER_CONFIG_DIR": str(settings),
        "JUPYTER_RUNTIME_DIR": str(settings),
        PROBLEMS_VARIABLE: str(settings / PROBLEMS_FILE),
        MEMORY_VARIABLE: str(memory_mb()),
        **_package_path(),
    }


def _package_path() -> dict[str, str]:
    """Return PYTHONPATH for a package that is not installed (tests put it on sys.path only)."""
    home = str(Path(study.__file__).resolve().parents[1])
    if home in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib")):
        return {}
    return {"PYTHONPATH": os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))}
