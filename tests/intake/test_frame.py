import pandas as pd
import pytest

from study.base.layout import StudyPaths
from study.intake.frame import load_frame, load_frames, names_of, of_vintage

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
