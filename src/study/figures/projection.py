"""Positions on Earth laid on a sheet: Lambert's conformal conic projection, suited to whatever region is shown.

Promise: shapes keep their angles, north is up in the middle of the region, and scale is true along two parallels, a
sixth of its extent within its southern and northern ends. Where the two are as far from the equator on either side,
the cone is a cylinder: Mercator's projection. A region may lie across the 180th meridian. Positions are degrees on the
sphere; the difference to the ellipsoid, a third of a per cent at most, is not seen on a page.
Source: J. P. Snyder, "Map Projections: A Working Manual", U.S. Geological Survey Professional Paper 1395, 1987:
equations (15-1) to (15-5) for the cone, (7-1) and (7-2) for the cylinder. Left out: a region that holds a pole.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Position = tuple[float, float]

# A parallel nearer to a pole than this stands for it: the other pole lies infinitely far away.
HIGHEST_LATITUDE = 89.5
_FLAT = 1e-6  # a cone as open as that is a cylinder, to the last digit that is drawn


@dataclass(frozen=True, slots=True)
class Conic:
    """A projection: its middle meridian and its two parallels of true scale, in degrees."""

    meridian: float
    south: float
    north: float

    def __call__(self, position: Position) -> Position:
        """Return a position (longitude, latitude, degrees) as (x, y) on a sphere of radius 1: x east, y north.

        y counts from the equator on the middle meridian, or, on the sheet of a cone, from the parallel `south`.
        """
        lon, lat = position
        turn = math.radians((lon - self.meridian + 180) % 360 - 180)
        stretched = _stretched(lat)
        cone = self.cone
        if abs(cone) < _FLAT:
            scale = math.cos(math.radians(self.south))
            return scale * turn, scale * math.log(stretched)
        start = _stretched(self.south)
        middle = math.cos(math.radians(self.south)) / cone  # the radius of the parallel `south` on the sheet
        radius = middle * (start / stretched) ** cone
        return radius * math.sin(cone * turn), middle - radius * math.cos(cone * turn)

    @property
    def cone(self) -> float:
        """The cone's constant: 1 for a pole's plane, 0 for a cylinder, below 0 in the south."""
        south, north = math.radians(self.south), math.radians(self.north)
        if math.isclose(south, north, abs_tol=1e-9):
            return math.sin(south)
        widths = math.log(math.cos(south) / math.cos(north))
        return widths / math.log(_stretched(self.north) / _stretched(self.south))


def _stretched(lat: float) -> float:
    """Return tan(45° + lat / 2), whose logarithm is the height of a parallel on Mercator's sheet."""
    kept = min(max(lat, -HIGHEST_LATITUDE), HIGHEST_LATITUDE)
    return math.tan(math.pi / 4 + math.radians(kept) / 2)


def middle_meridian(longitudes: Iterable[float]) -> float:
    """Return the middle of the narrowest span that holds all longitudes (-180 to 180), across the 180th if need be.

    >>> middle_meridian([-5, 10]), middle_meridian([170, -170])
    (2.5, -180.0)
    """
    turns = sorted({lon % 360 for lon in longitudes})
    gaps = [(after - before, after) for before, after in zip(turns, [*turns[1:], turns[0] + 360], strict=True)]
    width, west = max(gaps)
    return (west + (360 - width) / 2 + 180) % 360 - 180


def suited_to(positions: Sequence[Position]) -> Conic:
    """Return the projection for a region that holds these positions, one at least."""
    latitudes = [min(max(lat, -HIGHEST_LATITUDE), HIGHEST_LATITUDE) for _, lat in positions]
    south, north = min(latitudes), max(latitudes)
    within = (north - south) / 6
    return Conic(middle_meridian(lon for lon, _ in positions), south + within, north - within)
