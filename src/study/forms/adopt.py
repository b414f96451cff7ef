"""A form that was read, made a study's own questionnaire.

Promise: the same form gives the same study, which keeps the study's rules; everything that changes on the way is a note
at its place in the form. Lists that plainly mean yes and no become yes_no; a text question beside an answer “other”
becomes that answer's own text; who answers is left to the frame, and what is about a person stands under `contact`.
Left out: what a form never says (which questions are core, how long an answer holds, what may be summed).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from study.base.errors import Problem
from study.codebook.model import OTHER, QuestionType, Study
from study.codebook.names import TERRITORY
from study.codebook.rules import CODED, YES_NO_ANSWERS
from study.forms import import_notes as notes
from study.forms.form_words import (
    means_other,
    names_person,
    names_territory,
    study_word,
    unit_name,
    yes_no_codes,
)
from study.forms.identifiers import identifier, unique
from study.forms.imported import Gate, Item, Option, ReadForm, Section, Texts
from study.forms.plain_text import first_words
from study.forms.routing import combined

Raw = dict[str, Any]
NUMBER_UNIT = "number"
"""The unit of a number whose form does not say it."""

_SHORT = 30
_MEASURES = {
    QuestionType.YES_NO: ["count", "share", "share_determined"],
    QuestionType.CHOICE: ["count", "share"],
    QuestionType.MULTIPLE: ["count", "share"],
    QuestionType.NUMBER: ["documented", "median"],
    QuestionType.DATE: ["documented"],
}


@dataclass(frozen=True, slots=True)
class Adopted:
    """The study that a form became, and the notes on what changed, those of its reader first."""

    study: Study
    notes: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A question that has its name: `codes` are its codes by the form's own."""

    name: str
    type: QuestionType
    codes: Mapping[str, str]
    gates: tuple[Gate, ...]


