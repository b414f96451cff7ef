import pandas as pd
import pytest

from study.base.errors import StudyError, UsageError
from study.base.layout import ROOT_VARIABLE
from study.chapters.context import Basis, open_wave
from study.codebook.model import Universe
from study.indicators.table import Indicator
from study.ledger.entries import number_entry, read_ledger


def test_a_context_holds_the_waves_frame_and_the_populations_of_their_vintage(small_study):
    context = open_wave("2020", "fr", root=small_study.root)
    assert context.territories == ["arbois", "belleville", "cassis"]
    assert context.names == {"arbois": "Arbois", "belleville": "Belleville", "cassis": "Cassis"}
    assert context.population.to_dict() == {"arbois": 100_100, "belleville": 200_100, "cassis": 300_100}
    assert set(context.frame["vintage"]) == {2020}


def test_the_root_is_given_or_taken_from_the_environment_or_from_where_one_is(small_study, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(small_study.root))
    assert open_wave("2020", "fr").paths == small_study
    monkeypatch.delenv(ROOT_VARIABLE)
    monkeypatch.chdir(small_study.raw / "waves")
    assert open_wave("2020", "fr").paths == small_study


def test_one_levers_context_needs_no_other_levers_file_and_no_evidence(make_study):
    paths = make_study(
        {
            "data/raw/questionnaire/lever-0.yaml": "}not yaml{",
            "data/raw/evidence/evidence.csv": None,
            "data/raw/evidence/sources.csv": None,
            "data/raw/waves/2020/claims.csv": None,
        }
    )
    context = open_wave("2020", "fr", lever=1, root=paths.root)
    assert [lever.lever for lever in context.study.levers] == [1]
    with pytest.raises(StudyError):
        open_wave("2020", "fr", root=paths.root)


def test_an_unknown_wave_and_a_broken_one_are_told(make_study):
    with pytest.raises(UsageError) as caught:
        open_wave("2021", "fr", root=make_study().root)
    assert caught.value.problems[0].value == "2021"
    broken = make_study(
        {"data/raw/waves/2020/wave.yaml": lambda text: text.replace("reference_date: 2020-12-31\n", "")}
    )
    with pytest.raises(StudyError) as caught:
        open_wave("2020", "fr", root=broken.root)
    assert caught.value.problems[0].place.file == "data/raw/waves/2020/wave.yaml"


def test_problems_of_both_vintages_come_at_once(make_study):
    def without(vintage):
        def edit(text):
            return text.replace("frame_vintage: 2020", f"frame_vintage: {vintage}").replace(
                "population_vintage: 2021", "population_vintage: 2031"
            )

        return edit

    paths = make_study({"data/raw/waves/2020/wave.yaml": without(2030)})
    with pytest.raises(StudyError) as caught:
        open_wave("2020", "fr", root=paths.root)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("2020-09-01", "1er septembre 2020", "1 September 2020"),
        ("2020-12-31", "31 décembre 2020", "31 December 2020"),
        ("2020-09", "septembre 2020", "September 2020"),
        ("2020", "2020", "2020"),
        ("", "sans date", "undated"),
    ],
)
def test_partial_dates_in_words(small_study, text, french, english):
    for lang, words in (("fr", french), ("en", english)):
        assert open_wave("2020", lang, root=small_study.root).partial_date(text) == words


def test_messages_may_name_the_territories_and_the_date(small_study):
    context = open_wave("2020", "fr", root=small_study.root)
    assert "31 décembre 2020" in context.source_line()
    assert context.say("{territories} {date} {x}", x=1) == "métropoles 31 décembre 2020 1"
    assert context.say("{date}", date="autre") == "autre"


def test_notes_are_read_in_the_notebooks_language(small_study):
    columns = ["note", "note_fr"]
    assert open_wave("2020", "fr", root=small_study.root).note_column(columns) == "note_fr"
    assert open_wave("2020", "en", root=small_study.root).note_column(columns) == "note"
    assert open_wave("2020", "fr", root=small_study.root).note_column(["note"]) == "note"


