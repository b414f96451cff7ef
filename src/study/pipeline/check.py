"""Look before building: whether a report can be made from the inputs of a wave.

Promise: every problem of every input is raised at once, in one StudyError; otherwise the wave comes back cleaned in
memory, and nothing has been written. Left out: keys that prose misspells, which only the ledger can tell.
"""

from dataclasses import dataclass

from study.answers.clean import Cleaned, clean
from study.base.errors import raise_if
from study.base.layout import StudyPaths
from study.intake.inputs import Inputs, load_inputs
from study.report.commentary import read_commentary, written_problems


@dataclass(frozen=True, slots=True)
class CheckedWave:
    """A wave whose inputs hold no problem."""

    inputs: Inputs
    cleaned: Cleaned


def check_wave(paths: StudyPaths, wave: str) -> CheckedWave:
    """Read and clean a wave in memory; StudyError with all its problems.

    They are those of the inputs and the seal, corrections that expired, and numbers typed in its prose (any language).
    """
    inputs = load_inputs(paths, wave)
    cleaned = clean(inputs)
    prose = (text for lang in inputs.study.languages for text in read_commentary(paths, wave, lang).values())
    raise_if([*cleaned.expired, *(problem for text in prose for problem in written_problems(text))])
    return CheckedWave(inputs, cleaned)
