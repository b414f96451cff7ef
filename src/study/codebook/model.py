"""The questionnaire as values: study, levers, questions. Knows nothing of waves, territories or answers.

Promise: what `data/raw/questionnaire/*.yaml` may say, with its types; an unknown key, a missing translation or a value
of the wrong type is refused when the models are built (`study.codebook.load` turns that into problems with lines).
Nothing about one study in particular is written here.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from babel import Locale
from pydantic import BaseModel, ConfigDict, Field, RootModel

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
# Strict: `true` would read as the number one, a text "1_0" as ten, a moment as its day, a number as a day of 1970.
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, Field(strict=True)]
Bound = Day | Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""What an answer may not lie beyond: a day or a number."""


class QuestionType(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


class Measure(StrEnum):
    """What may be computed from a question's answers; an indicator is named `<question>.<measure>`.

    Those of a choice are made for each of its codes: `<question>.<code>.<measure>`.
    """

    COUNT = "count"
    SHARE = "share"
    SHARE_DETERMINED = "share_determined"
    WEIGHTED_SHARE = "weighted_share"
    INTENSITY = "intensity"
    DOCUMENTED = "documented"
    MEDIAN = "median"
    TOTAL = "total"


OTHER = "other"
"""The code of a write-in answer, in questions that take one (`Question.other`)."""

MEASURES_OF = {
    QuestionType.YES_NO: (
        Measure.COUNT,
        Measure.SHARE,
        Measure.SHARE_DETERMINED,
        Measure.WEIGHTED_SHARE,
        Measure.INTENSITY,
    ),
    QuestionType.CHOICE: (Measure.COUNT, Measure.SHARE, Measure.SHARE_DETERMINED, Measure.WEIGHTED_SHARE),
    QuestionType.MULTIPLE: (Measure.COUNT, Measure.SHARE, Measure.SHARE_DETERMINED, Measure.WEIGHTED_SHARE),
    QuestionType.NUMBER: (Measure.DOCUMENTED, Measure.MEDIAN, Measure.TOTAL),
    QuestionType.DATE: (Measure.DOCUMENTED,),
    QuestionType.TEXT: (),
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Localised(RootModel[dict[str, Annotated[str, Field(min_length=1)]]]):
    """A text in each language of the study."""

    model_config = ConfigDict(frozen=True)

    def text(self, lang: str) -> str:
        """Return the text in `lang`; KeyError when the study does not speak it."""
        return self.root[lang]


class Validity(_Model):
    """How long a yes, or a number, holds when its evidence does not say: `permanent`, `mandate`, or some years."""

    kind: Literal["permanent", "mandate", "years"]
    years: Annotated[Whole, Field(ge=0, le=100)] | None = None


class Code(_Model):
    """A code that may stand in the data, with the words for it."""

    code: Identifier
    label: Localised


class Universe(_Model):
    """Whom a question is put to: those whose answer to an earlier `question` is one of `answers`."""

    question: Identifier
    answers: Annotated[tuple[str, ...], Field(min_length=1)]


class Question(_Model):
    """A variable of the questionnaire.

    `codes` of a `yes_no` question default to the study's; those of a `text` question are the evidence codes that it
    gathers as named examples. `other` lets respondents write an answer of their own beside the code `other`. An answer
    lies within `minimum` and `maximum` (numbers, or days). `validity` is None for the study's default of its type.
    """

    question: Identifier
    lever: Whole
    type: QuestionType
    core: Flag = False
    label: Localised
    wording: Localised
    hint: Localised | None = None
    required: Flag = False
    codes: tuple[Code, ...] = ()
    other: Flag = False
    minimum: Bound | None = None
    maximum: Bound | None = None
    universe: Universe | None = None
    validity: Validity | None = None
    unit: str | None = None
    additive: Flag = False
    indicators: tuple[Measure, ...] = ()

    @property
    def chosen(self) -> bool:
        """Tell whether it is answered by codes of its own, each of which is counted (a choice, single or multiple)."""
        return self.type in (QuestionType.CHOICE, QuestionType.MULTIPLE)

    @property
    def counted(self) -> tuple[str, ...]:
        """Return what its measures are of: the question itself, or each code of a choice (`<question>.<code>`)."""
        return tuple(f"{self.question}.{code.code}" for code in self.codes) if self.chosen else (self.question,)


class Contact(_Model):
    """A question about the person who answers: asked, and read nowhere, since personal data stop at intake."""

    question: Identifier
    label: Localised
    wording: Localised
    required: Flag = False


class Lever(_Model):
    """A field of action and its questions. A `transversal` one (governance) is not counted among the levers."""

    lever: Annotated[Whole, Field(ge=0)]
    title: Localised
    short: Localised
    transversal: Flag = False
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @property
    def core(self) -> tuple[Question, ...]:
        """Return the questions whose yes answers make the lever's intensity."""
        return tuple(question for question in self.questions if question.core)


class Defaults(_Model):
    """How long facts hold when neither the evidence nor the question says; see the design, section 6."""

    yes_years: Annotated[Whole, Field(ge=0)] = 6
    no_years: Annotated[Whole, Field(ge=0)] = 2
    plan_years: Annotated[Whole, Field(ge=0)] = 3
    number_years: Annotated[Whole, Field(ge=0)] = 3


class TerritoryNoun(_Model):
    """What the study calls its territories: `one` and `many`, in each language."""

    one: Localised
    many: Localised


class Map(_Model):
    """What the study's maps are drawn on: `outline` is a file of `data/raw/contours` (`study.intake.outline`)."""

    outline: Annotated[str, Field(min_length=1)]


class Study(_Model):
    """The whole codebook: what `study.yaml` says, and the levers in their order.

    An `open_survey` has no list of those who may answer, and so no frame: whoever answers is counted and never named.
    """

    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    territory: TerritoryNoun
    lever_noun: TerritoryNoun
    elections: tuple[Day, ...] = ()
    defaults: Defaults = Defaults()
    codes: tuple[Code, ...]
    units: dict[str, Localised] = {}
    map: Map | None = None
    open_survey: Flag = False
    contact: tuple[Contact, ...] = ()
    levers: Annotated[tuple[Lever, ...], Field(min_length=1)]

    def lever(self, number: int) -> Lever:
        """Return one lever; KeyError when there is none of that number."""
        for lever in self.levers:
            if lever.lever == number:
                return lever
        raise KeyError(number)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return every question, in the order of the levers."""
        return tuple(question for lever in self.levers for question in lever.questions)

    def question(self, name: str) -> Question:
        """Return the question of that name; KeyError when there is none."""
        for question in self.questions:
            if question.question == name:
                return question
        raise KeyError(name)

    def unit_text(self, unit: str, lang: str, count: float | None = None) -> str:
        """Return how a unit is written after a number; the unit's own name when the study does not say.

        After a `count`, an ending in brackets is written or not: 1 agent, 2 agents where the study says `agent(s)`.
        """
        text = self.units[unit].text(lang) if unit in self.units else unit
        if count is None:
            return text
        ending = "" if Locale(lang).plural_form(abs(count)) == "one" else r"\1"
        return re.sub(r"\((\w+)\)", ending, text)

    def code_label(self, code: str, lang: str) -> str:
        """Return the words for a yes/planned/no code."""
        return next(item.label.text(lang) for item in self.codes if item.code == code)
