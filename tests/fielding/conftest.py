"""The harness of the round trips, importable by every test of this room.

`fielding_strategies`, `kobo_filler` and `limesurvey_filler` are the modules of that name beside this file (the first
without its prefix): pytest's import mode gives test folders no place on the path.
"""

import importlib.util
import sys
from pathlib import Path


def load(name, file):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(file))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


for _name, _file in (
    ("fielding_strategies", "strategies.py"),
    ("kobo_filler", "kobo_filler.py"),
    ("limesurvey_filler", "limesurvey_filler.py"),
    ("fielding_form_makers", "form_makers.py"),
):
    load(_name, _file)
