"""The list of what a report holds: complete, numbered as printed, and the same in the README."""

import ast
import csv
import io
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell

from study.base.layout import StudyPaths
from study.blocks.model import cards, table
from study.chapters.annexes import checksums
from study.chapters.context import open_wave
from study.intake.wave import real_waves
from study.ledger.entries import read_ledger
from study.report.binding import Material, bind
from study.report.commentary import bound, read_prose
from study.report.contents import BEGIN, COLUMNS, END, contents_list, contents_table, main, with_contents
from study.report.markdown import keyed
from study.report.page import StudyPageExporter

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
# Tables that a wave may hold, and none of the committed ones does.
ELSEWHERE = {
    "lever-<n>-answered-numbers": "a wave with a survey",
    "quality-conflicts": "a wave whose evidence contradicts itself, not settled yet",
    "quality-nonresponse": "a wave with a survey",
    "quality-questions": "a wave with a survey",
}


@pytest.fixture
def context(small_study):
    return open_wave("2020", "fr", root=small_study.root)


def dicts(rows):
    assert rows[0] == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


def test_each_piece_is_listed_in_order_with_its_place(context, bound_notebook, figure, ledger):
    text = read_prose(
        "---\nsummary: Sur {{ frame.count }}, six.\n---\nIls sont {{ spaser_adopted.count }}, {{ spaser_adopted.count }} !",
        "data/raw/lever-1.md",
    )
    untitled = table("nu", "", [{"label": "a"}], [["1"]]).data
    titled = table("etats", "Qui", [{"label": "a"}], [["1"]]).data
    keys = cards(
        [{"value": "6", "label": "l", "key": "spaser_adopted.count"}, {"value": "?", "label": "sans clé"}]
    ).data
    notebook = bound_notebook(bound(keyed(text.body), ledger, "fr"), keys, figure, untitled, titled)
    notebook.cells[0].metadata["study"] |= {"notebook": "data/raw/lever-1.md", "cell": 0}
    rows = contents_table(context, Material({}, {"lever-1": text}, ledger, {}), notebook)
    prose, made = ("lever-1", "data/raw/lever-1.md", ""), ("lever-1", "notebooks/2_lever-1.ipynb")
    assert rows == [
        COLUMNS,
        ("number", "", "frame.count", "1\u202f234", *prose, "numbers.csv"),
        ("number", "", "spaser_adopted.count", "6", *prose, "numbers.csv"),
        ("number", "", "spaser_adopted.count", "6", *made, "2", "numbers.csv"),
        ("figure", "1", "lever-1-bars", "Qui agit ?", *made, "3", "figures/lever-1-bars.svg"),
        ("table", "", "nu", "", *made, "4", "tables/nu.csv"),
        ("table", "1", "etats", "Qui", *made, "5", "tables/etats.csv"),
    ]


def test_a_tag_that_somebody_typed_is_no_number(context, bound_notebook, ledger):
    typed = bound(keyed('<data data-key="x.y">7</data> et `{{ frame.count }}`'), ledger, "fr")
    assert contents_table(context, Material({}, {}, ledger, {}), bound_notebook(typed)) == [COLUMNS]


