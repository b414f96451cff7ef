"""LimeSurvey's exports: headings that are codes, full or cut texts, or code and text, and its VV files.

Promise: each heading is read in every way in which LimeSurvey may have written it: `Q`, `Q[SQ001]`, `Q_SQ001`,
`Q[other]`, `Q[SQ001comment]`, `Q. text`, `Q[SQ001]. text [label]`, `text [label]`, `text [label][comment]`; spaces may
have become underscores. Columns of its own are known by code and by their French, English and German words. Sources:
LimeSurvey's export settings (manual, "Export results") and its code (getFieldCode, getFieldText, createFieldMap). Left
out: arrays, whose subquestions a study must name (`columns` in wave.yaml), and SPSS and R.
"""

import re
from collections.abc import Iterator, Sequence

from study.base.text import mark
from study.layouts.layout import Heading, Own, Part, Reading, Reason, Signs, System
from study.layouts.naming import said
from study.layouts.splitting import LONGEST_HEADING, at_brackets, boxes, says_comment, whole

_OWN_COLUMNS = mark("LimeSurvey itself writes the columns {columns}")
_BOXES = mark("{count} headings are written like “{example}”, as LimeSurvey writes options and subquestions")
_CODES = mark("{count} headings give a code and then the question, as LimeSurvey does")
_NAMED = 3

_ANSWERED = Own(System.RESPONSE, sign=True)
_SUBMITTED = Own(System.SUBMITTED, sign=True)
_LAST_PAGE = Own(System.LAST_PAGE, sign=True)
_LANGUAGE = Own(System.LANGUAGE, sign=True)
_STARTED = Own(System.STARTED, sign=True)
_ELSE = Own(sign=True)
_COMMON = Own(yields=True)
_PERSON = Own(personal=True, yields=True)
_PERSON_SIGN = Own(personal=True, sign=True)

_OWN = {
    # Codes
    "id": Own(System.RESPONSE), "submitdate": _SUBMITTED, "lastpage": _LAST_PAGE, "startlanguage": _LANGUAGE,
    "startdate": Own(System.STARTED), "datestamp": _ELSE, "seed": Own(), "ipaddr": _PERSON_SIGN, "refurl": _PERSON_SIGN,
    "token": Own(personal=True), "interviewtime": _ELSE, "quota exit": Own(),
    # The table of participants
    "firstname": _PERSON, "lastname": _PERSON, "email": _PERSON, "emailstatus": _COMMON, "participant id": _PERSON,
    "usesleft": _COMMON, "validfrom": _COMMON, "validuntil": _COMMON, "remindersent": _COMMON, "remindercount": _COMMON,
    # English, of several versions
    "response id": _ANSWERED, "answer id": _ANSWERED, "date submitted": _SUBMITTED, "completed": Own(System.SUBMITTED),
    "last page": _LAST_PAGE, "last page seen": _LAST_PAGE, "start language": _LANGUAGE, "date started": _STARTED,
    "date last action": _ELSE, "ip address": Own(personal=True), "referrer url": _PERSON_SIGN,
    "access code": Own(personal=True), "total time": Own(),
    # French
    "id de la reponse": _ANSWERED, "date de soumission": _SUBMITTED, "derniere page": _LAST_PAGE,
    "derniere page vue": _LAST_PAGE, "langue de depart": _LANGUAGE, "langue initiale": _LANGUAGE,
    "tete de serie": _ELSE, "date de lancement": _STARTED, "date de debut": Own(System.STARTED, yields=True),
    "date de la derniere action": _ELSE, "adresse ip": Own(personal=True), "url de reference": _PERSON_SIGN,
    "url referente": _PERSON_SIGN, "code d acces": Own(personal=True), "code d invitation": Own(personal=True),
    "jeton": Own(personal=True), "temps total": Own(),
    # German
    "antwort id": _ANSWERED, "datum abgeschickt": _SUBMITTED, "letzte seite": _LAST_PAGE, "start sprache": _LANGUAGE,
    "zufallsstartwert": _ELSE, "zufallsgeneratorstartwert": _ELSE, "datum gestartet": _STARTED,
    "datum letzte aktivitat": _ELSE, "weiterleitungs url": _PERSON_SIGN, "zugangsschlussel": Own(personal=True),
    "zugangscode": Own(personal=True), "gesamtzeit": Own(),
}  # fmt: skip
_TIMINGS = re.compile(
    r"(?:group|question) ?time\b.*|grouptime\d+|.+time|(?:temps|duree) (?:du groupe|de la question)\b.*"
)
_TIMED = frozenset({"interviewtime", "total time", "temps total", "gesamtzeit"})
# What an upload question has beside it: how many files were sent.
_COUNTS = "filecount"

_CODE = r"[A-Za-z][A-Za-z0-9_]*"
_CODE_AND_TEXT = re.compile(
    rf"(?P<code>{_CODE})(?P<beside>(?:\[[^\[\]]*\])*)(?:\. |: | - | – | \| |; |\._)(?P<text>.*)", re.DOTALL
)
_BOX_OF_CODE = re.compile(rf"{_CODE}\[[^\[\]]+\](?:\[[^\[\]]+\])*(?:\. .*)?", re.DOTALL)
_NAME = re.compile(rf"{_CODE}")


