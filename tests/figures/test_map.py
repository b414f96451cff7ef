"""Maps: every territory shown and named, counts as areas, states as shapes."""

import math
from collections.abc import Callable
from io import BytesIO, StringIO
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread
from matplotlib.patches import Ellipse, PathPatch
from matplotlib.textpath import TextToPath

from study.figures import map as maps
from study.figures.canvas import Canvas
from study.figures.labels import Box
from study.figures.projection import suited_to
from study.figures.style import MM_PER_INCH, PAGE_HEIGHT_MM, PNG_DPI, POINTS_PER_MM, STATES, TEXT_WIDTH_MM, drawing

# An island with a lake, in the north of nowhere.
RINGS = [
    [(0.0, 45.0), (8.0, 45.0), (8.0, 50.0), (0.0, 50.0), (0.0, 45.0)],
    [(3.0, 47.0), (3.0, 48.0), (4.0, 48.0), (4.0, 47.0), (3.0, 47.0)],
]
NAMES = ["Arbois", "Belleville", "Cassis", "Dole", "Évian"]


def places(count: int = 5) -> pd.DataFrame:
    rows = [(NAMES[i % 5], 1.0 + 1.4 * i, 45.5 + (i * 2 % 5) * 0.9) for i in range(count)]
    return pd.DataFrame(rows, columns=["name", "lon", "lat"], index=[f"t{i}" for i in range(count)])


def counted() -> pd.DataFrame:
    return places().assign(yes=[16, 4, 0, 0, 9], upper=[16, 25, 9, 0, 16], total=25)


def stated() -> pd.DataFrame:
    return places().assign(state=["yes", "planned", "no", "unknown", "conflict"])


def drawn_counts(data: pd.DataFrame, counted: str = "Documented") -> Canvas:
    with drawing():
        return maps.draw_intensity(data, RINGS, counted, "en")


def drawn_states(data: pd.DataFrame) -> Canvas:
    with drawing():
        return maps.draw_states(data, RINGS, "en")


def areas(canvas: Canvas) -> list[PathPatch]:
    return [item for item in canvas.figure.axes[0].get_children() if isinstance(item, PathPatch)]


def all_discs(canvas: Canvas) -> list[Ellipse]:
    return [item for item in canvas.figure.axes[0].get_children() if isinstance(item, Ellipse)]


def on_map(canvas: Canvas) -> list[Ellipse]:
    """The discs, those of the key left out."""
    return [item for item in all_discs(canvas) if item.center[1] > maps.HEAD_HEIGHT]


def test_areas_of_discs_are_counts_and_rings_what_they_might_be() -> None:
    found: dict[tuple[float, float], list[float]] = {}
    for disc in on_map(drawn_counts(counted())):
        found.setdefault(tuple(disc.center), []).append(disc.width / 2)
    by_lon = [sorted(radii, reverse=True) for _, radii in sorted(found.items())]
    unit = maps.LARGEST / math.sqrt(25)
    # Arbois: all known, one disc; Belleville 4 to 25; Cassis 0 to 9, a ring alone; Dole: nothing, a dot; Évian 9 to 16.
    assert by_lon[0] == pytest.approx([unit * 4])
    assert by_lon[1] == pytest.approx([unit * 5, unit * 2])
    assert by_lon[2] == pytest.approx([unit * 3])
    assert by_lon[3] == pytest.approx([maps.DOT])
    assert by_lon[4] == pytest.approx([unit * 4, unit * 3])
    assert (by_lon[1][1] / by_lon[0][0]) ** 2 == pytest.approx(4 / 16)


def test_the_key_shows_discs_of_the_maps_own_scale(texts_of: Callable[[Canvas], list[str]]) -> None:
    canvas = drawn_counts(counted(), "Documented actions")
    key = [item for item in all_discs(canvas) if item.center[1] <= maps.HEAD_HEIGHT]
    unit = maps.LARGEST / math.sqrt(25)
    assert [disc.width / 2 for disc in key[:3]] == pytest.approx([unit * math.sqrt(n) for n in (5, 10, 20)])
    assert {"Documented actions", "5", "10", "20"} <= set(texts_of(canvas))
    assert all(disc.center[1] >= disc.height / 2 for disc in key), "a disc of the key leaves the sheet"


