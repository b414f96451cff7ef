"""What reading a table takes, from the room where tables are laid out (`tests/layouts/conftest.py`)."""

import importlib.util
from pathlib import Path

_spec = importlib.util.spec_from_file_location("layouts_tools", Path(__file__).parents[1] / "layouts" / "conftest.py")
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
tools = _module.tools
