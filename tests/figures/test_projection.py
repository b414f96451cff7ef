"""Lambert's conformal conic projection, against Snyder's worked example and against its own definition."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.figures.projection import Conic, middle_meridian, suited_to


def test_snyders_worked_example() -> None:
    """Professional Paper 1395, appendix A, Lambert conformal conic on the sphere: parallels 33° and 45°, R = 1."""
    conic = Conic(-96, 33, 45)
    x, y = conic((-75, 35))
    _, origin = conic((-96, 23))
    assert conic.cone == pytest.approx(0.6304777, abs=5e-8)
    assert x == pytest.approx(0.2966785, abs=5e-8)
    assert y - origin == pytest.approx(0.2462112, abs=5e-8)


def test_mercator_where_the_parallels_mirror_each_other() -> None:
    conic = Conic(10, -30, 30)
    x, y = conic((40, 45))
    # cos 30° × 30° in radians; cos 30° × the integral of the secant from 0 to 45°, which is ln(1 + √2).
    assert x == pytest.approx(math.sqrt(3) / 2 * math.pi / 6)
    assert y == pytest.approx(math.sqrt(3) / 2 * math.log(1 + math.sqrt(2)))


REGIONS = st.tuples(st.floats(-180, 180), st.floats(-75, 75), st.floats(-75, 75)).map(
    lambda found: Conic(found[0], min(found[1:]), max(found[1:]))
)


def scales(conic: Conic, lon: float, lat: float) -> tuple[float, float, float]:
    """Return the scale eastwards and northwards at a position, and the cosine of the angle between both."""
    step = 1e-4
    x0, y0 = conic((lon - step, lat))
    x1, y1 = conic((lon + step, lat))
    x2, y2 = conic((lon, lat - step))
    x3, y3 = conic((lon, lat + step))
    far = 2 * math.radians(step)
    east, north = (
        ((x1 - x0) / far / math.cos(math.radians(lat)), (y1 - y0) / far / math.cos(math.radians(lat))),
        (
            (x3 - x2) / far,
            (y3 - y2) / far,
        ),
    )
    sizes = math.hypot(*east), math.hypot(*north)
    return *sizes, (east[0] * north[0] + east[1] * north[1]) / (sizes[0] * sizes[1])


@given(REGIONS, st.floats(-60, 60), st.floats(-60, 60))
def test_it_is_conformal_everywhere(conic: Conic, turn: float, lat: float) -> None:
    lon = (conic.meridian + turn + 180) % 360 - 180
    if abs(abs(lon) - 180) < 0.01 or abs(abs((lon - conic.meridian + 180) % 360 - 180) - 180) < 0.01:
        return
    east, north, cosine = scales(conic, lon, lat)
    assert east == pytest.approx(north, rel=1e-4)
    assert cosine == pytest.approx(0, abs=1e-4)


@given(REGIONS)
def test_scale_is_true_along_both_parallels(conic: Conic) -> None:
    for lat in (conic.south, conic.north):
        east, north, _ = scales(conic, conic.meridian, lat)
        assert east == pytest.approx(1, rel=1e-4) and north == pytest.approx(1, rel=1e-4)


@given(REGIONS, st.floats(-70, 70), st.floats(0.1, 5))
def test_north_is_up_and_east_is_right_in_the_middle(conic: Conic, lat: float, step: float) -> None:
    x, y = conic((conic.meridian, lat))
    assert x == pytest.approx(0, abs=1e-9)
    assert conic((conic.meridian, lat + step))[1] > y
    assert conic(((conic.meridian + step + 180) % 360 - 180, lat))[0] > x


def test_a_region_across_the_180th_meridian_stays_together() -> None:
    fiji = [(177.0, -18.0), (-179.0, -16.0)]
    conic = suited_to(fiji)
    assert conic.meridian == pytest.approx(179)
    (west, _), (east, _) = (conic(position) for position in fiji)
    # Four degrees of a parallel near 17° south: about 0.067 of the radius.
    assert east - west == pytest.approx(math.radians(4) * math.cos(math.radians(17)), rel=0.01)


def test_parallels_lie_a_sixth_within_the_region() -> None:
    conic = suited_to([(-5.0, 42.0), (9.0, 51.0)])
    assert (conic.meridian, conic.south, conic.north) == (2.0, 43.5, 49.5)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=20))
def test_any_positions_can_be_drawn(positions: list[tuple[float, float]]) -> None:
    conic = suited_to(positions)
    assert all(math.isfinite(value) for position in positions for value in conic(position))


@given(st.lists(st.floats(-180, 180), min_size=1, max_size=8))
def test_no_other_meridian_is_nearer_to_the_farthest(longitudes: list[float]) -> None:
    def farthest(meridian: float) -> float:
        return max(abs((lon - meridian + 180) % 360 - 180) for lon in longitudes)

    best = farthest(middle_meridian(longitudes))
    assert best <= min(farthest(meridian) for meridian in range(-180, 180)) + 1e-6
