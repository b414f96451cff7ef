import json
import shutil

import pytest

from study.trail.node import CUT, Node, as_data, lines
from study.trail.read import read_trail
from study.trail.tree import figure_tree, number_tree, table_tree


@pytest.fixture
def told(traced):
    """A function: the lines of a number's tree, spaces made plain."""
    paths = traced()
    trail = read_trail(paths, "2020")

    def run(key, lang="fr", territory="", **options):
        tree = number_tree(key, trail, paths, lang, territory)
        return [" ".join(line.text.split()) for line in lines(tree, lang, **options)]

    return run


def below(found, start):
    """The lines from the first that starts so."""
    at = next(i for i, line in enumerate(found) if line.startswith(start))
    return found[at:]


def test_a_number_leads_down_to_the_raw_row_and_its_source(told):
    found = told("scheme.count", "en")
    assert found[0] == "scheme.count = 1 (wave 2020)"
    assert "lever-1: notebooks/2_lever-1.ipynb, cell 8 (cards)" in found
    assert "lever-1: data/raw/waves/2020/commentary/fr/lever-1.md (prose)" in found
    assert below(found, "yes: 1, counted")[:7] == [
        "yes: 1, counted",
        "Arbois: yes (the latest fact governs)",
        "E005: “yes”, February 2016; governs, in force (permanent: does not lapse), high confidence",
        "data/raw/evidence/evidence.csv:6, column answer: “yes”",
        "E005,arbois,1,scheme,yes,2016-02,month,2020,S001,high,Adopted by vote,Adopté par délibération",
        "source S001, data/raw/evidence/sources.csv:2: Rapport annuel, version longue, Ville d’Arbois, 2020-09-01",
        "https://example.org/rapport",
    ]
    assert "planned: 1" in found and "unknown: 1" in found


def test_what_was_set_aside_is_there_dimmed(traced):
    paths = traced()
    tree = number_tree("scheme.count", read_trail(paths, "2020"), paths, "en")
    dimmed = [line.text for line in lines(tree, "en") if line.dim]
    assert any(text.startswith("E014: “yes”, 2019; set aside: withdrawn") for text in dimmed)
    assert any("evidence.csv:15" in text for text in dimmed) and not any("evidence.csv:6," in text for text in dimmed)


def test_a_correction_and_a_survey_s_cell_are_shown(told):
    found = told("clauses.count", "en")
    settled = below(found, "Belleville: yes (the correction settles what the facts dispute)")
    assert settled[1] == (
        "data/raw/evidence/corrections.csv:2 correction: “E008=yes;E009=no” settled as “yes” by analyst, 2021-01-10: "
        "the second page is older"
    )
    own = below(found, "Cassis: no (the territory’s own answer to the survey stands before documented facts)")
    assert own[1] == "data/raw/waves/2020/responses/answers.csv:2, column C: “NON” read as “no” (read as a code)"
    assert own[2].startswith("E010: “yes”, January 2020; set aside: the territory’s own answer stands before it")


def test_one_territory_alone(told):
    found = told("scheme.count", "fr", "belleville")
    assert any(line.startswith("Belleville : en projet") for line in found)
    assert not any(line.startswith(("Arbois", "Cassis")) for line in found)


def test_an_intensity_is_counts_by_territory_then_question_by_question(told):
    whole = told("all_levers.intensity", "en")
    assert "Arbois: yes 3 and unknown 1, of 4" in whole and "Belleville: yes 1, planned 1 and no 1, of 3" in whole
    assert "--territory shows the questions one by one" in whole
    one = told("all_levers.intensity", "en", "belleville")
    assert "Staff: not asked (routing: the answer to “Elected member” leaves it out)" in one
    assert "Arbois: yes 3 and unknown 1, of 4" not in one
    assert "Staff: yes (the latest fact governs)" in told("lever_0.intensity.arbois", "en")


def test_a_change_shows_both_moments(told):
    found = told("evolution.2018.scheme.stable", "en")
    assert "the same answer: 2, counted" in found and "Arbois: yes, then yes" in found
    assert "2018 (31 December 2018): yes (the latest fact governs)" in found
    other = told("evolution.2018.scheme.other", "en")
    assert below(other, "any other change: 1, counted")[1] == "Belleville: no, then planned"
    base = told("evolution.2018.scheme.both", "en")  # all are in the base, whatever became of their answer
    assert {"Arbois: yes, then yes", "Belleville: no, then planned"} <= set(base) and "counted" not in " ".join(base)
    total = told("evolution.2018.newly_documented", "en")
    assert below(total, "“unknown”, then “yes”: 1, counted")[1] == "Arbois, Elected member: unknown, then yes"
    assert below(told("evolution.2018.scheme.before", "en"), "answers at")[1] == "Arbois: yes, then yes"


def test_a_claim_shows_its_row_its_names_and_its_own_source(told):
    found = told("claim.C01.documented", "en")
    assert "data/raw/waves/2020/claims.csv:2, column value: “1”" in found
    assert "named by the publication: Arbois" in found and "claim.C01.without_source = 1" not in found
    assert "facts from the figure’s own source: 1" in found and "yes: 1, counted" in found
    assert not any("counted" in line for line in told("claim.C01.value", "en"))


