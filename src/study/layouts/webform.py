"""Framaforms' exports, and those of other Drupal webforms: up to three heading rows, and the platform's columns first.

Promise: in the exports of Drupal 7 (Framaforms) the last heading row holds the questions and, where options have
columns of their own, the options, below their question in the row before; Drupal 8 and later write both in one row,
`question: option` or `question__option`. The platform's columns are known by key and by their French and English words.
Source: the webform modules' exporters. Left out: the analysis pages, and files of several forms.
"""

from collections.abc import Iterator, Sequence

from study.base.text import mark
from study.layouts.layout import Heading, Own, Reading, Reason, Signs, System
from study.layouts.naming import said
from study.layouts.splitting import at_separators, boxes, signs_of_own, whole

_OWN_COLUMNS = mark("Drupal webforms (Framaforms) write the columns {columns}")
_NAMED = 3
_OVER_HEADINGS = 2
"""Rows that may stand over the last one of a heading: the form's title, and the questions whose options it lists."""

_SIGN = Own(sign=True)
_PERSON = Own(personal=True)
_PERSON_SIGN = Own(personal=True, sign=True)
_COMMON = Own(yields=True)
_RESPONSE = Own(System.RESPONSE, sign=True)
_SUBMITTED = Own(System.SUBMITTED, sign=True)
_STARTED = Own(System.STARTED, sign=True)
_DRAFT = Own(System.DRAFT, sign=True)

_OWN = {
    # Drupal 7: keys, English, French
    "webform serial": _SIGN, "webform sid": _RESPONSE, "webform time": _STARTED, "webform completed time": _SUBMITTED,
    "webform modified time": _SIGN, "webform draft": _DRAFT, "webform ip address": _PERSON_SIGN,
    "webform uid": _PERSON_SIGN, "webform username": _PERSON_SIGN,
    "serial": _SIGN, "sid": _RESPONSE, "time": Own(System.STARTED, yields=True), "submitted time": _STARTED,
    "completed time": _SUBMITTED, "modified time": _SIGN, "draft": _DRAFT, "ip address": _PERSON, "uid": _PERSON_SIGN,
    "username": _PERSON, "sequentiel": _SIGN, "numero de soumission": _SIGN, "numero de serie": _SIGN,
    "heure de soumission": _STARTED, "heure de completion": _SUBMITTED, "heure de modification": _SIGN,
    "heure": Own(System.STARTED, yields=True), "brouillon": _DRAFT, "adresse ip": _PERSON, "nom d utilisateur": _PERSON,
    "nom utilisateur": _PERSON, "utilisateur": Own(personal=True, yields=True), "id de soumission": _RESPONSE,
    # Drupal 8 and later: keys, English, French
    "uuid": Own(), "token": _PERSON, "uri": _PERSON, "created": _STARTED, "changed": _SIGN, "in draft": _DRAFT,
    "is draft": _DRAFT, "current page": Own(System.LAST_PAGE, sign=True), "remote addr": _PERSON_SIGN,
    "langcode": Own(System.LANGUAGE, sign=True), "webform id": _SIGN, "entity type": _SIGN, "entity id": _SIGN,
    "locked": _COMMON, "sticky": _COMMON, "notes": _COMMON, "serial number": _SIGN, "submission id": _RESPONSE,
    "submission uuid": _SIGN, "submission uri": _PERSON, "submission token": _PERSON, "remote ip address": _PERSON_SIGN,
    "language": Own(System.LANGUAGE, yields=True), "completed": Own(System.SUBMITTED, yields=True),
    "submitted by": _PERSON_SIGN, "submitted by: id": _PERSON_SIGN, "submitted by: title": _PERSON_SIGN,
    "submitted by: url": _PERSON_SIGN, "submitted to": _SIGN, "submitted to: entity type": _SIGN,
    "submitted to: entity id": _SIGN, "submitted to: entity title": _SIGN, "submitted to: entity url": _SIGN,
    "soumis par": _PERSON_SIGN, "cree": Own(System.STARTED, yields=True), "termine": Own(System.SUBMITTED, yields=True),
    "modifie": _COMMON, "est un brouillon": _DRAFT, "page actuelle": Own(System.LAST_PAGE, sign=True),
    "adresse ip distante": _PERSON_SIGN, "langue": Own(System.LANGUAGE, yields=True),
    "identifiant de soumission": _RESPONSE,
}  # fmt: skip
_DETAILS = frozenset({"submission details", "details de la soumission", "details de soumission"})


def signs(texts: Sequence[str]) -> Signs:
    """Return how surely a Drupal webform wrote a row, were it the last of a heading."""
    own = signs_of_own(texts, _OWN)
    if len(own) < _NAMED:
        return Signs()
    reasons: tuple[Reason, ...] = ((_OWN_COLUMNS, {"columns": ", ".join(own[:_NAMED])}),)
    return Signs(90 if len(own) == _NAMED else 95, reasons)


def over(rows: Sequence[Sequence[str]]) -> int:
    """Return how many of the rows over the last one of a heading belong to it."""
    return min(len(rows), _OVER_HEADINGS)


def _readings(text: str, parent: str) -> Iterator[Reading]:
    """Yield every way to read one heading; `parent` is what stands over it, or over a column to its left."""
    if parent:
        yield from boxes([parent], [text])
    yield whole(text)
    for question, option in at_separators(text, [": ", "__"]):
        yield from boxes([question], [option])


def headings(rows: Sequence[Sequence[str]]) -> tuple[Heading, ...]:
    """Return the headings of a table, of one to three rows."""
    found = []
    parent = ""
    for position, text in enumerate(rows[-1]):
        over_it = [row[position] for row in rows[:-1]]
        if over_it and over_it[-1]:
            parent = over_it[-1] if said(over_it[-1]) not in _DETAILS else ""
        shown = "\n".join(item for item in (over_it[-1:] if over_it else []) if item and said(item) not in _DETAILS)
        full = "\n".join(item for item in (shown, text) if item)
        own = _OWN.get(said(text))
        readings = tuple(dict.fromkeys(_readings(text, parent))) if text else ()
        found.append(Heading(position, full, readings, own))
    return tuple(found)
