"""The audits are scripts of `docs/audit/`, which import each other by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "audit"))
