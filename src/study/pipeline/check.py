"""Look before building: whether a report can be made from the inputs of a wave.

Promise: every problem of every input is raised at once, in one StudyError; otherwise the wave comes back cleaned in
memory, and nothing has been written.
"""

from dataclasses import dataclass

from study.answers.clean import Cleaned, clean
from study.base.errors import raise_if
from study.base.layout import StudyPaths
from study.intake.inputs import Inputs, load_inputs


@dataclass(frozen=True, slots=True)
class CheckedWave:
    """A wave whose inputs hold no problem."""

    inputs: Inputs
    cleaned: Cleaned


def check_wave(paths: StudyPaths, wave: str) -> CheckedWave:
    """Read and clean a wave in memory; StudyError with all its problems (inputs, seal, corrections that expired)."""
    inputs = load_inputs(paths, wave)
    cleaned = clean(inputs)
    raise_if(cleaned.expired)
    return CheckedWave(inputs, cleaned)
