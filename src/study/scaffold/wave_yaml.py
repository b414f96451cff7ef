"""The wave.yaml of a new wave, with its comments.

Promise: whatever the earlier wave's texts hold, the file reads back as those texts, with the earlier wave's name
replaced by the new one where it stands as a word of its own. Every setting of a survey stands in it with its default or
an example, commented out: a line whose `# ` is taken away is a valid one. Left out: the wave's other files.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import yaml

from study.base.text import mark, say
from study.exports.settings import Flavour, SurveySettings
from study.intake.wave import Wave

_WIDTH = 118
_SHORT = 90
_NO_BREAK = "\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class NewWave:
    """What is asked of a new wave; a survey without a frame has no vintages."""

    wave: str
    reference_date: date
    publication_date: date
    frame_vintage: int | None
    population_vintage: int | None
    withheld: bool


_HEADING = mark(
    "The wave {wave}, opened from {earlier}. Texts are given in every language of the study; dates as 2026-12-31."
)
_RENAMED = mark("To be read again: “{earlier}” has become “{wave}” here.")
_COMMENTS = {
    "reference_date": mark("The day that the answers hold at, and that of the report."),
    "frame_vintage": mark("The vintage of frame.csv, and that of the populations."),
    "publisher": mark("Who published what this wave computes again, if anybody: claims.csv then holds its figures."),
    "status": mark("What this document is, on the cover and in the method."),
    "settle": mark("How to have an unknown settled or an error corrected."),
    "collection": mark("Facts of the field work that are told, not computed, each with its source. For instance:"),
    "keywords": mark("Keywords of the document."),
    "survey": mark(
        "How the exports in responses/ are read, and what counts. Every line may be left out; what stands below in a "
        "comment is the default, or an example."
    ),
}
_SETTINGS: Mapping[str, tuple[str, Any]] = {
    "flavour": (
        mark("the program that wrote the exports: limesurvey, kobo, webform or spreadsheet"),
        Flavour.LIMESURVEY,
    ),
    "sheet": (mark("the sheet that holds the answers"), "Answers"),
    "heading_row": (mark("the row of the headings, the last one where there are two"), 1),
    "respondent_column": (mark("the heading of the column that says who answers"), "territory"),
    "match": (mark("what a respondent may be recognised by"), None),
    "respondents": (mark("what a respondent wrote: the territory’s key in frame.csv, or outside"), {"…": "outside"}),
    "email_column": (mark("the heading of the column of e-mail addresses"), "email"),
    "email_domains": (mark("the domain of an address: the territory’s key"), {"example.org": "…"}),
    "columns": (mark("a heading: the question that it asks"), {"…": "…"}),
    "ignored_columns": (mark("headings that nothing should read"), ["…"]),
    "personal_columns": (mark("headings of personal data, which stop at intake"), ["…"]),
    "incomplete": (mark("responses never submitted: left_out or kept"), None),
    "multiple_base": (mark("what shares of a multiple choice are of: respondents or ticks"), None),
    "nothing_ticked": (mark("a multiple choice without a tick: no_answer, or none (of them)"), None),
    "released": (mark("texts that somebody has read, and that may be published: study texts prints these lines"), None),
}
_WITHHELD = mark("The exports are not in git (responses/.gitignore); without them the wave cannot be built.")


def _flow(value: Any) -> str:
    """Return a value as YAML on one line; texts are quoted, so that none can be taken for a number or a truth."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    style = '"' if isinstance(value, str) else None
    text = yaml.safe_dump(value, allow_unicode=True, default_style=style, width=float("inf"))
    return str(text).removesuffix("\n").removesuffix("\n...")


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else _flow(name)


def _folds(text: str) -> bool:
    """Tell whether a text comes back whole when it is folded over lines at its spaces."""
    return "" not in text.split(" ") and all(letter.isprintable() or letter in _NO_BREAK for letter in text)


