import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.verify.compare import CellChange, Verdict, cell_changes, compare, moved, same
from study.verify.outputs import Number

VALUES = st.one_of(st.floats(allow_infinity=False), st.text(max_size=3), st.none(), st.integers())
LEDGERS = st.dictionaries(st.text("abc", min_size=1, max_size=2), VALUES)


@given(LEDGERS)
def test_nothing_moves_between_a_ledger_and_itself(ledger):
    assert moved(ledger, dict(reversed(ledger.items()))) == ()


@given(LEDGERS, LEDGERS)
def test_each_key_is_told_once_and_the_other_way_round_the_same_keys_move(one, other):
    found, back = moved(one, other), moved(other, one)
    assert len({item.key for item in found}) == len(found)
    assert {item.key for item in found} == {item.key for item in back}
    assert {item.key for item in found if item.verdict is Verdict.GONE} == one.keys() - other.keys()
    assert {item.key for item in found if item.verdict is Verdict.NEW} == other.keys() - one.keys()


def test_a_number_is_the_same_to_12_digits_and_its_words_to_the_letter():
    assert same(Number(1 / 3, "33 %"), Number(1 / 3 * (1 + 1e-14), "33 %"))
    assert not same(Number(1 / 3, "33 %"), Number(1 / 3 + 1e-9, "33 %"))
    assert not same(Number(1 / 3, "33 %"), Number(1 / 3, "33\u202f%"))
    assert not same(Number(0.0, "0"), Number(1e-300, "0"))
    assert not same(Number(None, "Lille"), Number(None, "Lyon")) and not same(None, 0) and not same("1", 1)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("q,yes\na,1\nb,2\n", "q,yes\nb,2\na,1\n", []),  # sorted otherwise is no change
        ("q,yes\na,1\nb,2\n", "q,yes\na,1\nb,3\n", [("b", "yes", "2", "3")]),
        ("q,yes\na,1\n", "q,yes,no\na,1,0\n", [("a", "no", "", "0")]),
        ("q,yes\na,1\nb,2\n", "q,yes\na,1\n", [("b", "", "b, 2", "")]),
        ("q,yes\na,1\n", "q,yes\na,1\nb,2\n", [("b", "", "", "b, 2")]),
        ("q,yes\na,1\na,2\n", "q,yes\na,1\na,3\n", [("3", "yes", "2", "3")]),  # no name: by its place
        ("q,x,x\na,1,2\n", "q,x,x\na,1,3\n", [("a", "x (3)", "2", "3")]),
        ("q,yes\n", "q,no\n", [("", "", "q, yes", "q, no")]),
        ("", "", []),
    ],
)  # fmt: skip
def test_tables_are_compared_cell_by_cell(before, after, expected):
    rows = [list(csv.reader(io.StringIO(text))) for text in (before, after)]
    assert cell_changes(*rows) == tuple(CellChange(*change) for change in expected)


HEADING = "kind,number,id,title,part,notebook,cell,file\n"
REPORT = {
    "contents.csv": HEADING
    + "number,,a.count,6,lever-1,notebooks/n.ipynb,3,numbers.csv\n"
    + "number,,a.count,6,lever-1,notebooks/n.ipynb,7,numbers.csv\n"
    + "figure,2,map,Map,lever-1,notebooks/n.ipynb,4,figures/map.svg\n"
    + "table,1,seal,Seal,annex,notebooks/n.ipynb,5,tables/seal.csv\n",
    "numbers.csv": "key,value,text_fr,text_en\na.count,6.0,6,6\nb.count,1.0,1,1\n",
    "indicators.csv": "lever,indicator,territory,value,upper,method\n1,a.count,,6.0,8.0,y\n1,a.count,lille,1.0,1.0,y\n",
    "figures/map.svg": "<svg/>",
    "figures/map.csv": "q,yes\na,6\n",
    "tables/seal.csv": f"file,sha256\nframe.csv,{'a' * 64}\n",
    "report.html": "<h1>Report</h1>",
    "report.pdf": "%PDF",
}


def built(**changed):
    files = {name: text.encode() for name, text in REPORT.items()}
    for name, (old, new) in changed.items():
        name = {"contents": "contents.csv", "numbers": "numbers.csv", "indicators": "indicators.csv",
                "svg": "figures/map.svg", "data": "figures/map.csv", "seal": "tables/seal.csv", "pdf": "report.pdf"}[name]  # fmt: skip
        assert old.encode() in files[name]
        files[name] = files[name].replace(old.encode(), new.encode())
    return files


def verdicts(found):
    return {(piece.kind, piece.id, piece.cell): finding.verdict for piece, finding in found.pieces}


def test_two_same_builds_differ_in_nothing():
    found = compare(built(), built())
    assert (found.numbers, found.moved, found.indicators, found.texts, found.other_files) == (2, (), (), (), [])
    assert set(verdicts(found).values()) == {Verdict.IDENTICAL}
    # Tables first, then figures, then numbers: the order of the data editor's template.
    assert [piece.kind for piece, _ in found.pieces] == ["table", "figure", "number", "number"]


