"""Which column of an export says who answered.

Promise: the form's own question first, by its name (`territory`) or its words, then a heading that is no more than a
word for whom the study is about, with or without what people write around it (« Nom de votre ville », “Which
territory?”). A heading that only mentions the word is never taken. Left out: what `wave.yaml` names (`named`), and who
the respondents are (`matching`).
"""

from collections.abc import Collection, Iterable, Sequence

from study.codebook.model import Study
from study.codebook.names import TERRITORY
from study.codebook.wordings import respondent_text
from study.layouts.layout import Heading, Part
from study.layouts.naming import said

# The study's own nouns come before these.
_NOUNS = (
    "territory", "territoire", "gebiet", "collectivité", "collectivité territoriale", "local authority",
    "organisation", "organization", "organisme", "structure", "établissement", "institution", "siren", "siret",
)  # fmt: skip
_AROUND = frozenset(
    {
        "nom", "noms", "numero", "n", "code", "cle", "votre", "vos", "notre", "de", "du", "des", "d", "la", "le", "les",
        "l", "quel", "quelle", "quels", "quelles", "est", "qui", "name", "names", "number", "key", "of", "the", "your",
        "which", "what", "who", "is", "please", "der", "die", "das", "ihr", "ihre", "ihrer", "welche", "welches",
        "bitte",
    }
)  # fmt: skip


def _bare(text: str) -> str:
    """Return a text without what people write around a noun, word by word.

    >>> _bare("Nom de votre ville :"), _bare("La ville a-t-elle un fonds ?")
    ('ville', 'ville a t elle un fonds')
    """
    return " ".join(word for word in said(text).split() if word not in _AROUND)


def _names(heading: Heading) -> tuple[str, ...]:
    return tuple(
        name
        for reading in heading.readings
        if reading.part is Part.WHOLE and not reading.group
        for name in reading.names
    )


def own_wordings(study: Study) -> frozenset[str]:
    """Return the question that says who answers in each of the study's languages, as `said` has it."""
    return frozenset(said(respondent_text(study, lang)) for lang in study.languages)


def is_own_question(heading: Heading, wordings: Collection[str] = ()) -> bool:
    """Tell whether a heading is the form's own question: its name, or one of `wordings` (of `own_wordings`)."""
    return any(name.casefold() == TERRITORY or said(name) in wordings for name in _names(heading))


def respondent_columns(headings: Sequence[Heading], nouns: Iterable[str], wordings: Collection[str] = ()) -> list[int]:
    """Return the columns that may say who answered, the surest first; `nouns` are the study's words for territories.

    `wordings` as in `is_own_question`.
    """
    own = [heading.position for heading in headings if is_own_question(heading, wordings)]
    wanted = list(dict.fromkeys(bare for noun in (*nouns, *_NOUNS) if (bare := _bare(noun))))
    found: list[tuple[int, int]] = []
    for heading in headings:
        ranks = [wanted.index(bare) for name in _names(heading) if (bare := _bare(name)) in wanted]
        if ranks:
            found.append((min(ranks), heading.position))
    return list(dict.fromkeys([*own, *(position for _, position in sorted(found))]))
