"""Where the metadata of locked packages are read: environments that are there, and a fetch of what is in none.

Promise: every (name, version) of the locks is found once, whatever platform it is for: first among what is installed
(.venv, .venv-audit), then fetched by uv, with its hashes, into a folder that is thrown away. What cannot be fetched is
told, all at once. Left out: judging.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

from locks import Pin
from packaging.utils import canonicalize_name

from study.base.errors import Place, Problem, raise_if


class NotFetched(Problem):
    """A locked package that is not installed and that no registry gave."""

    code = "locked-package-not-fetched"
    what = "“{value}” is not installed here, and could not be fetched to read its licence: {said}"
    why = "A package whose licence nobody read cannot be judged."
    remedy = "Check the network and the registry's settings, and run `make audit-deps` again."


def installed(folders: Sequence[Path]) -> dict[tuple[str, str], Distribution]:
    """Return what is installed in some site-packages folders: (name as compared, version) → its metadata."""
    found = distributions(path=[str(folder) for folder in folders])
    return {(str(canonicalize_name(dist.metadata["Name"])), dist.version): dist for dist in found}


def target(marker: str) -> tuple[str, str]:
    """Return the platform and the Python that a marker speaks of, as uv names them.

    >>> target("sys_platform == 'win32'"), target("python_full_version == '3.13.*'")
    (('windows', '3.11'), ('linux', '3.13'))
    """
    words = (("win32' or", "linux"), ("== 'win32'", "windows"), ("== 'nt'", "windows"), ("== 'darwin'", "macos"))
    platform = next((platform for word, platform in words if word in marker), "linux")
    version = re.search(r"(?:>=|==) '(3\.\d+)", marker)
    return platform, version[1] if version else "3.11"


def batches(pins: Iterable[Pin]) -> Iterator[tuple[tuple[str, str], list[Pin]]]:
    """Yield pins that can be fetched in one go: one platform, one Python, one version per name."""
    groups: dict[tuple[tuple[str, str], int], dict[str, Pin]] = {}
    for pin in pins:
        where, turn = target(pin.marker), 0
        while pin.name in groups.setdefault((where, turn), {}):
            turn += 1
        groups[where, turn][pin.name] = pin
    for (where, _), group in sorted(groups.items()):
        yield where, list(group.values())


def fetch(pins: Sequence[Pin], folder: Path, uv: Path) -> list[Path]:
    """Fetch packages without what they need, into folders below `folder`; return these. StudyError: which, and why."""
    made, failed = [], []
    for number, ((platform, version), group) in enumerate(batches(pins)):
        wanted = folder / f"{number}.txt"
        lines = [f"{p.name}=={p.version} " + " ".join(f"--hash={h}" for h in p.hashes) for p in group]
        wanted.write_text("\n".join(lines) + "\n", "utf-8")
        place = folder / str(number)
        options = ["--python-platform", platform, "--python-version", version, "--target", str(place)]
        command = [str(uv), "pip", "install", "--quiet", "--no-deps", "--require-hashes", *options, "-r", str(wanted)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            said = " ".join(done.stderr.split())[:300]
            failed += [
                NotFetched(Place(p.lock, line=p.line), value=f"{p.name}=={p.version}", details={"said": said})
                for p in group
            ]
        made.append(place)
    raise_if(failed)
    return made
