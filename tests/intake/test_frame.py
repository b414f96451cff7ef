from io import StringIO

import pandas as pd
import pytest

from study.base.layout import StudyPaths
from study.intake.frame import load_frame, load_frames, names_of, of_vintage
from study.intake.inputs import input_problems, load_inputs

FRAME = "data/raw/frame.csv"


def replaced(old, new, count=-1):
    def edit(text):
        assert old in text
        return text.replace(old, new, count)

    return edit


def test_one_vintage(small_study):
    frame, problems = load_frame(small_study, 2021)
    assert problems == []
    assert frame["territory"].tolist() == ["arbois", "belleville", "cassis"]
    assert frame["population_municipal"].tolist() == [100100, 200100, 300100]
    assert frame["row"].tolist() == frame["population_row"].tolist() == [5, 6, 7]
    assert frame["departements"].dtype == "str"


def test_populations_of_another_vintage(small_study):
    frames, _ = load_frames(small_study)
    frame, problems = of_vintage(frames, 2020, population_vintage=2021)
    assert problems == []
    assert frame["row"].tolist() == [2, 3, 4] and frame["population_row"].tolist() == [5, 6, 7]
    assert frame["population_total"].tolist() == [100600, 201100, 301600]
    assert frame["vintage"].tolist() == [2020] * 3


@pytest.mark.parametrize(
    ("edit", "code", "row", "column", "value", "english", "french"),
    [
        (None, "missing-file", None, None, None, "This file is missing", "Ce fichier est absent"),
        (
            *(replaced(",200000003,", ",20000003,", 1), "bad-siren", 4, "siren", "20000003"),
            *("Write its nine digits", "Écrivez ses neuf chiffres"),
        ),
        (
            *(replaced("5.77,46.9", "5.77,146.9", 1), "out-of-range", 2, "lat", "146.9"),
            *("from -90 to 90", "de -90 à 90"),
        ),
        (
            *(replaced("5.54,43.21", '"5,54",43.21', 1), "not-number", 4, "lon", "5,54"),
            *("plain number", "un nombre simple"),
        ),
        (
            *(replaced("201000", "201 000", 1), "not-whole-number", 3, "population_total", "201 000"),
            *("Write digits only", "N’écrivez que des chiffres"),
        ),
        (
            *(replaced("cassis,2021", "cassis,2020"), "duplicate-key", 7, "territory", "cassis, 2020"),
            *("already stands in row 4", "figure déjà à la ligne 4"),
        ),
        (
            *(replaced(",BM,", ",grand-ARBOIS,"), "alias-clash", 3, "aliases", "grand-ARBOIS"),
            *("also names the territory “arbois” (row 2)", "désigne aussi le territoire « arbois » (ligne 2)"),
        ),
        (
            *(replaced("cassis,", "Cassis !,", 1), "bad-key", 4, "territory", "Cassis !"),
            *("cannot be a key", "ne peut pas être une clé"),
        ),
        (
            *(replaced("cassis,", "cassis_sur_mer,", 1), "bad-key", 4, "territory", "cassis_sur_mer"),
            *("small letters without accents, digits and dashes", "minuscules sans accent, des chiffres et des tirets"),
        ),
    ],
)
def test_each_fault(make_study, said, edit, code, row, column, value, english, french):
    _, problems = load_frames(make_study({FRAME: edit}))
    found = [problem for problem in problems if problem.code == code]
    assert len(found) == 1, problems
    assert (found[0].place.file, found[0].place.row, found[0].place.column) == (FRAME, row, column)
    assert found[0].value == value
    assert english in said(found[0], "en")
    assert french in said(found[0], "fr")


def test_a_vintage_that_is_not_there(small_study, said):
    _, [problem] = load_frame(small_study, 2019)
    assert (problem.code, problem.value, problem.place.file) == ("unknown-vintage", "2019", FRAME)
    assert "Choose one of: 2020 and 2021" in said(problem, "en")
    assert "pas de millésime 2019" in said(problem, "fr")


def test_a_territory_without_population(make_study, said):
    paths = make_study({FRAME: lambda text: text[: text.index("cassis,2021")]})
    frames, _ = load_frames(paths)
    _, [problem] = of_vintage(frames, 2020, population_vintage=2021)
    assert (problem.code, problem.value) == ("territory-without-population", "cassis")
    assert "vintage 2021" in said(problem, "en") and "millésime 2021" in said(problem, "fr")


BARE = "territory,vintage,name,short_name,source\nmitte,2020,Filiale Mitte,Mitte,invented\nost,2020,Filiale Ost,Ost,invented\n"


