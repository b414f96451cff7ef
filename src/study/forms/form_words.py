"""Words by which a form's questions are recognised, and those that a new study begins with, by language.

Promise: whole words and phrases, compared without case or accents; what is not listed is never recognised, so that a
question is only taken for what it plainly is. French, English and German; a study in another language begins with the
English words. Left out: what follows from recognition (`adopt`).
"""

import re

from study.base.nearest import plain
from study.forms.imported import Item, Option, Texts

_MEANINGS = {
    "yes": {"yes", "oui", "ja"},
    "planned": {"planned", "en projet", "projet", "prevu", "prevue", "geplant", "in planung"},
    "no": {"no", "non", "nein"},
}
# As XLSForms have them, and as LimeSurvey's five letters cut them.
_OWN_CODES = {"yes": "yes", "planned": "planned", "plann": "planned", "no": "no"}
_INITIALS = {"y": "yes", "o": "yes", "j": "yes", "n": "no"}
_OTHER = {"other", "others", "autre", "autres", "andere", "anderes", "sonstiges", "sonstige", "oth"}

_TERRITORY_NAMES = {"territory", "territoire", "gebiet"}
_TERRITORY = re.compile(
    r"(?:(?:nom|name)(?: (?:de|du|d|of|des))? ?)?(?:(?:votre|la|le|your|the|ihr|ihres) )?"
    r"(?:territoire|territory|collectivite|gebiet|gebiets)"
)
_WHO = "(?:contact|respondent|repondant|repondante)"
# As one word: “contact_e_mail” and LimeSurvey's “contactemail” are one name. A bare “name” may be anything's.
_CONTACT_NAME = re.compile(
    rf"{_WHO}?(?:prenom|nomprenom|nometprenom|(?:first|last|full)name|surname|vorname|nachname|courriel|tel|mobile"
    rf"|(?:adresse)?e?mail(?:address|adresse)?|(?:numero(?:de)?)?telephone|(?:tele)?phone(?:number)?|telefon(?:nummer)?)"
    rf"(?:(?:du|of)?{_WHO})?|{_WHO}(?:name|nom)|(?:name|nom)(?:du|of)?{_WHO}"
)
_PERSON = r"(?: (?:du|de la|of the|der|des) (?:contact|repondant|repondante|respondent|contact person|personne))?"
_CONTACT = re.compile(
    rf"(?:(?:votre|your|ihr|ihre|l|le|the) )?(?:"
    rf"(?:nom|name)(?: et (?:votre )?prenom| complet)?|prenom(?: et (?:votre )?nom)?|(?:full|first|last) name|vorname"
    rf"|nachname|(?:adresse )?(?:e mail|email|mail|courriel)(?: address| adresse)?|adresse electronique"
    rf"|(?:numero de )?(?:telephone|portable)|(?:tele)?phone(?: number)?|telefon(?:nummer)?){_PERSON}"
)

_UNITS = {
    "€": "eur", "eur": "eur", "euro": "eur", "euros": "eur", "%": "percent", "km": "km", "m²": "m2", "m2": "m2",
}  # fmt: skip
_UNIT_IN_HINT = re.compile(r"(?:^|\s)(?:unité|unit|einheit)\s*:\s*(?P<unit>.+)$", flags=re.IGNORECASE)
_UNIT_IN_TEXT = re.compile(r"\((?:(?:en|in)\s+(?P<words>[^()\d]{1,30})|(?P<sign>€|%|km|m²|m2))\)", flags=re.IGNORECASE)

STUDY_WORDS: dict[str, dict[str, str]] = {
    "fr": {"yes": "oui", "planned": "en projet", "no": "non", "unknown": "inconnu", "conflict": "contradictoire",
           "not_asked": "sans objet", "other": "Autre", "one": "territoire", "many": "territoires", "lever": "partie",
           "levers": "parties", "number": "unité(s)", "general": "Questions générales", "female": "Femme",
           "male": "Homme", "uncertain": "Incertain", "increase": "Augmentation", "same": "Stable",
           "decrease": "Diminution"},
    "en": {"yes": "yes", "planned": "planned", "no": "no", "unknown": "unknown", "conflict": "conflicting",
           "not_asked": "not applicable", "other": "Other", "one": "territory", "many": "territories", "lever": "part",
           "levers": "parts", "number": "unit(s)", "general": "General questions", "female": "Female", "male": "Male",
           "uncertain": "Uncertain", "increase": "Increase", "same": "Same", "decrease": "Decrease"},
    "de": {"yes": "ja", "planned": "geplant", "no": "nein", "unknown": "unbekannt", "conflict": "widersprüchlich",
           "not_asked": "entfällt", "other": "Sonstiges", "one": "Gebiet", "many": "Gebiete", "lever": "Teil",
           "levers": "Teile", "number": "Einheit(en)", "general": "Allgemeine Fragen", "female": "Weiblich",
           "male": "Männlich", "uncertain": "Unsicher", "increase": "Zunahme", "same": "Gleich",
           "decrease": "Abnahme"},
}  # fmt: skip
"""What a study that begins says, by language and key; no message, since it goes into the study's own files."""


