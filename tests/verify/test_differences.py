from study.verify.compare import compare
from study.verify.differences import differences, printed_first
from study.verify.writing import SHOWN, Writer


def test_a_long_list_is_cut_and_counted(verified, edition):
    for i in range(SHOWN + 5):
        (edition.published("2020") / f"stray-{i:02}.txt").write_text("x", "utf-8")
    lines = list(differences(verified(), Writer("en")))
    assert lines[:3] == ["## What differs", "", "### Files of the edition that are not as published"]
    assert f"- `stray-{SHOWN - 1:02}.txt`: added" in lines and f"- `stray-{SHOWN}.txt`: added" not in lines
    assert any("and 5 more" in line for line in lines)


def test_a_number_that_is_gone_an_indicator_and_a_figure_are_told_with_both_sides(verified, package):
    code = package / "__main__.py"
    text = code.read_text("utf-8").replace("for fact in facts})", 'for fact in facts} - {"clauses"})')
    code.write_text(text.replace('"<svg>" + lines', "\"<svg width='1'>\" + lines"), "utf-8")
    told = "\n".join(differences(verified(), Writer("en")))
    assert "| `clauses.count` | 3 | – | gone | lever-1 |" in told and "- `1/clauses.count`: value 3 → –" in told
    assert "**Figure 1** (`map`): differs" in told and "| clauses | – | clauses, 3 | – |" in told
    assert "- `src/study/__main__.py`: changed" in told


def test_numbers_that_the_text_prints_come_before_those_of_the_ledger_alone():
    def built(a, b):
        return {
            "numbers.csv": f"key,value,text_fr\na.count.lower,{a},{a}\nb.count,{b},{b}\n".encode(),
            "contents.csv": f"kind,number,id,title,part,notebook,cell,file\nnumber,,b.count,{b},p,n,1,\n".encode(),
        }

    found = printed_first(compare(built(1, 1), built(2, 2)))
    assert [(item.key, parts) for item, parts in found] == [("b.count", ["p"]), ("a.count.lower", [])]


def test_a_document_that_differs_by_its_bytes_alone_is_named(verified, package):
    code = package / "__main__.py"
    code.write_text(code.read_text("utf-8").replace('"%PDF "', '"%PDF-2 "'), "utf-8")
    lines = list(differences(verified(), Writer("en")))
    assert "`report.pdf` differs in its bytes alone: it says and shows the same." in lines
