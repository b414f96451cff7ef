"""The question types of XLSForms: those that a study asks, those that it leaves out and why, and those that group.

Promise: every type that the XLSForm documentation, pyxform and KoboToolbox name; an unlisted one is an error, never
skipped. Spelt as in a form, without regard to case, spaces or underscores. Left out: the parameters of a type.
"""

import re
from dataclasses import dataclass

from study.base.show import Term
from study.codebook.model import QuestionType
from study.forms import import_notes as notes

_ASKED = {
    "integer": QuestionType.NUMBER, "int": QuestionType.NUMBER, "decimal": QuestionType.NUMBER,
    "range": QuestionType.NUMBER, "date": QuestionType.DATE, "datetime": QuestionType.DATE, "text": QuestionType.TEXT,
    "string": QuestionType.TEXT,
}  # fmt: skip
_LEFT_OUT = {
    notes.SHOWN: ("note",),
    notes.DEVICE: (
        "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit",
        "startgeopoint", "backgroundaudio", "backgroundgeopoint", "device id", "sim id", "subscriber id", "imei",
        "start time", "end time", "get today", "get start time", "get end time", "get device id", "get sim id",
        "get subscriber id", "get phone number",
    ),
    notes.COMPUTED: ("calculate", "calculation", "hidden", "xmlexternal", "csvexternal"),
    notes.PLACES: ("geopoint", "gps", "location", "geotrace", "geoshape", "osm"),
    notes.FILES: ("image", "photo", "audio", "video", "file", "barcode"),
    notes.RANKING: ("rank",),
    notes.TIME: ("time",),
    notes.OUTSIDE_LIST: ("select one from file", "select multiple from file", "select one external"),
    notes.ACKNOWLEDGED: ("acknowledge", "trigger"),
}  # fmt: skip
_OPEN = {"group": None, "repeat": notes.REPEATED, "loop": notes.REPEATED, "kobomatrix": notes.TABLE,
         "score": notes.TABLE, "rank": notes.RANKING}  # fmt: skip
_ROWS = {"scorerow": notes.TABLE, "ranklevel": notes.RANKING}


def _key(text: str) -> str:
    return re.sub(r"[\s_\-]+", "", text).casefold()


_REASONS = {_key(name): reason for reason, names in _LEFT_OUT.items() for name in names}
_SELECT = re.compile(
    r"(?P<kind>select[\s_]?one|select1|select[\s_]multiple|select[\s_]?all[\s_]that[\s_]apply)(?:[\s_]from)?\s+(?P<rest>.+)",
    flags=re.IGNORECASE,
)
# Types that are left out whatever the list or file after them.
_LEFT_OUT_LIST = re.compile(r"(rank|osm|select[\s_](?:one|multiple)[\s_](?:from[\s_]file|external))\s", re.IGNORECASE)
# Asked, unlike `phonenumber`, which is the device's own.
_PHONE = "phone number"
_OR_OTHER = re.compile(r"\s+or[\s_](?:specify[\s_])?other$", flags=re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RowType:
    """What a row of the survey sheet is.

    One of: a question (`asked`; `list_name` where it is a choice, `whole` where its numbers have no decimals),
    something left out (`reason`), the beginning (`opens`) or the end (`closes`) of a group, whose word is its value.
    What stands in a group with a `reason` is left out.
    """

    asked: QuestionType | None = None
    list_name: str = ""
    or_other: bool = False
    whole: bool = False
    reason: Term | None = None
    opens: str = ""
    closes: str = ""


def row_type(text: str) -> RowType | None:
    """Return what a cell of the column `type` says; None when it is unknown.

    >>> row_type("select_one yes_no or_other")
    RowType(asked=<QuestionType.CHOICE: 'choice'>, list_name='yes_no', or_other=True, whole=False, reason=None, \
opens='', closes='')
    """
    if text.strip().casefold() == _PHONE:
        return RowType(QuestionType.TEXT)
    key = _key(match[1] if (match := _LEFT_OUT_LIST.match(text.strip())) else text)
    if key in _ASKED:
        return RowType(_ASKED[key], whole=key in ("integer", "int"))
    if reason := _REASONS.get(key) or _ROWS.get(key):
        return RowType(reason=reason)
    for word, why in _OPEN.items():
        if key.startswith(f"begin{word}"):
            return RowType(opens=word, reason=why)
        if key.startswith(f"end{word}"):
            return RowType(closes=word)
    if match := _SELECT.fullmatch(text.strip()):
        kind = QuestionType.CHOICE if match["kind"].casefold().endswith(("one", "1")) else QuestionType.MULTIPLE
        name = _OR_OTHER.sub("", match["rest"])
        return RowType(kind, name.strip(), or_other=name != match["rest"])
    return None


def type_names() -> list[str]:
    """Return the types, as the documentation spells them, for suggestions."""
    return ["select_one", "select_multiple", "begin_group", "end_group", *_ASKED, *_REASONS]
