"""A questionnaire as another program's form says it, before it becomes a study's own.

Promise: what every reader of forms leaves (`from_xlsform`, `from_limesurvey`), whatever the platform: sections and
their questions in the form's order, under the form's own names and codes, each with its place in the form; and notes on
all that the readers could not take over. Texts are plain, one per language. Left out: names and codes that a study
allows (`adopt`), and files (`take_in`).
"""

from dataclasses import dataclass, field
from datetime import date

from study.base.errors import Place, Problem
from study.codebook.model import QuestionType

Texts = dict[str, str]
"""One text in each language that the form has it in: `{"fr": "Oui", "en": "Yes"}`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen."""

    code: str
    labels: Texts


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition: that the answer to `question` is (or holds) one of `codes`, both as the form calls them."""

    question: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a form.

    `gates` must all hold for it to be asked. `write_in` is the code of the option beside which respondents write an
    answer of their own, empty when there is none. Bounds are included; those of a number are floats, those of a date
    days. `unit` is how the form writes the unit of a number, empty when it does not. Two fields are set for forms that
    this package made: `contact`, whether the question is about the respondent (None: the form does not say), and
    `called`, the question's name in its study, as far as the form still says it.
    """

    name: str
    type: QuestionType
    place: Place
    texts: Texts
    hint: Texts = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    write_in: str = ""
    required: bool = False
    minimum: date | float | None = None
    maximum: date | float | None = None
    gates: tuple[Gate, ...] = ()
    unit: Texts = field(default_factory=dict)
    contact: bool | None = None
    called: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand together: a lever, once in a study. `number` is set where the form says the lever's own."""

    name: str
    titles: Texts
    items: tuple[Item, ...]
    place: Place
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form: its `file` as messages name it, its languages (the main one first), its sections in order."""

    file: str
    languages: tuple[str, ...]
    title: Texts
    sections: tuple[Section, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Return every question, in the form's order."""
        return tuple(item for section in self.sections for item in section.items)
