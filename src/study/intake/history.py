"""What a raw file held when it was sealed, looked up in git.

Promise: the content whose SHA-256 is the sealed one, from the history of that very file; None when git, the repository
or that content is not there, and nobody has to have them. Nothing is changed in the repository. Left out: comparing.
"""

from pathlib import Path

from study.base import git
from study.base.files import sha256_hex

# Versions of a file that are looked through, newest first: more than a study's file will see between two commits.
_VERSIONS = 200
_SECONDS = 20


def _git(folder: Path, *arguments: str) -> bytes | None:
    answer = git.ask(folder, *arguments, seconds=_SECONDS)
    return answer.output if answer.ok else None


def _versions(folder: Path, name: str) -> list[str]:
    """Return git's names for the contents of a file: as staged, then as committed, newest first."""
    commits = _git(folder, "log", f"-n{_VERSIONS}", "--format=%H", "--", f"./{name}")
    return [f":./{name}", *(f"{commit}:./{name}" for commit in (commits or b"").decode().split())]


def sealed_content(path: Path, sha256: str) -> bytes | None:
    """Return the content of `path` whose SHA-256 is `sha256`, from the history of its repository."""
    folder = path.parent
    while not folder.is_dir():  # a folder that is gone with its files
        folder = folder.parent
    name = path.relative_to(folder).as_posix()
    for version in _versions(folder, name):
        content = _git(folder, "cat-file", "blob", version)
        if content is not None and sha256_hex(content) == sha256:
            return content
    return None


def committed_content(path: Path) -> bytes | None:
    """Return the last committed content of `path`; None when there is none."""
    folder = path.parent
    return _git(folder, "cat-file", "blob", f"HEAD:./{path.name}") if folder.is_dir() else None
