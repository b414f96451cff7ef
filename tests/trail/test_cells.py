import pytest

from study.base.errors import UsageError
from study.trail.cells import cell_name, cell_tree
from study.trail.node import as_data, lines
from study.trail.read import read_trail

EVIDENCE = "data/raw/evidence/evidence.csv"
LEVER = "data/raw/questionnaire/lever-1.yaml"
EXPORT = "data/raw/waves/2020/responses/answers.csv"


@pytest.fixture
def told(traced):
    """A function: the lines of a cell's tree."""
    paths = traced()
    trails = [read_trail(paths, "2020")]

    def run(cell, lang="en"):
        return [line.text for line in lines(cell_tree(cell, trails, paths, lang), lang, everything=True)]

    return run


@pytest.fixture
def refused(traced, said):
    """A function: the problem that a cell meets, and its screen."""
    paths = traced()
    trails = [read_trail(paths, "2020")]

    def run(cell):
        with pytest.raises(UsageError) as caught:
            cell_tree(cell, trails, paths, "en")
        (problem,) = caught.value.problems
        return problem.code, said(problem, "en")

    return run


def test_a_fact_s_cell_says_what_it_decides_and_all_that_it_feeds(told):
    found = told(f"{EVIDENCE}:6:answer")
    assert found[0] == f"{EVIDENCE}:6, answer: “yes”"
    assert found[1] == "E005,arbois,1,scheme,yes,2016-02,month,2020,S001,high,Adopted by vote,Adopté par délibération"
    assert "fact E005: Arbois, “Scheme adopted”" in found
    assert "decides 2020 (31 December 2020): “yes”" in found and "decides C01 (31 December 2020): “yes”" in found
    assert "numbers that the report prints: 1" in found and "scheme.count = 1" in found
    assert "lever-1: notebooks/2_lever-1.ipynb, cell 8 (cards)" in found
    assert "lever-1-questions: Un schéma" in found and "lever-1-indicators: Indicateurs" in found


def test_a_fact_set_aside_names_the_state_that_it_does_not_decide(told):
    found = told(f"{EVIDENCE}:11")  # E010, behind the survey
    assert "considered, set aside at 2020 (31 December 2020), where the state is “no”" in found
    withdrawn = told(f"{EVIDENCE}:15:answer")
    assert "considered, set aside at 2020 (31 December 2020), where the state is “unknown”" in withdrawn
    assert "other numbers: 2" in withdrawn and "numbers that the report prints: 0" in withdrawn
    # With another confidence it would count, so the row as a whole feeds what its case does.
    assert "numbers that the report prints: 1" in told(f"{EVIDENCE}:15") and "scheme.count = 1" in told(
        f"{EVIDENCE}:15"
    )


def test_a_column_may_be_a_letter_and_a_path_a_whole_one(told, traced):
    assert told(f"{EVIDENCE}:6:E")[0] == told(f"{EVIDENCE}:6:answer")[0]
    paths = traced()
    assert cell_name(f"{paths.evidence}:6", paths).file == EVIDENCE


def test_sources_feed_through_their_facts_and_figures(told):
    found = told("data/raw/evidence/sources.csv:2")
    assert "source S001: 7 facts, 1 published figures" in found and "claim.C01.value = 1" in found


def test_the_frame_s_rows_count_in_their_vintage(told):
    assert "Arbois: a row of this wave’s frame" in told("data/raw/frame.csv:2")
    people = told("data/raw/frame.csv:5:population_municipal")  # population_vintage: 2021
    assert "Arbois: a row of another vintage, from which this wave takes its populations" in people
    assert "scheme.weighted_share = 1" in people and "scheme.count = 1" not in people


