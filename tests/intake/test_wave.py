from datetime import date

import pytest

from study.base.errors import UsageError
from study.base.layout import StudyPaths
from study.intake.inputs import input_problems, load_inputs
from study.intake.wave import list_waves, load_wave

WAVE = "data/raw/waves/2020/wave.yaml"


def replaced(old, new):
    def edit(text):
        assert old in text
        return text.replace(old, new, 1)

    return edit


def test_a_wave(small_study):
    wave, problems = load_wave(small_study, "2020", ["fr", "en"])
    assert problems == []
    assert (wave.wave, wave.reference_date, wave.fictitious) == ("2020", date(2020, 12, 31), True)
    assert wave.title.text("fr") == "Une petite étude"
    assert (wave.collection[0].value, wave.collection[0].source) == (2, "S001")


def test_waves_are_listed_by_reference_date(make_study):
    paths = make_study()
    text = paths.wave_yaml("2020").read_text()
    for name, day in (("pilot", "2019-01-01"), ("2021", "2021-01-01"), ("undated", "")):
        paths.wave_folder(name).mkdir()
        edited = text.replace('"2020"', f'"{name}"').replace("reference_date: 2020-12-31", f"reference_date: {day}")
        paths.wave_yaml(name).write_text(edited)
    (paths.waves / "notes").mkdir()
    assert list_waves(paths) == ["pilot", "2020", "2021", "undated"]


def second_wave(text, day="2020-12-31", fictitious="false"):
    edited = text.replace('"2020"', '"again"').replace("reference_date: 2020-12-31", f"reference_date: {day}")
    return edited.replace("fictitious: true", f"fictitious: {fictitious}")


@pytest.mark.parametrize(
    ("day", "first", "second", "clash"),
    [
        *[("2020-12-31", "false", "false", True), ("2020-12-31", "true", "false", False)],
        *[("2020-12-31", "false", "true", False), ("2020-12-31", "true", "true", False)],
        ("2021-01-01", "false", "false", False),
    ],
)
def test_two_waves_of_one_day_are_in_no_order(make_study, said, day, first, second, clash):
    paths = make_study({WAVE: lambda text: text.replace("fictitious: true", f"fictitious: {first}")})
    original = paths.wave_yaml("2020").read_text()
    paths.wave_folder("again").mkdir()
    paths.wave_yaml("again").write_text(
        second_wave(original.replace(f"fictitious: {first}", "fictitious: true"), day, second)
    )
    (paths.wave_folder("again") / "claims.csv").write_bytes(paths.claims("2020").read_bytes())
    problems = input_problems(paths)
    assert [problem.code for problem in problems] == ["same-reference-date"] * clash
    if clash:
        [problem] = problems
        file = "data/raw/waves/again/wave.yaml"
        assert (problem.place.file, problem.place.line, problem.value) == (file, 4, "2020-12-31")
        assert f"The wave {WAVE} has the same reference date" in said(problem, "en")
        assert f"La vague {WAVE} a la même date de référence" in said(problem, "fr")


def test_a_wave_may_be_published_before_the_day_that_it_describes_and_by_nobody(make_study):
    def edit(text):
        earlier = text.replace("publication_date: 2021-01-15", "publication_date: 2020-01-15")
        return earlier.replace("publisher: [Réseau inventé]\n", "survey:\n  ignored_columns: [id]\n")

    wave = load_inputs(make_study({WAVE: edit}), "2020").wave
    assert (wave.publication_date, wave.publisher, wave.survey.ignored_columns) == (date(2020, 1, 15), (), ("id",))


def test_an_unknown_vintage_names_those_there_are(problems_of, said):
    [problem] = problems_of({WAVE: replaced("frame_vintage: 2020", "frame_vintage: 1999")})
    assert "Choose one of: 2020 and 2021" in said(problem, "en")


def test_no_waves_at_all(tmp_path):
    assert list_waves(StudyPaths(tmp_path)) == []


@pytest.mark.parametrize("name", ["2200", "../2020", ""])
def test_an_unknown_wave_is_wrong_usage_and_names_the_nearest(small_study, said, name):
    with pytest.raises(UsageError) as caught:
        load_inputs(small_study, name)
    [problem] = caught.value.problems
    assert problem.code == "unknown-wave"
    assert "Name one of: 2020." in said(problem, "en")
    assert "Nommez l’une de celles-ci : 2020." in said(problem, "fr")
    if name == "2200":
        assert "Did you mean “2020”?" in said(problem, "en")