def study_word(key: str, languages: tuple[str, ...]) -> Texts:
    """Return one of `STUDY_WORDS` in each language; in English where it is not there."""
    return {lang: STUDY_WORDS.get(lang, STUDY_WORDS["en"])[key] for lang in languages}


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]|_", " ", plain(text)).split())


def meaning(option: Option) -> str | None:
    """Return `yes`, `planned` or `no` where an answer plainly means it; None where its code and labels differ.

    >>> meaning(Option("1", {"fr": "Oui"})), meaning(Option("yes", {"fr": "Non"})), meaning(Option("no", {"fi": "Ei"}))
    ('yes', None, 'no')
    """
    said = [_bare(text) for text in option.labels.values() if text]
    by_label = {key for key, words in _MEANINGS.items() for text in said if text in words}
    code = _bare(option.code)
    by_code = {key for key, words in _MEANINGS.items() if code in words}
    if code in _INITIALS and (by_label or not said):
        by_code.add(_INITIALS[code])
    # A label that begins with the word and goes on (“Yes, fully”) says more than the code.
    more = any(
        text.split()[:1] == [word] for text in said if not by_label for word in ("yes", "oui", "ja", "no", "non")
    )
    found = by_label | by_code
    return found.pop() if len(found) == 1 and not more else None


def yes_no_codes(options: tuple[Option, ...], *, own: bool = False) -> dict[str, str] | None:
    """Return what each code means where a list offers yes, no and at most “planned”; None for any other list.

    In a form that this package made (`own`) the codes say it, whatever the labels.
    """
    found = {option.code: _OWN_CODES.get(option.code) if own else meaning(option) for option in options}
    meant = list(found.values())
    if len(found) != len(options) or len(set(meant)) != len(meant) or not {"yes", "no"} <= set(meant) or None in meant:
        return None
    return {code: said for code, said in found.items() if said}


def means_other(option: Option) -> bool:
    """Tell whether an answer stands for those that the list does not hold: “Autre (précisez)”."""
    first = [_bare(text).split()[:1] for text in (option.code, *option.labels.values())]
    return any(words and words[0] in _OTHER for words in first)


def names_territory(item: Item) -> bool:
    """Tell whether a question asks which territory answers, by its name or by the whole of its text."""
    return _bare(item.name) in _TERRITORY_NAMES or any(
        _TERRITORY.fullmatch(_bare(text)) for text in item.texts.values()
    )


def names_person(item: Item) -> bool:
    """Tell whether a question asks for the respondent's name, e-mail or telephone."""
    if _CONTACT_NAME.fullmatch(_bare(item.name).replace(" ", "")):
        return True
    return any(_CONTACT.fullmatch(_bare(text)) for text in item.texts.values())


def unit_name(text: str) -> str | None:
    """Return the usual name of a unit, None where it has none.

    >>> unit_name("euros"), unit_name("agents")
    ('eur', None)
    """
    return _UNITS.get(text.strip().casefold())


def split_unit(hint: str) -> tuple[str, str]:
    """Return a hint without the unit that stands at its end, and the unit.

    >>> split_unit("Sur un an. Unité : €"), split_unit("Sur un an.")
    (('Sur un an.', '€'), ('Sur un an.', ''))
    """
    if match := _UNIT_IN_HINT.search(hint):
        return hint[: match.start()].strip(), match["unit"].strip()
    return ("", hint) if unit_name(hint) else (hint, "")


def unit_in(text: str) -> str:
    """Return the unit that a question's text names in brackets, empty when there is none.

    >>> unit_in("Budget annuel (en euros)"), unit_in("Budget (voté)")
    ('euros', '')
    """
    match = _UNIT_IN_TEXT.search(text)
    return (match["words"] or match["sign"]).strip() if match else ""
