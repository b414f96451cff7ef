"""What the columns of an export are, before anyone knows which question they answer.

Promise: the values that recognition (`headings`, with one module per kind of program) leaves and that `columns` reads:
the flavour with the reasons for it, where the heading and the answers stand, and every way in which each heading may be
read. A heading alone cannot tell a group's question (`money/grants`) from a question's option (`tools/grants`): its
readings say both, and the questionnaire decides.
"""

from dataclasses import dataclass
from enum import StrEnum

from study.exports.settings import Flavour

Reason = tuple[str, dict[str, str]]
"""A message (English, of the catalogue) with its values."""


class Part(StrEnum):
    """Which part of a question a column holds."""

    WHOLE = "whole"
    OPTION = "option"
    OTHER = "other"
    COMMENT = "comment"


class System(StrEnum):
    """What a platform's own column says, as far as it decides which responses count."""

    RESPONSE = "response"
    SUBMITTED = "submitted"
    LAST_PAGE = "last_page"
    STARTED = "started"
    DRAFT = "draft"
    VERSION = "version"
    LANGUAGE = "language"
    ELSE = "else"


@dataclass(frozen=True, slots=True)
class Own:
    """A column that a platform adds: `personal` if it may identify a person.

    `sign` tells that the name alone betrays the platform; `yields`, that it is a common word, which a question of the
    study may have for its name.
    """

    system: System = System.ELSE
    personal: bool = False
    sign: bool = False
    yields: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a heading: `names` are what its question may be called, `options` what its box may, surest first.

    `firm` tells that the heading is written as a box in the platform's own notation, so that an option which the
    question does not have is a fault of the export and not of the reading. `group` is what the reading takes for the
    title of the question's group: it only holds where that is a lever's.
    """

    names: tuple[str, ...]
    part: Part = Part.WHOLE
    options: tuple[str, ...] = ()
    firm: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: `readings` come surest first; `own` is set for a column that the platform adds.

    A heading of several rows is one text, its rows joined by a line break.
    """

    position: int
    text: str
    readings: tuple[Reading, ...] = ()
    own: Own | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """How sure a kind of program is recognised by one row, from 0 to 100, and by what."""

    sure: int = 0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How one table is laid out: the responses are the grid's rows from the position `first` up to, not with, `end`.

    `heading_rows` are the spreadsheet rows of the heading. `reasons` say by what the flavour was recognised.
    """

    flavour: Flavour
    reasons: tuple[Reason, ...]
    heading_rows: tuple[int, ...]
    first: int
    end: int
    headings: tuple[Heading, ...]
