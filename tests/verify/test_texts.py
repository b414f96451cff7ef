from study.verify.texts import TextChange, text_changes, words_by_part

PAGE = """<!DOCTYPE html><html><head><title>T</title><style>p { color: red }</style></head><body>
<header><h1>Report</h1></header><main>
<section class="part chapter" id="lever-1"><h2>Lever <b>one</b></h2>
<p>In <span data-key="a">6</span> towns&nbsp;&amp; villages,<br> of 22.</p>
<svg><style>b</style><text>drawn</text></svg><script>var a = "<p>no</p>"</script><ul><li><p>x</p><li>y</ul></section>
<section class="part annex" id="seal"><table><tr><td>frame.csv<td>1a2b3c4d</tr></table></section></main></body></html>"""


def test_the_words_of_a_page_are_read_part_by_part_and_line_by_line():
    assert words_by_part(PAGE.encode()) == {
        "cover": ["Report"],
        "lever-1": ["Lever one", "In 6 towns & villages, of 22.", "x", "y"],
        "seal": ["frame.csv", "1a2b3c4d"],
    }


def test_words_that_differ_are_told_with_both_versions_and_drawings_are_none():
    after = PAGE.replace(">6<", ">7<").replace("<li>y", "").replace("drawn", "other").replace("Report", "A report")
    assert text_changes(PAGE.encode(), after.encode()) == (
        TextChange("cover", ("Report",), ("A report",)),
        TextChange("lever-1", ("In 6 towns & villages, of 22.",), ("In 7 towns & villages, of 22.",)),
        TextChange("lever-1", ("y",), ()),
    )


def test_fingerprints_are_no_words_and_numbers_of_as_many_digits_are():
    assert text_changes(PAGE.encode(), PAGE.replace("1a2b3c4d", "ffff0000").encode()) == ()
    [change] = text_changes(b"<p>SIREN 200093201</p>", b"<p>SIREN 200093202</p>")
    assert change.part == "cover"


def test_a_part_that_is_new_or_gone_is_told_and_a_page_that_is_none_is_read_without_fault():
    short = PAGE[: PAGE.index('<section class="part annex"')]
    assert [(c.part, c.recomputed) for c in text_changes(PAGE.encode(), short.encode())] == [("seal", ())]
    assert [(c.part, c.expected) for c in text_changes(short.encode(), PAGE.encode())] == [("seal", ())]
    assert words_by_part(b"\xff<p") and text_changes(b"", b"") == ()


def test_lines_that_many_are_alike_are_compared_all_the_same():
    before = "<p>x</p>" * 300
    after = "<p>x</p>" * 150 + "<p>y</p>" + "<p>x</p>" * 149
    assert text_changes(before.encode(), after.encode()) == (
        TextChange("cover", (), ("y",)),
        TextChange("cover", ("x",), ()),
    )
