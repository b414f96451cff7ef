"""The tasks of the waves: what each reads, and what it leaves.

Promise: check → clean → levers (side by side) → overview, replication, bridge, then sheets → report, with every file a
task reads among its dependencies, so that pytask alone knows what is stale. A wave's levers also read the answers of
the waves before it, which are then checked and cleaned first; its bridge reads the edition of one of them, and is a
task only where there is one. A task is a value (`Step`) here; `study.pipeline.run` hands it to pytask. Left out: what
they do (`study.pipeline.acts`), and what the notebooks compute.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from study.base.errors import raise_if
from study.base.files import file_sha256
from study.base.layout import StudyPaths
from study.bridge.editions import edition_before, files_read, history, inputs_at_hand
from study.codebook.model import Study
from study.exports.folder import response_files
from study.intake.series import waves_before
from study.intake.wave import load_wave
from study.pipeline import acts


@dataclass(frozen=True, slots=True)
class Step:
    """One task: `run` makes `produces` from `reads` and `values` (what it depends on that is no file).

    A `constant` one leaves the same bytes each time it ends well, so that nothing follows from its being run again.
    """

    name: str
    run: Callable[[], object]
    reads: tuple[Path, ...]
    produces: tuple[Path, ...]
    values: dict[str, Any] = field(default_factory=dict)
    constant: bool = False


# What each notebook leaves in its folder of data/processed/<wave>, for the notebooks after it and for the report.
COMPUTED = ("indicators.csv", "numbers.csv")
# What cleaning leaves for the analyst, beside the answers.
TO_SETTLE = ("conflicts.csv", "disagreements.csv", "cleaning.csv", "refused.csv", "received.csv", "companions.csv",
             "survey.csv")  # fmt: skip


@dataclass(frozen=True, slots=True)
class WavePlan:
    """The tasks of one wave of one study, for one language, and for those that its report is given in besides.

    `earlier` are the waves that it is compared with, `edition` the one of them whose edition it is bridged from.
    """

    paths: StudyPaths
    study: Study
    wave: str
    lang: str
    earlier: tuple[str, ...] = ()
    edition: str | None = None
    further: tuple[str, ...] = ()

    def _in(self, *parts: str) -> Path:
        return self.paths.processed(self.wave).joinpath(*parts)

    @property
    def _codebook(self) -> tuple[Path, ...]:
        return tuple(sorted(self.paths.questionnaire.glob("*.yaml")))

    @property
    def _evidence(self) -> tuple[Path, ...]:
        facts = (self.paths.evidence, self.paths.sources) if self.paths.has_evidence else ()
        alone = self.paths.corrections.is_file()
        return (*facts, self.paths.corrections) if facts or alone else ()

    @property
    def _responses(self) -> tuple[Path, ...]:
        return response_files(self.paths.responses(self.wave))

    @property
    def _rests_on(self) -> tuple[bool | str, ...]:
        return (self.paths.has_evidence, *(path.name for path in self._responses))

    @property
    def _outline(self) -> tuple[Path, ...]:
        return (self.paths.outline(self.study.map.outline),) if self.study.map else ()

    @property
    def _wave_files(self) -> tuple[Path, ...]:
        about = (self.paths.wave_yaml(self.wave), self.paths.study_yaml)
        return about if self.study.open_survey else (self.paths.frame, *about)

    @property
    def _units(self) -> tuple[Path, ...]:
        """What cleaning leaves in place of a frame."""
        return (self.paths.units(self.wave),) if self.study.open_survey else ()

    def _notebook(
        self,
        stem: str,
        reads: tuple[Path, ...],
        produces: tuple[Path, ...],
        lever: int | None = None,
        earlier: tuple[str, ...] = (),
        ahead: tuple[str, ...] = (),
    ) -> Step:
        name = stem if lever is None else f"{stem}-{lever}"
        parameters: dict[str, Any] = {"wave": self.wave, "lang": self.lang}
        if lever is not None:
            parameters["lever"] = lever
        source = self.paths.notebooks / f"{stem}.ipynb"
        executed = self._in("notebooks", f"{name}.ipynb")
        log = self._in("log", f"{name}.json")
        run = partial(acts.run_notebook, source, executed, parameters, self.paths.root, log, ahead)
        values: dict[str, Any] = {
            "parameters": tuple(sorted(parameters.items())),
            # Words follow what a wave rests on, whether or not the notebook opens those files.
            "rests_on": self._rests_on,
        }
        if earlier:
            # A later wave's file is opened too, only to see that it is later: that it is not listed says the same.
            values["earlier"] = earlier
        return Step(f"{self.wave}/{name}", run, (self.checked, source, *reads), (executed, *produces), values)

    @property
    def checked(self) -> Path:
        """What the check leaves once the inputs hold no problem."""
        return self._in("checked.txt")

    def _lever_tables(self, lever: int) -> tuple[Path, ...]:
        return self.paths.lever_tables(self.wave, lever)

    def _before(self, *levers: int) -> tuple[Path, ...]:
        """Return what the comparison of some levers with the earlier waves reads."""
        answers = (path for wave in self.earlier for lever in levers for path in self.paths.lever_tables(wave, lever))
        tables = (path for path in answers if path.stem != "facts" and path.suffix == ".parquet")
        return (*(self.paths.wave_yaml(wave) for wave in self.earlier), *tables)

    @property
    def _numbers(self) -> list[int]:
        return [lever.lever for lever in self.study.levers]

    def answers_steps(self) -> list[Step]:
        """Return the tasks that give the wave's answers: the check, then the cleaning."""
        raw = tuple(sorted(path for path in self.paths.raw.rglob("*") if path.is_file()))
        check = Step(
            f"{self.wave}/check",
            partial(acts.run_check, self.paths, self.wave, self.checked),
            raw,
            (self.checked,),
            {"files": tuple(self.paths.relative(path) for path in raw)},
            constant=True,
        )
        first = self._notebook(
            "1_clean",
            (*self._codebook, *self._evidence, *self._responses, *self._wave_files),
            (
                *self._cleaned,
                *self._units,
                *(self._in(name) for name in TO_SETTLE),
                *(self._in("clean", name) for name in COMPUTED),
            ),
        )
        return [check, first]

    @property
    def _cleaned(self) -> tuple[Path, ...]:
        return tuple(path for number in self._numbers for path in self._lever_tables(number))

    def steps(self) -> list[Step]:
        """Return the tasks of the wave, from the raw files to the report."""
        check, first = self.answers_steps()
        numbers, cleaned = self._numbers, self._cleaned
        levers = [
            self._notebook(
                "2_lever",
                (
                    *self._wave_files,
                    *self._units,
                    self.paths.lever_yaml(number),
                    *self._outline,
                    *self._lever_tables(number),
                    *self._before(number),
                ),
                tuple(self.paths.lever_dir(self.wave, number) / name for name in COMPUTED),
                lever=number,
                earlier=self.earlier,
            )
            for number in numbers
        ]
        of_levers = tuple(path for step in levers for path in step.produces if path.name in COMPUTED)
        overview = self._notebook(
            "3_overview",
            (
                *self._codebook,
                *self._wave_files,
                *self._units,
                *self._outline,
                *cleaned,
                *of_levers,
                *first.produces[-2:],
                *self._before(*numbers),
            ),
            tuple(self._in("overview", name) for name in COMPUTED),
            earlier=self.earlier,
            # It runs by itself: there is a core for what the tasks after it import.
            ahead=("study.sheets.build", "study.report.build"),
        )
        replication = self._notebook(
            "4_replication",
            (
                *self._codebook,
                *self._evidence,
                *self._responses,
                *self._wave_files,
                *self._units,
                self.paths.claims(self.wave),
            ),
            tuple(self._in("replication", name) for name in COMPUTED),
        )
        notebooks = [first, *levers, overview, replication, *self._bridge()]
        translated = {lang: [self._translated(step, lang) for step in notebooks] for lang in self.further}
        others = [step for steps in translated.values() for step in steps]
        sheets = self._sheets()
        return [check, *notebooks, *others, *sheets, self._report(notebooks, translated, sheets)]

    def _translated(self, step: Step, lang: str) -> Step:
        """Return a notebook's task in a further language: its copy is all that is new.

        What it computes is the same in every language: it comes after the task that makes that, and leaves it as it is.
        """
        executed, *computed = step.produces
        parameters = dict(step.values["parameters"]) | {"lang": lang}
        source = next(path for path in step.reads if path.suffix == ".ipynb")
        copy = executed.parent / lang / executed.name
        log = self._in("log", f"{executed.stem}.{lang}.json")
        run = partial(acts.run_notebook, source, copy, parameters, self.paths.root, log)
        values = step.values | {"parameters": tuple(sorted(parameters.items()))}
        return Step(f"{step.name}.{lang}", run, (*step.reads, *computed), (copy,), values)

    def _bridge(self) -> list[Step]:
        """Return the task that splits what changed since the last edition; none where there is no edition."""
        if self.edition is None:
            return []
        step = self._notebook(
            "5_bridge",
            (
                *self._codebook,
                *self._evidence,
                *self._responses,
                *self._wave_files,
                *(self.paths.wave_yaml(wave) for wave in self.earlier),
                *files_read(self.paths, self.edition),
            ),
            tuple(self._in("bridge", name) for name in COMPUTED),
            earlier=self.earlier,
        )
        # What the edition rests on may lie in git alone: where it is not to be had, the section says so.
        there = {"at_hand": inputs_at_hand(self.paths, self.edition), "history": history(self.paths)}
        return [replace(step, values=step.values | there)]

    def _sheets(self) -> list[Step]:
        """Return the task that makes the territories' sheets; none in an open survey, which names nobody.

        It waits for no text of the report: an edited commentary leaves the sheets as they are.
        """
        if self.study.open_survey:
            return []
        languages = (self.lang, *self.further)
        reads = (
            self.checked,
            *self._codebook,
            *self._wave_files,
            *self._cleaned,
            *self.paths.computed_numbers(self.wave, self._numbers),
            *self._before(*self._numbers),
        )
        values: dict[str, Any] = {"lang": languages, "rests_on": self._rests_on, "earlier": self.earlier}
        run = partial(acts.run_sheets, self.paths, self.wave, languages)
        return [Step(f"{self.wave}/sheets", run, reads, (self.paths.sheets_manifest(self.wave),), values)]

    @property
    def _audited(self) -> tuple[Path, ...]:
        """What the audit script names: it is written by the headings of these files."""
        waves = (self.wave, *self.earlier)
        about = (self.paths.wave_yaml(wave) for wave in self.earlier)
        cleaned = (path for wave in waves for path in (self.paths.survey(wave), self.paths.received(wave)))
        facts = (path for path in self._evidence if path != self.paths.sources)
        return (*facts, self.paths.claims(self.wave), *about, *cleaned)

    @property
    def _traced(self) -> tuple[Path, ...]:
        """What the audit trail reads besides: the inputs that answers rest on, and the answers of each wave."""
        return (
            *self._evidence,
            *self._responses,
            *self._units,
            self.paths.claims(self.wave),
            *self._cleaned,
            *self._before(*self._numbers),
        )

    def _report(self, notebooks: list[Step], translated: dict[str, list[Step]], sheets: list[Step]) -> Step:
        executed = tuple(step.produces[0] for step in notebooks)
        computed = tuple(path for step in notebooks for path in step.produces if path.name in COMPUTED)
        further = {lang: tuple(step.produces[0] for step in steps) for lang, steps in translated.items()}
        copies = tuple(path for made in further.values() for path in made)
        folders = (self.paths.commentary(self.wave, lang) for lang in (self.lang, *further))
        prose = tuple(path for folder in folders for path in sorted(folder.glob("*.md")))
        # The report's description names the notebooks as they are stored, the licence, and the libraries' list, which
        # may lie beside the package, out of the study.
        stored = tuple(path for step in notebooks for path in step.reads if path.suffix == ".ipynb")
        licence = (self.paths.licence,) if self.paths.licence else ()
        glossary = (self.paths.glossary,) if self.paths.glossary.is_file() else ()
        libraries = file_sha256(self.paths.lock) if self.paths.lock else ""
        # The description gives the hashes of all that a notebook read, whether or not it would now say the same.
        bridged = files_read(self.paths, self.edition) if self.edition else ()
        made = tuple(path for step in sheets for path in step.produces)
        folder = self.paths.sheets(self.wave) if sheets else None
        return Step(
            f"{self.wave}/report",
            partial(acts.run_report, self.paths, self.wave, self.lang, executed, computed, further, folder),
            tuple(dict.fromkeys((*executed, *copies, *computed, *prose, *self._codebook, *self._wave_files,
                                 *self._audited, *self._traced, *stored, *licence, *glossary, *made, *bridged,
                                 self.paths.checksums))),
            (self.paths.manifest(self.wave),),
            {"prose": tuple(self.paths.relative(path) for path in prose), "lang": (self.lang, *further),
             "libraries": libraries},
        )  # fmt: skip


def plan(
    paths: StudyPaths,
    study: Study,
    waves: Sequence[str],
    lang: str,
    further: Mapping[str, Sequence[str]] | None = None,
) -> list[Step]:
    """Return the tasks of some waves, each once, with those that give the answers of the waves they are compared with.

    `further` are the languages that a wave's report is given in besides `lang`, by wave. Raises StudyError when what a
    wave says of itself, or of a wave before it, cannot be read.
    """
    steps: dict[str, Step] = {}
    for wave in waves:
        about, problems = load_wave(paths, wave)
        raise_if(problems)
        assert about is not None
        earlier = tuple(item.wave for item in waves_before(paths, about))
        for name in earlier:
            for step in WavePlan(paths, study, name, lang).answers_steps():
                steps.setdefault(step.name, step)
        edition = edition_before(paths, about)
        others = tuple(dict.fromkeys((further or {}).get(wave, ())))
        for step in WavePlan(paths, study, wave, lang, earlier, edition, others).steps():
            steps.setdefault(step.name, step)
    return list(steps.values())
