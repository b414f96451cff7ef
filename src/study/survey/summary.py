"""What a look at a survey's exports shows: how they were read, who answered, what is to be settled.

Promise: one value, in words of a language, from which the terminal, a program and a web page are served; no personal
data, since answers are masked before they come here, and a masked cell is named by its address alone. Left out: how it
is shown (`study.survey.page`, the command line), and everything but the survey.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from study.base.errors import Place, Problem, Severity
from study.base.show import place_text, remedy_text, what_text, why_text
from study.base.text import mark, say
from study.cells import refusals
from study.codebook.model import Study
from study.codebook.names import key_of
from study.exports.settings import Flavour
from study.survey.responses import Export, Responses
from study.survey.rows import Fate

FLAVOURS = {
    Flavour.LIMESURVEY: mark("LimeSurvey"),
    Flavour.KOBO: mark("KoboToolbox or ODK"),
    Flavour.WEBFORM: mark("Framaforms or another Drupal webform"),
    Flavour.SPREADSHEET: mark("a spreadsheet made by hand"),
}
FATES = {
    Fate.COUNTED: mark("counted"),
    Fate.INCOMPLETE: mark("never submitted"),
    Fate.EMPTY: mark("without any answer"),
    Fate.REPLACED: mark("replaced by a later one"),
    Fate.OUTSIDE: mark("outside the frame"),
    Fate.UNSETTLED: mark("to be matched"),
}

HEADINGS = {
    Severity.ERROR: mark("To settle before anything is computed"),
    Severity.WARNING: mark("To look at"),
    Severity.NOTE: mark("Good to know"),
}


@dataclass(frozen=True, slots=True)
class ExportSeen:
    """How one table was read; `reasons` say by what its kind was recognised."""

    file: str
    sheet: str
    flavour: str
    flavour_text: str
    reasons: tuple[str, ...]
    heading_rows: tuple[int, ...]
    responses: int
    columns: int
    answering_columns: int


@dataclass(frozen=True, slots=True)
class QuestionSeen:
    """What came back to one question: numbers of respondents; `response_rate` is given over asked (0 to 1)."""

    lever: int
    question: str
    label: str
    asked: int
    given: int
    refused: int

    @property
    def response_rate(self) -> float | None:
        """Return the item response rate; None where nobody was asked."""
        return self.given / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Said:
    """A problem, or a refused cell, in words."""

    severity: str
    code: str
    place: str
    what: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a survey; `territories` is 0, and nobody is named, in an open one."""

    wave: str
    title: str
    exports: tuple[ExportSeen, ...]
    fates: Mapping[str, int]
    territories: int
    answered: tuple[str, ...]
    missing: tuple[str, ...]
    questions: tuple[QuestionSeen, ...]
    problems: tuple[Said, ...]

    @property
    def response_rate(self) -> float | None:
        """Return the unit response rate; None in an open survey."""
        return len(self.answered) / self.territories if self.territories else None

    @property
    def errors(self) -> tuple[Said, ...]:
        """Return what must be settled before anything is computed."""
        return self.of(Severity.ERROR)

    def of(self, severity: Severity) -> tuple[Said, ...]:
        """Return the problems of one severity."""
        return tuple(said for said in self.problems if said.severity == severity)

    def plain(self) -> dict[str, Any]:
        """Return everything as plain values, for programs."""
        made = asdict(self)
        for question, seen in zip(made["questions"], self.questions, strict=True):
            question["response_rate"] = seen.response_rate
        return made | {"response_rate": self.response_rate}


def _export(export: Export, lang: str) -> ExportSeen:
    layout = export.layout
    return ExportSeen(
        export.file,
        export.sheet,
        str(layout.flavour),
        say(FLAVOURS[layout.flavour], lang),
        tuple(say(message, lang, **values) for message, values in layout.reasons),
        layout.heading_rows,
        export.rows,
        export.columns,
        export.answering,
    )


def exports_seen(exports: Sequence[Export], lang: str) -> tuple[ExportSeen, ...]:
    """Return how each table was read, in words."""
    return tuple(_export(export, lang) for export in exports)


def _questions(responses: Responses, study: Study, lang: str) -> tuple[QuestionSeen, ...]:
    answers = responses.answers
    came = answers["status"].isin(["answered", "no_answer"])
    grouped = (
        answers.assign(asked=came, given=answers["status"] == "answered", refused=answers["reason"] != "")
        .groupby(["lever", "question"])[["asked", "given", "refused"]]
        .sum()
    )
    counts = {(int(lever), str(name)): row for lever, name, *row in grouped.reset_index().itertuples(index=False)}
    return tuple(
        QuestionSeen(item.lever, item.question, item.label.text(lang), *(int(n) for n in counts[key_of(item)]))
        for item in study.questions
        if key_of(item) in counts
    )


def said(problem: Problem, lang: str) -> Said:
    """Return a problem in words."""
    return Said(
        str(problem.severity),
        problem.code,
        place_text(problem.place, lang),
        what_text(problem, lang),
        why_text(problem, lang),
        remedy_text(problem, lang),
    )


_QUESTION = mark("{territory}, question {question}: “{value}”.")


def _refused(responses: Responses, study: Study, lang: str) -> list[Said]:
    """Return the cells that could not be read, as warnings: they count as no answer until they are corrected."""
    asked = {key_of(item): item for item in study.questions}
    found = []
    for cell in responses.refused.to_dict("records"):
        question, refusal = asked[cell["lever"], cell["question"]], refusals.Refusal(cell["reason"])
        place = Place(cell["file"], sheet=cell["sheet"] or None, row=cell["row"], column=cell["column"])
        what = refusals.what_text(refusal, question, study, lang)
        value = say(_QUESTION, lang, territory=cell["territory"], question=question.question, value=cell["raw"])
        why = say("The cell counts as no answer; it is kept in refused.csv.", lang)
        remedy = refusals.remedy_text(refusal, question, study, lang)
        found.append(
            Said(str(Severity.WARNING), cell["reason"], place_text(place, lang), f"{value} {what}", why, remedy)
        )
    return found


_ORDER = {str(severity): i for i, severity in enumerate(Severity)}


def summary(
    study: Study,
    title: str,
    wave: str,
    responses: Responses,
    problems: Sequence[Problem],
    names: Mapping[str, str],
    lang: str,
) -> Summary:
    """Return what a survey's exports show; `names` are the territories of the frame, in its order, by key."""
    came = list(responses.respondents["territory"])
    fates = responses.received["fate"].value_counts()
    shown = [said(problem, lang) for problem in problems] + _refused(responses, study, lang)
    return Summary(
        wave,
        title,
        exports_seen(responses.exports, lang),
        {str(fate): int(fates.get(str(fate), 0)) for fate in Fate},
        len(names),
        tuple(name for key, name in names.items() if key in came),
        tuple(name for key, name in names.items() if key not in came),
        _questions(responses, study, lang),
        tuple(sorted(shown, key=lambda item: _ORDER[item.severity])),
    )
