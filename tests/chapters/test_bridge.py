"""The section on what has changed: numbers that add up, names, and a box where it cannot be computed."""

import pytest

from study.base.marks import plain
from study.bridge.across import Bridge
from study.chapters.bridge import bridge_entries, chapter_blocks, since_last_edition
from study.chapters.context import open_wave


@pytest.fixture
def published(two_waves, edition_kit, commit):
    edition_kit.freeze(two_waves, "2020")
    commit(two_waves.root)
    return two_waves


@pytest.fixture
def changed(published, edition_kit):
    kit = edition_kit
    kit.edit(published, kit.evidence, lambda text: text + kit.found_since + kit.happened + kit.of_new_question)
    kit.edit(published, kit.lever, kit.later_questionnaire)
    return published


@pytest.fixture(scope="module")
def kept():
    """The bridge of the changed study, computed once."""
    return []


def section(paths, lang="fr", wave="2027", kept=None):
    context = open_wave(wave, lang, root=paths.root)
    found = kept[0] if kept else since_last_edition(context)
    if kept is not None:
        kept[:] = [found]
    ledger = context.ledger([], bridge_entries(context, found))
    return found, ledger, [block.data for block in chapter_blocks(context, found, ledger)]


def texts(blocks):
    return [plain(block["text"]) for block in blocks if block["kind"] == "callout"]


def rows(block):
    return {row[0]: [plain(cell) for cell in row[1:]] for row in block["rows"]}


def number(text):
    return float(text.replace("\u2212", "-").replace(",", ".").rstrip("%\u202f\u00a0"))


def test_a_wave_without_an_earlier_edition_has_no_section(two_waves, edition_kit):
    for wave in ("2020", "2027"):
        found, ledger, blocks = section(two_waves, wave=wave)
        assert (found, ledger.entries, blocks) == (None, {}, [])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_row_adds_up_as_it_is_printed(changed, kept, lang):
    found, ledger, blocks = section(changed, lang, kept=kept)
    assert isinstance(found, Bridge)
    tables = {block["key"]: block for block in blocks if block["kind"] == "table"}
    assert list(tables) == ["bridge-lever-0", "bridge-lever-1"]
    heading = [column["label"] for column in tables["bridge-lever-1"]["columns"]]
    assert heading[1] == "2020" and heading[-1] == "2027" and len(heading) == 7
    printed = [cells for block in tables.values() for cells in rows(block).values()]
    whole = [cells for cells in printed if "–" not in cells]
    assert len(whole) == 6
    for before, *parts, after in whole:
        assert round(number(before) + sum(map(number, parts)), 6) == number(after)
    assert {plain(ledger.text(key, lang)) for key in ledger.entries} >= {cell for cells in whole for cell in cells}


def test_the_table_says_what_was_counted_by_hand(changed, kept):
    _, _, blocks = section(changed, kept=kept)
    table = next(block for block in blocks if block.get("key") == "bridge-lever-1")
    assert rows(table) == {
        "Schéma adopté": ["1", "+1", "+1", "0", "0", "3"],
        "Clauses sociales": ["1", "0", "\u22121", "+3", "0", "3"],
        "Prix décernés": ["–", "–", "–", "–", "–", "1"],
        "Part de oui, questions centrales": ["33,3\u202f%", "+16,7", "0", "+27,8", "0", "77,8\u202f%"],
    }


def test_who_made_a_part_is_named_under_what_made_it(changed, kept):
    _, _, blocks = section(changed, "en", kept=kept)
    said = " ".join(texts(blocks))
    assert "Adopted: Scheme adopted (Belleville)." in said
    assert "No longer documented: Social clauses (Cassis)." in said
    assert "Evidence found since – Yes found since: Scheme adopted (Cassis)." in said
    assert "Questionnaire – Newly documented: Social clauses (Arbois, Belleville, Cassis)." in said
    # Staff lapsed, scheme adopted, clauses lapsed; one found since; three by the questionnaire.
    assert (
        "go from 4 to 7: +1 by evidence found since about the earlier date, −1 by the reference date, +3 by the questionnaire, 0 by the code"
        in said
    )
    assert "left out of what is computed" in said


def test_what_does_not_reproduce_has_a_column_only_then(two_waves, edition_kit):
    edition_kit.freeze(two_waves, "2020")
    _, _, blocks = section(two_waves, "en")
    assert all("Not reproduced" not in str(block) for block in blocks)
    wrong = b"lever,indicator,territory,value,unit,numerator,base\n1,scheme.count,,2,territories,2,3\n"
    edition_kit.freeze(two_waves, "2020", {"indicators.csv": wrong})
    _, _, blocks = section(two_waves, "en")
    table = next(block for block in blocks if block.get("key") == "bridge-lever-1")
    assert [column["label"] for column in table["columns"]][2] == "Not reproduced"
    assert rows(table)["Scheme adopted"] == ["2", "\u22121", "0", "0", "0", "0", "1"]
    assert any("−1 lie between what was published" in text for text in texts(blocks))


def test_where_it_is_not_to_be_had_one_box_says_so_in_the_same_words_everywhere(changed):
    (changed.root / ".git").rename(changed.root / "elsewhere")
    found, ledger, blocks = section(changed, "en")
    assert not isinstance(found, Bridge) and ledger.entries == {}
    (block,) = blocks
    assert block["kind"] == "callout"
    assert "data/raw/evidence/evidence.csv" in block["text"] and "data/raw/questionnaire/lever-1.yaml" in block["text"]
    # Nothing of what git said, nor of where the study lies.
    assert "fatal" not in block["text"] and str(changed.root) not in block["text"]
    (changed.published("2020") / "indicators.csv").write_bytes(b"")
    assert "reports/published/2020/indicators.csv" in section(changed, "fr")[2][0]["text"]


def test_nothing_of_an_edition_s_identity_is_printed(published, edition_kit):
    """So that the same edition published again, from code that computes the same, changes no byte."""
    before = section(published)[2]
    edition = published.published("2020") / "edition.json"
    package = edition.read_text("utf-8")
    edition_kit.freeze(published, "2020", {"trail.json": b"{}"})
    assert edition.read_text("utf-8") != package
    assert section(published)[2] == before


def test_words_of_others_are_texts(published, edition_kit):
    edition_kit.edit(published, "data/raw/frame.csv", lambda text: text.replace(",Belleville,BM", ",<b>B</b>,BM"))
    edition_kit.edit(published, edition_kit.evidence, lambda text: text + edition_kit.happened)
    _, _, blocks = section(published, "en")
    assert any("Adopted: Scheme adopted (<b>B</b>)" in text for text in texts(blocks))
    assert all(block["kind"] in ("callout", "heading", "table") for block in blocks)