def test_a_frame_needs_keys_names_and_a_source_only(make_study):
    frame, problems = load_frame(make_study({FRAME: BARE}), 2020)
    assert problems == []
    for column in ("population_total", "population_municipal", "communes_count", "lon", "lat"):
        assert frame[column].dtype == "float64" and frame[column].isna().all(), column
    for column in ("siren", "aliases", "nature", "departements", "region", "region_name"):
        assert frame[column].dtype == "str" and frame[column].tolist() == ["", ""], column
    assert names_of(frame)["name"].tolist() == ["mitte", "Filiale Mitte", "Mitte", "ost", "Filiale Ost", "Ost"]


@pytest.mark.parametrize("column", ["territory", "vintage", "name", "short_name", "source"])
def test_those_columns_it_does_need(make_study, column):
    table = pd.read_csv(StringIO(BARE), dtype="str").drop(columns=column).to_csv(index=False)
    assert [(item.code, item.value) for item in load_frames(make_study({FRAME: table}))[1]] == [
        ("missing-column", column)
    ]


def test_empty_cells_are_numbers_unknown_and_filled_ones_are_checked(make_study):
    text = BARE.replace("source\n", "source,population_municipal,lon\n").replace(
        "Mitte,invented", "Mitte,invented,1200,"
    )
    frame, problems = load_frame(make_study({FRAME: text.replace("Ost,invented", "Ost,invented,,13.4")}), 2020)
    assert problems == [] and frame["population_municipal"].dtype == "float64"
    assert frame["population_municipal"].fillna(-1).tolist() == [1200.0, -1.0]
    assert frame["lon"].fillna(-1).tolist() == [-1.0, 13.4]
    _, problems = load_frame(make_study({FRAME: text.replace("Ost,invented", "Ost,invented,many,east")}), 2020)
    assert [(item.code, item.place.row) for item in problems] == [("not-whole-number", 3), ("not-number", 3)]


def test_a_frame_without_rows(make_study, said):
    [problem] = input_problems(make_study({FRAME: BARE.partition("\n")[0] + "\n"}))
    assert (problem.code, problem.place.file) == ("empty-frame", FRAME)
    assert "nothing to study" in said(problem, "en") and "rien à étudier" in said(problem, "fr")


ASKING = "elected and scheme"


def without_population(*territories):
    def edit(text):
        table = pd.read_csv(StringIO(text), dtype="str", keep_default_na=False)
        table.loc[table["territory"].isin(territories) & (table["vintage"] == "2021"), "population_municipal"] = ""
        return table.to_csv(index=False)

    return edit


def test_weighted_shares_need_the_population_of_each_territory_in_its_vintage(make_study, said):
    problems = input_problems(make_study({FRAME: without_population("arbois", "cassis")}))
    assert [(item.code, item.value, item.place.row, item.place.column) for item in problems] == [
        ("missing-population", "arbois", 5, "population_municipal"),
        ("missing-population", "cassis", 7, "population_municipal"),
    ]
    assert f"share weighted by it: {ASKING}." in said(problems[0], "en")
    assert "La population de « arbois » manque" in said(problems[0], "fr")


def test_populations_that_nobody_gives_are_one_problem(make_study, said):
    [problem] = input_problems(make_study({FRAME: without_population("arbois", "belleville", "cassis")}))
    assert (problem.code, problem.place.row, problem.place.column) == ("no-populations", 1, "population_municipal")
    assert f"share weighted by it: {ASKING}." in said(problem, "en")
    assert "Aucune population n’est donnée" in said(problem, "fr")


def test_populations_are_not_needed_otherwise(make_study):
    def unweighted(text):
        return text.replace("weighted_share, ", "")

    def bare(text):
        return pd.read_csv(StringIO(text), dtype="str").drop(columns="population_municipal").to_csv(index=False)

    levers = {f"data/raw/questionnaire/lever-{n}.yaml": unweighted for n in (0, 1)}
    inputs = load_inputs(make_study({FRAME: bare, **levers}), "2020")
    assert inputs.frame["population_municipal"].isna().all()
    assert inputs.frame["population_total"].tolist() == [100600, 201100, 301600]


def test_every_name_of_a_territory(small_study):
    frames, _ = load_frames(small_study)
    names = names_of(frames[frames["vintage"] == 2020])
    assert names.loc[names["territory"] == "arbois", "name"].tolist() == [
        *("arbois", "Métropole d'Arbois", "Arbois", "Grand Arbois", "MA")
    ]
    assert names_of(pd.DataFrame(columns=frames.columns)).empty


def test_the_frame_of_this_repository(request):
    paths = StudyPaths(request.config.rootpath)
    frame, problems = load_frame(paths, 2019)
    assert problems == []
    assert len(frame) == 22
    names = names_of(frame).set_index("name")["territory"]
    assert (names["MEL"], names["Grand Lyon"], names["AMP"]) == ("lille", "lyon", "aix-marseille")
    short = dict(zip(frame["territory"], frame["short_name"], strict=True))
    assert (short["saint-etienne"], short["paris"], short["lille"]) == ("Saint-Étienne", "Grand Paris", "Lille")
