"""The waves of a study in time: which ones a wave may be compared with.

Promise: the waves before a wave are those of an earlier reference date, oldest first; a fictitious wave (a rehearsal)
is never among them, and no later wave is, so that a report never tells what happened after it. Left out: the
comparison (`study.indicators.evolution`).
"""

from datetime import date

from study.base.errors import Problem, raise_if
from study.base.layout import StudyPaths
from study.codebook.yaml_source import read_yaml
from study.intake.wave import Wave, list_waves, load_wave
from study.intake.withheld import withheld_files


def _is_later(paths: StudyPaths, name: str, day: date) -> bool:
    """Tell whether a wave is for sure not before a day: what is wrong in it then matters to its own report only."""
    document, _ = read_yaml(paths.wave_yaml(name), paths)
    reference = document.value.get("reference_date") if document else None
    return isinstance(reference, date) and reference >= day


def waves_before(paths: StudyPaths, wave: Wave) -> list[Wave]:
    """Return the waves that `wave` may be compared with, oldest first; StudyError when one of them cannot be read.

    A wave whose answers are withheld from this copy of the study cannot be compared with, and a fictitious one with
    none: what is invented is no change.
    """
    if wave.fictitious:
        return []
    withheld = withheld_files(paths)
    problems: list[Problem] = []
    found: list[Wave] = []
    for name in list_waves(paths):
        if name == wave.wave or _is_later(paths, name, wave.reference_date):
            continue
        other, faults = load_wave(paths, name)
        problems += faults
        if other is not None and not other.fictitious and name not in withheld:
            found.append(other)
    raise_if(problems)
    return sorted(found, key=lambda item: item.reference_date)
