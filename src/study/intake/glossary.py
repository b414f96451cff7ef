"""The glossary of a study: what its words mean, from `data/raw/glossary.yaml`, which a study may do without.

Promise: every term has its meaning in each language of the study, and a source that can be opened where it names one;
no number is typed that the term does not declare, and no term is there twice. All problems come at once, each at its
line. A file of its own, so that a new definition runs no notebook again, and no earlier edition's code meets a key that
it does not know. Left out: the order of the terms, which is a language's (`study.chapters.glossary`).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from study.base.errors import Problem, raise_if
from study.base.layout import StudyPaths
from study.base.text import mark, typed_numbers
from study.codebook.check import KeyPath, Placed, against, translations
from study.codebook.model import Localised
from study.codebook.yaml_source import read_yaml
from study.intake.evidence import ADDRESS
from study.intake.problems import BadAddress


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class TermSource(_Model):
    """Where a meaning is from: a title, and the address of a public page."""

    title: Localised
    url: str


class Term(_Model):
    """A term, what it is short for, and what it means; `declared` are the numbers that these texts may hold."""

    term: Localised
    name: Localised | None = None
    meaning: Localised
    declared: tuple[str, ...] = ()
    source: TermSource | None = None


class Glossary(_Model):
    """The terms, in the order in which they were written."""

    terms: Annotated[tuple[Term, ...], Field(min_length=1)]


class TypedNumber(Problem):
    """A number typed in a definition."""

    code = "glossary-typed-number"
    what = mark("The number “{value}” is typed in the glossary.")
    why = mark("A number that readers see comes from the ledger, or is the number of a law or a year, and declared.")
    remedy = mark("Write the definition without it, or list it under “declared” of this term, between quotes.")


class DuplicateTerm(Problem):
    """A term defined twice."""

    code = "glossary-duplicate-term"
    what = mark("The term “{value}” is in the glossary twice (first at line {first_line}).")
    why = mark("A reader would find two meanings of one word.")
    remedy = mark("Keep one of the two.")


def _typed(term: Term, at: KeyPath, place: Placed) -> Iterator[Problem]:
    for name in ("term", "name", "meaning"):
        text: Localised | None = getattr(term, name)
        for lang, words in (text.root if text else {}).items():
            for number in typed_numbers(words, term.declared):
                yield TypedNumber(place((*at, name, lang)), number)


def _unsound(glossary: Glossary, place: Placed) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for i, term in enumerate(glossary.terms):
        at = ("terms", i)
        yield from _typed(term, at, place)
        if term.source and not re.fullmatch(ADDRESS, term.source.url):
            yield BadAddress(place((*at, "source", "url")), term.source.url)
        for lang, words in term.term.root.items():
            line = place((*at, "term", lang)).line or 0
            if (key := (lang, words.casefold())) in first:
                yield DuplicateTerm(place((*at, "term", lang)), words, {"first_line": first[key]})
            first.setdefault(key, line)


def read_glossary(paths: StudyPaths, languages: Sequence[str]) -> tuple[Glossary | None, list[Problem]]:
    """Read a study's glossary; None without one, and None with all its problems when it has any."""
    if not paths.glossary.is_file():
        return None, []
    document, problems = read_yaml(paths.glossary, paths)
    if document is None:
        return None, problems
    glossary, refused, _ = against(Glossary, document.value, document.place)
    problems += [*refused, *translations(Glossary, document.value, languages, document.place)]
    if glossary is not None:
        problems += _unsound(glossary, document.place)
    return (None, problems) if problems else (glossary, [])


def load_glossary(paths: StudyPaths, languages: Sequence[str]) -> Glossary | None:
    """Return a study's glossary, None without one; StudyError with all its problems."""
    glossary, problems = read_glossary(paths, languages)
    raise_if(problems)
    return glossary
