"""A LimeSurvey survey as its structure files hold it, whichever the file and the version.

Promise: what `lime_xml` and `lime_tabs` leave and `from_limesurvey` reads: groups, questions, subquestions and answers
in the survey's order, texts still as HTML and in every language, relevance still as an equation. Languages are codes of
two or three letters, the survey's base language first. Left out: quotas, assessments, defaults and everything about
how a survey looks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from study.base.errors import Place
from study.forms.imported import Texts


@dataclass(frozen=True, slots=True)
class LimeOption:
    """A subquestion or an answer. `scale` tells rows (0) from columns (1), or the two scales of a dual array."""

    code: str
    texts: Texts
    scale: int = 0


@dataclass(frozen=True, slots=True)
class LimeQuestion:
    """A question. `type` is LimeSurvey's one sign; an attribute said for all languages at once has the language ""."""

    qid: str
    code: str
    type: str
    place: Place
    texts: Texts
    help: Texts = field(default_factory=dict)
    required: bool = False
    other: bool = False
    relevance: str = ""
    pattern: str = ""
    attributes: dict[str, Texts] = field(default_factory=dict)
    subquestions: tuple[LimeOption, ...] = ()
    answers: tuple[LimeOption, ...] = ()

    def attribute(self, name: str) -> str:
        """Return an attribute, in any language; empty when it is not set."""
        return next((text.strip() for text in self.attributes.get(name, {}).values() if text.strip()), "")


@dataclass(frozen=True, slots=True)
class LimeGroup:
    """A group of questions."""

    titles: Texts
    relevance: str
    questions: tuple[LimeQuestion, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class LimeForm:
    """A whole survey."""

    file: str
    languages: tuple[str, ...]
    title: Texts
    groups: tuple[LimeGroup, ...]


def lime_language(text: str) -> str:
    """Return a language as a study names it: LimeSurvey's `de-informal` is `de`.

    >>> lime_language("de-informal"), lime_language("pt-BR")
    ('de', 'pt')
    """
    return text.strip().replace("_", "-").split("-")[0].casefold()


def order_of(text: str) -> int:
    """Return a place in an order, or a scale, as LimeSurvey writes it; 0 for what is none.

    >>> order_of("12"), order_of("-1"), order_of("--5"), order_of("")
    (12, -1, 0, 0)
    """
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else 0


def first_texts(said: Iterable[tuple[str, str]]) -> Texts:
    """Return texts by language, the first of two for one language (`de`, then `de-informal`); empty ones go."""
    texts: Texts = {}
    for lang, text in said:
        if text.strip():
            texts.setdefault(lime_language(lang) if lang else "", text)
    return texts
