"""The drawings of a page made small: what several of them repeat stands once in the page, and nothing is drawn twice.

Promise: `Drawings` takes SVG as the figures leave them and gives each back as one `<svg>` that draws the same, no point
of an outline moved by more than a hundredth of its unit, and one hidden `<svg>` with the shapes that they share:
letters, words, patterns. Colours and widths become attributes, so that a page need not allow styles within its tags.
What is no drawing is a ValueError, and an element or attribute that can do more than draw is one too. Left out: the
words that stand for a drawing (`study.report.pictures`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, fromstring

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
# What may be drawn; a script, a link, a picture from elsewhere or words of other markup are none of it.
_ELEMENTS = frozenset(("svg", "g", "defs", "path", "use", "rect", "circle", "ellipse", "line", "polyline", "polygon",
                       "clipPath"))  # fmt: skip
_ATTRIBUTES = re.compile(
    r"id|d|x|y|r|rx|ry|cx|cy|[xy][12]|width|height|points|viewBox|transform|clip-path|clip-rule|clipPathUnits"
    r"|opacity|fill(?:-opacity|-rule)?|stroke(?:-[a-z]+)?"
)
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_STEP = re.compile(rf"([A-Za-z])|({_NUMBER})|[\s,]+|(.)")
_MOVED = re.compile(rf"translate\(({_NUMBER})[ ,]+({_NUMBER})\)")
# How many numbers a step of an outline takes, of those that figures are drawn with.
_TAKES = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}
_DECIMALS = 2
_HUNDRED = 10**_DECIMALS
# A shorter shape is not worth a reference to it.
_WORTH = 48


@cache
def number(value: float) -> str:
    """Return a coordinate, with two decimals at most and no sign to spare.

    >>> number(0.50312), number(-0.004), number(12.0)
    ('.5', '0', '12')
    """
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else re.sub(r"^(-?)0\.", r"\1.", text)


def _row(values: Iterable[float], last: str = "") -> str:
    """Return numbers to stand after the number `last`, with a space only where two would become one.

    >>> _row([1, -2, 0.5, 0.25, 3])
    '1-2 .5.25 3'
    """
    text = ""
    for value in values:
        written = number(value)
        parted = not last or written.startswith("-") or (written.startswith(".") and "." in last)
        text += written if parted else f" {written}"
        last = written
    return text


def _steps(outline: str) -> Iterator[tuple[str, list[float]]]:
    """Yield the steps of an outline; ValueError for one that figures are not drawn with."""
    name = ""
    given: list[float] = []
    for letter, value, other in _STEP.findall(outline):
        if other:
            raise ValueError(f"not an outline: {outline[:40]!r}")
        if letter:
            if given:
                raise ValueError(f"numbers are missing: {outline[:40]!r}")
            name = "Z" if letter == "z" else letter
            if name not in _TAKES:
                raise ValueError(f"not a step of ours: {letter}")
        elif value:
            given.append(float(value))
        else:
            continue
        if name and len(given) == _TAKES[name]:
            yield name, given
            given = []
            name = {"M": "L", "Z": ""}.get(name, name)
    if given:
        raise ValueError(f"numbers without a step: {outline[:40]!r}")


@cache  # the same letters, drawing after drawing
def relative(outline: str) -> tuple[float, float, str]:
    """Return where an outline begins, and the outline from there, each step told from where the one before ended.

    Points are rounded before they are subtracted, so that errors do not add up. ValueError for other steps than
    figures are drawn with: moves, lines and curves to absolute places, and closing.

    >>> relative("M 10 20 L 30 20 L 30 25.5 z")
    (10.0, 20.0, 'm0 0h20v5.5z')
    """
    start: tuple[float, float] | None = None
    here = first = (0, 0)
    made: list[str] = []
    named = last = ""

    def write(name: str, values: list[int]) -> None:
        nonlocal named, last
        row = [value / _HUNDRED for value in values]
        made.append(_row(row, last) if name == named else name + _row(row))
        named, last = ("l" if name == "m" else name), (number(row[-1]) if row else "")

    for name, values in _steps(outline):
        if start is None:
            if name != "M":
                raise ValueError("an outline begins with a move")
            start = (values[0], values[1])
        points = [
            (round((x - start[0]) * _HUNDRED), round((y - start[1]) * _HUNDRED))
            for x, y in zip(values[::2], values[1::2], strict=True)
        ]
        if name == "Z":
            write("z", [])
            named = ""
            here = first
            continue
        across, down = points[-1][0] - here[0], points[-1][1] - here[1]
        if name == "L" and (down == 0 or across == 0):
            write("h" if down == 0 else "v", [across if down == 0 else down])
        else:
            write(name.lower(), [one - from_ for point in points for one, from_ in zip(point, here, strict=True)])
        here = points[-1]
        if name == "M":
            first = here
    if start is None:
        return 0.0, 0.0, ""
    return start[0], start[1], "".join(made)


def _attributes(element: Element) -> dict[str, str]:
    """Return what an element says of its look and place, in a fixed form; ValueError for what does more than draw."""
    found: dict[str, str] = {}
    for name, value in element.attrib.items():
        bare = name.removeprefix(_SVG)
        if bare == "style":
            for rule in filter(None, map(str.strip, value.split(";"))):
                what, _, how = rule.partition(":")
                found[what.strip()] = how.strip()
        elif name in ("href", f"{_XLINK}href"):
            found["href"] = value
        elif bare != "version" and not name.startswith("{http://www.w3.org/XML"):
            found[bare] = value
    for name, value in found.items():
        inside = value.startswith("#") if name == "href" else _ATTRIBUTES.fullmatch(name)
        if not inside or ("url(" in value and not re.fullmatch(r"url\(#[\w.-]+\)", value)):
            raise ValueError(f"not of a drawing: {name}={value[:40]!r}")
    return {name: _short(name, value) for name, value in found.items()}


def _short(name: str, value: str) -> str:
    if colour := re.fullmatch(r"#([0-9a-fA-F])\1([0-9a-fA-F])\2([0-9a-fA-F])\3", value):
        return f"#{''.join(colour.groups())}".lower()
    if name == "transform":
        # Letters are drawn small: their scale keeps its decimals, their place does not need them.
        return _MOVED.sub(lambda moved: f"translate({_row([float(moved[1]), float(moved[2])])})", value)
    return value


def _tag(name: str, attributes: Mapping[str, str], inside: str = "") -> str:
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


class Drawings:
    """The drawings of one page, and what they share."""

    def __init__(self, drawings: Mapping[str, str]) -> None:
        """Read drawings by name; ValueError, with the name, when one is no drawing."""
        self._read: dict[str, Element] = {}
        self._shared: dict[str, str] = {}
        self._seen: Counter[str] = Counter()
        self._counting = True  # what repeats is known when all have been read
        for name, svg in drawings.items():
            try:
                self._read[name] = _root(svg)
                self._drawn(name)
            except (ValueError, ParseError) as error:
                raise ValueError(f"{name}: not an SVG drawing ({error})") from error
        self._counting = False
        self._made = {name: self._drawn(name) for name in self._read}

    def drawing(self, name: str) -> tuple[str, str]:
        """Return a drawing as the attributes of its `<svg>` and what is inside it."""
        return self._made[name]

    def shared(self) -> str:
        """Return the hidden drawing that holds what others refer to; empty when they share nothing."""
        if not self._shared:
            return ""
        inside = "".join(
            f'{shape[:end]} id="{name}"{shape[end:]}'
            for shape, name in self._shared.items()
            for end in [re.match(r"<\w+", shape).end()]  # type: ignore[union-attr]  # each opens with a tag
        )
        return f'<svg class="shared" aria-hidden="true" width="0" height="0"><defs>{inside}</defs></svg>'

    def _drawn(self, name: str) -> tuple[str, str]:
        root = self._read[name]
        known = {found: item for item in root.iter() if (found := item.get("id"))}
        kept = {found for item in root.iter() for found in _named(item) if not _is_path(known.get(found))}
        attributes = _attributes(root)
        for size in ("width", "height", "id"):
            attributes.pop(size, None)
        inside = "".join(self._element(item, known, kept) for item in root)
        return "".join(f' {key}="{escape(value)}"' for key, value in attributes.items()), inside

    def _element(self, element: Element, known: Mapping[str, Element], kept: set[str]) -> str:
        name = element.tag.removeprefix(_SVG)
        if name not in _ELEMENTS or (element.text or "").strip() or (element.tail or "").strip():
            raise ValueError(f"not of a drawing: <{name}>")
        attributes = _attributes(element)
        if attributes.get("id") not in kept:
            attributes.pop("id", None)
        if name == "use":
            return self._use(attributes, known)
        if name == "path":
            return self._path(attributes)
        if name == "defs":  # letters are shared by all drawings: only what is neither a letter nor a stroke stays
            inside = "".join(self._element(item, known, kept) for item in element if not _is_path(item))
            return _tag(name, attributes, inside) if inside else ""
        inside = "".join(self._element(item, known, kept) for item in element)
        if name != "g":
            return _tag(name, attributes, inside)
        if not inside or not attributes:
            return inside
        if all(item.tag == f"{_SVG}use" or item.tag == f"{_SVG}defs" for item in element):
            return self._referred(f"<g>{inside}</g>", attributes, _tag(name, attributes, inside))
        return _tag(name, attributes, inside)

    def _use(self, attributes: dict[str, str], known: Mapping[str, Element]) -> str:
        target = known.get(attributes["href"].removeprefix("#"))
        if target is None:
            raise ValueError(f"refers to what is not there: {attributes['href']}")
        moved = _MOVED.fullmatch(attributes.get("transform", ""))
        if moved:
            del attributes["transform"]
            attributes |= {axis: shift for axis, at in zip("xy", moved.groups(), strict=True)
                           if (shift := number(float(at))) != "0"}  # fmt: skip
        if _is_path(target):
            shape = _attributes(target)
            shape.pop("id")
            start_x, start_y, outline = relative(shape.get("d", ""))
            if not outline:  # a space
                return ""
            # A letter stands where its font puts it, so its outline keeps its own beginning.
            shape["d"] = f"m{_row([start_x, start_y])}{outline.removeprefix('m0 0')}"
            attributes["href"] = f"#{self._share(_tag('path', shape))}"
        return _tag("use", attributes)

    def _path(self, attributes: dict[str, str]) -> str:
        start_x, start_y, outline = relative(attributes.pop("d", ""))
        if not outline:
            return ""
        place = {axis: shift for axis, at in (("x", start_x), ("y", start_y)) if (shift := number(at)) != "0"}
        plain = _tag("path", {**attributes, "d": f"m{_row([start_x, start_y])}{outline.removeprefix('m0 0')}"})
        if "clip-path" in attributes or "transform" in attributes:  # these would be moved along
            return plain
        return self._referred(_tag("path", {"d": outline}), {**attributes, **place}, plain)

    def _referred(self, shape: str, attributes: dict[str, str], plain: str) -> str:
        """Return a reference to a shape that the page repeats, or the shape as it is."""
        self._seen[shape] += self._counting
        if not self._counting and self._seen[shape] > 1 and len(shape) > _WORTH:
            return _tag("use", {"href": f"#{self._share(shape)}", **attributes})
        return plain

    def _share(self, shape: str) -> str:
        return self._shared.setdefault(shape, f"o{len(self._shared)}")


def _root(svg: str) -> Element:
    opening = svg.find("<svg")
    if opening < 0:
        raise ValueError("no <svg>")
    text = svg[opening:]
    if "xmlns=" not in text.partition(">")[0]:
        text = f'<svg xmlns="{_SVG[1:-1]}"{text[4:]}'
    root: Element = fromstring(text, forbid_dtd=True)
    return root


def _named(element: Element) -> Iterator[str]:
    """Yield the ids that an element refers to."""
    for name, value in element.attrib.items():
        if name in ("href", f"{_XLINK}href"):
            yield value.removeprefix("#")
        yield from re.findall(r"url\(#([^)]+)\)", value)


def _is_path(element: Element | None) -> bool:
    return element is not None and element.tag == f"{_SVG}path"
