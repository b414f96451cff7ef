"""The ways in which an answer of a coded question may be written, and the answer that a text names.

Promise: a code, its short form on a platform, or its label in any of the study's languages is found as it is written
first, then whatever the case, accents, HTML and dashes, then whatever the punctuation at its ends; a text that two
answers share is found as several, never as one of them. Words for yes, no, “other” and “does not know” (`words`) are
read last, so that what the question itself says always wins. Left out: cells that say more than one answer (`codes`,
`summaries`).
"""

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from study.base.nearest import nearest, plain
from study.cells.words import WORDS, Meaning
from study.codebook.model import OTHER, Code, Question, QuestionType, Study
from study.codebook.names import limesurvey_answers
from study.codebook.rules import answers_of
from study.exports.settings import Flavour

SILENT = ""
"""What is found for a text that says that there is no answer."""

_SILENT_CODES = ("unknown", "not_asked")
# The format characters of Unicode that texts are pasted with: soft hyphens, joiners, marks of direction and order.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# Longer texts are no misspelt label, and comparing them takes long.
_LONGEST_LIKENESS = 80


def tidy(text: str) -> str:
    """Return a text as it is seen: without HTML, invisible characters, and more than one blank in a row.

    >>> tidy("<b>R&amp;D</b>" + chr(0xA0) + " sociale")
    'R&D sociale'
    """
    shown = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    return " ".join((shown if shown.isascii() else _INVISIBLE.sub("", shown)).split())


def bare(text: str) -> str:
    """Return a tidy text in `plain` form, without punctuation at its ends.

    >>> bare("« Oui ! »"), bare("> 10 %")
    ('oui', '> 10')
    """
    letters = plain(text)
    first, last = 0, len(letters)
    while first < last and (letters[first] == " " or unicodedata.category(letters[first])[0] == "P"):
        first += 1
    while first < last and (letters[last - 1] == " " or unicodedata.category(letters[last - 1])[0] == "P"):
        last -= 1
    return letters[first:last]


Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Spellings:
    """The texts of one question's answers: `names` are its codes, `labels` their words; `layers` hold both together.

    `words` gives what is read last. Several codes under one text mean that it cannot be read.
    """

    codes: tuple[str, ...]
    names: Mapping[str, str]
    labels: Known
    layers: tuple[Known, Known, Known]
    words: Mapping[str, str]

    def find(self, text: str) -> frozenset[str]:
        """Return the answers that a tidy text may name: one, several, or none; `SILENT` is one of them."""
        forms = (text, plain(text), bare(text))
        for layer, form in zip(self.layers, forms, strict=True):
            if form and form in layer:
                return layer[form]
        for form in forms[1:]:
            if form and form in self.words:
                return frozenset([self.words[form]])
        return frozenset()

    def named(self, text: str) -> str | None:
        """Return the code that a tidy text is, None when it is no code."""
        return self.names.get(text.casefold())

    def nearest(self, text: str) -> str:
        """Return the code that was probably meant; empty when none is near."""
        if len(text) > _LONGEST_LIKENESS:
            return ""
        near = nearest(text, self.layers[1])
        codes = self.layers[1][near] if near is not None else frozenset()
        return next(iter(codes)) if len(codes) == 1 else ""


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for text, code in pairs:
        if text:
            found[text] = found.get(text, frozenset()) | {code}
    return found


def _names(codes: tuple[str, ...], flavour: Flavour | None) -> dict[str, str]:
    """Return the code of each name; where two platforms' rules give one name to two codes, that of the export's."""
    own = {code.casefold(): code for code in codes}
    short = {name.casefold(): code for code, name in limesurvey_answers(codes).items()}
    return own | short if flavour is Flavour.LIMESURVEY else short | own


def _texts(codes: Iterable[Code], among: Iterable[str]) -> list[tuple[str, str]]:
    held = set(among)
    return [(tidy(text), code.code) for code in codes if code.code in held for text in code.label.root.values()]


def silences(study: Study, but: Collection[str] = ()) -> frozenset[str]:
    """Return the texts, in `plain` form, that say that there is no answer: the words for it, and the study's own.

    `but` are codes of the question itself, which are answers.
    """
    own = [code for code in study.codes if code.code in _SILENT_CODES and code.code not in but]
    texts = [*(code.code for code in own), *(tidy(text) for code in own for text in code.label.root.values())]
    return frozenset([*(plain(text) for text in texts), *(w for w, what in WORDS.items() if what is Meaning.SILENT)])


def spellings(question: Question, study: Study, flavour: Flavour | None = None) -> Spellings:
    """Return how the answers of a coded question may be written; `flavour` is the kind of program that wrote them."""
    codes = answers_of(question)
    names = _names(codes, flavour)
    labels = _texts(question.codes or study.codes, codes)
    both = [*names.items(), *labels]
    meant = {} if question.type is QuestionType.MULTIPLE else {Meaning.YES: "yes", Meaning.NO: "no"}
    if OTHER in codes:
        meant[Meaning.OTHER] = OTHER
    words = dict.fromkeys(silences(study, codes), SILENT)
    words |= {word: meant[what] for word, what in WORDS.items() if what in meant and meant[what] in codes}
    if "planned" in codes and "proposed" not in codes:
        words["proposed"] = "planned"
    layers = (
        _gathered(both),
        _gathered((plain(text), code) for text, code in both),
        _gathered((bare(text), code) for text, code in both),
    )
    return Spellings(codes, names, _gathered(labels), layers, words)
