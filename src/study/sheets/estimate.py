"""About how tall a sheet is, told from its words alone: which rule is worth trying first.

Promise: an estimate lays nothing out, and decides nothing: what fits is seen by laying it out (`study.sheets.build`).
The measures are those of `templates/sheet.typ`; how many signs a line of each column holds was tried on the French
sheets of 2025, of which it tells two pages from three in every case. Left out: hyphenation.
"""

from collections.abc import Mapping
from typing import Any

from study.base.marks import plain

# What two pages hold, in millimetres.
ROOM = 595.0
# A line of a table, of an action, of a source; what stands around: head, key figures, box, heading of a section.
_ROW, _PADDING, _ACTION, _SOURCE = 3.15, 1.7, 3.1, 2.9
_HEAD, _FOOT, _LEVER, _ALSO, _SECTION, _EVOLUTION = 60.0, 35.0, 9.5, 4.0, 8.0, 20.0
# Signs that a line holds: of a label, of what an answer rests on (without earlier waves, with), of the frame’s share,
# of an action, of a source.
_LABEL, _RESTS, _RESTS_NARROW, _FRAME, _HALF, _HALF_SMALL = 28, 62, 48, 24, 75, 80
_BASE_COLUMNS = 4


def _lines(signs: int, most: int) -> int:
    return max(-(-signs // most), 1)


def _row_lines(row: Mapping[str, Any], rests: int) -> int:
    told = len(plain(row["note"])) + len(plain(row["when"])) + sum(len(ref["text"]) + 2 for ref in row["refs"])
    return max(_lines(len(plain(row["label"])), _LABEL), _lines(told, rests), _lines(len(plain(row["frame"])), _FRAME))


def height_mm(data: Mapping[str, Any]) -> float:
    """Return about how many millimetres of two pages a sheet takes (its data, as `study.sheets.content` makes them)."""
    rests = _RESTS_NARROW if len(data["headings"]) > _BASE_COLUMNS else _RESTS
    height = _HEAD + _FOOT + (_EVOLUTION if data["evolution"] else 0)
    for lever in data["levers"]:
        height += _LEVER + (_ALSO if lever["also"] else 0)
        height += sum(_PADDING + _ROW * _row_lines(row, rests) for row in lever["rows"])
    # Two columns each.
    for name, most, line in (("actions", _HALF, _ACTION), ("sources", _HALF_SMALL, _SOURCE)):
        items = data[name]["items"]
        lines = sum(_lines(sum(len(plain(str(item.get(part, "")))) for part in ("label", "note", "title", "about"))
                           + (30 if name == "actions" else 8), most) for item in items)  # fmt: skip
        height += _SECTION + lines * line / 2 if items else 0
    return height
