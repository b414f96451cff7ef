"""What the headings of an export may call a question, an option or a contact of the study.

Promise: a question is known by its own name, with or without its lever, by its names on platforms, and by its wording
or label in any language; texts are compared without HTML, case, accents and the punctuation at their ends, and a text
that an export has cut short (`Votre ville a-t-.. `) by its beginning. The nearest kind of name wins: a wording
never outdoes a name. Left out: how a heading is taken apart (`limesurvey`, `kobo`, `webform`, `spreadsheet`).
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from study.base.nearest import plain
from study.codebook.model import Contact, Localised, Question, Study
from study.codebook.names import key_of, limesurvey_answers, limesurvey_contact, limesurvey_names, xlsform_names
from study.codebook.rules import answers_of
from study.exports.settings import Flavour

# A sign of less or more in a sentence is no tag: a tag's name follows its bracket at once.
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_AT_ENDS = " .,;:!?…*«»“”\"'"
_CUT = re.compile(r"(?:\.\.+|…)\s*$")
# A text cut shorter than this begins like too many others to be one of them.
_SHORTEST_CUT = 4
# The same headings are looked up under one kind of name after another.
_REMEMBERED = 4096


@lru_cache(_REMEMBERED)
def shown(text: str) -> str:
    """Return a text as `plain` has it, without its HTML.

    >>> shown("<p>Un &eacute;l&#233;ment<br/>de <b>choix</b>&nbsp;?</p>")
    'un element de choix ?'
    """
    return plain(_TAG.sub(" ", html.unescape(_TAG.sub(" ", text))))


def said(text: str) -> str:
    """Return what a heading says: as `shown`, without the punctuation at its ends.

    >>> said("« Subventions » :"), said("C++")
    ('subventions', 'c++')
    """
    return shown(text).strip(_AT_ENDS)


def _cut(text: str) -> str | None:
    """Return the beginning that is left of a text cut short, None when it is whole."""
    start = said(_CUT.sub("", text)) if _CUT.search(text) else ""
    return start if len(start) >= _SHORTEST_CUT else None


Tier = Mapping[str, tuple[int, ...]]
Form = Callable[[str], str]


def _tier(names: Iterable[tuple[str, int]], form: Form) -> Tier:
    found: dict[str, tuple[int, ...]] = {}
    for name, item in names:
        if (key := form(name)) and item not in found.get(key, ()):
            found[key] = (*found.get(key, ()), item)
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    """Things with many names, counted from 0: a name is looked up in tier after tier, each with its form."""

    tiers: tuple[tuple[Form, Tier], ...]
    texts: Tier

    def find(self, name: str) -> tuple[int, ...]:
        for form, tier in self.tiers:
            if found := tier.get(form(name)):
                return found
        if (start := _cut(name)) is None:
            return ()
        return tuple(dict.fromkeys(i for text, items in self.texts.items() if text.startswith(start) for i in items))


def _names(names: Sequence[Sequence[tuple[str, int]]], texts: Sequence[Sequence[tuple[str, int]]]) -> _Names:
    """Index kinds of names, surest first, then kinds of texts; each is tried as it stands, then loosely."""
    tiers: list[tuple[Form, Tier]] = [(str.casefold, _tier(kind, str.casefold)) for kind in names]
    tiers += [(form, _tier(kind, form)) for form in (shown, said) for kind in (*names, *texts)]
    return _Names(tuple(tiers), _tier([pair for kind in texts for pair in kind], said))


def _texts(items: Sequence[Localised]) -> list[tuple[str, int]]:
    return [(text, i) for i, item in enumerate(items) for text in item.root.values()]


def _question_names(study: Study, flavour: Flavour) -> _Names:
    questions = study.questions
    on_limesurvey, on_xlsform = limesurvey_names(study), xlsform_names(study).questions
    own = [
        (name, i)
        for i, item in enumerate(questions)
        for name in (item.question, f"lever_{item.lever}.{item.question}", f"lever_{item.lever}_{item.question}")
    ]
    limesurvey = [(on_limesurvey[key_of(item)], i) for i, item in enumerate(questions)]
    xlsform = [(on_xlsform[key_of(item)], i) for i, item in enumerate(questions)]
    kinds = [own, xlsform, limesurvey]
    if flavour is Flavour.LIMESURVEY:
        kinds = [limesurvey, own, xlsform]
    elif flavour is Flavour.KOBO:
        kinds = [xlsform, own, limesurvey]
    return _names(kinds, [_texts([item.wording for item in questions]), _texts([item.label for item in questions])])


def _option_names(question: Question, study: Study, flavour: Flavour) -> tuple[tuple[str, ...], _Names]:
    """Return the codes of a question, and what they are called; none where it takes no code."""
    codes = answers_of(question)
    labels = {code.code: code.label for code in (question.codes or study.codes)}
    short = limesurvey_answers(codes)
    own = [(code, i) for i, code in enumerate(codes)]
    limesurvey = [(short[code], i) for i, code in enumerate(codes)]
    kinds = [limesurvey, own] if flavour is Flavour.LIMESURVEY else [own, limesurvey]
    texts = [(text, i) for i, code in enumerate(codes) if code in labels for text in labels[code].root.values()]
    return codes, _names(kinds, [texts])


@dataclass(frozen=True, slots=True)
class NameBook:
    """The names of one study, as exports of one flavour use them."""

    study: Study
    questions: _Names
    contacts: tuple[_Names, _Names]
    beside: Mapping[str, Question]
    options: Mapping[tuple[int, str], tuple[tuple[str, ...], _Names]]
    levers: frozenset[str]

    def find(self, name: str) -> tuple[Question, ...]:
        """Return the questions of that name or text: none, one, or several that share it."""
        return tuple(self.study.questions[i] for i in self.questions.find(name))

    def narrow(self, names: Iterable[str]) -> tuple[Question, ...]:
        """Return the questions that fit several names of one heading, the surest first; the others only narrow down."""
        left: tuple[Question, ...] = ()
        for name in names:
            found = self.find(name)
            left = tuple(item for item in left if item in found) or left or found
            if len(left) == 1:
                break
        return left

    def code(self, question: Question, options: Iterable[str]) -> str | None:
        """Return the code of a question that goes by one of these names, None when none does, or several."""
        codes, names = self.options[key_of(question)]
        for option in options:
            if len(found := names.find(option)) == 1:
                return codes[found[0]]
        return None

    def write_in(self, name: str) -> Question | None:
        """Return the question beside whose answer a column of that name holds a text of one's own."""
        return self.beside.get(name.casefold())

    def is_contact(self, name: str, *, by_text: bool) -> bool:
        """Tell whether a name, or where `by_text` a text, is that of a question about the person who answers."""
        return bool(self.contacts[by_text].find(name))

    def is_lever(self, text: str) -> bool:
        """Tell whether a text is the title of a lever."""
        return said(text) in self.levers

    @property
    def known(self) -> list[str]:
        """Return every name and text of a question, for a suggestion."""
        held = [
            (item.question, *item.wording.root.values(), *item.label.root.values()) for item in self.study.questions
        ]
        return list(dict.fromkeys(text for texts in held for text in texts))


def _contact_names(contacts: Sequence[Contact]) -> tuple[_Names, _Names]:
    own = [(item.question, i) for i, item in enumerate(contacts)]
    limesurvey = [(limesurvey_contact(item.question), i) for i, item in enumerate(contacts)]
    texts = [_texts([item.wording for item in contacts]), _texts([item.label for item in contacts])]
    return _names([own, limesurvey], []), _names([], texts)


def name_book(study: Study, flavour: Flavour) -> NameBook:
    """Return the names of a study; those of the flavour's platform come first where two questions claim one name."""
    keyed = {key_of(item): item for item in study.questions}
    return NameBook(
        study,
        _question_names(study, flavour),
        _contact_names(study.contact),
        {name.casefold(): keyed[key] for key, name in xlsform_names(study).others.items()},
        {key_of(item): _option_names(item, study, flavour) for item in study.questions},
        frozenset(
            said(text) for lever in study.levers for title in (lever.title, lever.short) for text in title.root.values()
        ),
    )
