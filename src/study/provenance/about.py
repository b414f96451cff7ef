"""What a report is, in every language of its study: titles, statement, who made it, how it was made, its territories.

Promise: the words of the cover and of wave.yaml with their numbers from the ledger, as plain text, for the data
package, the crate and the codebook alike; whoever may not be named is not. Left out: what each of them does with it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from study.base.text import list_text, mark, say
from study.chapters.context import Basis, WaveContext
from study.codebook.model import Localised
from study.ledger.entries import Ledger
from study.provenance.answers import may_share
from study.provenance.licence import Licence

_KEY = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
# What an archive or another program reads back must be text: XML knows no other control characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    r"""Return a text without the characters that no XML may hold, each replaced by the replacement character.

    >>> clean("a\x00b") == "a\ufffdb"
    True
    """
    return _CONTROL.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class About:
    """What describes a report: its wave and the ledger that its titles take their numbers from."""

    context: WaveContext
    ledger: Ledger
    licence: Licence | None = None

    @property
    def languages(self) -> list[str]:
        """Return the study's languages, the report's own first."""
        own = self.context.lang
        return [own, *(lang for lang in self.context.study.languages if lang != own)]

    def _filled(self, text: Localised | None, lang: str) -> str:
        """Return a title with its numbers; a key that the ledger does not hold stays as it is written."""

        def number(match: re.Match[str]) -> str:
            return self.ledger.text(match[1], lang) if match[1] in self.ledger.entries else match[0]

        return _KEY.sub(number, text.text(lang)) if text else ""

    def title(self, lang: str) -> str:
        """Return the report's title."""
        return self._filled(self.context.wave.title, lang)

    def subtitle(self, lang: str) -> str:
        """Return the report's subtitle."""
        return self._filled(self.context.wave.subtitle, lang)

    def name(self, lang: str) -> str:
        """Return what the edition is called among others: its short title, else its title; the wave is always named."""
        short = self._filled(self.context.wave.short_title, lang) or self.title(lang)
        return short if self.context.wave.wave in short else f"{short} ({self.context.wave.wave})"

    def statement(self, lang: str) -> str:
        """Return what the publication is; fictitious first, if it is."""
        said = self.context.wave.status.text(lang)
        warning = say("This edition is fictitious: its data are invented and describe nobody.", lang)
        return f"{warning} {said}" if self.context.wave.fictitious else said

    def description(self, lang: str) -> str:
        """Return the subtitle, the statement, and whose answers are not given."""
        parts = (f"{self.subtitle(lang)}.", self.statement(lang), self.left_out(lang))
        return " ".join(part for part in parts if part)

    def left_out(self, lang: str) -> str:
        """Return that the answers are not given, and why; empty where they are."""
        if may_share(self.context):
            return ""
        if self.context.study.open_survey:
            return say("The survey names nobody: single answers are not given, only what is counted.", lang)
        return say("The answers to the survey are withheld: they are not given, only what is counted.", lang)

    def basis(self, lang: str) -> str:
        """Return what the answers rest on."""
        messages: Mapping[Basis, str] = {
            Basis.DESK: mark("documented public facts"),
            Basis.SURVEY: mark("answers to a survey"),
            Basis.BOTH: mark("answers to a survey and documented public facts"),
        }
        return say(messages[self.context.basis], lang)

    def many(self, lang: str) -> str:
        """Return what the study calls its territories."""
        return self.context.study.territory.many.text(lang)

    def universe(self, lang: str) -> str:
        """Return whom the data are about: how many, and of what."""
        count = len(self.context.frame)
        if self.context.study.open_survey:
            return say("{territories}: {count} responses, from whoever wished to answer", lang,
                       territories=self.many(lang), count=count)  # fmt: skip
        return say("all {territories} of the list of {vintage}: {count}", lang, territories=self.many(lang),
                   vintage=self.context.wave.frame_vintage, count=count)  # fmt: skip

    def covered(self, lang: str) -> str:
        """Return the names of the territories; what they are called together where none may be named."""
        named = self.context.named
        return list_text(list(named.values()), lang) if named else self.many(lang)
