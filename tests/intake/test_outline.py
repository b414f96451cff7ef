import json
import runpy
import sys
from itertools import pairwise

import pandas as pd
import pytest

from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.intake.frame import load_frame
from study.intake.inputs import input_problems
from study.intake.outline import load_outline, point_problems, read_outline

STUDY, CONTOUR, FRAME = "data/raw/questionnaire/study.yaml", "data/raw/contours/land.geojson", "data/raw/frame.csv"
SQUARE = [[4, 43], [7, 43], [7, 47], [4, 47], [4, 43]]
HOLE = [[5, 44], [6, 44], [6, 45], [5, 45], [5, 44]]


def mapped(text):
    return text.replace("levers:\n", "map: {outline: land.geojson}\nlevers:\n")


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry):
    return {"type": "Feature", "properties": {}, "geometry": geometry}


@pytest.fixture
def with_map(make_study):
    """`with_map(content, files)`: the small study with a map, drawn on an outline of that content."""

    def make(content=None, files=None):
        content = json.dumps(polygon(SQUARE)) if content is None else content
        text = content if isinstance(content, (str, bytes)) else json.dumps(content)
        return make_study({STUDY: mapped, CONTOUR: text, **(files or {})})

    return make


def doubled_area(ring):
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring))


def test_a_study_that_names_no_outline_has_no_map_and_needs_no_points(make_study):
    paths = make_study({FRAME: lambda text: text.replace(",5.77,46.9,", ",,,")})
    study = load_study(paths)
    assert study.map is None and load_outline(paths, study) is None
    assert input_problems(paths) == []


@pytest.mark.parametrize(
    "content",
    [
        polygon(SQUARE, HOLE),
        polygon(SQUARE[::-1], HOLE[::-1]),
        {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE]]},
        feature(polygon(SQUARE, HOLE)),
        {"type": "FeatureCollection", "features": [feature(polygon(SQUARE, HOLE))]},
        polygon([[*position, 120.5] for position in SQUARE], HOLE),
    ],
)
def test_polygons_in_every_wrapping_with_borders_one_way_round_and_holes_the_other(with_map, content):
    paths = with_map(content)
    outline = load_outline(paths, load_study(paths))
    assert [doubled_area(ring) for ring in outline.rings] == [2 * 3 * 4, -2 * 1 * 1]
    assert set(outline.rings[0]) == {(4.0, 43.0), (7.0, 43.0), (7.0, 47.0), (4.0, 47.0)}
    assert all(ring[0] == ring[-1] for ring in outline.rings)
    assert input_problems(paths) == []


