"""KoboToolbox's and ODK's exports: names or labels as headings, group paths, multiple choices in one column or many.

Promise: a heading is read as a question behind its groups and as an option of a question, whatever stands between
them (`/` by default, else `.`, `:` or `-`); `Q_other` is the write-in answer beside `Q`. Columns of GPS are known by
their ends. Sources: KoboToolbox's and ODK Central's export settings, and what formpack writes. Left out:
repeated groups, which stand on sheets of their own (`is_repeat`) and hold no answer of the respondent.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from study.base.text import mark
from study.layouts.layout import Heading, Own, Part, Reading, Reason, Signs, System
from study.layouts.splitting import LONGEST_HEADING, MOST_WAYS, boxes, ends, whole

_OWN_COLUMNS = mark("KoboToolbox or ODK itself writes the columns {columns}")
_OPTIONS = mark("{count} headings are written like “{example}”: a question and one of its options")
_PATHS = mark("{count} headings are written like “{example}”: a group and one of its questions")
_NAMED = 3

_SIGN = Own(sign=True)
_PERSON = Own(personal=True, sign=True)
_COMMON = Own(yields=True)
_COMMON_PERSON = Own(personal=True, yields=True)

# Names are compared as they are, without case: every platform writes them the same in every language.
_OWN = {
    "_id": Own(System.RESPONSE, sign=True), "_uuid": _SIGN, "_submission_time": Own(System.SUBMITTED, sign=True),
    "_validation_status": _SIGN, "_notes": _SIGN, "_status": _SIGN, "_submitted_by": _PERSON, "_tags": _SIGN,
    "_index": _SIGN, "__version__": Own(System.VERSION, sign=True), "_version_": Own(System.VERSION, sign=True),
    "_version": Own(System.VERSION, sign=True), "_xform_id_string": _SIGN, "_xform_id": _SIGN, "_attachments": _SIGN,
    "_geolocation": _PERSON, "_bamboo_dataset_id": _SIGN, "_date_modified": _SIGN, "_supplementaldetails": _SIGN,
    "_duration": _SIGN, "_edited": _SIGN, "_total_media": _SIGN, "_media_count": _SIGN,
    "_media_all_received": _SIGN, "formhub/uuid": _SIGN, "meta/instanceid": _SIGN, "meta/rootuuid": _SIGN,
    "meta/deprecatedid": _SIGN, "meta/instancename": _PERSON, "meta/audit": _SIGN,
    # ODK Central and Briefcase
    "submissiondate": Own(System.SUBMITTED, sign=True), "key": Own(System.RESPONSE, yields=True),
    "submitterid": _PERSON, "submittername": _PERSON, "attachmentspresent": _SIGN, "attachmentsexpected": _SIGN,
    "reviewstate": _SIGN, "status": _COMMON, "edits": _COMMON, "formversion": Own(System.VERSION, sign=True),
    "instanceid": _SIGN, "instancename": _PERSON, "meta-instanceid": _SIGN, "meta-instancename": _PERSON,
    "parent_key": _SIGN,
    # Questions that a form may ask its device
    "start": Own(System.STARTED, yields=True), "end": _COMMON, "today": _COMMON, "audit": _COMMON,
    "deviceid": _COMMON_PERSON, "subscriberid": _COMMON_PERSON, "simserial": _COMMON_PERSON,
    "phonenumber": _COMMON_PERSON, "phone_number": _COMMON_PERSON, "username": _COMMON_PERSON,
    "email": _COMMON_PERSON, "start-geopoint": _COMMON_PERSON, "background-audio": _COMMON_PERSON,
}  # fmt: skip
_REPEATED = frozenset({"_parent_index", "_parent_table_name", "_submission__id", "_submission__uuid", "parent_key"})
_GPS = re.compile(
    r"(?P<group>(?:.*[/.:])?)(?P<own>_?)(?P<name>.+?)[_-](?:latitude|longitude|altitude|precision|accuracy)",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"(?P<name>.+)_url", re.IGNORECASE)
_NAME = re.compile(r"[\w./:-]+")
_PATH = re.compile(r"[A-Za-z_]\w*(?:/[A-Za-z_]\w*)+")
_BETWEEN_NAMES = re.compile(r"[/.:-]")
_BETWEEN_LABELS = ".:-"
_OTHER = "_other"


def signs(texts: Sequence[str]) -> Signs:
    """Return how surely KoboToolbox or ODK wrote a row, were it a heading."""
    known = {text.casefold() for text in texts if text}
    own = list(dict.fromkeys(text for text in texts if (own := _OWN.get(text.casefold())) and own.sign))
    options = [text for text in texts if "/" in text and text.rpartition("/")[0].casefold() in known]
    paths = [text for text in texts if _PATH.fullmatch(text) and text not in options]
    groups = [text.partition("/")[0] for text in paths]
    paths = [text for text, group in zip(paths, groups, strict=True) if groups.count(group) > 1]
    reasons: list[Reason] = []
    sure = 0
    if own:
        sure = 95 if len(own) > 1 else 60
        reasons.append((_OWN_COLUMNS, {"columns": ", ".join(own[:_NAMED])}))
    if len(options) > 1:
        sure = max(sure, 60)
        reasons.append((_OPTIONS, {"count": str(len(options)), "example": options[0]}))
    if len(paths) > 1 and 3 * len(paths) >= len(texts):
        sure = max(sure, 60)
        reasons.append((_PATHS, {"count": str(len(paths)), "example": paths[0]}))
    return Signs(sure, tuple(reasons))


def is_repeat(texts: Sequence[str]) -> bool:
    """Tell whether a heading is that of a repeated group: its rows belong to responses on another sheet."""
    return not _REPEATED.isdisjoint(text.casefold() for text in texts)


def _divided(text: str) -> list[str]:
    return _BETWEEN_NAMES.split(text) if _NAME.fullmatch(text) else text.split("/")


def _of_path(text: str, known: Collection[str]) -> Iterator[Reading]:
    """Yield the readings of a path: a question and an option, at each place, or a question behind groups."""
    parts = _divided(text)
    is_name = _NAME.fullmatch(text) is not None
    if not is_name:
        yield whole(text)
    several = 1 < len(parts) <= MOST_WAYS
    sign = "." if is_name else "/"
    joined = text[: -len(parts[-1]) - 1].casefold() in known
    for i in range(len(parts) - 1, 0, -1) if several else ():
        firm = joined and i == len(parts) - 1
        yield from boxes(ends(parts[:i], sign), ends(parts[i:], sign)[:1], firm=firm)
    # Names are found whatever the signs between their words, so that `plan-other` may be `plan_other`: an option first.
    yield whole(text)
    # The path of another heading goes no further down: what follows it is an option, whatever its name.
    if several and not joined:
        yield whole(*ends(parts, sign)[1:])


def _of_labels(text: str) -> Iterator[Reading]:
    """Yield the readings of labels with another sign between them than `/`, all of which stand in sentences as well.

    Hence a group must be a lever's title, and a question and its option must be the whole text.
    """
    for sign in _BETWEEN_LABELS:
        parts = text.split(sign)
        if len(parts) > MOST_WAYS:
            continue
        ways = [(sign.join(parts[:i]), sign.join(parts[i:])) for i in range(1, len(parts))]
        yield from (reading for question, option in ways for reading in boxes([question], [option]))
        for group, rest in ways:
            yield Reading((rest,), group=group)
            inside = rest.split(sign)
            for i in range(1, len(inside)):
                for reading in boxes([sign.join(inside[:i])], [sign.join(inside[i:])]):
                    yield replace(reading, group=group)


def readings(text: str, known: Collection[str]) -> tuple[Reading, ...]:
    """Return every way to read one heading; `known` are all the headings, without case."""
    if len(text) > LONGEST_HEADING:
        return (whole(text),)
    found = list(_of_path(text, known))
    if not _NAME.fullmatch(text):
        found += _of_labels(text)
    # Last, since a question may have such a name of its own.
    if text.casefold().endswith(_OTHER):
        parts = _divided(text[: -len(_OTHER)])
        found.append(Reading(ends(parts, "."), Part.OTHER))
    return tuple(dict.fromkeys(found))


def own_column(text: str, known: Collection[str]) -> Own | None:
    """Return what a column of the platform's own says, None for a question's; `known` are all headings, caseless."""
    key = text.casefold()
    last = re.split(r"[/:]", key)[-1]
    if (own := _OWN.get(key) or (_OWN.get(last) if last.startswith("_") else None)) is not None:
        return own
    if len(key) > LONGEST_HEADING:
        return None
    if (match := _GPS.fullmatch(key)) is not None and (match["own"] or match["group"] + match["name"] in known):
        return Own(personal=True)
    if (match := _MEDIA.fullmatch(key)) is not None and match["name"] in known:
        return Own(yields=True)
    return Own(personal=True) if _is_place(key, known) else None


def _is_place(key: str, known: Collection[str]) -> bool:
    """Tell whether a question is a place on the map: its latitude then has a column of its own."""
    name = re.split(r"[/.:]", key)[-1]
    group = key[: len(key) - len(name)]
    return f"{group}_{name}_latitude" in known or f"{key}-latitude" in known


def headings(rows: Sequence[Sequence[str]]) -> tuple[Heading, ...]:
    """Return the headings of a table; the platform writes one row of them."""
    known = frozenset(text.casefold() for text in rows[-1] if text)
    return tuple(
        Heading(position, text, readings(text, known) if text else (), own_column(text, known) if text else None)
        for position, text in enumerate(rows[-1])
    )
