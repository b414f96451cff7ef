"""The harness of the way out (`tests/fielding/conftest.py`): forms to take in again."""

import importlib.util
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "fielding_harness", Path(__file__).parents[1] / "fielding" / "conftest.py"
)
_spec.loader.exec_module(importlib.util.module_from_spec(_spec))