def test_a_number_that_moved_is_named_wherever_it_is_printed():
    after = built(numbers=("a.count,6.0,6,6", "a.count,7.0,7,7"), contents=("a.count,6", "a.count,7"))
    found = compare(built(), after)
    [item] = found.moved
    assert (item.key, item.expected, item.recomputed) == ("a.count", Number(6.0, "6"), Number(7.0, "7"))
    printed = [(finding.expected, finding.recomputed) for _, finding in found.differing(Verdict.DIFFERS)]
    assert printed == [("6", "7"), ("6", "7")]


def test_a_number_that_moved_behind_the_same_rounded_words_is_seen():
    found = compare(built(), built(numbers=("a.count,6.0", "a.count,6.01")))
    assert [item.key for item in found.moved] == ["a.count"]
    assert {piece.id for piece, _ in found.differing(Verdict.DIFFERS)} == {"a.count"}


def test_a_cell_that_code_has_pushed_down_is_the_same_number():
    found = compare(built(), built(contents=("notebooks/n.ipynb,7", "notebooks/n.ipynb,9")))
    assert set(verdicts(found).values()) == {Verdict.IDENTICAL} and found.other_files == ["contents.csv"]


def test_what_is_new_or_gone_is_said_as_such():
    row = "number,,a.count,6,lever-1,notebooks/n.ipynb,7,numbers.csv\n"
    found = compare(built(), built(contents=(row, "")))
    [(piece, finding)] = found.differing(Verdict.GONE)
    assert (piece.cell, finding.expected, finding.recomputed) == ("7", "6", "6")  # still in the ledger
    other = compare(built(contents=(row, "")), built())
    assert [(piece.cell, f.expected, f.recomputed) for piece, f in other.differing(Verdict.NEW)] == [("7", "", "6")]
    gone = compare(built(), built(numbers=("b.count,1.0,1,1\n", "")))
    assert [(item.key, item.verdict, item.recomputed) for item in gone.moved] == [("b.count", Verdict.GONE, None)]


def test_indicators_are_compared_by_lever_name_and_territory_and_their_words_are_not():
    after = built(indicators=("1,a.count,lille,1.0,1.0,y", "1,a.count,lille,1.0,2.0,other words"))
    [item] = compare(built(), after).indicators
    assert (item.key, item.expected["upper"], item.recomputed["upper"]) == ("1/a.count@lille", 1.0, 2.0)


def test_a_figure_differs_by_its_data_and_is_only_drawn_otherwise_without():
    drawn = compare(built(), built(svg=("<svg/>", "<svg></svg>")))
    assert verdicts(drawn)[("figure", "map", "4")] is Verdict.SAME
    found = compare(built(), built(data=("a,6", "a,7"), svg=("<svg/>", "<svg>7</svg>")))
    [(piece, finding)] = found.differing(Verdict.DIFFERS)
    assert piece.id == "map" and finding.cells == (CellChange("a", "yes", "6", "7"),)


def test_the_fingerprint_of_an_input_is_no_result():
    found = compare(built(), built(seal=("a" * 64, "b" * 64)))
    [(piece, finding)] = found.differing(Verdict.SAME)
    assert piece.id == "seal" and len(finding.cells) == 1 and found.other_files == ["tables/seal.csv"]


def test_files_are_compared_by_their_bytes():
    found = compare(built(), {**built(pdf=("%PDF", "%PDF-2")), "new.txt": b""})
    assert {name: finding.verdict for name, finding in found.files.items() if name in found.other_files} == {
        "new.txt": Verdict.NEW,
        "report.pdf": Verdict.DIFFERS,
    }


def test_a_damaged_report_is_compared_as_far_as_it_can_be_read():
    broken = {**built(), "contents.csv": b"\xff\x00", "numbers.csv": b"", "trail.json": b"{"}
    found = compare(broken, built())
    assert found.numbers == 0 and {item.verdict for item in found.moved} == {Verdict.NEW}
    assert verdicts(compare(built(), {}))[("figure", "map", "4")] is Verdict.GONE


def test_tables_come_first_then_figures_then_numbers_whatever_the_edition_lists_first():
    def built(value):
        return {
            "contents.csv": b"kind,number,id,title,part,notebook,cell,file\nnumber,,a.count,1,p,n,1,\nfigure,1,map,M,p,n,1,figures/map.svg\ntable,1,all,T,p,n,1,tables/all.csv\n",
            "numbers.csv": f"key,value,text_fr\na.count,{value},{value}\n".encode(),
            "figures/map.svg": b"<svg/>",
            "tables/all.csv": f"q,yes\na,{value}\n".encode(),
        }

    found = compare(built(1), built(2))
    assert [piece.kind for piece, _ in found.pieces] == ["table", "figure", "number"]
    # So does a figure that is new.
    older = {name: data for name, data in built(1).items() if name != "figures/map.svg"}
    older["contents.csv"] = b"".join(line for line in older["contents.csv"].splitlines(True) if b"map" not in line)
    assert [piece.kind for piece, _ in compare(older, built(2)).pieces] == ["table", "figure", "number"]


def test_an_indicator_of_no_lever_and_of_all_territories_is_named_by_itself_alone():
    def built(value):
        return {"indicators.csv": f"indicator,value\nframe.count,{value}\n".encode()}

    assert [item.key for item in compare(built(1), built(2)).indicators] == ["frame.count"]
