"""What the columns of an export are, before anyone knows which question they answer.

Promise: the values that recognition (`flavours`, one module per kind of program) leaves and that `columns` reads: the
flavour with the reasons for it, where the heading and the answers stand, and what each heading says about its column.
"""

from dataclasses import dataclass
from enum import StrEnum

from study.survey.settings import Flavour


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
class Heading:
    """One heading: `names` are what its question may be called, the surest first (a code, a path's end, a full text).

    `part` and `option` tell a column that is one box of a multiple choice, or a text beside an answer. `system` is set
    for a platform's own columns, `personal` for those among them that identify a person. A heading of several rows is
    one text, its rows joined by a line break.
    """

    position: int
    text: str
    names: tuple[str, ...] = ()
    part: Part = Part.WHOLE
    option: str = ""
    system: System | None = None
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How one table is laid out: `first` is the position, within the grid's rows, of the first response.

    `heading_rows` are the spreadsheet rows of the heading. `reasons` are messages (English, of the catalogue) with
    their values, that say by what the flavour was recognised.
    """

    flavour: Flavour
    reasons: tuple[tuple[str, dict[str, str]], ...]
    heading_rows: tuple[int, ...]
    first: int
    headings: tuple[Heading, ...]