def test_corrections_claims_and_survey_cells(told):
    corrected = told("data/raw/evidence/corrections.csv:2")
    assert any("settled as “yes” by analyst" in line for line in corrected) and "clauses.count = 1" in corrected
    assert "a correction of another wave, or the heading" in told("data/raw/evidence/corrections.csv:1")
    claim = told("data/raw/waves/2020/claims.csv:2")
    assert "claim.C01.value = 1" in claim and "claims.reproduced = 1" in claim and "scheme.count = 1" not in claim
    cell = told(f"{EXPORT}:2:C")
    assert (
        "Cassis, Social clauses: no (the territory’s own answer to the survey stands before documented facts)" in cell
    )
    assert "clauses.count = 1" in cell and "responses.count = 1" in cell
    assert "no answer rests on it, or its answers may not be shown" in told(f"{EXPORT}:2:B")


def test_lines_of_yaml(told):
    question = told(f"{LEVER}:8")
    assert "question scheme: “Scheme adopted”" in question and "scheme.count = 1" in question
    assert "clauses.count = 1" not in question
    assert "heading of the file: 4 questions" in told(f"{LEVER}:2")
    wave = told("data/raw/waves/2020/wave.yaml:4")
    assert "under “reference_date”" in wave and "scheme.count = 1" in wave
    given = told("data/raw/waves/2020/wave.yaml:14")
    assert "collection.1 = 1" in given and "scheme.count = 1" not in given
    assert "it feeds no number of this wave" in told("data/raw/waves/2020/wave.yaml:2")


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ("", "trace-bad-cell", "names no cell"),
        ("evidence.csv", "trace-bad-cell", "evidence.csv:123"),
        (f"{EVIDENCE}:0", "trace-bad-cell", "names no cell"),
        (f"{EVIDENCE}:x", "trace-bad-cell", "names no cell"),
        (f"{EVIDENCE}:6:", "trace-bad-cell", "names no cell"),
        (f"{EVIDENCE}:16", "trace-row-past-end", "the last one is 15"),
        (f"{LEVER}:999", "trace-row-past-end", "the last one is"),
        (f"{EVIDENCE}:6:anser", "trace-unknown-column", "Did you mean “answer”?"),
        (f"{EVIDENCE}:6:ZZ", "trace-unknown-column", "territory"),
        ("data/raw/evidense/evidence.csv:3", "trace-cell-outside", f"Did you mean “{EVIDENCE}”?"),
        ("../../etc/passwd:1", "trace-cell-outside", "No wave that is built rests on"),
        ("data/raw/waves/2020/commentary/fr/introduction.md:1", "trace-cell-outside", "No wave"),
    ],
)
def test_a_cell_that_is_not_there_is_told(refused, cell, code, words):
    found, screen = refused(cell)
    assert found == code and words in screen


def test_a_file_that_is_gone_and_a_study_without_trails(traced):
    paths = traced()
    trails = [read_trail(paths, "2020")]
    paths.evidence.unlink()
    with pytest.raises(UsageError) as caught:
        cell_tree(f"{EVIDENCE}:6", trails, paths, "en")
    assert caught.value.problems[0].code == "trace-cell-missing"
    with pytest.raises(UsageError) as caught:
        cell_tree(f"{EVIDENCE}:6", [], paths, "en")
    assert caught.value.problems[0].code == "trace-nothing-built"


def test_a_row_added_since_is_told_with_a_warning(traced):
    paths = traced()
    with paths.evidence.open("a", encoding="utf-8") as stream:
        stream.write("E099,arbois,1,scheme,yes,2020,year,,S001,high,x,x\n")
    found = [line.text for line in lines(cell_tree(f"{EVIDENCE}:16", [read_trail(paths, "2020")], paths, "en"), "en")]
    assert any("is no longer the file that the report was built from" in line for line in found)
    assert any("it was added since" in line for line in found)


def test_a_cell_as_data(traced):
    paths = traced()
    data = as_data(cell_tree(f"{EVIDENCE}:6:answer", [read_trail(paths, "2020")], paths, "fr"))
    assert (data["file"], data["row"], data["column"], data["raw"]) == (EVIDENCE, 6, "answer", "yes")
    (wave,) = (child for child in data["children"] if child["kind"] == "wave")
    printed = next(child for child in wave["children"] if child["kind"] == "printed_numbers")
    assert [child["key"] for child in printed["children"]] == ["scheme.count"]
