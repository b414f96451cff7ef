"""Who answered: each response's territory, by what its respondent wrote.

Promise: a response is matched by what wave.yaml settles for it, else by key, SIREN, or name, without case, accents or
punctuation, else by the domain of its e-mail address where wave.yaml lists that; never by likeness. A near name is
proposed and must be settled; a name near to none is somebody outside the frame, listed and not counted. Left out: which
of several responses counts (`rows`).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from study.base.errors import Problem
from study.base.nearest import nearest, plain
from study.cells.held import own_words_of
from study.cells.personal import masked
from study.exports.grid import Grid
from study.exports.settings import OUTSIDE, MatchBy, SurveySettings
from study.survey import response_problems as found
from study.survey.roster import Roster

_DIGITS = re.compile(r"[\s.\u00a0\u202f]")


class How(StrEnum):
    """By what a response was matched, or why it was not."""

    SETTLED = "settled"
    KEY = "key"
    SIREN = "siren"
    NAME = "name"
    EMAIL = "email"
    OUTSIDE = "outside"
    NEAR = "near"
    NOBODY = "nobody"
    OTHER_VINTAGE = "other_vintage"


@dataclass(frozen=True, slots=True)
class Match:
    """What one text of a respondent leads to: `territory` is empty where it leads to nobody; `near` is a proposal."""

    territory: str
    how: How
    near: str = ""


def _siren(text: str) -> str:
    """Return the SIREN that a text holds, alone or at the head of a SIRET; empty when it is neither."""
    digits = _DIGITS.sub("", text)
    return digits[:9] if digits.isascii() and digits.isdigit() and len(digits) in (9, 14) else ""


def _only_codes(texts: Iterable[str], roster: Roster) -> bool:
    """Tell whether a column's texts are codes of our LimeSurvey form: it writes codes for all answers, or for none."""
    return all(text in roster.short_keys for text in texts if text)


def match(text: str, roster: Roster, settings: SurveySettings, *, short: bool = False, codes: bool = False) -> Match:
    """Return whom a respondent's text means; with `short`, it may be the code that our LimeSurvey form gives a key.

    `codes`: nothing but such codes stands in its column. One territory's code may be another's key or name (`lille` is
    the code of `lil-le`), so that a code then comes before these; it comes after them elsewhere.
    """
    settled = {plain(name): key for name, key in settings.respondents.items()}
    by = settings.match
    if (key := settled.get(plain(text))) is not None:
        return Match("", How.OUTSIDE) if key == OUTSIDE else Match(key, How.SETTLED)
    if not text:
        return Match("", How.NOBODY)
    found_ = Match("", How.OUTSIDE)
    code = roster.short_keys.get(text.casefold(), "") if short and MatchBy.KEY in by else ""
    if codes and code:
        found_ = Match(code, How.KEY)
    elif MatchBy.KEY in by and text in roster.keys:
        found_ = Match(text, How.KEY)
    elif MatchBy.SIREN in by and (key := roster.sirens.get(_siren(text))):
        found_ = Match(key, How.SIREN)
    elif MatchBy.NAME in by and (key := roster.named(text)):
        found_ = Match(key, How.NAME)
    elif code:
        found_ = Match(code, How.KEY)
    if found_.territory and found_.territory not in roster.keys:
        return Match("", How.OTHER_VINTAGE, found_.territory)
    if not found_.territory and (near := nearest(text, roster.names)):
        return Match("", How.NEAR, roster.names[near])
    return found_


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip().casefold()


@dataclass(frozen=True, slots=True)
class Respondents:
    """Whom each response of one table is from, aligned with its rows: `territory` and `how` (str), `raw` masked."""

    territory: "pd.Series[str]"
    how: "pd.Series[str]"
    raw: "pd.Series[str]"


def _rows_settled(responses: "pd.Series[str]", settings: SurveySettings) -> dict[str, str]:
    """Return what is settled for responses by their number (`#12`), which may stand for an empty name."""
    return {f"#{number}": settings.respondents[f"#{number}"] for number in responses.unique()
            if f"#{number}" in settings.respondents}  # fmt: skip