class _Adoption:
    """One pass over a form's sections."""

    def __init__(self, form: ReadForm, languages: tuple[str, ...]) -> None:
        self.form, self.languages = form, languages
        self.notes: list[Problem] = list(form.notes)
        self.contacts: list[Raw] = []
        self.units: dict[str, Texts] = {}
        self.words = {key: study_word(key, languages) for key in YES_NO_ANSWERS}
        # Names in use, with the lever of a text question, which may share its name with those of other levers.
        self.taken: dict[str, set[int] | None] = {}
        self.known: dict[str, _Known | None] = {}
        # Texts that are missing are said once per question, however many of its answers lack them.
        self.filled: set[tuple[str, tuple[str, ...]]] = set()

    # Who asks what: the questions that are none, or stand elsewhere.

    def _write_ins(self) -> dict[str, Item]:
        """Return the text questions beside an answer “other”, by the name of the question that they belong to."""
        found: dict[str, Item] = {}
        before: dict[str, Item] = {}
        for item in self.form.items:
            asked = before.get(item.gates[-1].question) if item.gates else None
            if item.type is QuestionType.TEXT and asked is not None and asked.name not in found:
                chosen = [option for option in asked.options if option.code in item.gates[-1].codes]
                listed = asked.type in (QuestionType.CHOICE, QuestionType.MULTIPLE)
                if listed and len(chosen) == 1 and not asked.write_in and means_other(chosen[0]):
                    found[asked.name] = item
            before[item.name] = item
        return found

    def _asked(self, item: Item, written: Mapping[str, Item]) -> bool:
        """Tell whether an item is a question of a lever; notes why it is not."""
        owner = next((name for name, text in written.items() if text is item), None)
        if owner is not None:
            self.notes.append(notes.WriteInTaken(item.place, item.name, {"question": owner}))
        elif self._names_territory(item):
            self.notes.append(notes.TerritoryLeftOut(item.place, item.name))
        elif item.contact or (item.contact is None and item.type is QuestionType.TEXT and names_person(item)):
            self._contact(item)
        else:
            return True
        self.known[item.name] = None
        return False

    def _names_territory(self, item: Item) -> bool:
        if item.type not in (QuestionType.TEXT, QuestionType.CHOICE):
            return False
        return item.name == TERRITORY or (item.contact is None and names_territory(item))

    def _contact(self, item: Item) -> None:
        self.notes.append(notes.ContactTaken(item.place, item.name))
        wording = self._texts(item.texts, item)
        raw = {"question": self._name(item, None), "label": _labels(wording), "wording": wording}
        self.contacts.append({**raw, "required": True} if item.required else raw)

    # Names, texts, codes.

    def _free(self, name: str, lever: int | None) -> bool:
        if name not in self.taken:
            return True
        texts = self.taken[name]
        return texts is not None and lever is not None and lever not in texts

    def _name(self, item: Item, lever: int | None) -> str:
        """Return the name of a question; `lever` is that of a text question, which alone may share its name."""
        wanted = identifier(item.called or item.name)
        name = wanted if self._free(wanted, lever) else unique(wanted, self.taken)
        texts = self.taken.setdefault(name, None if lever is None else set())
        if texts is not None and lever is not None:
            texts.add(lever)
        if name != item.name:
            self.notes.append(notes.Renamed(item.place, item.name, {"name": name}))
        return name

    def _texts(self, texts: Texts, item: Item | Section) -> Texts:
        """Return a text in every language, that of another one where it is missing."""
        there = next((texts[lang] for lang in (*self.languages, *texts) if texts.get(lang)), item.name)
        missing = tuple(lang for lang in self.languages if not texts.get(lang))
        if missing and (item.name, missing) not in self.filled:
            self.filled.add((item.name, missing))
            self.notes.append(notes.TextFilled(item.place, item.name, {"languages": missing}))
        return {lang: texts.get(lang) or there for lang in self.languages}

    def _codes(self, item: Item, options: Sequence[Option], write_in: str) -> dict[str, str]:
        """Return the codes of a choice by those of the form."""
        codes = {option.code: OTHER for option in options if option.code == write_in}
        for option in options:
            if option.code not in codes:
                codes[option.code] = unique(identifier(option.code, "c"), set(codes.values()))
        changed = [f"{own} → {code}" for own, code in codes.items() if own != code and code != OTHER]
        if changed:
            self.notes.append(notes.CodesRenamed(item.place, item.name, {"codes": changed}))
        return codes

    def _offered(self, item: Item, write_in: str) -> tuple[QuestionType, dict[str, str], list[Raw]]:
        """Return the type of a question with options, its codes by those of the form, and the codes to write."""
        meant = _yes_no(item) if item.type is QuestionType.CHOICE and not write_in else None
        codes = meant or self._codes(item, item.options, write_in)
        listed = [{"code": codes[option.code], "label": self._option_texts(option, item)} for option in item.options]
        if not meant:
            return item.type, dict(codes), listed
        usual = [{"code": code, "label": self.words[code]} for code in YES_NO_ANSWERS]
        return QuestionType.YES_NO, dict(codes), [] if listed == usual else listed

    def _option_texts(self, option: Option, item: Item) -> Texts:
        return self._texts(option.labels, item) if option.labels else dict.fromkeys(self.languages, option.code)

    def settle_words(self) -> None:
        """Take the words for yes, planned and no from the first list that has all three, else from any."""
        lists = [item for item in self.form.items if item.type is QuestionType.CHOICE and _yes_no(item)]
        for item in sorted(lists, key=lambda item: -len(item.options)):
            meant = _yes_no(item) or {}
            said = {meant[option.code]: option.labels for option in item.options}
            if all(labels.get(lang) for labels in said.values() for lang in self.languages):
                self.words |= {key: {lang: said[key][lang] for lang in self.languages} for key in said}
                return

    # Conditions, units.

    def _universe(self, item: Item) -> Raw | None:
        if not item.gates:
            return None
        asked_if = {name: known.gates for name, known in self.known.items() if known}
        gate = combined(item.gates, asked_if)
        known = self.known.get(gate.question) if gate else None
        if gate and known and known.type in CODED and all(code in known.codes for code in gate.codes):
            return {"question": known.name, "answers": [known.codes[code] for code in gate.codes]}
        said = "; ".join(f"{gate.question}: {', '.join(gate.codes)}" for gate in item.gates)
        self.notes.append(notes.ConditionNotTaken(item.place, item.name, {"condition": said}))
        return None

    def _unit(self, item: Item) -> str:
        said = next((item.unit[lang] for lang in (*self.languages, *item.unit) if item.unit.get(lang)), "")
        if not said:
            self.notes.append(notes.UnitNotSaid(item.place, item.name))
            self.units.setdefault(NUMBER_UNIT, study_word("number", self.languages))
            return NUMBER_UNIT
        texts = {lang: item.unit.get(lang) or said for lang in self.languages}
        wanted = unit_name(said) or identifier(said, "unit")
        same = next((name for name, known in self.units.items() if known == texts), None)
        name = same or unique(wanted, self.units)
        self.units[name] = texts
        return name

    # The questions themselves.

    def question(self, item: Item, lever: int, written: Mapping[str, Item]) -> Raw:
        """Return a question as the codebook writes it."""
        write_in = item.write_in
        if item.name in written:
            chosen = written[item.name].gates[-1].codes
            write_in = next(option.code for option in item.options if option.code in chosen)
        kind, codes_of, codes = self._offered(item, write_in) if item.options else (item.type, {}, [])
        name = self._name(item, lever if kind is QuestionType.TEXT else None)
        wording = self._texts(item.texts, item)
        raw: Raw = {"question": name, "type": kind.value, "label": _labels(wording), "wording": wording}
        if item.hint:
            raw["hint"] = self._texts(item.hint, item)
        raw |= {"required": True} if item.required else {}
        raw |= {"codes": codes} if codes else {}
        raw |= {"other": True} if write_in else {}
        raw |= {key: end for key, end in (("minimum", item.minimum), ("maximum", item.maximum)) if end is not None}
        raw |= {"universe": universe} if (universe := self._universe(item)) else {}
        raw |= {"unit": self._unit(item)} if kind is QuestionType.NUMBER else {}
        raw |= {"indicators": _MEASURES[kind]} if kind in _MEASURES else {}
        if item.name in self.known:
            self.known[item.name] = None  # two questions of one name: a condition on it is nobody's
        else:
            self.known[item.name] = _Known(name, kind, codes_of, item.gates)
        return raw

    def levers(self) -> list[Raw]:
        """Return the levers with their questions; a section without any is left out."""
        written = self._write_ins()
        self.settle_words()
        kept: list[tuple[Section, list[Item]]] = []
        for section in self.form.sections:
            if asked := [item for item in section.items if self._asked(item, written)]:
                kept.append((section, asked))
            elif section.name and not section.items:
                self.notes.append(notes.SectionLeftOut(section.place, section.name))
        numbers = _numbers([section for section, _ in kept])
        return [self._lever(*one, number, written) for one, number in zip(kept, numbers, strict=True)]

    def _lever(self, section: Section, asked: Sequence[Item], number: int, written: Mapping[str, Item]) -> Raw:
        titles = self._texts(section.titles, section)
        short = {lang: first_words(text, _SHORT) for lang, text in titles.items()}
        questions = [self.question(item, number, written) for item in asked]
        return {"lever": number, "title": titles, "short": short, "questions": questions}


