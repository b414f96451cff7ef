"""What wave.yaml says under `survey`: how a wave's exports are read, and which responses and bases count.

Promise: every choice that recognition makes can be fixed here, and every choice that changes a number is here, with its
default, so that the report can print it. Left out: the wave itself (`study.intake.wave`).
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_Text = Annotated[str, Field(min_length=1)]
_Row = Annotated[int, Field(strict=True, ge=1)]


class Flavour(StrEnum):
    """The kind of program that wrote an export."""

    LIMESURVEY = "limesurvey"
    KOBO = "kobo"
    WEBFORM = "webform"
    SPREADSHEET = "spreadsheet"


class Incomplete(StrEnum):
    """What becomes of responses that were begun and never submitted."""

    LEFT_OUT = "left_out"
    KEPT = "kept"


class MultipleBase(StrEnum):
    """What a share of a multiple choice is a share of: all those asked, or all the boxes ticked."""

    RESPONDENTS = "respondents"
    TICKS = "ticks"


class NothingTicked(StrEnum):
    """What a multiple choice that was shown and left without a tick says: no answer, or an answer (none of them)."""

    NO_ANSWER = "no_answer"
    NONE = "none"


class MatchBy(StrEnum):
    """What a respondent may be recognised by, besides what `respondents` settles."""

    KEY = "key"
    SIREN = "siren"
    NAME = "name"


OUTSIDE = "outside"
"""Whom `respondents` says of somebody who is not in the frame."""


class Release(BaseModel):
    """That somebody has read what respondents wrote to some `questions` of one export, and that it may be published.

    The export is told by its content (`sha256`); `file` is its name, for people. `hold` are the rows of a question
    whose texts stay held back all the same.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    file: _Text
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    questions: Annotated[tuple[_Text, ...], Field(min_length=1)]
    hold: dict[str, Annotated[tuple[_Row, ...], Field(min_length=1)]] = {}


class SurveySettings(BaseModel):
    """How the exports of one wave are read; all of it may be left out.

    `sheet`, `heading_row` (the last one where there are two) and `flavour` hold for every export of the wave. `columns`
    names the question of a heading, `respondents` the territory (or `outside`) of what a respondent wrote.
    `email_domains` names the territory of a domain, looked up in the column `email_column`. `withheld` responses are
    not in git: without them the wave cannot be built, which is then no fault. What respondents wrote in their own words
    is held back until `released`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    flavour: Flavour | None = None
    sheet: _Text | None = None
    heading_row: _Row | None = None
    respondent_column: _Text | None = None
    match: Annotated[tuple[MatchBy, ...], Field(min_length=1)] = tuple(MatchBy)
    respondents: dict[str, _Text] = {}
    email_column: _Text | None = None
    email_domains: dict[str, _Text] = {}
    columns: dict[str, _Text] = {}
    ignored_columns: tuple[_Text, ...] = ()
    personal_columns: tuple[_Text, ...] = ()
    incomplete: Incomplete = Incomplete.LEFT_OUT
    multiple_base: MultipleBase = MultipleBase.RESPONDENTS
    nothing_ticked: NothingTicked = NothingTicked.NO_ANSWER
    released: tuple[Release, ...] = ()
    withheld: Annotated[bool, Field(strict=True)] = False
