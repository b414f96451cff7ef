"""What stands in place of a text that nobody has yet said may be published.

Promise: a mark takes the place of a whole text; of a cell that should hold a code, a number or a day and could not be
read, the words of the study, of answers and of amounts stay, so that an analyst sees what kind of thing was written,
and every other word is replaced by a mark: no name that stands in it is left, whoever it is of. Digits stay. Left out:
which texts these are (`study.survey.release`), and patterns (`personal`), which are masked before.
"""

import re
from functools import lru_cache

import pandas as pd

from study.cells.personal import MARKERS
from study.cells.persons import folded
from study.cells.units import UNIT_WORDS
from study.cells.words import WORDS

UNREAD, WITHHELD, WORD = "[texte non relu]", "[texte retenu]", "[…]"
HELD = (UNREAD, WITHHELD, WORD)
"""What stands for a text that nobody has read, for one that was read and is kept, for a word of such a cell."""

_AMOUNTS = """a about approx approximativement around au aucun aucune avant apres assez beaucoup bien bientot ca cas
    celle celui certains certaines ces cette cf chaque circa comme compris comprise cours d dans de definir depuis des
    dont du e elle elles en encore entre environ est et etait etc ete etp etre eu exact exactement faible fin hors ht
    il ils jamais jour jours jusqu jusque la le les leur leurs maximum mais max minimum min moins mois moyenne n ne
    neant no nombreux nombreuses notre nous oui ou par parfois part partie partiel partielle partiellement pas peu peut
    plus plusieurs pour pres presque preciser prevu prevue projet quelques qui rien s sans selon semaine si soit son
    sont sous sur toujours total tous tout toute toutes tres trimestre ttc un une va vers voir voire y less more nearly
    of or over per some than the to under up yet not only partly perhaps maybe year years an ans annee annees
    circa etwa rund ungefahr uber unter mehr weniger als bis zu und vielleicht"""
_MONTHS = """janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fevr avr juil
    sept oct nov dec january february march july september october november december januar februar marz juni juli
    oktober dezember lundi mardi mercredi jeudi vendredi samedi"""
ORDINARY = frozenset(
    word for text in (_AMOUNTS, _MONTHS, *WORDS, *UNIT_WORDS) for word in re.findall(r"[^\W\d_]+", folded(text))
)
"""Words that stand around answers, amounts and days, and tell nobody by themselves."""

_TOKENS = re.compile(rf"({'|'.join(map(re.escape, (*MARKERS, UNREAD, WITHHELD, WORD)))})|([^\W_]+)")
_LETTERS = re.compile(r"[^\W\d_]+")
_RUNS = re.compile(rf"{re.escape(WORD)}(?:[\s.'’-]*{re.escape(WORD)})+")


@lru_cache(maxsize=4096)
def own_words(text: str, known: frozenset[str]) -> str:
    """Return a text with a mark for each run of words that are not `known` (a `persons.vocabulary`) nor ordinary.

    >>> own_words("Oui, voir Mme Untel (environ 1 200 €)", frozenset(("mme",)))
    'Oui, voir Mme […] (environ 1 200 €)'
    """

    def shown(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        words = _LETTERS.findall(folded(found[2]))
        return found[2] if all(word in known or word in ORDINARY for word in words) else WORD

    return _RUNS.sub(WORD, _TOKENS.sub(shown, text))


def own_words_of(texts: "pd.Series[str]", known: frozenset[str]) -> "pd.Series[str]":
    """Return texts as `own_words` does, with their index."""
    return pd.Series([own_words(text, known) for text in texts], index=texts.index, dtype="str")
