"""What people and platforms write for yes, no, a tick, another answer and “does not know”, in French, English, German.

Promise: each word has one meaning; words are compared in `plain` form (`study.base.nearest`), so case, accents and
apostrophes do not count. A word says nothing by itself: the codes and labels of a question come first (`codes`,
`ticks`). Left out: what may mean two things (a lone dash, `?`, “néant”, a cross other than x).
"""

from collections.abc import Mapping
from enum import StrEnum

from study.base.nearest import plain


class Meaning(StrEnum):
    """What a word says."""

    YES = "yes"
    NO = "no"
    TICKED = "ticked"
    NOT_TICKED = "not_ticked"
    OTHER = "other"
    SILENT = "silent"


NOT_SHOWN = "{question_not_shown}"
"""What LimeSurvey writes for a question that its respondent never saw (VV files)."""

_WORDS = {
    # O is the French initial, J the German one; true and false are how workbooks hold logical values.
    Meaning.YES: ("yes", "y", "oui", "o", "ja", "j", "true", "vrai", "wahr", "1"),
    Meaning.NO: ("no", "n", "non", "nein", "false", "faux", "falsch", "0"),
    Meaning.TICKED: ("x", "✓", "✔", "☑", "ticked", "checked", "selected", "coché", "cochée", "sélectionné",
                     "sélectionnée", "angekreuzt", "ausgewählt"),
    Meaning.NOT_TICKED: ("☐", "not ticked", "unticked", "not checked", "unchecked", "not selected", "non coché",
                         "non cochée", "non sélectionné", "non sélectionnée", "nicht angekreuzt", "nicht ausgewählt"),
    # LimeSurvey's code is -oth-; its full answers say the word in the language of the export.
    Meaning.OTHER: ("-oth-", "other", "autre", "autres", "andere", "anderes", "sonstige", "sonstiges"),
    Meaning.SILENT: (
        "nsp", "ne sait pas", "ne sais pas", "je ne sais pas", "nous ne savons pas", "ne se prononce pas", "nspp",
        "sans opinion", "sans avis", "sans réponse", "pas de réponse", "non réponse", "non renseigné", "non concerné",
        "sans objet", "non applicable", "s.o.", "s/o", "n.c.", "n/c",
        "don't know", "dont know", "do not know", "does not know", "dk", "no answer", "no response", "no opinion",
        "prefer not to say", "not applicable", "n/a", "#n/a", "n.a.", "na", "unknown",
        "weiß nicht", "weiss nicht", "ich weiß nicht", "keine Angabe", "keine Antwort", "keine Meinung",
        "nicht zutreffend", "entfällt", "k. A.", "k.A.", "kA", "w. n.",
    ),
}  # fmt: skip

WORDS: Mapping[str, Meaning] = {plain(word): meaning for meaning, words in _WORDS.items() for word in words}
"""The meaning of each word, by its `plain` form."""


def meaning(text: str) -> Meaning | None:
    """Return what a cell says by itself, None when it is none of these words.

    >>> meaning("Vrai"), meaning("WEISS-NICHT"), meaning("oui, en partie") is None
    (<Meaning.YES: 'yes'>, <Meaning.SILENT: 'silent'>, True)
    """
    return WORDS.get(plain(text))
