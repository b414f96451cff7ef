"""Look before building: whether a report can be made from the inputs of a wave, and what its survey holds.

Promise: every problem of every input is raised at once, in one StudyError; otherwise the wave comes back cleaned in
memory, and nothing has been written. A look at a survey raises nothing that is to be settled: it shows it. Left out:
keys that prose misspells, which only the ledger can tell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from study.answers.clean import Cleaned, clean
from study.base.errors import Problem, StudyError, raise_if
from study.base.layout import StudyPaths
from study.bulk.wave import load_large, streams, summary_of
from study.exports.folder import response_files
from study.intake.checksums import verify
from study.intake.inputs import Inputs, input_problems, load_inputs, load_survey
from study.intake.withheld import withheld_files
from study.report.commentary import read_commentary, untranslated, unwritten, written_problems, written_texts
from study.survey.summary import Summary, summary


@dataclass(frozen=True, slots=True)
class CheckedWave:
    """A wave whose inputs hold no problem."""

    inputs: Inputs
    cleaned: Cleaned


def check_wave(paths: StudyPaths, wave: str, *, sealed: bool = True, with_levers: bool = True) -> CheckedWave:
    """Read and clean a wave in memory; StudyError with all its problems.

    They are those of the inputs and (`sealed`) the seal, corrections that expired, and numbers typed in its prose (any
    language). `with_levers` as in `study.answers.clean`.
    """
    inputs = load_inputs(paths, wave, sealed=sealed)
    cleaned = clean(inputs, with_levers=with_levers)
    prose = (text for lang in inputs.study.languages for text in read_commentary(paths, wave, lang).values())
    raise_if([*cleaned.expired, *(problem for text in prose for problem in written_problems(text))])
    return CheckedWave(inputs, cleaned)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look shows: the `survey` (None without one), the `problems` of everything else, the wave when it is sound.

    `seal` are the files that differ from it, `unwritten` the texts that the report does without until they are written.
    """

    survey: Summary | None
    problems: tuple[Problem, ...]
    seal: tuple[Problem, ...] = ()
    unwritten: tuple[Problem, ...] = ()
    checked: CheckedWave | None = None

    @property
    def settled(self) -> bool:
        """Tell that nothing stands in the way of a report."""
        return not (self.problems or self.seal or (self.survey is not None and self.survey.errors))


def _unwritten(paths: StudyPaths, wave: str, first: str, others: Iterable[str]) -> tuple[Problem, ...]:
    """Return the texts still to be written; in another language, only where one of its texts has been written."""
    empty = (problem for text in read_commentary(paths, wave, first).values() for problem in unwritten(text))
    begun = (lang for lang in others if written_texts(paths, wave, lang))
    return (*empty, *(problem for lang in begun for problem in untranslated(paths, wave, first, lang)))


def _look_at_stream(paths: StudyPaths, wave: str, lang: str, files: Sequence[Path] | None) -> Look:
    """Look at an open survey that is streamed, and at everything but the waves' surveys."""
    problems: tuple[Problem, ...] = ()
    seal: tuple[Problem, ...] = ()
    if files is None:
        withheld = [name for names in withheld_files(paths).values() for name in names]
        seal, problems = tuple(verify(paths, withheld)), tuple(input_problems(paths))
    return Look(summary_of(load_large(paths, wave, files), lang), problems, seal)


def look(paths: StudyPaths, wave: str, lang: str, files: Sequence[Path] | None = None) -> Look:
    """Look at a wave, or, with `files`, at these as its survey's exports.

    Raises StudyError only for what keeps a survey from being looked at: a broken codebook, frame or wave.yaml.
    """
    if streams(paths, wave, files):
        return _look_at_stream(paths, wave, lang, files)
    problems: tuple[Problem, ...] = ()
    seal: tuple[Problem, ...] = ()
    empty: tuple[Problem, ...] = ()
    checked = None
    if files is None:
        withheld = [name for names in withheld_files(paths).values() for name in names]
        seal = tuple(verify(paths, withheld))
        try:
            checked = check_wave(paths, wave, sealed=False, with_levers=False)
            first, *others = checked.inputs.study.languages
            empty = _unwritten(paths, wave, first, others)
        except StudyError as error:
            problems = error.problems
        if not response_files(paths.responses(wave)):
            return Look(None, problems, seal, empty, checked)
    if checked is not None:
        inputs = checked.inputs
        study, about, responses = inputs.study, inputs.wave, checked.cleaned.responses
        found: tuple[Problem, ...] = inputs.notices
        short = dict(zip(inputs.frame["territory"], inputs.frame["short_name"], strict=True))
        names: Mapping[str, str] = {} if study.open_survey else short
    else:
        survey = load_survey(paths, wave, files)
        study, about, responses, found, names = (
            survey.study, survey.wave, survey.responses, survey.problems, survey.names,
        )  # fmt: skip
    shown = summary(study, about.title.text(lang), wave, responses, found, names, lang)
    return Look(shown, tuple(problem for problem in problems if problem not in found), seal, empty, checked)
