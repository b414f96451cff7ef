"""The questionnaire of one wave as a form, before any platform or paper: what is asked, of whom, in which order.

Promise: what every way out (XLSForm, LimeSurvey, Markdown, paper) says alike is decided here once: questions numbered
through the whole form, the options that a respondent may choose, the earlier answer that a question hangs on, the
territories in the frame's order. `unknown` is never offered: who does not know leaves the question. Left out: names on
platforms (`study.codebook.names`), the words around questions (`words`), and the files (`xlsform`, `limesurvey`,
`markdown`, `paper`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from study.base.errors import Problem, UsageError
from study.base.nearest import nearest
from study.base.text import mark
from study.codebook.model import OTHER, Lever, Localised, Question, Study
from study.codebook.rules import answers_of

Territories = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LanguageNotSpoken(Problem):
    """A form asked for in a language that the study has no words in."""

    code = "language-not-spoken"
    what = mark("This study has no questionnaire in “{value}”.")
    why = mark("Its texts are in these languages: {known}.")
    remedy = mark("Name one of them, or add the language to study.yaml and to every text of the questionnaire.")


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that may be chosen."""

    code: str
    label: Localised


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it is asked: `number` counts through the form, `options` is empty where none is chosen.

    A question with a `gate` is put only to those who passed it.
    """

    number: int
    question: Question
    options: tuple[Option, ...]
    gate: "Gate | None"

    @property
    def write_in(self) -> Option | None:
        """Return the option beside which respondents write an answer of their own."""
        return next((option for option in self.options if self.question.other and option.code == OTHER), None)


@dataclass(frozen=True, slots=True)
class Gate:
    """Those whose answer to an earlier question, `item`, is one of `answers`."""

    item: Item
    answers: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of one lever."""

    lever: Lever
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `languages` begins with the one it opens in; `territories` are keys with their full names.

    `day` is the one that answers hold at. An open survey has no territories, and so does not ask for one.
    """

    wave: str
    title: Localised
    day: date
    languages: tuple[str, ...]
    study: Study
    territories: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    @property
    def lang(self) -> str:
        """Return the language that the form opens in."""
        return self.languages[0]

    @property
    def items(self) -> tuple[Item, ...]:
        """Return every question, in its order."""
        return tuple(item for section in self.sections for item in section.items)


def options_of(question: Question, study: Study) -> tuple[Option, ...]:
    """Return what a question offers to choose from, in the codebook's order; nothing for numbers, dates and texts.

    A yes/planned/no code that the study has no words for is not offered.
    """
    labels = {code.code: code.label for code in (*study.codes, *question.codes)}
    return tuple(Option(code, labels[code]) for code in answers_of(question) if code in labels)


def _gate(item: Question, before: Sequence[Item]) -> Gate | None:
    if item.universe is None:
        return None
    earlier = next(one for one in before if one.question.question == item.universe.question)
    return Gate(earlier, tuple(option for option in earlier.options if option.code in item.universe.answers))


def _sections(study: Study) -> tuple[Section, ...]:
    before: list[Item] = []
    sections = []
    for lever in study.levers:
        items = []
        for question in lever.questions:
            item = Item(len(before) + 1, question, options_of(question, study), _gate(question, before))
            items.append(item)
            before.append(item)
        sections.append(Section(lever, tuple(items)))
    return tuple(sections)


def _title(titles: Sequence[Localised | None], wave: str, study: Study) -> Localised:
    """Return the first title that needs no ledger (`{{ … }}` prints a number of it); else the wave's name."""
    whole = (title for title in titles if title and not any("{{" in text for text in title.root.values()))
    return next(whole, None) or Localised(dict.fromkeys(study.languages, wave))


def form_of(
    study: Study, *, wave: str, titles: Sequence[Localised | None], day: date, territories: Territories, lang: str
) -> Form:
    """Return the form of a wave that opens in `lang`; UsageError when the study does not speak it.

    `titles`: those of the wave, the best first. `territories`: the key and the full name of each one that may answer,
    in the frame's order.
    """
    if lang not in study.languages:
        details = {"known": list(study.languages), "nearest": nearest(lang, study.languages)}
        raise UsageError([LanguageNotSpoken(None, lang, details)])
    languages = (lang, *(other for other in study.languages if other != lang))
    asked = () if study.open_survey else tuple(territories)
    return Form(wave, _title(titles, wave, study), day, languages, study, asked, _sections(study))
