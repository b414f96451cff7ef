"""The questions that every form asks besides the questionnaire's own: who answers, and what another answer is.

Promise: said once for the forms that ask them (`study.fielding`) and for exports that have them as headings
(`study.survey`). Left out: the questionnaire's own texts, and the words around them (`study.fielding.words`).
"""

from study.base.text import mark, say
from study.codebook.model import Localised, Study

_RESPONDENT = mark("On whose behalf are you answering? Choose from the list of {territories}.")
_SPECIFY = mark("Please specify: {label}")


def respondent_text(study: Study, lang: str) -> str:
    """Return the question, first of every form, that says who answers."""
    return say(_RESPONDENT, lang, territories=study.territory.many.text(lang))


def write_in_text(label: Localised, lang: str) -> str:
    """Return what asks for a respondent's own answer, beside the option of that label."""
    return say(_SPECIFY, lang, label=label.text(lang))
