"""The input files of a wave's report: which they are, and what each is known by.

Promise: every sealed file that the wave is computed from, and of the waves before it what they were answered; named
from the study's root, with the SHA-256 of the seal, so that a withheld export is named and never opened. Left out: the
code and the libraries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from study.chapters.context import WaveContext
from study.intake.checksums import sealed
from study.intake.series import waves_before

# What an earlier wave's report says, and no later report reads; its claims are checked with its answers.
_OWN_ONLY = ("commentary",)


@dataclass(frozen=True, slots=True)
class InputFile:
    """An input file: its name from the study's root, with slashes, and its SHA-256 as sealed."""

    name: str
    sha256: str

    @property
    def path(self) -> PurePosixPath:
        """Return the name as a path from `data/raw`."""
        return PurePosixPath(self.name).relative_to("data/raw")


def _is_read(path: PurePosixPath, wave: str, before: set[str]) -> bool:
    if path.parts[0] != "waves" or len(path.parts) < 3:
        return True
    return path.parts[1] == wave or (path.parts[1] in before and path.parts[2] not in _OWN_ONLY)


def input_files(context: WaveContext) -> tuple[InputFile, ...]:
    """Return the input files of a wave, by name; none in a study without a seal."""
    names = sealed(context.paths)[0] or {}
    before = {wave.wave for wave in waves_before(context.paths, context.wave)}
    return tuple(
        InputFile(f"data/raw/{name}", digest)
        for name, digest in sorted(names.items())
        if _is_read(PurePosixPath(name), context.wave.wave, before)
    )


def of_wave(files: Iterable[InputFile], wave: str, *parts: str) -> list[InputFile]:
    """Return those of the files that lie in a wave's folder, under the given part of it."""
    start = ("waves", wave, *parts)
    return [file for file in files if file.path.parts[: len(start)] == start]
