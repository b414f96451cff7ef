"""A wave: one edition of the study, named by its folder.

Promise: `wave.yaml` says what the wave is (titles, dates, vintages, status) in every language of the study, and nothing
that no one reads. Left out: its claims, responses and commentary.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from study.base.errors import Place, Problem, UsageError
from study.base.layout import StudyPaths
from study.base.nearest import nearest
from study.base.text import mark
from study.codebook.check import against, translations
from study.codebook.model import Day, Flag, Localised, Whole
from study.codebook.yaml_source import Document, read_yaml
from study.exports.settings import SurveySettings
from study.intake import problems as found

_Text = Annotated[str, Field(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Collected(_Model):
    """A fact of the field work that is told, not computed: how many answered, how many came."""

    label: Localised
    value: Whole | str
    source: _Text


class Wave(_Model):
    """What wave.yaml says. `status` stands on the cover; `settle` says how to mend an unknown or an error.

    `population_vintage` is that of the frame unless another is named; an open survey has neither.

    `survey` says how the exports of its survey are read, and which responses and bases count.
    """

    wave: _Text
    title: Localised
    subtitle: Localised
    short_title: Localised | None = None
    reference_date: Day
    publication_date: Day
    frame_vintage: Whole | None = None
    population_vintage: Whole | None = None
    publisher: tuple[_Text, ...] = ()
    status: Localised
    settle: Localised
    collection: tuple[Collected, ...] = ()
    survey: SurveySettings = SurveySettings()
    keywords: tuple[Localised, ...] = ()
    fictitious: Flag = False

    @property
    def populations_vintage(self) -> int | None:
        """Return the vintage that populations are taken from."""
        return self.population_vintage if self.population_vintage is not None else self.frame_vintage


def _folders(paths: StudyPaths) -> list[str]:
    if not paths.waves.is_dir():
        return []
    return sorted(folder.name for folder in paths.waves.iterdir() if (folder / "wave.yaml").is_file())


def waves_in_order(paths: StudyPaths) -> tuple[list[str], list[Problem]]:
    """Return the names of all waves by reference date, then by name, and those that share a day.

    Each wave file is read once. A wave without a date comes last, which `load_wave` reports. Fictitious waves are
    compared with none, so theirs may be any day.
    """
    days: dict[str, date] = {}
    real: dict[str, Place] = {}
    for wave in _folders(paths):
        document, _ = read_yaml(paths.wave_yaml(wave), paths)
        day = document.value.get("reference_date") if document else None
        days[wave] = day if isinstance(day, date) else date.max
        if document is not None and isinstance(day, date) and document.value.get("fictitious") is not True:
            real[wave] = document.place(("reference_date",))
    names = sorted(days, key=lambda wave: (days[wave], wave))
    first: dict[date, Place] = {}
    problems: list[Problem] = []
    for wave in (name for name in names if name in real):
        other = first.setdefault(days[wave], real[wave])
        if other is not real[wave]:
            details = {"other": other.file, "other_line": other.line}
            problems.append(found.SameReferenceDate(real[wave], days[wave].isoformat(), details))
    return names, problems


def list_waves(paths: StudyPaths) -> list[str]:
    """Return the names of all waves, by reference date, then by name."""
    return waves_in_order(paths)[0]


def real_waves(paths: StudyPaths) -> list[str]:
    """Return the names of all waves but the fictitious ones, by reference date, then by name."""
    documents = ((wave, read_yaml(paths.wave_yaml(wave), paths)[0]) for wave in list_waves(paths))
    return [wave for wave, found in documents if found is None or found.value.get("fictitious") is not True]


def known_wave(paths: StudyPaths, wave: str) -> str:
    """Return `wave` if the study holds it; raises UsageError with the nearest one otherwise."""
    known = _folders(paths)
    if wave not in known:
        raise UsageError([found.UnknownWave(None, wave, {"known": known, "nearest": nearest(wave, known)})])
    return wave


# A wave's name is a folder's name three times over, and part of the ledger's keys. The two words mean something else
# where waves are named: `make report WAVE=all`, and reports/published.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TAKEN = ("all", "published")


def is_wave_name(name: str) -> bool:
    """Tell whether a wave may have that name."""
    return _NAME.fullmatch(name) is not None and name.lower() not in _TAKEN


class BadWaveName(Problem):
    """A wave whose name cannot be used."""

    code = "wave-name"
    what = mark("“{value}” cannot be the name of a wave.")
    why = mark("The name is that of its folders, and part of the keys of its numbers; “all” and “published” are taken.")
    remedy = mark("Rename the wave’s folder, and “wave” in its wave.yaml: letters, digits, - and _ only.")


@dataclass(frozen=True, slots=True)
class WaveSource:
    """Where a wave comes from, to name the places of its keys even when the file could not be read."""

    file: str
    document: Document | None

    def place(self, key: str) -> Place:
        """Return the place of a key at the top."""
        return self.document.place((key,)) if self.document else Place(self.file, column=key)


def read_wave(
    paths: StudyPaths, wave: str, languages: Sequence[str] = (), sources: Sequence[str] | None = None
) -> tuple[Wave | None, list[Problem], WaveSource]:
    """Read one wave; None with its problems when there is any.

    Its texts are checked for `languages`, and its collection for `sources` (None: not checked).
    """
    file = paths.relative(paths.wave_yaml(wave))
    document, problems = read_yaml(paths.wave_yaml(wave), paths)
    if document is None:
        return None, problems, WaveSource(file, None)
    missing: dict[str, type[Problem]] = {"reference_date": found.WaveWithoutReferenceDate}
    loaded, refused, _ = against(Wave, document.value, document.place, missing)
    problems += refused
    problems += translations(Wave, document.value, languages, document.place) if languages else []
    name = document.value.get("wave")
    if not is_wave_name(wave):
        problems.append(BadWaveName(document.place(("wave",)), wave))
    if isinstance(name, str) and name != wave:
        problems.append(found.WaveNameMismatch(document.place(("wave",)), name, {"folder": wave}))
    if loaded is not None and sources is not None:
        for i, fact in enumerate(loaded.collection):
            if fact.source not in sources:
                place = document.place(("collection", i, "source"))
                details = {"nearest": nearest(fact.source, sources)}
                problems.append(found.UnknownSource(place, fact.source, details))
    return (None if problems else loaded), problems, WaveSource(file, document)


def load_wave(paths: StudyPaths, wave: str, languages: Sequence[str] = ()) -> tuple[Wave | None, list[Problem]]:
    """Load one wave by itself; None with its problems when there is any. UsageError when there is no such wave."""
    loaded, problems, _ = read_wave(paths, known_wave(paths, wave), languages)
    return loaded, problems
