"""Make metropolitan-france.geojson from Natural Earth's countries, as the npm package world-atlas holds them.

Promise: the same file gives the same bytes; another file is refused. Usage, with Python 3.11 or later and nothing else:

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python make_outline.py package/countries-10m.json

Kept: the mainland, Corsica and the islands of `SMALLEST_KM2` or more. Lines are simplified by Visvalingam and Whyatt's
method ("Line generalisation by repeated elimination of points", The Cartographic Journal 30, 1993): the point whose
triangle with its neighbours is smallest goes first, until every triangle measures `TRIANGLE_KM2`.
"""

import hashlib
import heapq
import json
import math
import sys
from itertools import pairwise
from pathlib import Path

PACKAGE = "world-atlas@2.0.2"
SHA256 = "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79"
COUNTRY = "250"  # France in ISO 3166-1
WEST, EAST, SOUTH, NORTH = -6.0, 10.0, 41.0, 52.0  # what is outside is overseas
SMALLEST_KM2 = 10.0  # below, an island is a speck in print, and the enclave of Llívia a scratch
TRIANGLE_KM2 = 3.0  # some two tenths of a millimetre in print
DECIMALS = 3
KM_PER_DEGREE = 111.195  # of latitude, on the sphere of 6371 km
TARGET = Path(__file__).with_name("metropolitan-france.geojson")

Point = tuple[float, float]


def arcs_of(topology: dict) -> list[list[Point]]:
    """Return the arcs of a quantized TopoJSON in degrees: each position is the difference to the one before."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y, *_ in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(arc)
    return arcs


def ring_of(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Return a closed ring from its arcs; a number below zero is the arc of its complement, backwards."""
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def in_km(ring: list[Point]) -> list[Point]:
    """Return a ring on a plane true to area, in kilometres."""
    return [(lon * KM_PER_DEGREE * math.cos(math.radians(lat)), lat * KM_PER_DEGREE) for lon, lat in ring]


def signed_km2(ring: list[Point]) -> float:
    """Return the area of a closed ring in degrees; above zero when it runs anticlockwise."""
    plane = in_km(ring)
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(plane)) / 2


def simplified(ring: list[Point]) -> list[Point]:
    """Return a closed ring without the points whose triangle is smaller than `TRIANGLE_KM2`, three corners at least."""
    plane = in_km(ring[:-1])
    count = len(plane)
    before, after = [(i - 1) % count for i in range(count)], [(i + 1) % count for i in range(count)]
    there = [True] * count

    def triangle(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = plane[before[i]], plane[i], plane[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    area = [triangle(i) for i in range(count)]
    heap = [(area[i], i) for i in range(count)]
    heapq.heapify(heap)
    left = count
    while heap and left > 3:
        size, i = heapq.heappop(heap)
        if not there[i] or size != area[i]:
            continue  # gone, or measured again since
        if size >= TRIANGLE_KM2:
            break
        there[i] = False
        left -= 1
        one, other = before[i], after[i]
        after[one], before[other] = other, one
        for neighbour in (one, other):
            area[neighbour] = max(triangle(neighbour), size)  # never before a point that it outlived
            heapq.heappush(heap, (area[neighbour], neighbour))
    kept = [ring[i] for i in range(count) if there[i]]
    return [*kept, kept[0]]


def rounded(ring: list[Point]) -> list[Point]:
    """Return a ring with `DECIMALS` decimals, anticlockwise as GeoJSON wants it, points that coincide then once."""
    if signed_km2(ring) < 0:
        ring = ring[::-1]
    points = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in ring]
    return [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]


def outline(topology: dict) -> list[list[Point]]:
    """Return the rings of metropolitan France, the largest first; holes are left out."""
    [country] = [item for item in topology["objects"]["countries"]["geometries"] if item.get("id") == COUNTRY]
    arcs = arcs_of(topology)
    rings = [ring_of(polygon[0], arcs) for polygon in country["arcs"]]
    here = [
        ring
        for ring in rings
        if all(WEST < lon < EAST and SOUTH < lat < NORTH for lon, lat in ring) and abs(signed_km2(ring)) >= SMALLEST_KM2
    ]
    return [rounded(simplified(ring)) for ring in sorted(here, key=lambda ring: -abs(signed_km2(ring)))]


def written(rings: list[list[Point]]) -> str:
    """Return the GeoJSON, one polygon per line."""
    properties = {
        "name": "Metropolitan France",
        "source": "Natural Earth 4.1.0, 1:10m Cultural Vectors, Admin 0 - Countries",
        "licence": "Natural Earth is in the public domain",
        "package": PACKAGE,
        "package_file": "countries-10m.json",
        "package_file_sha256": SHA256,
        "package_licence": "ISC, Copyright 2013-2019 Michael Bostock",
        "processing": f"islands of {SMALLEST_KM2:g} km² or more; Visvalingam–Whyatt, {TRIANGLE_KM2:g} km²; "
        f"{DECIMALS} decimals; holes left out (make_outline.py)",
    }
    polygons = ",\n".join(json.dumps([ring], separators=(",", ":")) for ring in rings)
    facts = json.dumps(properties, ensure_ascii=False, indent=1)
    return (
        f'{{"type":"Feature",\n"properties":{facts},\n'
        f'"geometry":{{"type":"MultiPolygon","coordinates":[\n{polygons}\n]}}}}\n'
    )


def main() -> None:
    """Check the package's file, and write the outline beside this script."""
    if len(sys.argv) != 2:
        sys.exit("usage: python make_outline.py package/countries-10m.json")
    data = Path(sys.argv[1]).read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != SHA256:
        sys.exit(f"{sys.argv[1]} is not countries-10m.json of {PACKAGE}: its SHA-256 is {found}, not {SHA256}")
    TARGET.write_bytes(written(outline(json.loads(data))).encode("utf-8"))


if __name__ == "__main__":
    main()
