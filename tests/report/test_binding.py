import json
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from study.base.errors import StudyError
from study.base.marks import keys, marked, plain
from study.blocks.model import Block, callout, commentary, heading, page, prose
from study.chapters.context import open_wave
from study.report.binding import Material, bind, blocks_of
from study.report.commentary import read_prose

FOLDER = "data/raw/waves/2020/commentary/fr"


def shown(part, *values):
    outputs = [new_output("display_data", data=value._repr_mimebundle_()) for value in values]
    return new_code_cell("shown", metadata={"tags": [f"part-{part}"]}, outputs=outputs)


def text(source, part="lever", lang="fr", **metadata):
    return new_markdown_cell(source, metadata={"tags": [f"part-{part}", lang], **metadata})


def notebook(*cells, lever=None):
    made = new_notebook(cells=list(cells))
    made.metadata["papermill"] = {"parameters": {"wave": "2020", **({} if lever is None else {"lever": lever})}}
    return made


@pytest.fixture
def bound(small_study, ledger):
    """Bind notebooks (by file name) and commentary (text by stem) in French."""

    def run(notebooks, texts=None, extra=None, lang="fr"):
        written = {stem: read_prose(text, f"{FOLDER}/{stem}.md") for stem, text in (texts or {}).items()}
        return bind(open_wave("2020", lang, root=small_study.root), Material(notebooks, written, ledger, extra or {}))

    return run


def told(made):
    """The report's pieces as (part, Markdown or block)."""
    return [
        (cell.metadata["study"]["part"], cell.source if cell.cell_type == "markdown" else next(blocks_of(cell)))
        for cell in made.cells
    ]


def test_what_has_no_part_or_another_language_is_left_out(bound):
    made = bound(
        {
            "2_lever-1.ipynb": notebook(
                new_markdown_cell("Pour qui lit le carnet."),
                new_code_cell(
                    "1 + 1", outputs=[new_output("display_data", data=callout("Non", "x")._repr_mimebundle_())]
                ),
                text("En français."),
                text("In English.", lang="en"),
                shown("lever", callout("Oui", "x")),
                lever=1,
            )
        }
    )
    assert told(made) == [("lever-1", "En français."), ("lever-1", dict(callout("Oui", "x").data))]


def test_english_takes_the_english_text(bound):
    cells = notebook(text("En français."), text("In English.", lang="en"), lever=1)
    assert told(bound({"a.ipynb": cells}, lang="en")) == [("lever-1", "In English.")]


def test_parts_come_in_the_order_of_the_report_and_empty_ones_are_not_listed(bound):
    made = bound(
        {
            "1_clean.ipynb": notebook(shown("sources", heading("S")), shown("method", heading("M"))),
            "2_lever-1.ipynb": notebook(shown("lever", heading("L1")), lever=1),
            "2_lever-0.ipynb": notebook(shown("lever", heading("L0")), lever=0),
            "3_overview.ipynb": notebook(shown("key-figures", heading("K")), shown("overview", heading("O"))),
        },
        extra={"checksums": [heading("C")]},
    )
    order = ["key-figures", "method", "lever-0", "lever-1", "overview", "sources", "checksums"]
    assert [part for part, _ in told(made)] == order
    assert [part["id"] for part in made.metadata["study"]["parts"]] == order
    assert [piece["text"] for _, piece in told(made)] == ["K", "M", "L0", "L1", "O", "S", "C"]


def test_each_piece_says_where_it_comes_from(bound):
    made = bound({"2_lever-1.ipynb": notebook(new_code_cell("1"), text("Oui."), lever=1)})
    assert made.cells[0].metadata["study"] == {"part": "lever-1", "notebook": "2_lever-1.ipynb", "cell": 2}


def test_all_outputs_of_a_cell_and_all_blocks_of_a_page_are_bound_in_order(bound):
    cell = shown("lever", heading("un"), page([heading("deux"), heading("trois")]), page([]), heading("quatre"))
    made = bound({"a.ipynb": notebook(cell, lever=1)})
    assert [piece["text"] for _, piece in told(made)] == ["un", "deux", "trois", "quatre"]


