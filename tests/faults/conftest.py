"""The small study, built once undisturbed in a world of its own; each test leaves it built as it found it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from .killing import ROOT, World, world

SMALL_STUDY = ROOT / "tests" / "fixtures" / "small_study"
TEXT = "data/raw/waves/2020/commentary/fr/introduction.md"


@dataclass
class Built:
    world: World
    times: dict[str, float]
    files: dict[str, bytes]

    @contextmanager
    def text_edited(self) -> Iterator[None]:
        """A text is another one meanwhile: the check and the report are stale, and nothing else."""
        path = self.world.root / TEXT
        before = path.read_bytes()
        path.write_bytes(before + b"\nUn mot de plus.\n")
        self.world.seal()
        try:
            yield
        finally:
            path.write_bytes(before)
            self.world.seal()

    def assert_mended(self) -> None:
        """The next build succeeds, gives the undisturbed bytes, and leaves nothing that lies about."""
        done = self.world.report()
        assert done.returncode == 0, done.stdout + done.stderr
        files = self.world.files()
        assert sorted(files) == sorted(self.files)
        assert [name for name in files if files[name] != self.files[name]] == []
        assert self.world.stray() == self.world.sockets() == self.world.ended() == []


@pytest.fixture(scope="session")
def built() -> Iterator[Built]:
    with world(SMALL_STUDY, "2020") as made:
        times = made.undisturbed()
        yield Built(made, times, made.files())


def works(*command: str) -> bool:
    """Tell whether a command can be run here and ends well."""
    return bool(shutil.which(command[0])) and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="session")
def ordinary_user() -> tuple[str, ...]:
    """What runs a command as a user who is not root: nothing where we are none; a skip where there is no other."""
    if os.getuid() != 0:
        return ()
    user = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    # An interpreter below root's own folder can be read with this capability, which allows no writing.
    reading = (*user, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
    child = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', 'import json']))"
    for prefix in (user, reading):
        if works(*prefix, sys.executable, "-c", child):
            return prefix
    pytest.skip("the interpreter cannot be run by a user other than root here")


def give(folder: Path, uid: int) -> None:
    """Make everything in a folder a user's own; for root only."""
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, uid, uid, follow_symlinks=False)