def test_states_are_told_by_shape_and_sign_not_by_colour_alone(texts_of: Callable[[Canvas], list[str]]) -> None:
    canvas = drawn_states(stated())
    shapes = set()
    for name, state in zip(NAMES, stated()["state"], strict=True):
        one = drawn_states(stated().assign(state=state))
        signs = [area.get_path().vertices for area in areas(one)[1:]]  # the land comes first
        corners = {tuple(map(tuple, (sign - (sign.min(axis=0) + sign.max(axis=0)) / 2).round(3))) for sign in signs}
        sizes = {round(disc.width, 3) for disc in on_map(one)}
        assert len(corners) + len(sizes) == 1, f"{state} has one shape"
        shapes.add((tuple(corners), tuple(sizes)))
        assert texts_of(one).count(STATES[state].symbol) == 6, name  # five territories and the key
    assert len(shapes) == 5
    for state, style in STATES.items():
        assert f"{style.label} (1)" in texts_of(canvas), state


def test_who_was_not_asked_is_a_dot_with_a_name(texts_of: Callable[[Canvas], list[str]]) -> None:
    canvas = drawn_states(stated().assign(state=["yes", None, None, "no", "no"]))
    assert [disc.width / 2 for disc in on_map(canvas)].count(maps.DOT) == 2
    assert {"Yes (1)", "No (2)", "Not asked (2)", *NAMES} <= set(texts_of(canvas))
    assert maps.state_map(stated().assign(state=None), rings=RINGS, **WORDS).svg


def test_every_territory_is_named_and_nothing_overlaps(
    tidy: Callable[[Canvas], None], texts_of: Callable[[Canvas], list[str]]
) -> None:
    for canvas in (drawn_counts(counted()), drawn_states(stated())):
        tidy(canvas)
        assert set(NAMES) <= set(texts_of(canvas))
        assert canvas.width == TEXT_WIDTH_MM and canvas.height <= PAGE_HEIGHT_MM


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(st.floats(0, 8), st.floats(45, 50), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12
    )
)
def test_symbols_stay_by_their_points_and_part_where_they_can(found: list[tuple[float, float, int, int]]) -> None:
    data = pd.DataFrame(found, columns=["lon", "lat", "yes", "more"]).assign(name="A name", total=18)
    data["upper"] = data["yes"] + data["more"]
    ground = maps._ground(data, RINGS)
    sizes = [math.sqrt(count) / 5 for count in data["upper"]]
    placed, radii = maps._apart(ground.points, sizes, maps.LARGEST, maps.SMALLEST)
    assert all(math.dist(one, other) <= maps.MOVED + 1e-9 for one, other in zip(placed, ground.points, strict=True))
    shrunk = max(radii) <= max(max(sizes) * maps.SMALLEST, maps.DOT) + 1e-9
    if not shrunk:
        for i, j in combinations(range(len(placed)), 2):
            assert math.dist(placed[i], placed[j]) >= radii[i] + radii[j]


def test_two_on_one_point_move_apart() -> None:
    data = counted().iloc[:2].assign(lon=4.0, lat=46.0)
    rings = sorted(on_map(drawn_counts(data)), key=lambda disc: -disc.width)[:2]
    assert math.dist(rings[0].center, rings[1].center) >= 2 * maps.MOVED - 0.01


def test_the_land_is_drawn_to_scale_with_north_up() -> None:
    [land, *_] = areas(drawn_counts(counted()))
    (left, top), (right, bottom) = land.get_path().vertices.min(axis=0), land.get_path().vertices.max(axis=0)
    project = suited_to([*RINGS[0], *zip(counted()["lon"], counted()["lat"], strict=True)])
    flat = [project(position) for position in RINGS[0]]
    wide, high = (max(p[i] for p in flat) - min(p[i] for p in flat) for i in (0, 1))
    assert (right - left) / (bottom - top) == pytest.approx(wide / high)
    assert right - left <= TEXT_WIDTH_MM - 2 * maps.SIDE + 1e-9 and bottom - top <= maps.LAND_HEIGHT + 1e-9
    first = land.get_path().vertices[0]  # 0° E, 45° N: the south-western corner
    assert first[0] < (left + right) / 2 and first[1] > (top + bottom) / 2


def test_a_lake_shows_the_page() -> None:
    chart = maps.intensity_map(counted(), rings=RINGS, counted="Documented", **WORDS)
    with drawing():
        ground = maps._ground(counted(), RINGS)
    pixels = imread(BytesIO(chart.png))

    def color(position: tuple[float, float]) -> tuple[int, ...]:
        x, y = (int(value * PNG_DPI / MM_PER_INCH) for value in position)
        return tuple(round(float(part) * 255) for part in pixels[y, x, :3])

    land, lake = ground.rings
    middle = sum(x for x, _ in lake[:-1]) / 4, sum(y for _, y in lake[:-1]) / 4
    eastern_shore = max(x for x, _ in land)
    assert color(middle) == (255, 255, 255)
    assert color((eastern_shore - 8.0, middle[1])) == tuple(int(maps.LAND[i : i + 2], 16) for i in (1, 3, 5))


