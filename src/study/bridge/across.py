"""From an edition to a later wave, one step at a time: each number's change cut into what it comes from.

Promise: the steps are always taken in one order: what today's evidence says of the earlier date, the later reference
date, the later questionnaire, today's code. Each is computed by really running that combination, the edition's files
got back by their content and its code run as it was; combinations of the same content are run once, so what has not
changed costs nothing. Nothing is written but in a folder that is gone afterwards. Left out: the words.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from study.archive.record import Edition, known_edition
from study.archive.recover import restore
from study.base.errors import Problem, StudyError, UsageError, raise_if
from study.base.layout import StudyPaths
from study.base.scratch import scratch
from study.bridge import code
from study.bridge.crossing import Combination, Crossed, LeftOut, crossed, files_of
from study.bridge.editions import INDICATORS, published_file, whole
from study.bridge.environment import Environment, since
from study.bridge.groups import of_edition, of_today
from study.bridge.moves import Move, changed_facts, moves
from study.bridge.parts import ORDER, SWAPPED, Part, Split, split
from study.bridge.problems import NamedTwice, NotEarlier, OpenSurvey
from study.bridge.values import Computed, Key, Number, Numbers, computed, published, snapped
from study.codebook.load import load_study
from study.codebook.model import Study
from study.intake.wave import Wave, known_wave, load_wave

# Kernels of notebooks run beside; two processes of the old code keep two cores busy.
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One number and its split; `territory` is empty for the whole frame, `lever` None where it is of no single one."""

    lever: int | None
    indicator: str
    territory: str
    unit: str
    split: Split


@dataclass(frozen=True, slots=True)
class Bridge:
    """What lies between an edition and a later wave.

    `order` is that in which parts were taken, `rows` follow today's questionnaire, then what is gone; `moves` and
    `left_out` are by the part they belong to. `modules` are those in which the computing code differs; `before` and
    `after` are the questionnaires, `names` the short names of the territories of both frames.
    """

    earlier: str
    later: str
    order: tuple[Part, ...]
    rows: tuple[Row, ...]
    moves: Mapping[Part, tuple[Move, ...]]
    left_out: Mapping[Part, tuple[LeftOut, ...]]
    modules: tuple[str, ...]
    environment: Environment
    before: Study
    after: Study
    names: Mapping[str, str]

    @property
    def swapped(self) -> bool:
        """Tell whether the code came before the questionnaire, which the earlier code cannot read."""
        return self.order == SWAPPED


@dataclass(slots=True)
class _Runs:
    """Runs combinations, each content once, in folders of one temporary folder."""

    folder: Path
    own: StudyPaths
    done: dict[tuple[str, ...], Crossed] = field(default_factory=dict)
    before: dict[tuple[str, ...], dict[Key, Number]] = field(default_factory=dict)

    def _place(self, name: str, number: int) -> Path:
        return self.folder / f"{name}-{number}"

    def today(self, combination: Combination) -> Crossed:
        """Return a combination computed with today's code."""
        key = combination.identity
        if key not in self.done:
            self.done[key] = crossed(combination, self._place("crossed", len(self.done)))
        return self.done[key]

    def laid_out(self, combination: Combination) -> Crossed:
        """Return a combination that stands in a folder of its own, where other code can run on it."""
        found = self.today(combination)
        if found.paths == self.own:
            found = replace(found, paths=restore(self._place("own", len(self.done)), files_of(combination)))
            self.done[combination.identity] = found
        return found

    def then(self, package: Path, combinations: Sequence[Combination]) -> None:
        """Compute combinations with the code of an edition, side by side."""
        wanted = {one.identity: self.laid_out(one) for one in combinations if one.identity not in self.before}
        waves = {one.identity: one.wave for one in combinations}
        with ThreadPoolExecutor(_WORKERS) as pool:
            running = {key: pool.submit(code.run, package, at.paths, waves[key]) for key, at in wanted.items()}
            self.before |= {key: job.result() for key, job in running.items()}


def _wave(paths: StudyPaths, name: str) -> Wave:
    wave, problems = load_wave(paths, name)
    raise_if(problems)
    assert wave is not None  # for mypy: without problems there is a wave
    return wave


def _asked(paths: StudyPaths, earlier: str, later: str) -> Edition:
    """Return the edition to start from; StudyError with what is wrong with the two that are named."""
    if earlier == later:
        raise UsageError([NamedTwice(None, earlier)])
    known_wave(paths, later)
    edition = whole(paths, known_edition(paths, known_wave(paths, earlier)))
    day = _wave(paths, later).reference_date
    if edition.reference_date >= day:
        details = {"day": edition.reference_date.isoformat(), "other": later, "other_day": day.isoformat()}
        raise UsageError([NotEarlier(None, earlier, details)])
    if load_study(paths).open_survey:
        raise StudyError([OpenSurvey()])
    return edition


