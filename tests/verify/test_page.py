import re

import pytest

from study.verify.page import page_text

FACT = "E010,cassis,1,clauses,yes"


def headings(text):
    return re.findall(r"^#+ (.*)$", text, flags=re.M)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_follows_the_data_editors_template(verified, lang):
    text = page_text(verified(), lang)
    levels = [re.match("#+", line)[0] for line in text.splitlines() if line.startswith("#")]
    assert levels == ["#", "##", "##", "###", "###", "###", "###", "##", "###"]
    assert "- [x]" in text and "(full reproduction)" in text and "7 / 7" in text
    if lang == "en":
        assert headings(text) == [
            "Replication of the edition 2020", "What differs", "Findings", "Tables", "Figures", "Numbers in the text",
            "Files", "Classification", "Reason for incomplete reproducibility",
        ]  # fmt: skip
        assert "Nothing." in text and "- [x] None." in text


def test_numbers_that_moved_come_first_then_what_they_can_come_from(verified, edition):
    edition.evidence.write_text(edition.evidence.read_text("utf-8").replace(FACT, FACT.replace("yes", "no")), "utf-8")
    text = page_text(verified(), "en")
    assert "| `clauses.count` | 3 | 2 | differs | lever-1 |" in text
    assert "| clauses | yes | 3 | 2 |" in text and "  - − clauses: 3" in text and "  - + clauses: 2" in text
    assert "- [x] partial reproduction (partial reproduction)" in text
    places = [text.index(words) for words in ("`clauses.count` | 3", "`report.pdf` differs in", "row 11, “E010”", "## Findings")]  # fmt: skip
    assert places == sorted(places)


def test_a_screen_of_a_failed_build_is_quoted(verified):
    text = page_text(verified(run=lambda paths, wave: "no *space*\n# left"), "en")
    assert "\n    no *space*\n    # left\n" in text and "| – | – |" in text
    assert "- [x] Code not functional (Code not functional)" in text
    boxes = re.findall(r"^- \[(.*?)\]", text, flags=re.M)
    assert set(boxes) == {"x", " "} and boxes.count("x") == 2


def test_damage_is_named_with_the_lines_of_a_manifest(verified, edition):
    manifest = edition.published("2020") / "MANIFEST.sha256"
    lines = manifest.read_text("utf-8").splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if "report.pdf" not in line), "utf-8")
    text = page_text(verified(), "en")
    assert "- `MANIFEST.sha256`: edited (the lines of: `report.pdf`)" in text
    assert "- [x] Published files damaged" in text