def assert_ink_apart(canvas: Canvas) -> None:
    """Assert that no name's letters touch another's, by their own outlines: stacked names are set close."""
    inks = []
    for text in canvas.figure.axes[0].texts:
        if text.get_text().startswith("Territory"):
            size = text.get_fontproperties()
            width, height, descent = TextToPath().get_text_width_height_descent(text.get_text(), size, ismath=False)
            x, baseline = text.get_position()
            bottom = baseline + descent / POINTS_PER_MM
            inks.append((text, Box(x, bottom - height / POINTS_PER_MM, x + width / POINTS_PER_MM, bottom)))
    for (one, box), (other, other_box) in combinations(inks, 2):
        assert not box.overlaps(other_box), f"{one.get_text()} overlaps {other.get_text()}"
    assert all(box.left >= 0 and box.right <= canvas.width and box.bottom <= canvas.height for _, box in inks)


@pytest.mark.parametrize("count", [1, 40, maps.MOST_NAMES + 1])
def test_from_one_territory_to_very_many(count: int, texts_of: Callable[[Canvas], list[str]]) -> None:
    data = pd.DataFrame(
        {
            "name": [f"Territory {i}" for i in range(count)],
            "lon": [0.3 + 7.4 * (i * 37 % count) / count for i in range(count)],
            "lat": [45.2 + 4.6 * i / count for i in range(count)],
            "state": ["yes", "no", "unknown"] * (count // 3) + ["yes"] * (count % 3),
        }
    )
    canvas = drawn_states(data)
    named = [text for text in texts_of(canvas) if text.startswith("Territory")]
    assert len(named) == (count if count <= maps.MOST_NAMES else 0)
    assert_ink_apart(canvas)


def test_hostile_names_are_drawn_as_text(
    hostile: list[str], tidy: Callable[[Canvas], None], texts_of: Callable[[Canvas], list[str]]
) -> None:
    data = stated().assign(name=[*hostile, ""])
    canvas = drawn_states(data)
    tidy(canvas)
    chart = maps.state_map(data, rings=RINGS, **WORDS)
    assert "<script" not in chart.svg
    assert "'=1+1" in chart.data_csv


WORDS: dict[str, Any] = {
    "key": "overview-map",
    "title": "A quarter of the actions documented",
    "alt": "Map of 5 territories: Arbois 16, Belleville 4.",
    "source": "Public facts",
    "lang": "en",
}


def test_the_csv_holds_what_is_drawn() -> None:
    chart = maps.intensity_map(counted(), rings=RINGS, counted="Documented", **WORDS)
    read = pd.read_csv(StringIO(chart.data_csv))
    assert list(read.columns) == ["territory", "name", "lon", "lat", "yes", "upper", "total"]
    assert read["yes"].tolist() == [16, 4, 0, 0, 9] and read["territory"].tolist() == [f"t{i}" for i in range(5)]
    states = pd.read_csv(StringIO(maps.state_map(stated(), rings=RINGS, **WORDS).data_csv))
    assert states["state"].tolist() == stated()["state"].tolist()


def test_the_same_map_twice_is_the_same_bytes() -> None:
    one, other = (maps.intensity_map(counted(), rings=RINGS, counted="Documented", **WORDS) for _ in range(2))
    assert one == other
    assert len(one.svg) < 300_000


def test_what_cannot_be_drawn_is_refused() -> None:
    for data in (counted().assign(yes=-1), counted().assign(upper=0), counted().assign(total=3)):
        with pytest.raises(ValueError, match="counts must be"):
            maps.intensity_map(data, rings=RINGS, counted="Documented", **WORDS)
    with pytest.raises(ValueError, match="not states: maybe"):
        maps.state_map(stated().assign(state="maybe"), rings=RINGS, **WORDS)
    with pytest.raises(ValueError, match="no longitude"):
        maps.state_map(stated().assign(lon=float("nan")), rings=RINGS, **WORDS)
    with pytest.raises(ValueError, match="lack state"):
        maps.state_map(counted(), rings=RINGS, **WORDS)
    with pytest.raises(ValueError, match="alt text"):
        maps.state_map(stated(), rings=RINGS, **{**WORDS, "alt": "A map"})
