"""The outline of the study's maps: a GeoJSON file of `data/raw/contours` that study.yaml names.

Promise: an outline is its rings, in degrees, closed, turned as GeoJSON wants them (borders anticlockwise, holes
clockwise), so that it can be filled whoever wrote it. A study whose study.yaml names none has no map, and its
territories need no point. Left out: the projection (`study.figures.projection`); whether rings cross one another.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from study.base.errors import Place, Problem, raise_if
from study.base.layout import StudyPaths
from study.base.nearest import nearest
from study.base.reading import read_input
from study.base.show import Term
from study.base.text import mark
from study.codebook.model import Study
from study.codebook.yaml_source import read_yaml
from study.intake import problems as found

Ring = tuple[tuple[float, float], ...]

_SYNTAX = Term(mark("it cannot be read as JSON"))
_KIND = Term(mark("its type is none of Feature, FeatureCollection, Polygon and MultiPolygon"))
_SHAPE = Term(mark("its coordinates are not lists of rings"))


@dataclass(frozen=True, slots=True)
class Outline:
    """Rings of positions (longitude, latitude) in degrees; the first position of a ring stands again at its end."""

    rings: tuple[Ring, ...]


class _NotGeoJson(Exception):
    def __init__(self, reason: Term) -> None:
        self.reason = reason


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _NotGeoJson(_SHAPE)
    return value


def _polygons(value: Any) -> Iterator[list[Any]]:
    """Yield the polygons of a GeoJSON object, each a list of rings that nobody has looked at yet."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "FeatureCollection":
        features = _list(value.get("features"))
        if any(not isinstance(item, dict) or item.get("type") != "Feature" for item in features):
            raise _NotGeoJson(_KIND)
        for feature in features:
            yield from _polygons(feature)
    elif kind == "Feature":
        geometry = value.get("geometry")
        if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
            raise _NotGeoJson(_KIND)
        yield from _polygons(geometry)
    elif kind == "MultiPolygon":
        yield from (_list(polygon) for polygon in _list(value.get("coordinates")))
    elif kind == "Polygon":
        yield _list(value.get("coordinates"))
    else:
        raise _NotGeoJson(_KIND)


def _is_position(value: Any) -> bool:
    """Tell whether a value is a longitude and a latitude; GeoJSON allows a height after them."""
    if not isinstance(value, list) or len(value) < 2:
        return False
    lon, lat = value[:2]
    numbers = all(isinstance(part, (int, float)) and not isinstance(part, bool) for part in (lon, lat))
    return numbers and -180 <= lon <= 180 and -90 <= lat <= 90


def _ring(positions: list[Any], number: int, place: Place) -> tuple[Ring, list[Problem]]:
    wrong = next((position for position in positions if not _is_position(position)), None)
    if wrong is not None:
        shown = json.dumps(wrong)
        return (), [found.PositionOutside(place, shown if len(shown) < 80 else "…", {"ring": number})]
    ring = tuple((float(lon), float(lat)) for lon, lat, *_ in positions)
    if len(ring) < 4 or ring[0] != ring[-1]:
        return (), [found.BrokenRing(place, str(number))]
    return ring, []


def _turned(ring: Ring, *, hole: bool) -> Ring:
    doubled = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring))
    return ring[::-1] if (doubled < 0) is not hole else ring


def _read_rings(data: bytes, file: str) -> tuple[tuple[Ring, ...], list[Problem]]:
    try:
        polygons = [[_list(ring) for ring in polygon] for polygon in _polygons(json.loads(data.decode("utf-8-sig")))]
    except _NotGeoJson as refused:
        return (), [found.NotGeoJson(Place(file), None, {"reason": refused.reason})]
    except json.JSONDecodeError as error:
        return (), [found.NotGeoJson(Place(file, line=error.lineno), None, {"reason": _SYNTAX})]
    except (ValueError, RecursionError):  # another encoding, a number of thousands of digits, lists without end
        return (), [found.NotGeoJson(Place(file), None, {"reason": _SYNTAX})]
    if not any(polygons):
        return (), [found.OutlineWithoutPolygon(Place(file))]
    rings: list[Ring] = []
    problems: list[Problem] = []
    number = 0
    for polygon in polygons:
        for position, positions in enumerate(polygon):
            number += 1
            ring, faults = _ring(positions, number, Place(file))
            problems += faults
            rings.append(_turned(ring, hole=position > 0))
    return tuple(rings), problems


def read_outline(paths: StudyPaths, study: Study) -> tuple[Outline | None, list[Problem]]:
    """Read the outline that a study names; None when it names none, and None with its problems when there is any."""
    if study.map is None:
        return None, []
    name = study.map.outline
    there = sorted(path.name for path in paths.contours.glob("*") if path.is_file())
    # A plain file name of this folder, as it is written there: nothing outside it is part of the sealed study.
    if PurePosixPath(name).name != name or name not in there:
        document, problems = read_yaml(paths.study_yaml, paths)
        place = document.place(("map", "outline")) if document else Place(paths.relative(paths.study_yaml))
        return None, [*problems, found.MissingOutline(place, name, {"nearest": nearest(name, there)})]
    path = paths.outline(name)
    data, problems = read_input(path, paths)
    if data is None:
        return None, problems or [found.MissingFile(Place(paths.relative(path)))]
    rings, problems = _read_rings(data, paths.relative(path))
    return (None, problems) if problems else (Outline(rings), [])


def load_outline(paths: StudyPaths, study: Study) -> Outline | None:
    """Return the outline of a study, None when it has no map; StudyError with all its problems."""
    outline, problems = read_outline(paths, study)
    raise_if(problems)
    return outline


def point_problems(study: Study, frames: pd.DataFrame, file: str) -> list[Problem]:
    """Return one problem per row of the frame (`lon`, `lat` float, `row`) that the study's maps could not show."""
    if study.map is None:
        return []
    return [
        found.TerritoryWithoutPoint(Place(file, row=int(row), column="lon" if pd.isna(lon) else "lat"), str(territory))
        for territory, lon, lat, row in frames[["territory", "lon", "lat", "row"]].itertuples(index=False, name=None)
        if pd.isna(lon) or pd.isna(lat)
    ]
