import json

import pytest

from study.chapters import maps

LAND = {"type": "Polygon", "coordinates": [[[4, 43], [7, 43], [7, 47.5], [4, 47.5], [4, 43]]]}
FILES = {
    "data/raw/questionnaire/study.yaml": lambda text: text.replace(
        "levers:\n", "map: {outline: land.geojson}\nlevers:\n"
    ),
    "data/raw/contours/land.geojson": json.dumps(LAND),
}


@pytest.fixture
def mapped(make_full, compute):
    """The small study with an outline, in French."""
    return compute(make_full(FILES))


@pytest.fixture
def mapped_en(make_full, compute):
    return compute(make_full(FILES), "en")


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_study_without_an_outline_has_no_map(small):
    assert maps.overview_map(small.context, small.cleaned.levers, small.ledger) == []
    assert maps.lever_map(small.context, small.lever(1), small.cleaned.levers[1], small.ledger) == []


def test_the_overview_says_how_much_is_known_of_each(mapped):
    [block] = maps.overview_map(mapped.context, mapped.cleaned.levers, mapped.ledger)
    data = block.data
    assert (data["kind"], data["key"]) == ("figure", "overview-map")
    # Of eleven answers asked, four are a documented yes and five more are unknown, one of them a conflict.
    value, upper = (mapped.ledger.text(f"all_levers.intensity{end}", "fr") for end in ("", ".upper"))
    assert (plain(value), plain(upper)) == ("36 %", "82 %")
    assert data["title"] == f"{value} des actions documentées, {upper} si chaque réponse inconnue était un oui"
    assert "Arbois : 3 sur 4, au plus 4" in plain(data["alt"])
    assert "Belleville : 0 sur 3" in plain(data["alt"])
    assert data["csv"].splitlines()[1] == "arbois,Arbois,5.77,46.9,3,4,4"
    assert data["source"] == mapped.context.source_line()


def test_a_levers_map_names_who_is_in_which_state(mapped_en):
    [block] = maps.lever_map(mapped_en.context, mapped_en.lever(1), mapped_en.cleaned.levers[1], mapped_en.ledger)
    assert block.data["key"] == "lever-1-map"
    # Two questions tie with one yes each: the first.
    assert block.data["title"] == "“Scheme adopted”: documented for 1 of 3 métropoles, unknown for 1"
    assert block.data["alt"] == (
        "Map of 3 métropoles, “Scheme adopted”. Yes: Arbois; Planned: Belleville; Unknown: Cassis."
    )


def test_a_question_of_which_everything_is_known_says_so(make_full, compute):
    def answered(text):
        # Cassis, the one that nobody knew, has adopted a scheme too.
        line = next(line for line in text.splitlines() if ",arbois," in line and ",scheme," in line)
        return text + line.replace(line.split(",")[0], "E099", 1).replace(",arbois,", ",cassis,") + "\n"

    found = compute(make_full({**FILES, "data/raw/evidence/evidence.csv": answered}), "en")
    [block] = maps.lever_map(found.context, found.lever(1), found.cleaned.levers[1], found.ledger)
    assert block.data["title"] == "“Scheme adopted”: documented for 2 of 3 métropoles, with no unknown"
    assert "Yes: Arbois and Cassis" in block.data["alt"] and "Unknown" not in block.data["alt"]


def test_who_was_not_asked_is_named_as_such(mapped_en):
    questions = mapped_en.lever(0).model_copy(
        update={"questions": tuple(q for q in mapped_en.lever(0).questions if q.question == "staff")}
    )
    [block] = maps.lever_map(mapped_en.context, questions, mapped_en.cleaned.levers[0], mapped_en.ledger)
    assert "Not asked: Belleville" in block.data["alt"]


def test_a_lever_of_which_nothing_is_known_has_no_map(make_full, compute):
    def only_governance(text):
        return "".join(line for line in text.splitlines(keepends=True) if line.split(",")[2] != "1")

    found = compute(make_full({**FILES, "data/raw/evidence/evidence.csv": only_governance}))
    assert maps.lever_map(found.context, found.lever(1), found.cleaned.levers[1], found.ledger) == []
    assert maps.overview_map(found.context, found.cleaned.levers, found.ledger)


def test_a_study_without_core_questions_has_no_overview_map(make_full, compute):
    def optional(text):
        return text.replace("    core: true\n", "").replace(", intensity]", "]")

    levers = {f"data/raw/questionnaire/lever-{number}.yaml": optional for number in (0, 1)}
    found = compute(make_full({**FILES, **levers}))
    assert maps.overview_map(found.context, found.cleaned.levers, found.ledger) == []


def test_titles_rank_nobody(mapped, mapped_en):
    for computed in (mapped, mapped_en):
        blocks = maps.overview_map(computed.context, computed.cleaned.levers, computed.ledger)
        for lever in computed.context.study.levers:
            blocks += maps.lever_map(computed.context, lever, computed.cleaned.levers[lever.lever], computed.ledger)
        assert len(blocks) == 3
        for block in blocks:
            assert not any(name in block.data["title"] for name in computed.context.names.values())