def _combinations(paths: StudyPaths, edition: Edition, later: str) -> list[Combination]:
    """Return what is computed, from the edition's own inputs to today's, one group exchanged after the other."""
    then, now = of_edition(paths, edition), of_today(paths, later)
    old, new = edition.wave, later

    def made(wave: str, evidence: str, date: str, questionnaire: str) -> Combination:
        groups = {old: then, new: now}
        return Combination(
            wave,
            groups[evidence].evidence,
            groups[date].date,
            groups[questionnaire].questionnaire,
            (evidence, date, questionnaire),
        )

    return [made(old, old, old, old), made(old, new, old, old), made(new, new, new, old), made(new, new, new, new)]


def _levels(
    paths: StudyPaths,
    edition: Edition,
    first: Numbers,
    runs: _Runs,
    combinations: Sequence[Combination],
    modules: Sequence[str],
) -> tuple[tuple[Part, ...], list[Numbers]]:
    """Return the order of the parts, and the numbers after each, the `first` being those published."""
    levels = [first]
    today = [runs.today(combination).found.numbers for combination in combinations]
    if not modules:
        return ORDER, [*levels, *today, today[-1]]
    package = code.lay_out(paths, edition, runs.folder / "package")
    runs.then(package, combinations[:-1])
    order = ORDER
    try:
        runs.then(package, combinations[-1:])
    except StudyError:
        order = SWAPPED
    for combination in combinations if order is ORDER else combinations[:-1]:
        levels.append(snapped(runs.before[combination.identity], levels[-1]))
    return order, [*levels, today[-1]] if order is ORDER else [*levels, today[-2], today[-1]]


def _rows(levels: Sequence[Numbers], order: Sequence[Part]) -> tuple[Row, ...]:
    """Return a row for each number that any computation gives, today's first."""
    keys = dict.fromkeys(key for level in (levels[-1], *levels[1:-1]) for key in level)
    rows = []
    for key in keys:
        found = [level.get(key) for level in levels]
        about = next(number for number in reversed(found) if number is not None)
        values = [number.value if number is not None else None for number in found]
        rows.append(Row(about.lever, *key, about.unit, split(values, order)))
    return tuple(row for row in rows if row.split.before is not None or row.split.after is not None)


def _moved(combinations: Sequence[Combination], found: Sequence[Computed]) -> dict[Part, tuple[Move, ...]]:
    """Return who changed at each step but that of the code, whose states are not known."""
    again, evidence, date, questionnaire = found
    facts = changed_facts(combinations[0].evidence, combinations[1].evidence)
    return {
        Part.EVIDENCE: tuple(moves(again, evidence, facts)),
        Part.DATE: tuple(moves(evidence, date)),
        Part.QUESTIONNAIRE: tuple(moves(date, questionnaire)),
    }


def bridge(paths: StudyPaths, earlier: str, later: str, *, sealed: bool = False) -> Bridge:
    """Return what lies between the published edition of `earlier` and `later` as computed now.

    With `sealed`, today's inputs must be as they were sealed. Raises UsageError for names that cannot be meant, else
    StudyError: a damaged edition, files that are not to be had, inputs that do not go together.
    """
    edition = _asked(paths, earlier, later)
    first = published(published_file(paths, edition, INDICATORS))
    modules = code.changed_modules(edition)
    combinations = _combinations(paths, edition, later)
    with scratch("bridge") as folder:
        runs = _Runs(folder, paths)
        runs.done[combinations[-1].identity] = Crossed(paths, computed(paths, later, sealed=sealed), ())
        at = [runs.today(combination) for combination in combinations]
        order, levels = _levels(paths, edition, first, runs, combinations, modules)
    found = [step.found for step in at]
    left_out = {part: step.left_out for part, step in zip(ORDER, at, strict=False)}
    return Bridge(
        earlier, later, order, _rows(levels, order), _moved(combinations, found), left_out, modules,
        since(paths, edition), found[0].study, found[-1].study, {**found[0].names, **found[-1].names},
    )  # fmt: skip


def attempt(paths: StudyPaths, earlier: str, later: str) -> Bridge | tuple[Problem, ...]:
    """Return a bridge, or what keeps it from being computed here: a report does without it, and says so."""
    try:
        return bridge(paths, earlier, later)
    except StudyError as error:
        return error.problems