def injected(path):
    """An executed copy, with the cell that papermill adds after the parameters, which playing does not."""
    notebook = nbformat.read(path, as_version=4)
    at = next(i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", ()))
    notebook.cells.insert(at + 1, new_code_cell("", id="injected"))
    return notebook


@pytest.fixture
def small(study_with_notebooks, played):
    """The small study's contents, and the bound notebook that they are of."""
    paths = study_with_notebooks
    executed, computed = played(paths)
    context = open_wave("2020", "fr", root=paths.root)
    ledger = read_ledger([path for path in computed if path.name == "numbers.csv"], context.study.languages)
    text = read_prose("Il y a {{ frame.count }} territoires.", "data/raw/waves/2020/commentary/fr/lever-1.md")
    notebooks = {path.name: injected(path) for path in executed}
    material = Material(notebooks, {"lever-1": text}, ledger, {"checksums": [checksums(context)]})
    bound_ = bind(context, material)
    return contents_table(context, material, bound_), bound_, ledger


def test_everything_that_is_printed_is_listed_under_its_number(small):
    rows, notebook, ledger = small
    listed = dicts(rows)
    soup = BeautifulSoup(StudyPageExporter().from_notebook_node(notebook)[0], "html.parser")
    for kind in ("figure", "table"):
        mine = {row["id"]: row["number"] for row in listed if row["kind"] == kind}
        shown = {}
        for caption in soup.find_all(["figcaption", "caption"]):
            if (place := caption.find_parent(id=re.compile(f"^{kind}-"))) and caption.get_text(strip=True):
                found = re.search(r"(?:Figure|Tableau)\W+(\d+)", caption.get_text())
                shown.setdefault(place["id"].removeprefix(f"{kind}-"), found[1] if found else "")
        assert mine and mine == shown
    # A number in the rows of a table stands for itself, as a piece's own key does; all others are listed, as printed.
    outside = [e for e in soup.select("[data-key]") if not e.find_parent(["thead", "tbody", "svg"])
               and not e.find_parent(class_="stamp")]  # fmt: skip
    numbers = {(row["id"], row["title"]) for row in listed if row["kind"] == "number"}
    assert {(element["data-key"], element.get_text(strip=True)) for element in outside} == numbers
    assert {key: ledger.text(key, "fr") for key, _ in numbers} == dict(numbers)


def in_readme():
    """The README's rows: (kind, name or "", part, places)."""
    kinds = iter(("figure", "table", "number"))
    kind = ""
    for line in README.partition(BEGIN)[2].partition(END)[0].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if "made in" in cells:
            kind = next(kinds)
        elif line.startswith("| `"):
            *names, places = cells
            name, part = ["", *names][-2:]
            yield kind, name.strip("`"), part.strip("`"), places.split(", ")


def in_code():
    """The keys of figures and tables that the chapters write, `<n>` for what they fill in: (those called so, all)."""
    called, written = set(), set()
    for path in (ROOT / "src" / "study" / "chapters").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if (key := text_of(node)) is not None:
                written.add(key)
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", "")
                given = node.args[:2] if name in ("table", "_table") else []
                given += [item.value for item in node.keywords if item.arg == "key"]
                called |= {key for item in given if (key := text_of(item)) and re.fullmatch(r"[a-z<>-]+", key)}
    return called, written


def text_of(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "<n>" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_the_readme_lists_every_figure_and_table_that_the_chapters_make():
    # Statically, against the committed chapters: a build of the real waves would take a minute.
    called, written = in_code()
    listed = {name for kind, name, _, _ in in_readme() if kind != "number"}
    assert len(called) > 20
    assert called - listed == set(ELSEWHERE), "renew the README's list (CONTRIBUTING.md), or say in ELSEWHERE why not"
    assert listed - written == set()


def test_the_readme_lists_the_prose_of_the_latest_wave_that_prints_numbers():
    latest = ROOT / "data" / "raw" / "waves" / real_waves(StudyPaths(ROOT))[-1]
    prints = {path.stem for path in (latest / "commentary" / "fr").glob("*.md") if "{{" in path.read_text("utf-8")}
    named = {re.sub(r"\d+", "<n>", stem) for stem in prints}
    rows = [row for row in in_readme() if row[0] == "number"]
    files = {place.strip("`") for _, _, _, places in rows for place in places if "commentary" in place}
    assert files == {f"data/raw/waves/<wave>/commentary/fr/{stem}.md" for stem in named}


def test_the_readme_names_the_cells_that_make_each_piece(small):
    rows, _, _ = small
    known = {(kind, name, part): set(places) for kind, name, part, places in in_readme()}
    found = {}
    for row in dicts(rows):
        general = [re.sub(r"-\d+", "-<n>", row[column]) for column in ("id", "part", "notebook")]
        name = "" if row["kind"] == "number" else general[0]
        place = f"`{general[2].replace('/2020/', '/<wave>/')}`" + (f" [{row['cell']}]" if row["cell"] else "")
        place = "the build itself" if place == "``" else place
        found.setdefault((row["kind"], name, general[1]), set()).add(place)
    assert len(found) > 15
    missing = {key: places - known.get(key, set()) for key, places in found.items() if key[1] not in ELSEWHERE}
    assert {key: places for key, places in missing.items() if places} == {}


def test_each_cell_that_the_readme_names_belongs_to_its_part():
    seen = 0
    for _, _, part, places in in_readme():
        for name, cell in (found.groups() for place in places if (found := re.fullmatch(r"`(.*)` \[(\d+)\]", place))):
            stored = nbformat.read(ROOT / name.replace("-<n>", ""), as_version=4)
            # The executed copy has one cell more, papermill's, near its top.
            assert f"part-{part.removesuffix('-<n>')}" in stored.cells[int(cell) - 2].metadata["tags"], (name, cell)
            seen += 1
    assert seen > 20


def test_a_list_of_several_waves_says_each_kind_once():
    rows = [
        ("figure", "1", "lever-0-bars", "A", "lever-0", "notebooks/2_lever-0.ipynb", "9", "figures/lever-0-bars.svg"),
        ("figure", "2", "lever-1-bars", "B", "lever-1", "notebooks/2_lever-1.ipynb", "9", "figures/lever-1-bars.svg"),
        ("table", "1", "seal", "C", "checksums", "", "", "tables/seal.csv"),
        ("number", "", "a.count", "6", "lever-1", "data/raw/waves/2019/commentary/fr/lever-1.md", "", "numbers.csv"),
    ]
    later = [tuple(cell.replace("2019", "2021") for cell in row) for row in rows]
    text = contents_list([[COLUMNS, *later], [COLUMNS, *rows]])
    assert [line for line in text.splitlines() if line.startswith("| `")] == [
        "| `lever-<n>-bars` | `lever-<n>` | `notebooks/2_lever-<n>.ipynb` [9] |",
        "| `seal` | `checksums` | the build itself |",
        "| `lever-<n>` | `data/raw/waves/<wave>/commentary/fr/lever-<n>.md` |",
    ]


def test_the_list_is_written_between_its_markers_and_nowhere_else(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"Avant\n{BEGIN}\nvieux\n{END}\nAprès\n", "utf-8")
    table_ = tmp_path / "contents.csv"
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([COLUMNS, ("table", "1", "a", "A", "p", "", "", "tables/a.csv")])
    table_.write_text(stream.getvalue(), "utf-8")
    main(readme, [table_])
    once = readme.read_text("utf-8")
    assert once.startswith(f"Avant\n{BEGIN}\n") and once.endswith(f"\n{END}\nAprès\n") and "vieux" not in once
    assert "| `a` | `p` | the build itself |" in once
    main(readme, [table_])
    assert readme.read_text("utf-8") == once
    with pytest.raises(ValueError, match="has no"):
        with_contents("Sans repère", [])
