"""Asking git: what it says, or that it is silent; nothing is ever changed in a repository.

Promise: the repository asked is the one around the folder, whatever a hook or another git command has set; the answer
does not depend on the machine's language; a git that is not there or hangs is an answer too. Left out: what the answer
means.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 60
# What a hook or another git command may have set, which would send ours to another repository.
FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX")


@dataclass(frozen=True, slots=True)
class Answer:
    """What git said: `output`, `said` the first line of its complaint; `status` is -1 where there is no git."""

    status: int
    output: bytes
    said: str

    @property
    def ok(self) -> bool:
        """Tell whether git did what it was asked."""
        return self.status == 0


def ask(folder: Path, *arguments: str, seconds: int = _SECONDS) -> Answer:
    """Ask git in the repository around `folder`."""
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(-1, b"", f"git: {type(error).__name__}")
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", errors="replace").partition("\n")[0])