def test_commentary_stands_where_the_notebook_puts_it_with_the_ledgers_numbers(bound):
    cells = notebook(shown("lever", heading("avant")), shown("lever", commentary("lever-1")), text("Après."), lever=1)
    texts = {"lever-1": "---\nsummary: On en compte {{ spaser_adopted.count }}.\n---\nIl y en a {{ frame.count }}."}
    made = bound({"a.ipynb": cells}, texts)
    number = '<data data-key="frame.count">1\u202f234</data>'
    assert [piece.replace("\\", "") for _, piece in told(made)[1:]] == [f"Il y en a {number}.", "Après."]
    (part,) = made.metadata["study"]["parts"]
    assert plain(part["summary"]) == "On en compte 6."
    assert keys(part["summary"]) == [("spaser_adopted.count", "6")]


def test_a_chapter_without_commentary_goes_without(bound):
    made = bound({"a.ipynb": notebook(shown("lever", commentary("lever-1"), heading("x")), lever=1)})
    assert [piece["kind"] for _, piece in told(made)] == ["heading"]
    assert made.metadata["study"]["parts"][0]["summary"] is None


def test_problems_of_all_texts_come_in_one_error(bound):
    with pytest.raises(StudyError) as caught:
        bound(
            {
                "2_lever-0.ipynb": notebook(text("Il y en a 7."), shown("lever", commentary("lever-0")), lever=0),
                "2_lever-1.ipynb": notebook(
                    shown("lever", commentary("lever-1")), shown("lever", prose("Il y en a 8.")), lever=1
                ),
            },
            {"lever-0": "Un.\nIl y en a 9.", "lever-1": "---\nsumary: x\n---\n{{ spaser_adoptd.count }}"},
        )
    found = {(problem.code, problem.place.file, problem.place.line, problem.value) for problem in caught.value.problems}
    assert {
        ("prose-typed-digit", "notebooks/2_lever-0.ipynb, [1]", 1, "7"),
        ("prose-typed-digit", f"{FOLDER}/lever-0.md", 2, "9"),
        ("prose-bad-heading", f"{FOLDER}/lever-1.md", 1, None),
        ("ledger-unknown-key", f"{FOLDER}/lever-1.md", 4, "spaser_adoptd.count"),
    } <= found
    assert [value for *_, value in found if value == "8"] == ["8"]


def test_a_year_declared_by_a_cell_passes(bound):
    cells = notebook(text("En 2019.", years=[2019]), lever=1)
    assert told(bound({"a.ipynb": cells})) == [("lever-1", "En 2019.")]


def test_a_wrong_summary_of_a_text_that_no_part_shows_names_its_file_or_is_let_be(bound):
    texts = {"introduction": "---\nsummary: '{{ nothing }}'\n---\nx"}
    try:
        bound({"a.ipynb": notebook(shown("lever", heading("x")), lever=1)}, texts)
    except StudyError as error:
        assert [problem.place and problem.place.file for problem in error.problems] == [f"{FOLDER}/introduction.md"]


def test_the_cover_says_what_the_wave_says(bound):
    about = bound({"a.ipynb": notebook(shown("lever", heading("x")), lever=1)}).metadata["study"]
    assert (about["lang"], about["date"]) == ("fr", "2021-01-15")
    meta = about["meta"]
    assert (meta["title"], meta["subtitle"]) == ("Une petite étude", "Trois territoires inventés")
    assert meta["statement"].startswith("Cette édition est fictive")
    assert meta["statement"].endswith("Données inventées pour les essais.")
    assert meta["date_text"] == "15 janvier 2021"
    assert "Réseau inventé" in meta["publisher"] and "Réseau inventé" not in meta["authors"]
    assert meta["keywords"] == ["essai"]


def wave(**titles):
    """The wave's file with other titles, each a French and an English one."""

    def edit(text):
        for name, (french, english) in titles.items():
            text = re.sub(rf"^{name}: .*\n", "", text, flags=re.M)
            text += f"{name}:\n  fr: {json.dumps(french)}\n  en: {json.dumps(english)}\n"
        return text

    return {"data/raw/waves/2020/wave.yaml": edit}


