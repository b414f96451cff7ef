import shutil

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from study.chapters.context import open_wave
from study.report.outline import gather, part_of, parts


def code(*tags):
    return new_code_cell("1", metadata={"tags": list(tags)} if tags else {})


def text(*tags):
    return new_markdown_cell("Du texte.", metadata={"tags": list(tags)} if tags else {})


@pytest.mark.parametrize(
    ("cell", "lang", "part"),
    [
        (code("part-method"), "fr", "method"),
        (code("part-method"), "en", "method"),
        (code("part-lever"), "fr", "lever-1"),
        (code(), "fr", None),
        (code("parameters"), "fr", None),
        (code("fr"), "fr", None),
        (text("part-lever", "fr"), "fr", "lever-1"),
        (text("part-lever", "fr"), "en", None),
        (text("part-lever", "en"), "fr", None),
        (text("part-lever", "fr", "en"), "en", "lever-1"),
        (text("part-lever"), "fr", None),
        (text(), "fr", None),
        (text("fr"), "fr", None),
    ],
)
def test_a_cell_is_in_the_report_by_its_tags_alone(cell, lang, part):
    assert part_of(cell, 1, lang) == part


def test_parts_are_in_the_order_of_the_report_with_the_levers_of_the_study(small_study):
    found = parts(open_wave("2020", "fr", root=small_study.root))
    assert [(part.id, part.role, part.number) for part in found] == [
        ("key-figures", "front", None),
        ("method", "chapter", None),
        ("lever-0", "chapter", None),
        ("lever-1", "chapter", "1"),
        ("overview", "chapter", None),
        ("evolution", "chapter", None),
        ("bridge", "chapter", None),
        ("replication", "chapter", None),
        ("glossary", "annex", "A"),
        ("questionnaire", "annex", "B"),
        ("quality", "annex", "C"),
        ("sources", "annex", "D"),
        ("numbers", "annex", "E"),
        ("checksums", "annex", "F"),
    ]


def test_annexes_are_lettered_without_a_gap_when_one_is_left_out(small_study):
    context = open_wave("2020", "fr", root=small_study.root)
    used = {part.id for part in parts(context)} - {"glossary", "sources", "replication", "lever-0"}
    found = parts(context, used)
    assert {part.id for part in found} == used
    assert [(part.id, part.number) for part in found if part.role == "annex"] == [
        ("questionnaire", "A"),
        ("quality", "B"),
        ("numbers", "C"),
        ("checksums", "D"),
    ]


def test_parts_are_called_by_the_studys_noun_and_by_what_it_rests_on(make_study):
    def themes(text):
        return text.replace("fr: leviers, en: levers", "fr: thèmes, en: themes").replace(
            "fr: levier, en: lever", "fr: thème, en: theme"
        )

    files = {"data/raw/questionnaire/study.yaml": themes}
    survey = {"data/raw/waves/2020/responses/answers.csv": "territory;scheme\nArbois;oui\n"}

    def titles(paths):
        return {part.id: part.title for part in parts(open_wave("2020", "en", root=paths.root))}

    assert titles(make_study())["overview"] == "Across the levers"
    assert titles(make_study(files))["overview"] == "Overview: themes"
    surveyed = make_study({**files, **survey})
    assert titles(surveyed)["method"] == "Method and sources"
    shutil.rmtree(surveyed.evidence_folder)
    assert titles(surveyed)["method"] == "Method"


def test_parts_are_called_in_the_language_of_the_report(small_study):
    def titles(lang):
        return {part.id: part.title for part in parts(open_wave("2020", lang, root=small_study.root))}

    assert titles("fr")["lever-1"] == "Achats responsables" and titles("en")["lever-1"] == "Responsible purchasing"
    assert titles("fr")["method"] == "Méthode et sources" and titles("en")["method"] == "Method and sources"


def test_cells_are_gathered_by_part_with_the_number_that_jupyter_shows():
    lever = new_notebook(cells=[text(), code("part-lever"), text("part-lever", "fr"), text("part-lever", "en")])
    lever.metadata["papermill"] = {"parameters": {"lever": 1}}
    first = new_notebook(cells=[code("part-sources"), code("part-method"), code()])
    found = gather({"1_clean.ipynb": first, "2_lever-1.ipynb": lever}, "fr")
    assert {part: [(name, number) for name, number, _ in cells] for part, cells in found.items()} == {
        "sources": [("1_clean.ipynb", 1)],
        "method": [("1_clean.ipynb", 2)],
        "lever-1": [("2_lever-1.ipynb", 2), ("2_lever-1.ipynb", 3)],
    }
    assert found["lever-1"][1][2].source == "Du texte."