def respondents(
    grid: Grid,
    rows: pd.DataFrame,
    position: int | None,
    emails: int | None,
    roster: Roster,
    settings: SurveySettings,
    *,
    short: bool = False,
    without: Callable[["pd.Series[str]"], "pd.Series[str]"] = lambda cells: cells,
    known: frozenset[str] = frozenset(),
) -> tuple[Respondents, list[Problem]]:
    """Return whom the responses in `rows` (of `rows.responses`) are from, and what must be settled or known.

    `position` is the respondents' column, `emails` that of their addresses. Only responses that may count are spoken
    of: `rows.counts`. `short` as in `match`. What is no territory's key, SIREN or name may be a person's: `without`
    takes that out of it; of what is near to nobody and is not settled, only ordinary and `known` words are left.
    """
    empty = pd.Series("", index=rows.index, dtype="str")
    raw = grid.column(position).loc[rows.index] if position is not None else empty
    address = grid.column(emails).loc[rows.index] if emails is not None else empty
    texts = list(raw.unique())
    codes = short and _only_codes(texts, roster)
    matches = {text: match(text, roster, settings, short=short, codes=codes) for text in texts}
    by_number = _rows_settled(rows["response"], settings)
    domains: Mapping[str, str] = {domain.casefold(): key for domain, key in settings.email_domains.items()}
    by_name = raw.map({text: one.how in (How.KEY, How.SIREN, How.NAME) for text, one in matches.items()}).astype(bool)
    shown = raw.where(by_name, without(masked(raw.mask(by_name, ""))[0]))
    settled = {plain(name) for name in settings.respondents}
    strange = {text: one.how is How.OUTSIDE and plain(text) not in settled for text, one in matches.items()}
    stranger = raw.map(strange).astype(bool)
    shown = shown.where(~stranger, own_words_of(shown[stranger], known).reindex(shown.index))
    problems: list[Problem] = []
    territory, how = [], []
    lines = zip(raw, address, shown, rows["row"], rows["response"], rows["counts"], strict=True)
    for text, mail, name, row, response, counts in lines:
        one, number = matches[text], f"#{response}"
        by_domain = domains.get(_domain(mail), "")
        if number in by_number:
            key = by_number[number]
            one = Match("", How.OUTSIDE) if key == OUTSIDE else Match(key, How.SETTLED)
        elif by_domain and not one.territory and one.how in (How.NOBODY, How.OUTSIDE):
            one = Match(by_domain, How.EMAIL)
        territory.append(one.territory)
        how.append(str(one.how))
        if counts:
            problems += _problems(grid, int(row), position, name, number, one, by_domain)
    return (
        Respondents(
            pd.Series(territory, index=rows.index, dtype="str"), pd.Series(how, index=rows.index, dtype="str"), shown
        ),
        problems,
    )


def _problems(
    grid: Grid, row: int, position: int | None, text: str, number: str, one: Match, by_domain: str
) -> list[Problem]:
    place = grid.place(row, position)
    if one.how is How.NEAR:
        return [found.NearRespondent(place, text, {"territory": one.near})]
    if one.how is How.NOBODY:
        return [found.NamelessRespondent(place, None, {"number": number})]
    if one.how is How.OTHER_VINTAGE:
        return [found.OtherVintage(place, text, {"territory": one.near})]
    if one.how is How.OUTSIDE:
        return [found.OutsideFrame(place, text)]
    if by_domain and by_domain != one.territory:
        return [found.DomainDisagrees(place, text, {"territory": one.territory, "domain": by_domain})]
    return []


def settings_problems(settings: SurveySettings, roster: Roster, file: str) -> list[Problem]:
    """Return the territories that wave.yaml names under `respondents` and `email_domains` and that are not its own."""
    problems: list[Problem] = []
    for key, table in (("respondents", settings.respondents), ("email_domains", settings.email_domains)):
        for name, territory in table.items():
            if territory not in roster.keys and not (key == "respondents" and territory == OUTSIDE):
                details = {"name": name, "key": f"survey.{key}", "nearest": nearest(territory, roster.keys)}
                problems.append(found.SettledForNobody(found.in_wave(file, key), territory, details))
    return problems
