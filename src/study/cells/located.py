"""Network addresses and positions on the earth within a text.

Promise: IPv4 and IPv6 addresses; coordinates of two numbers with four decimals or more (eleven metres), one such number
after a word such as « latitude », degrees with minutes. Version and section numbers, amounts with points between their
thousands, times, percentages and single decimals stay. Left out: what stands in their place (`personal`), addresses of
places in words, codes of places.
"""

import ipaddress
import re
from collections.abc import Iterator

Span = tuple[int, int]

SIGNS = (
    r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]|(?::[0-9A-Fa-f]{0,4}){3}|[0-9A-Fa-f]::"
    r"|[.,][0-9]{4,}[^0-9]|(?:lat|lon|lng).{0,14}[0-9][.,][0-9]{3}|°"
)
"""What a text with one of them holds, whatever its case, as a pattern of Arrow’s engine: no look around, no \\w."""

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_V4 = re.compile(rf"(?<![\w.]){_OCTET}(?:\.{_OCTET}){{3}}(?!\w|\.[0-9])")
_V6 = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{3,}(?:(?<=:)[0-9]{1,3}(?:\.[0-9]{1,3}){3})?")
# Numbers with points that are no address: what they number stands before them.
_NUMBERED = re.compile(
    r"(?:\b(?:versions?|v\.?|articles?|art\.?|sections?|chapitres?|chapters?|paragraphe?s?|points?)|§|n°)\s*$", re.I
)  # fmt: skip
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){3}")
_MONEY = re.compile(r"\s?(?:[kKmM]?€|%|EUR\b|euros?\b|habitants?\b)", re.I)
_FEWEST_GROUPS = 3
# Four numbers below this one are those of a plan's parts (“1.5.2.1”), and of no address that a network gives a person.
_NUMBERING = 20

_DEGREES = r"[-+−–]?[0-9]{1,3}[.,][0-9]{4,}"
_NO_MEASURE = r"(?![0-9]|\.[0-9]|\s?(?:%(?![0-9A-F]{2})|€))"
_AXIS = r"(?:\(?\b(?:latitude|longitude|lat|long|lng|lon|x|y)\b\.?\)?\s?[:=]?\s?)"
_SIDE = r"(?:\s?°)?(?:\s?[NSEWOnsewo]\b)?"
_PAIR = re.compile(
    rf"(?<![\w.,]){_AXIS}?(?P<one>{_DEGREES}){_NO_MEASURE}{_SIDE}\s?(?:[,;/|]|%2C|\bet\b|\band\b)?\s?{_AXIS}?"
    rf"(?P<other>(?<![0-9]){_DEGREES}){_NO_MEASURE}{_SIDE}", re.IGNORECASE,
)  # fmt: skip
_ONE = re.compile(
    rf"\b(?:latitude|longitude|lat|long|lng|lon)\b\.?\s?[:=]?\s?[-+−–]?[0-9]{{1,3}}[.,][0-9]{{3,}}{_SIDE}", re.I
)
_MINUTES = re.compile(
    r"(?<![\w.,])[0-9]{1,3}\s?°\s?[0-9]{1,2}(?:[.,][0-9]+)?\s?['’′](?:\s?[0-9]{1,2}(?:[.,][0-9]+)?\s?(?:[\"”″]|['’′]{2}))?"
    r"(?:\s?[NSEWOnsewo]\b)?"
)
_POLE, _ANTIMERIDIAN = 90, 180


def _is_v6(text: str) -> bool:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return False
    groups = [group for group in text.split(":") if group]
    return len(groups) >= _FEWEST_GROUPS or address.is_link_local


def network_addresses(text: str, *, amounts: bool = False) -> Iterator[Span]:
    """Find IP addresses; with `amounts`, numbers whose points may part thousands are no addresses."""
    for found in _V6.finditer(text):
        run = found[0]
        for cut in (run, run.rstrip(":")):
            if _is_v6(cut):
                yield found.start(), found.start() + len(cut)
                break
    for found in _V4.finditer(text):
        thousands = _THOUSANDS.fullmatch(found[0]) and (amounts or _MONEY.match(text, found.end()))
        numbering = max(map(int, found[0].split("."))) < _NUMBERING or _NUMBERED.search(text, 0, found.start())
        if not thousands and not numbering:
            yield found.span()


def _degrees(text: str) -> float:
    return abs(float(text.translate({ord(","): ".", ord("−"): "-", ord("–"): "-"})))


def positions(text: str) -> Iterator[Span]:
    """Find coordinates, of whichever axis first."""
    for found in _PAIR.finditer(text):
        low, high = sorted((_degrees(found["one"]), _degrees(found["other"])))
        if low <= _POLE and high <= _ANTIMERIDIAN:
            yield found.span()
    for pattern in (_ONE, _MINUTES):
        yield from (found.span() for found in pattern.finditer(text))