def test_what_a_notebook_leaves_can_be_read_again(small_study, tmp_path):
    context = open_wave("2020", "fr", root=small_study.root)
    row = Indicator(1, "x.count", 2, "territories", 2, 3, 1, 2, 3, "y")
    more = number_entry("x.yes", 2, "territories", "x.yes", "2020", ("fr", "en"))
    ledger = context.ledger([row], [more])
    context.write(tmp_path / "out", [row], ledger)
    assert read_ledger([tmp_path / "out" / "numbers.csv"], ("fr", "en")).entries == ledger.entries
    read = pd.read_csv(tmp_path / "out" / "indicators.csv")
    assert read.loc[0, ["wave", "lever", "indicator", "value", "lower", "upper"]].tolist() == [
        2020,
        1,
        "x.count",
        2,
        2,
        3,
    ]


def test_what_a_wave_rests_on(small, surveyed, both):
    assert (small.context.basis, surveyed.context.basis, both.context.basis) == (Basis.DESK, Basis.SURVEY, Basis.BOTH)
    assert [found.context.by_basis("desk", "survey") for found in (small, surveyed, both)] == [
        "desk",
        "survey",
        "survey",
    ]
    assert both.context.by_basis("desk", "survey", "both") == "both"
    lines = {found.context.source_line() for found in (small, surveyed, both)}
    assert len(lines) == 3 and "faits publics" not in surveyed.context.source_line()


def test_an_empty_folder_of_responses_is_no_survey(make_study):
    paths = make_study()
    paths.responses("2020").mkdir()
    (paths.responses("2020") / "README.md").write_text("Rien encore.\n", "utf-8")
    assert open_wave("2020", "fr", root=paths.root).basis is Basis.DESK


def test_who_made_the_publication_follows_what_it_rests_on(small_en, surveyed, both):
    assert small_en.context.authorship() == "Independent reconstruction from public sources"
    assert "enquête" in surveyed.context.authorship() and "sources" not in surveyed.context.authorship()
    assert "enquête" in both.context.authorship() and "sources publiques" in both.context.authorship()


def test_levers_are_called_by_the_studys_noun(small, surveyed):
    assert (small.context.lever_heading, surveyed.context.lever_heading) == ("Levier", "Thématique")
    assert small.context.of_levers("plain", "other") == "plain"
    assert surveyed.context.of_levers("plain", "other") == "other"
    assert surveyed.context.say("{lever} {levers}") == "thématique thématiques"
    assert (small.context.territory_heading, surveyed.context.territory_heading) == ("Territoire", "Métropole")


def test_a_frame_without_populations_has_none(make_surveyed):
    def without(text):
        lines = [line.split(",") for line in text.splitlines()]
        columns = [i for i, name in enumerate(lines[0]) if not name.startswith("population")]
        return "".join(",".join(line[i] for i in columns) + "\n" for line in lines)

    context = open_wave("2020", "fr", root=make_surveyed({"data/raw/frame.csv": without}).root)
    assert not context.has_population and list(context.population.index) == context.territories
    assert context.population.isna().all()


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", ["5 juillet 2019", "vers 2019"]), ("en", ["5 July 2019", "around 2019"])]
)
def test_a_year_that_no_page_gives_is_said_to_be_about(small_study, lang, words):
    context = open_wave("2020", lang, root=small_study.root)
    facts = [{"as_of": "2019-07-05", "as_of_precision": precision} for precision in ("day", "inferred")]
    assert [context.date_of(fact) for fact in facts] == words


def test_questions_put_to_some_only_are_named(small):
    context, (first, second, *_) = small.context, small.context.study.questions
    routed = second.model_copy(update={"universe": Universe(question=first.question, answers=("yes",))})
    label = second.label.text("fr")
    said = " ".join(context.asked_of_some([first, routed]).split())
    assert said == f"« {label} » : question posée seulement selon la réponse à une autre."
    assert context.asked_of_some([first]) == ""