@pytest.mark.parametrize(
    ("content", "code", "line", "value", "english", "french"),
    [
        ("{\n nonsense", "not-geojson", 2, None, "cannot be read as JSON", "ne se lit pas comme du JSON"),
        (b"\xff\xfe{", "not-geojson", None, None, "cannot be read as JSON", "ne se lit pas"),
        ("[" * 100_000, "not-geojson", None, None, "cannot be read as JSON", "ne se lit pas"),
        ([1], "not-geojson", None, None, "its type is none of", "son type n’est ni"),
        (feature({"type": "Point", "coordinates": [1, 2]}), "not-geojson", None, None, "its type", "son type"),
        ({"type": "FeatureCollection", "features": [1]}, "not-geojson", None, None, "its type", "son type"),
        (polygon("round"), "not-geojson", None, None, "lists of rings", "listes d’anneaux"),
        ({"type": "Polygon"}, "not-geojson", None, None, "lists of rings", "listes d’anneaux"),
        (polygon(), "outline-without-polygon", None, None, "holds no polygon", "aucun polygone"),
        ({"type": "FeatureCollection", "features": []}, "outline-without-polygon", None, None, "no polygon", "aucun"),
        (polygon(SQUARE, HOLE[:-1]), "broken-ring", None, "2", "Ring 2", "L’anneau 2"),
        (polygon(SQUARE[:2] + SQUARE[:1]), "broken-ring", None, "1", "fewer than four", "moins de quatre"),
        (polygon([]), "broken-ring", None, "1", "fewer than four", "moins de quatre"),
        (
            *(polygon([*SQUARE[:2], [652000, 6862000], *SQUARE[3:]]), "position-outside", None, "[652000, 6862000]"),
            *("not in metres", "non en mètres"),
        ),
        (polygon([*SQUARE[:2], [43, 91], SQUARE[0]]), "position-outside", None, "[43, 91]", "Ring 1", "L’anneau 1"),
        (polygon([*SQUARE[:2], [True, 1], SQUARE[0]]), "position-outside", None, "[true, 1]", "Ring 1", "L’anneau 1"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', "position-outside", None, "[NaN, 1]", "Ring 1", "1"),
    ],
)
def test_each_fault_of_an_outline(with_map, said, content, code, line, value, english, french):
    [problem] = input_problems(with_map(content))
    assert (problem.code, problem.place.file, problem.place.line, problem.value) == (code, CONTOUR, line, value)
    assert english in said(problem, "en")
    assert french in said(problem, "fr")


@pytest.mark.parametrize(
    ("name", "nearest"), [("lnad.geojson", "land.geojson"), ("../frame.csv", None), ("..", None), ("/etc/hosts", None)]
)
def test_an_outline_that_is_not_there_is_named_at_its_line(with_map, said, name, nearest):
    paths = with_map(files={STUDY: lambda text: mapped(text).replace("land.geojson", name)})
    [problem] = input_problems(paths)
    line = paths.study_yaml.read_text("utf-8").splitlines().index(f"map: {{outline: {name}}}") + 1
    assert (problem.code, problem.value, problem.details["nearest"]) == ("missing-outline", name, nearest)
    assert (problem.place.file, problem.place.line, problem.place.column) == (STUDY, line, "outline")
    assert "Put the file there" in said(problem, "en") and "Déposez-y le fichier" in said(problem, "fr")
    with pytest.raises(StudyError):
        load_outline(paths, load_study(paths))


def test_a_territory_without_a_point_is_named_at_its_row(with_map, said):
    def emptied(text):
        return text.replace(",5.77,46.9,", ",,46.9,", 1).replace(",5.54,43.21,", ",5.54,,", 1)

    problems = input_problems(with_map(files={FRAME: emptied}))
    assert [(p.code, p.value, p.place.file, p.place.row, p.place.column) for p in problems] == [
        ("territory-without-point", "arbois", FRAME, 2, "lon"),
        ("territory-without-point", "cassis", FRAME, 4, "lat"),
    ]
    assert "no longitude or no latitude" in said(problems[0], "en")
    assert "pas de longitude ou pas de latitude" in said(problems[0], "fr")


def test_a_cell_that_is_no_number_is_not_reported_twice(with_map):
    paths = with_map(files={FRAME: lambda text: text.replace(",5.77,46.9,", ",east,46.9,", 1)})
    assert [problem.code for problem in input_problems(paths)] == ["not-number"]


def test_points_are_not_asked_for_where_there_is_no_map(small_study):
    frame = pd.DataFrame({"territory": ["a"], "lon": [float("nan")], "lat": [1.0], "row": [2]})
    assert point_problems(load_study(small_study), frame, "frame.csv") == []


# The outline of this repository.


@pytest.fixture
def committed(request):
    return StudyPaths(request.config.rootpath)


def meet(one, other):
    def side(line, point):
        (x, y), (to_x, to_y) = line
        return (to_x - x) * (point[1] - y) - (to_y - y) * (point[0] - x)

    return side(one, other[0]) * side(one, other[1]) < 0 and side(other, one[0]) * side(other, one[1]) < 0


def test_the_committed_outline_is_one_land_that_holds_its_territories(committed):
    outline, problems = read_outline(committed, load_study(committed))
    assert problems == []
    # The mainland, Corsica, and the seven islands of 10 km² or more off its coasts, Ushant to Porquerolles.
    assert len(outline.rings) == 9
    mainland = outline.rings[0]
    strokes = list(pairwise(mainland))
    assert not any(meet(one, other) for i, one in enumerate(strokes) for other in strokes[i + 2 :]), "it crosses itself"
    frame, _ = load_frame(committed, 2019)
    assert point_problems(load_study(committed), frame, "frame.csv") == []
    for name, lon, lat in frame[["territory", "lon", "lat"]].itertuples(index=False):
        east = [(a, b) for a, b in strokes if (a[1] > lat) != (b[1] > lat)]
        crossings = sum(a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) > lon for a, b in east)
        assert crossings % 2 == 1, f"{name} is not on the mainland"


def test_the_committed_outline_says_where_it_comes_from(committed):
    data = committed.outline("metropolitan-france.geojson").read_bytes()
    facts = json.loads(data)["properties"]
    assert "Natural Earth" in facts["source"] and "public domain" in facts["licence"]
    assert facts["package"] == "world-atlas@2.0.2" and len(facts["package_file_sha256"]) == 64
    assert len(data) < 20_000


def test_the_outlines_script_refuses_another_file(committed, tmp_path, monkeypatch):
    other = tmp_path / "countries-10m.json"
    other.write_text("{}")
    script = committed.contours / "make_outline.py"
    monkeypatch.setattr(sys, "argv", [script.name, str(other)])
    before = committed.outline("metropolitan-france.geojson").read_bytes()
    with pytest.raises(SystemExit, match=r"is not countries-10m\.json"):
        runpy.run_path(str(script), run_name="__main__")
    assert committed.outline("metropolitan-france.geojson").read_bytes() == before


def test_the_script_simplifies_what_is_small_and_keeps_what_is_large(committed):
    script = runpy.run_path(str(committed.contours / "make_outline.py"))
    # A square degree with a notch 1 km deep and wide (half a km²: gone) and one 10 km deep and wide (50 km²: kept).
    ring = [(2, 46), (2.5, 46), (2.507, 46.009), (2.514, 46), (3, 46), (3, 46.5), (2.9, 46.55), (3, 46.6), (3, 47)]
    kept = script["simplified"]([*ring, (2, 47), (2, 46)])
    assert kept[0] == kept[-1]
    assert (2.507, 46.009) not in kept and {(2.9, 46.55), (2, 46), (3, 46), (3, 47), (2, 47)} <= set(kept)
    # Differences along arcs, an arc backwards, and the closed ring that they make.
    topology = {
        "transform": {"scale": [0.5, 0.25], "translate": [1, 40]},
        "arcs": [[[0, 0], [2, 0], [0, 4]], [[0, 0], [0, 4], [2, 0]]],
    }
    arcs = script["arcs_of"](topology)
    assert script["ring_of"]([0, ~1], arcs) == [(1, 40), (2, 40), (2, 41), (1, 41), (1, 40)]
