from study.sheets.content import sheet_of
from study.sheets.estimate import height_mm
from study.sheets.limits import LADDER, Limits

ALL = Limits()


def test_what_a_rule_cuts_makes_a_sheet_shorter(material):
    heights = [height_mm(sheet_of(material, "arbois", "fr", rule).data) for rule in LADDER]
    assert heights == sorted(heights, reverse=True) and heights[0] > heights[-1]


def test_a_line_more_is_a_line_taller(material):
    data = sheet_of(material, "arbois", "fr", ALL).data
    before = height_mm(data)
    data["levers"][0]["rows"][0]["note"] += " x" * 400
    assert height_mm(data) - before > 10 * 3
    data["sources"]["items"] += [{"id": "S9", "title": "t" * 70, "about": "", "url": ""}] * 10
    assert height_mm(data) - before > 10 * 3 + 10 * 2.9 / 2 - 1


def test_marks_of_numbers_take_no_room(material):
    data = sheet_of(material, "arbois", "fr", ALL).data
    before = height_mm(data)
    for lever in data["levers"]:
        for row in lever["rows"]:
            row["frame"] = row["frame"].replace("\ufdd0", "\ufdd0" + "k" * 200)
    assert height_mm(data) == before