def test_counts_of_facts_have_their_rows(told):
    found = told("evidence.lapsed", "en")
    assert below(found, "lapsed: 1 rows")[1] == "data/raw/evidence/evidence.csv, rows 8"
    assert "data/raw/evidence/evidence.csv, rows 2–7, 9–14" in told("evidence.count", "en")
    assert "sources cited: 2" in told("sources.count", "en")
    assert "in force: 1 rows" in told("evidence.lever_1", "en")  # E005 alone: lever 1, Arbois, S001, permanent


def test_frame_codebook_and_given_values_end_in_files(told):
    assert any(
        line.startswith("Arbois: data/raw/frame.csv:2, column territory: “arbois”")
        for line in told("frame.count", "en")
    )
    assert any("column population_municipal: “200000”" in line for line in told("frame.population", "en"))
    assert "data/raw/questionnaire/lever-1.yaml:5 Scheme adopted" in told("codebook.core", "en")
    defaults = "defaults: {yes_years: 6, no_years: 2, plan_years: 3, number_years: 3}"
    assert f"data/raw/questionnaire/study.yaml:9 {defaults}" in told("codebook.years", "en")
    assert f"data/raw/questionnaire/study.yaml:9 {defaults}" in told("codebook.years.clauses", "en")
    assert "data/raw/questionnaire/lever-1.yaml:12 - question: clauses" in told("codebook.years.clauses", "en")
    assert any(line.startswith("data/raw/waves/2020/wave.yaml:14 value: 2") for line in told("collection.1", "en"))


def test_every_key_has_a_tree_in_each_language(traced):
    paths = traced()
    trail = read_trail(paths, "2020")
    for key in trail.numbers:
        for lang in ("fr", "en"):
            for line in lines(number_tree(key, trail, paths, lang), lang):
                assert line.kind == "line" or "{" not in line.text, (key, line.text)
        json.dumps(as_data(number_tree(key, trail, paths, "fr")))


def test_a_changed_file_is_told_and_its_rows_are_found_again(traced):
    paths = traced()
    trail = read_trail(paths, "2020")
    heading, *rows = paths.evidence.read_text("utf-8").splitlines(keepends=True)
    paths.evidence.write_text(
        "".join([heading, "E000,cassis,0,elected,yes,2020,year,,S001,high,x,x\n", *rows[:4], *rows[5:]]), "utf-8"
    )
    found = [line.text for line in lines(number_tree("elected.count", trail, paths, "en"), "en")]
    assert any("evidence.csv is no longer the file" in line for line in found)
    assert any("evidence.csv:3, column answer" in line for line in found)  # E001 stood in row 2
    gone = [line.text for line in lines(number_tree("scheme.count", trail, paths, "en"), "en")]
    assert "data/raw/evidence/evidence.csv: the row of E005 is no longer there" in gone
    shutil.rmtree(paths.evidence_folder)
    assert any(
        "no longer the file" in line.text for line in lines(number_tree("elected.count", trail, paths, "en"), "en")
    )


def test_figures_and_tables_have_trees(traced):
    paths = traced()
    trail = read_trail(paths, "2020")
    figure = [line.text for line in lines(figure_tree("lever-1-questions", trail, paths, "en"), "en")]
    assert figure[0] == "figure 1: Un schéma (figures/a.svg)" and any(
        line.startswith("Belleville: yes 1") for line in figure
    )
    table = [line.text for line in lines(table_tree("lever-1-indicators", trail, paths, "en"), "en")]
    assert "numbers: 2" in table and "scheme.count = 1" in table


def test_a_screen_cuts_long_lists_and_says_how_many_more(traced):
    paths = traced()
    trail = read_trail(paths, "2020")
    whole = number_tree("evidence.all", trail, paths, "en")
    assert len([1 for line in lines(whole, "en", everything=True) if line.kind == "fact"]) == 14
    many = Node("a", "top", cut=True, children=[Node("b", str(i)) for i in range(CUT + 5)])
    texts = [line.text for line in lines(many, "fr")]
    assert texts[-1] == "… encore 5, --all montre tout" and len(texts) == CUT + 2
    assert len(list(lines(many, "fr", everything=True))) == CUT + 6


def test_lines_are_wrapped_between_words_and_addresses_never():
    url = "https://example.org/" + "a-b/" * 40
    node = Node("a", "one two three " * 20, children=[Node("b", url, whole=True), Node("c", "short")])
    found = list(lines(node, "en", width=60))
    assert [line.text for line in found if line.kind == "b"] == [url]
    assert all(len(line.guides + line.text) <= 60 for line in found if line.kind == "a") and len(found) > 5
    assert found[1].guides.startswith("│")


def test_json_is_the_same_tree_as_data(traced):
    paths = traced()
    data = as_data(number_tree("scheme.count", read_trail(paths, "2020"), paths, "fr"))
    assert (data["key"], data["wave"], data["value"]) == ("scheme.count", "2020", 1.0)

    def kinds(item):
        yield item
        for child in item.get("children", ()):
            yield from kinds(child)

    (fact,) = (item for item in kinds(data) if item.get("evidence") == "E005")
    cell = next(item for item in fact["children"] if item["kind"] == "cell")
    assert (cell["file"], cell["row"], cell["column"], cell["raw"]) == (
        "data/raw/evidence/evidence.csv",
        6,
        "answer",
        "yes",
    )
    source = next(item for item in fact["children"] if item["kind"] == "source")
    assert source["url"] == "https://example.org/rapport"
    assert any(item.get("evidence") == "E014" and item["set_aside"] for item in kinds(data))