def signs(texts: Sequence[str]) -> Signs:
    """Return how surely LimeSurvey wrote a row, were it a heading."""
    own = _signs_of_own(texts)
    # Options of one question stand beside the same words and differ; answers that end in brackets hardly do so.
    prefixes = [ways[-1][0] for text in dict.fromkeys(texts) if (ways := at_brackets(text))]
    boxed = [text for text in texts if (ways := at_brackets(text)) and prefixes.count(ways[-1][0]) > 1]
    boxed = [text for text in texts if text in set(boxed) or _BOX_OF_CODE.fullmatch(text)]
    coded = [text for text in texts if (m := _CODE_AND_TEXT.fullmatch(text)) and " " not in m["code"] and m["text"]]
    reasons: list[Reason] = []
    sure = 0
    if own:
        sure = 95 if len(own) > 1 else 70
        reasons.append((_OWN_COLUMNS, {"columns": ", ".join(own[:_NAMED])}))
    if len(boxed) > 1 and 10 * len(boxed) >= len(texts):
        sure = max(sure, 55) + (20 if sure < 75 else 0)
        reasons.append((_BOXES, {"count": str(len(boxed)), "example": boxed[0]}))
    if len(coded) > 2 and 2 * len(coded) >= len(texts):
        sure = min(99, sure + 20) if sure else 55
        reasons.append((_CODES, {"count": str(len(coded))}))
    return Signs(min(sure, 99), tuple(reasons))


def names_own(texts: Sequence[str]) -> bool:
    """Tell whether a row names columns that LimeSurvey alone adds, as answers do not, whatever brackets they hold."""
    return bool(_signs_of_own(texts))


def _signs_of_own(texts: Sequence[str]) -> list[str]:
    """Return the headings that only LimeSurvey writes, each once."""
    return list(dict.fromkeys(text for text in texts if (own := _own(text)) is not None and own.sign))


def _own(text: str) -> Own | None:
    """Return what a heading says by its words or its code, both of which may stand there."""
    match = _CODE_AND_TEXT.fullmatch(text)
    code = said(match["code"]) if match and not match["beside"] else ""
    return _OWN.get(said(text)) or _OWN.get(code)


def _beside(names: Sequence[str], code: str, labels: Sequence[str]) -> Iterator[Reading]:
    """Yield the readings of a question and the code of what stands beside it, with its label where one is given."""
    if code.casefold().endswith("comment") and len(code) > len("comment"):
        yield Reading(tuple(names), Part.COMMENT, (code[: -len("comment")],))
    yield from boxes(names, [code, *labels], firm=True)


def _of_text(text: str) -> Iterator[Reading]:
    """Yield the readings of `text [label]` and `text [label][comment]`."""
    for question, option in at_brackets(text):
        label, _, last = option.rpartition("][")
        if label and says_comment(last):
            yield Reading((question,), Part.COMMENT, (label,))
        yield from boxes([question], [option], firm=True)


def _of_code(code: str, beside: Sequence[str], text: str) -> Iterator[Reading]:
    """Yield the readings of `Q[SQ001]. text [label]`, `beside` being the codes in brackets."""
    if not beside:
        yield whole(code, text)
        if text:
            yield from _of_name(code, at_brackets(text))
        return
    ways = at_brackets(text)
    names = [code, *(question for question, _ in ways), text]
    yield from _beside(names, "][".join(beside), [option for _, option in ways])
    yield whole("_".join([code, *beside]))


def _of_name(name: str, ways: Sequence[tuple[str, str]] = ()) -> Iterator[Reading]:
    """Yield the readings of `Q_SQ001`, as LimeSurvey's expressions write it; `ways` divide the text beside it."""
    for i, character in enumerate(name):
        if character == "_" and 0 < i < len(name) - 1:
            names = [name[:i], *(question for question, _ in ways)]
            yield from _beside(names, name[i + 1 :], [option for _, option in ways])


def readings(text: str) -> tuple[Reading, ...]:
    """Return every way to read one heading."""
    found = [whole(text)]
    if len(text) > LONGEST_HEADING:
        return tuple(found)
    # First, since a question of one word with a full stop is no code.
    found += _of_text(text)
    if match := _CODE_AND_TEXT.fullmatch(text):
        beside = re.findall(r"\[([^\[\]]*)\]", match["beside"])
        found += _of_code(match["code"], beside, match["text"])
    if _BOX_OF_CODE.fullmatch(text) and ". " not in text:
        code, *beside = text.replace("]", "").split("[")
        found += _of_code(code, beside, "")
    if _NAME.fullmatch(text):
        found += _of_name(text)
    return tuple(dict.fromkeys(found))


def own_column(text: str, texts: Sequence[str]) -> Own | None:
    """Return what a column of LimeSurvey's own says, None for a question's; `texts` are all the headings."""
    key = said(text)
    if (own := _own(text)) is not None:
        return own
    if said(text.rpartition("[")[2].rstrip("]")) == _COUNTS or key.endswith(f" {_COUNTS}"):
        return Own()
    timed = any(said(other) in _TIMED for other in texts)
    return Own() if timed and _TIMINGS.fullmatch(key) else None


def headings(rows: Sequence[Sequence[str]]) -> tuple[Heading, ...]:
    """Return the headings of a table: of one row, or of a VV file's two, the texts and then the codes."""
    last = rows[-1]
    found = []
    for position, code in enumerate(last):
        texts = [row[position] for row in rows]
        text = "\n".join(text for text in texts if text)
        ways = [reading for item in (code, *texts[:-1]) if item for reading in readings(item)]
        if len(texts) > 1 and code and texts[0]:
            ways = [*_of_name(code, at_brackets(texts[0])), *ways]
        own = next((own for item in (code, *texts[:-1]) if item and (own := own_column(item, last))), None)
        found.append(Heading(position, text, tuple(dict.fromkeys(ways)), own))
    return tuple(found)