@pytest.fixture
def bound_wave(make_study, ledger):
    """Bind the small study with its wave.yaml changed; returns what the cover and the page are told."""

    def run(files):
        paths = make_study(files)
        cells = notebook(shown("lever", heading("x")), lever=1)
        made = bind(open_wave("2020", "fr", root=paths.root), Material({"a.ipynb": cells}, {}, ledger, {}))
        return made.metadata["study"]

    return run


def test_a_wave_that_reproduces_no_publication_names_no_publisher(bound_wave):
    without = {"data/raw/waves/2020/wave.yaml": lambda text: re.sub(r"^publisher:.*\n", "", text, flags=re.M)}
    assert bound_wave(without)["meta"]["publisher"] == ""


def test_titles_print_the_ledgers_numbers_and_the_waves_own_year(bound_wave):
    changed = wave(subtitle=("{{ frame.count }} villes en 2020", "{{ frame.count }} towns in 2020"),
                   short_title=("Édition 2020, {{ frame.count }} villes", "2020 edition"))  # fmt: skip
    meta = bound_wave(changed)["meta"]
    assert list(keys(meta["subtitle"])) == [("frame.count", "1\u202f234")]
    assert plain(meta["subtitle"]) == "1\u202f234 villes en 2020"
    assert plain(meta["running_head"]) == "Édition 2020, 1\u202f234 villes"


def test_what_others_wrote_holds_no_number_of_the_ledger_unless_it_says_what_the_ledger_prints(bound, bound_wave):
    forged = f"{marked('many', 'frame.count')} \ufdd0a\ufdd2"
    titles = wave(subtitle=(forged, "x"), title=("Étude" + marked("x", "frame.count"), "x"))
    title = f"title: {{fr: {json.dumps(forged)}, en: x}}"
    lever = {"data/raw/questionnaire/lever-1.yaml": lambda text: text.replace(text.splitlines()[1], title, 1)}
    about = bound_wave({**titles, **lever})
    assert about["meta"]["subtitle"] == "many a" and about["meta"]["title"] == about["meta"]["running_head"] == "Étudex"
    assert [part["title"] for part in about["parts"]] == ["many a"]
    assert not re.search("[\ufdd0-\ufdd2]", json.dumps(about["names"], ensure_ascii=False))
    cells = [[forged, marked("1\u202f234", "frame.count"), marked("7", "spaser_adopted.count")]]
    table = {"kind": "table", "key": "t", "title": forged, "columns": [], "rows": cells}
    made = bound({"a.ipynb": notebook(shown("lever", Block(table)), lever=1)})
    block = told(made)[0][1]
    assert block["title"] == "many a"
    assert block["rows"] == [["many a", marked("1\u202f234", "frame.count"), "7"]]


def test_wrong_titles_are_named_in_wave_yaml_with_their_line_and_language(bound_wave):
    changed = wave(title=("Les 22 villes", "The towns"), subtitle=("{{ frame.cout }}", "In 2020, or 2019"))
    with pytest.raises(StudyError) as caught:
        bound_wave(changed)
    found = {(p.code, p.place.file, p.place.column, p.value) for p in caught.value.problems}
    assert found == {
        ("wave-typed-digit", "data/raw/waves/2020/wave.yaml", "fr", "22"),
        ("ledger-unknown-key", "data/raw/waves/2020/wave.yaml", "fr", "frame.cout"),
        ("wave-typed-digit", "data/raw/waves/2020/wave.yaml", "en", "2019"),
    }
    assert len({p.place.line for p in caught.value.problems}) == 3


def test_the_notebook_says_what_the_codes_of_figures_are_called(bound_wave):
    about = bound_wave({})
    assert about["names"]["territory"]["arbois"] == "Arbois"
    assert set(about["names"]["lever"]) == {"0", "1"} and "scheme" in about["names"]["question"]
    assert about["meta"]["settle"] == "Écrire au réseau."


def test_two_bindings_are_the_same(bound):
    cells = notebook(text("Oui."), shown("lever", heading("x")), lever=1)
    assert bound({"a.ipynb": cells}) == bound({"a.ipynb": cells})