@pytest.mark.parametrize(
    ("edit", "code", "line", "column", "value", "english", "french"),
    [
        (
            *(replaced("reference_date: 2020-12-31\n", ""), "wave-without-reference-date", 1, "reference_date", None),
            *("The wave has no reference date", "La vague n’a pas de date de référence"),
        ),
        (
            *(replaced('wave: "2020"', "wave: other"), "wave-name-mismatch", 1, "wave", "other"),
            *("calls itself “other”, but its folder is “2020”", "se nomme « other », mais son dossier « 2020 »"),
        ),
        (
            *(replaced("publisher:", "publishers:"), "unknown-key", 8, "publishers", "publishers"),
            *("Did you mean “publisher”?", "La clé « publishers » est inconnue"),
        ),
        (
            *(replaced(", en: A small study", ""), "missing-translation", 2, "title", "en"),
            *("no version in the language “en”", "pas de version dans la langue « en »"),
        ),
        (
            *(replaced("frame_vintage: 2020", "frame_vintage: 1999"), "unknown-vintage", 6, "frame_vintage", "1999"),
            *("holds no vintage 1999", "n’a pas de millésime 1999"),
        ),
        (
            *(replaced("population_vintage: 2021", "population_vintage: 2031"), "unknown-vintage", 7),
            *("population_vintage", "2031", "holds no vintage 2031", "n’a pas de millésime 2031"),
        ),
        (
            *(replaced("source: S001", "source: S999"), "unknown-source", 15, "source", "S999"),
            *("is not in sources.csv", "n’est pas dans sources.csv"),
        ),
        (
            *(replaced("reference_date: 2020-12-31", "reference_date: 31/12/2020"), "wrong-type", 4, "reference_date"),
            *("31/12/2020", "is not a date such as", "n’est pas une date comme"),
        ),
        (
            *(replaced("fictitious", "survey:\n  sheets: 1\nfictitious"), "unknown-key", 12, "sheets", "sheets"),
            *("Did you mean “sheet”?", "La clé « sheets » est inconnue"),
        ),
        (
            *(replaced("fictitious", "survey:\n  flavour: kobbo\nfictitious"), "value-not-allowed", 12, "flavour"),
            *("kobbo", "Did you mean “kobo”?", "Vouliez-vous dire « kobo »"),
        ),
        (
            *(replaced("fictitious", "survey:\n  match: [key, email]\nfictitious"), "value-not-allowed", 12, "match"),
            *("email", "Choose one of: key, siren and name", "key, siren et name"),
        ),
        (
            *(replaced("fictitious", "survey:\n  heading_row: 0\nfictitious"), "out-of-range", 12, "heading_row", "0"),
            *("≥ 1", "≥ 1"),
        ),
        (
            *(replaced("fictitious", "survey:\n  respondents: nobody\nfictitious"), "wrong-type", 12, "respondents"),
            *("nobody", "is not keys with their values", "n’est pas"),
        ),
        (
            *(replaced("fictitious", "survey:\n  respondents:\n    Us: [arbois]\nfictitious"), "wrong-type", 13),
            *("Us", "…", "a text", "un texte"),
        ),
    ],
)
def test_each_fault(problems_of, said, edit, code, line, column, value, english, french):
    problems = problems_of({WAVE: edit})
    found = [problem for problem in problems if problem.code == code]
    assert len(found) == 1 and len(problems) <= 2, problems
    assert (found[0].place.file, found[0].place.line, found[0].place.column) == (WAVE, line, column)
    assert found[0].value == value
    assert english in said(found[0], "en")
    assert french in said(found[0], "fr")


def test_the_wave_of_this_repository(request):
    wave, problems = load_wave(StudyPaths(request.config.rootpath), "2019", ["fr", "en"])
    assert problems == []
    assert wave.reference_date == wave.publication_date == date(2019, 7, 5)
    assert (wave.frame_vintage, wave.population_vintage, wave.publisher) == (2019, 2019, ("RTES", "Avise"))
    assert [fact.value for fact in wave.collection] == [13, 9, 11]
    assert "reconstitution indépendante" in wave.status.text("fr")


@pytest.mark.parametrize("name", ["all", "Published", "2020 bis", "été", "-2020"])
def test_a_name_that_means_something_else_or_cannot_be_a_key_is_refused(make_study, said, name):
    paths = make_study(sealed=False)
    paths.wave_folder("2020").rename(paths.wave_folder(name))
    paths.wave_yaml(name).write_text(
        paths.wave_yaml(name).read_text("utf-8").replace('wave: "2020"', f'wave: "{name}"'), "utf-8"
    )
    wave, problems = load_wave(paths, name)
    assert wave is None and [problem.code for problem in problems] == ["wave-name"]
    assert problems[0].place.line == 1 and f"« {name} »" in said(problems[0], "fr")
