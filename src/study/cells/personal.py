"""Personal data in the texts of an export.

Promise: e-mail addresses (also `name [at] domain`), telephone numbers as the phone plans of some regions know them and
bank account numbers (IBAN, with their check digits), IP addresses and positions are replaced by a mark of their kind;
masking twice changes nothing more. Numbers that only look alike (SIREN, amounts, years, dates) stay. A text without the
signs of any of them is never looked at twice, so that a million ordinary ones cost little. Left out: names and postal
addresses within a text, which nothing tells from other words, unless a column gives the name (`persons`); whole columns
that identify a person (`identifying`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pandas as pd
import phonenumbers
from stdnum import iban

from study.cells.identifying import is_personal_name
from study.cells.located import SIGNS, Span, network_addresses, positions
from study.cells.persons import PERSON_MARK

__all__ = ["MARKERS", "REGIONS", "is_personal_name", "masked", "masked_text"]

EMAIL_MARK, PHONE_MARK, IBAN_MARK = "[e-mail]", "[téléphone]", "[IBAN]"
ADDRESS_MARK, POSITION_MARK = "[adresse IP]", "[position]"
MARKERS = (EMAIL_MARK, PHONE_MARK, IBAN_MARK, ADDRESS_MARK, POSITION_MARK, PERSON_MARK)
"""What stands in a text where personal data stood."""
REGIONS = ("FR",)
"""The regions whose telephone numbers are known without their country code."""

_NAME = r"[\w.!#$%&'*+=?^`{|}~-]*[\w!#$%&'*+=?^`{|}~-]"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_AT = r"\s?[@＠]\s?|\s?[\[({<]\s?(?:at|arobase|arobas|chez)\s?[\])}>]\s?"
_DOT = r"\.|\s?[\[({<]\s?(?:dot|point|punkt)\s?[\])}>]\s?"
_EMAIL = re.compile(rf"(?:mailto:)?{_NAME}(?:{_AT}){_LABEL}(?:(?:{_DOT}){_LABEL})+", re.IGNORECASE)
_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}[0-9]{2}(?:[ \u00a0\u202f\u2009.-]?[A-Z0-9]){11,30}", re.IGNORECASE)

# What may be one of them. No \s, \w or \d: whole columns are then searched by Arrow's engine, many times faster.
_SIGNS = r"(?i)[@＠]|[\[({<].?(?:at|arobas|chez)|[a-z]{2}[0-9]{2}.?[a-z0-9]{4}|[+＋][^a-z]{8}"

# The digits of other scripts as ours, one for one: a number that is written in them is one all the same.
_DIGITS = {code: str(unicodedata.decimal(chr(code))) for code in range(128, 0x20000) if chr(code).isdecimal()}
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007", " "))
# Days, times of day and long decimals, whose digits are no telephone's.
_OTHER_DIGITS = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}([-/.])[0-9]{1,2}\2[0-9]{1,2}"
    r"|[0-9]{1,2}[:hH][0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(?![0-9])"
    r"|(?<![0-9.,])[0-9]+[.,][0-9]{5,}(?![.,]?[0-9])"
)
_RUN = re.compile(r"(?<![\w+])[+(]?[0-9][0-9 ./()-]{6,}[0-9](?!\w)")
_BEFORE = re.compile(r"[^0-9+＋(]*")
_GROUP = re.compile(r"[0-9]+")
_LONGEST_NUMBER, _SHORTEST_NUMBER = 18, 8


def _ibans(text: str) -> Iterator[Span]:
    for found in _IBAN.finditer(text):
        # The words that follow may look like more of it: the longest valid beginning is the account.
        for end in range(found.end(), found.start() + 14, -1):
            if text[end - 1].isalnum() and iban.is_valid(re.sub(r"[\W_]", "", text[found.start() : end])):
                yield found.start(), end
                break


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _is_phone(text: str, region: str) -> bool:
    """Return whether digits are a number of the region's plan, or are written as one although it is not allotted."""
    number = _parsed(text, region)
    if number is None or not phonenumbers.is_possible_number(number):
        return False
    forms = (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    usual = [_GROUP.findall(phonenumbers.format_number(number, form)) for form in forms]
    groups = _GROUP.findall(text)
    return phonenumbers.is_valid_number(number) or len(groups) == 1 or groups in usual


def _within_runs(text: str, region: str) -> Iterator[Span]:
    """Find the numbers that stand beside other digits, or between slashes, where the matcher sees none.

    Only those that begin with the region's trunk digit or country code: without them, any nine digits (a SIREN) may be
    a telephone.
    """
    trunk = phonenumbers.ndd_prefix_for_region(region, True)
    code = f"+{phonenumbers.country_code_for_region(region)}"
    for run in _RUN.finditer(text):
        groups = [(found.start() + run.start(), found.end() + run.start()) for found in _GROUP.finditer(run[0])]
        last = -1
        for i, (start, _) in enumerate(groups):
            first = start - 1 if text.startswith(code, start - 1) else start
            if first < last or not (first < start or (trunk and text.startswith(trunk, start))):
                continue
            ends = [end for _, end in groups[i:] if _SHORTEST_NUMBER <= end - first <= _LONGEST_NUMBER]
            last = next((end for end in reversed(ends) if _is_phone(text[first:end], region)), last)
            if last > first:
                yield first, last


def _phones(regions: Sequence[str]) -> Callable[[str], Iterator[Span]]:
    def find(text: str) -> Iterator[Span]:
        # As long as the text itself, so that what is found stands at the same place.
        shown = _OTHER_DIGITS.sub(lambda found: "_" * len(found[0]), text.translate(_BLANKS))
        for region in regions:
            for match in phonenumbers.PhoneNumberMatcher(shown, region, leniency=phonenumbers.Leniency.VALID):
                # What stands before the number in a list (“/ 01 …”) is no part of it.
                yield match.start + _BEFORE.match(match.raw_string).end(), match.end  # type: ignore[union-attr]
            yield from _within_runs(shown, region)

    return find


def _emails(text: str) -> Iterator[Span]:
    return (found.span() for found in _EMAIL.finditer(text))


def _replaced(text: str, find: Callable[[str], Iterator[Span]], mark: str) -> str:
    """Return a text with a mark for everything that is found, until nothing is.

    What is found holds a sign of its kind, and a mark holds none: each round leaves fewer of them.
    """
    while spans := sorted(set(find(text.translate(_DIGITS)))):
        kept: list[str] = []
        at = 0
        for start, end in spans:
            if start >= at:
                kept += [text[at:start], mark]
            at = max(at, end)
        text = "".join([*kept, text[at:]])
    return text


def masked_text(text: str, regions: Sequence[str] = REGIONS, *, amounts: bool = False) -> str:
    """Return one text without its personal data; with `amounts`, points between thousands make no IP address.

    >>> masked_text("Écrire à anne@exemple.fr ou au 01 99 00 12 34.")
    'Écrire à [e-mail] ou au [téléphone].'
    """
    kinds = (
        (_emails, EMAIL_MARK),
        (_ibans, IBAN_MARK),
        (partial(network_addresses, amounts=amounts), ADDRESS_MARK),
        (positions, POSITION_MARK),
        (_phones(regions), PHONE_MARK),
    )
    before = None
    while before != text:  # a mark may uncover what stood beside it
        before = text
        for find, mark in kinds:
            text = _replaced(text, find, mark)
    return text


def _phone_sign(region: str) -> str:
    """Return the pattern of what may be a telephone number of a region: its digits after a trunk or country code."""
    code = phonenumbers.country_code_for_region(region)
    first = f"(?:0|{code})" if phonenumbers.ndd_prefix_for_region(region, True) == "0" else ""
    return rf"(?:^|[^0-9]){first}(?:[^0-9A-Za-z]{{0,4}}[0-9]){{6}}"


def masked(
    cells: "pd.Series[str]", regions: Sequence[str] = REGIONS, *, amounts: bool = False
) -> tuple["pd.Series[str]", "pd.Series[bool]"]:
    """Return cells without personal data, and which of them held some; both have the cells' index.

    `amounts` as in `masked_text`.
    """
    other_digits = f"[{''.join(map(chr, _DIGITS))}]"
    signs = "|".join([_SIGNS, SIGNS, other_digits, *map(_phone_sign, regions)])
    suspect = cells.str.contains(signs, regex=True).astype(bool)
    if not suspect.any():
        return cells, suspect
    clean = {text: masked_text(text, regions, amounts=amounts) for text in cells[suspect].unique()}
    changed = {text: other for text, other in clean.items() if text != other}
    held = suspect & cells.isin(list(changed))
    return cells.mask(held, cells.where(held, "").map({**changed, "": ""})), held