def _text(text: str, indent: str) -> str:
    """Return a text as the value of a key, over several lines where it is long."""
    if len(text) <= _SHORT or not _folds(text):
        return f" {_flow(text)}\n"
    lines = textwrap.wrap(text, _WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    return " >-\n" + "".join(f"{indent}{line}\n" for line in lines)


def _localised(key: str, texts: Mapping[str, str]) -> str:
    return f"{key}:\n" + "".join(f"  {_key(lang)}:{_text(text, '    ')}" for lang, text in texts.items())


def _comment(text: str, indent: str = "") -> str:
    lines = textwrap.wrap(text, _WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{indent}# {line}\n" for line in lines)


def _settings(lang: str) -> Iterator[str]:
    for name, field in SurveySettings.model_fields.items():
        if name == "withheld":
            continue
        what, example = _SETTINGS[name]
        value = field.default if example is None else example
        yield _comment(f"– {say(what, lang)}", "  ") + f"  # {name}: {_flow(value)}\n"


class _Taken:
    """The earlier wave's texts under the new name; remembers the keys in which it changed anything."""

    def __init__(self, earlier: str, wave: str, lang: str) -> None:
        self._names = (earlier, wave)
        self._word = re.compile(rf"(?<![\w-]){re.escape(earlier)}(?![\w-])")
        self._lang = lang
        self.renamed: list[str] = []

    def texts(self, key: str, texts: Mapping[str, str]) -> dict[str, str]:
        made = {lang: self._word.sub(self._names[1], text) for lang, text in texts.items()}
        if made != dict(texts) and key not in self.renamed:
            self.renamed.append(key)
        return made

    def comment(self, key: str) -> str:
        if key not in self.renamed:
            return ""
        return _comment(say(_RENAMED, self._lang, earlier=self._names[0], wave=self._names[1]))


def wave_yaml(new: NewWave, earlier: Wave, lang: str) -> tuple[str, list[str]]:
    """Return the text of wave.yaml, with comments in `lang`, and the keys in which the earlier wave's name stood."""
    taken = _Taken(earlier.wave, new.wave, lang)

    def note(key: str) -> str:
        return "\n" + _comment(say(_COMMENTS[key], lang))

    def localised(key: str, text: Any) -> str:
        made = _localised(key, taken.texts(key, text.root)) if text is not None else ""
        return taken.comment(key) + made

    words = [taken.texts("keywords", word.root) for word in earlier.keywords]
    pieces = [
        _comment(say(_HEADING, lang, wave=new.wave, earlier=earlier.wave)),
        f"wave: {_flow(new.wave)}\n",
        localised("title", earlier.title),
        localised("subtitle", earlier.subtitle),
        localised("short_title", earlier.short_title),
        note("reference_date"),
        f"reference_date: {new.reference_date}\npublication_date: {new.publication_date}\n",
        note("frame_vintage") if new.frame_vintage else "",
        f"frame_vintage: {new.frame_vintage}\n" if new.frame_vintage else "",
        f"population_vintage: {new.population_vintage}\n" if new.population_vintage else "",
        note("publisher"),
        "publisher: []\nfictitious: false\n",
        note("status"),
        localised("status", earlier.status),
        note("settle"),
        localised("settle", earlier.settle),
        note("collection"),
        f"#   - {{label: {_flow(dict.fromkeys(earlier.title.root, '…'))}, value: 1, source: S001}}\n",
        "collection: []\n",
        note("keywords") if words else "",
        taken.comment("keywords"),
        "keywords:\n" + "".join(f"  - {_flow(word)}\n" for word in words) if words else "",
        note("survey"),
        "survey:\n",
        *_settings(lang),
        _comment(say(_WITHHELD, lang), "  ") if new.withheld else "",
        f"  withheld: {_flow(new.withheld)}\n",
    ]
    return "".join(pieces), [name for name in Wave.model_fields if name in taken.renamed]
