"""The input files of a wave's report: which they are, and what each is known by.

Promise: every sealed file that the wave is computed from, and of the waves before it what they were answered; named
from the study's root, with the SHA-256 of the seal, so that a withheld export is named and never opened; and what is
read of the earlier edition that the report says has changed. Left out: the code and the libraries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from study.base.files import file_sha256
from study.bridge.editions import edition_before, files_read
from study.chapters.context import WaveContext
from study.intake.checksums import sealed
from study.intake.series import waves_before

_RAW = "data/raw"
# What an earlier wave's report says, and no later report reads; its claims are checked with its answers.
_OWN_ONLY = ("commentary",)


@dataclass(frozen=True, slots=True)
class InputFile:
    """An input file: its name from the study's root, with slashes, and its SHA-256 as sealed."""

    name: str
    sha256: str

    @property
    def path(self) -> PurePosixPath:
        """Return the name as a path from `data/raw`, or from the study's root where it does not lie there."""
        path = PurePosixPath(self.name)
        return path.relative_to(_RAW) if path.is_relative_to(_RAW) else path


def _is_read(path: PurePosixPath, wave: str, before: set[str]) -> bool:
    if path.parts[0] != "waves" or len(path.parts) < 3:
        return True
    return path.parts[1] == wave or (path.parts[1] in before and path.parts[2] not in _OWN_ONLY)


def input_files(context: WaveContext) -> tuple[InputFile, ...]:
    """Return the input files of a wave, by name, then those of an earlier edition; none in a study without a seal."""
    paths = context.paths
    names = sealed(paths)[0] or {}
    before = {wave.wave for wave in waves_before(paths, context.wave)}
    raw = (
        InputFile(f"{_RAW}/{name}", digest)
        for name, digest in sorted(names.items())
        if _is_read(PurePosixPath(name), context.wave.wave, before)
    )
    edition = edition_before(paths, context.wave) if names else None
    of_edition = files_read(paths, edition) if edition else ()
    return (*raw, *(InputFile(paths.relative(path), file_sha256(path)) for path in of_edition))


def of_wave(files: Iterable[InputFile], wave: str, *parts: str) -> list[InputFile]:
    """Return those of the files that lie in a wave's folder, under the given part of it."""
    start = ("waves", wave, *parts)
    return [file for file in files if file.path.parts[: len(start)] == start]