def _yes_no(item: Item) -> dict[str, str] | None:
    return yes_no_codes(item.options, own=item.contact is not None)


def _labels(wording: Texts) -> Texts:
    return {lang: first_words(text) for lang, text in wording.items()}


def _numbers(sections: Sequence[Section]) -> list[int]:
    """Return the levers' numbers: the form's own, else 1, 2, 3 in its order, past those that are taken."""
    said = [section.number for section in sections]
    own = {number for number in said if number is not None}
    if len(own) < len(said) - said.count(None):
        said, own = [None] * len(said), set()
    free = (number for number in range(1, len(said) + len(own) + 1) if number not in own)
    return [next(free) if number is None else number for number in said]


def _noun(one: str, many: str, languages: tuple[str, ...]) -> Raw:
    return {"one": study_word(one, languages), "many": study_word(many, languages)}


def _study_codes(words: Mapping[str, Texts], languages: tuple[str, ...]) -> Iterable[Raw]:
    yield from ({"code": code, "label": words[code]} for code in YES_NO_ANSWERS)
    yield from ({"code": code, "label": study_word(code, languages)} for code in ("unknown", "conflict", "not_asked"))


def adopted(form: ReadForm, languages: Sequence[str]) -> Adopted | None:
    """Return the study that a form makes in some of its languages; None when no question of a lever remains."""
    spoken = tuple(languages)
    adoption = _Adoption(form, spoken)
    levers = adoption.levers()
    if not levers:
        return None
    for lever in levers:
        lever["questions"] = [{**question, "lever": lever["lever"]} for question in lever["questions"]]
    raw = {
        "languages": list(spoken),
        "territory": _noun("one", "many", spoken),
        "lever_noun": _noun("lever", "levers", spoken),
        "codes": list(_study_codes(adoption.words, spoken)),
        "units": adoption.units,
        "contact": adoption.contacts,
        "levers": levers,
    }
    return Adopted(Study.model_validate(raw), tuple(adoption.notes))
