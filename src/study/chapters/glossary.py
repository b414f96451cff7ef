"""The glossary as a part of the report: each term with what it is short for, its meaning and its source.

Promise: terms stand in the order of the language's dictionaries; a study without a glossary has no such part. Left out:
the words themselves, which are the study's (`study.intake.glossary`).
"""

from study.base.collation import in_order
from study.blocks.model import Block, terms
from study.chapters.context import WaveContext
from study.intake.glossary import Term, load_glossary


def _item(term: Term, lang: str) -> dict[str, str]:
    return {
        "term": term.term.text(lang),
        "name": term.name.text(lang) if term.name else "",
        "text": term.meaning.text(lang),
        "source": term.source.title.text(lang) if term.source else "",
        "url": term.source.url if term.source else "",
    }


def glossary(context: WaveContext) -> list[Block]:
    """Return the study's terms in the language of the report; none without a glossary. StudyError when it is wrong."""
    found = load_glossary(context.paths, context.study.languages)
    if found is None:
        return []
    by_term = {term.term.text(context.lang): term for term in found.terms}
    return [terms([_item(by_term[word], context.lang) for word in in_order(by_term, context.lang)])]
