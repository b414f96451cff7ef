"""The parts that are looked at most closely: core.yaml as values.

Promise: each module is in one part, each pattern finds something, each test path is there (`ValueError` otherwise: a
developer's mistake). Left out: what is done with them.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKAGE = Path("src/study")


@dataclass(frozen=True, slots=True)
class Part:
    """A part by name: its modules and its tests, as paths from the root of the repository."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


def parts(root: Path = ROOT, file: Path = HERE / "core.yaml") -> list[Part]:
    """Return the parts, in the order of the file."""
    found: list[Part] = []
    seen: set[str] = set()
    for name, entry in yaml.safe_load(file.read_text("utf-8")).items():
        without = {root / PACKAGE / path for path in entry.get("without", [])}
        modules = []
        for pattern in entry["modules"]:
            paths = sorted(set((root / PACKAGE).glob(pattern)) - without)
            if not paths:
                raise ValueError(f"{file.name}: {name}: nothing is called {pattern}")
            modules += [path.relative_to(root).as_posix() for path in paths if path.name != "__init__.py"]
        missing = [path for path in entry["tests"] if not (root / path).exists()]
        twice = seen.intersection(modules)
        if missing or twice:
            raise ValueError(f"{file.name}: {name}: not there: {missing}; in two parts: {sorted(twice)}")
        seen.update(modules)
        found.append(Part(name, tuple(modules), tuple(entry["tests"])))
    return found
