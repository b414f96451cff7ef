import hashlib
import json
import warnings

import pytest
from rocrate.rocrate import ROCrate

from study.provenance.about import About
from study.provenance.crate import NAME, crate_json


def graph(files):
    return {entity["@id"]: entity for entity in json.loads(files[NAME])["@graph"]}


def ids(refs):
    return [ref["@id"] for ref in (refs if isinstance(refs, list) else [refs])]


@pytest.fixture
def entities(described):
    return graph(described.added)


def test_the_reader_of_ro_crate_reads_it_without_a_warning(described, laid_out):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        crate = ROCrate(laid_out(described.every))
    assert crate.name == "Une petite étude (2020)" and crate.datePublished.isoformat().startswith("2021-01-15")
    assert {entity.id for entity in crate.data_entities} == set(described.every) - {NAME}


def test_every_file_but_itself_is_a_part_with_its_size_and_hash(described, entities):
    parts = ids(entities["./"]["hasPart"])
    assert sorted(parts) == sorted(set(described.every) - {NAME})
    for name in parts:
        content = described.every[name]
        assert entities[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert entities[name]["contentSize"] == str(len(content)) and "/" in entities[name]["encodingFormat"]
    assert entities["figures/lever-1-map.svg"]["name"] == entities["figures/lever-1-map.csv"]["name"] == "Qui agit ?"
    assert entities["numbers.csv"]["name"] == "numbers.csv"


def test_it_says_which_standards_it_follows(described, entities):
    assert json.loads(described.added[NAME])["@context"] == [
        "https://w3id.org/ro/crate/1.1/context",
        "https://w3id.org/ro/terms/workflow-run/context",
    ]
    assert entities[NAME]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert ids(entities["./"]["conformsTo"]) == ["https://w3id.org/ro/wfrun/process/0.5"]
    assert entities["https://w3id.org/ro/wfrun/process/0.5"]["@type"] == "CreativeWork"


def test_inputs_are_named_with_their_hashes_and_are_no_parts(described, entities):
    raw = described.context.paths.raw
    for path in raw.rglob("*"):
        if path.is_file() and path.name != "CHECKSUMS.sha256":
            name = f"data/raw/{path.relative_to(raw).as_posix()}"
            entity = entities[f"#{name}"]
            assert entity["@type"] == "File" and entity["alternateName"] == name
            assert entity["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not [part for part in ids(entities["./"]["hasPart"]) if part.startswith("#")]


def test_each_step_is_an_action_of_its_notebook_from_what_it_read_to_what_it_left(described, entities):
    actions = ids(entities["./"]["mentions"])
    assert actions == ["#1_clean", "#2_lever-0", "#2_lever-1", "#3_overview", "#report"]
    lever = entities["#2_lever-1"]
    assert lever["@type"] == "CreateAction" and lever["description"] == "wave = 2020, lang = fr, lever = 1"
    assert ids(lever["instrument"]) == ["#notebooks/2_lever.ipynb"]
    assert "#data/raw/questionnaire/lever-1.yaml" in ids(lever["object"])
    assert "#data/raw/questionnaire/lever-0.yaml" not in ids(lever["object"])
    assert "data/answers-lever-1.csv" in ids(lever["object"])
    assert set(ids(lever["result"])) == {
        "notebooks/2_lever-1.ipynb", "figures/lever-1-map.svg", "figures/lever-1-map.csv", "tables/lever-1-table.csv",
    }  # fmt: skip
    assert "#data/raw/evidence/evidence.csv" in ids(entities["#1_clean"]["object"])
    assert "data/answers.csv" in ids(entities["#1_clean"]["result"])
    assert {"report.pdf", "tables/checksums.csv", "datapackage.json"} <= set(ids(entities["#report"]["result"]))
    assert ids(entities["#report"]["instrument"]) == ["#study"]


def test_every_part_is_the_result_of_one_step_and_every_reference_leads_somewhere(entities):
    results = [name for action in ids(entities["./"]["mentions"]) for name in ids(entities[action]["result"])]
    assert sorted(results) == sorted(ids(entities["./"]["hasPart"]))
    used = {
        ref["@id"]
        for entity in entities.values()
        for value in entity.values()
        for ref in (value if isinstance(value, list) else [value])
        if isinstance(ref, dict)
    }
    assert used - set(entities) == {"https://w3id.org/ro/crate/1.1"}


def test_nothing_tells_when_where_or_by_whom_it_was_made(described, entities):
    text = described.added[NAME].decode()
    assert str(described.context.paths.root) not in text and "2026" not in text.replace("2026-", "")
    assert not {key for entity in entities.values() for key in entity} & {
        "startTime",
        "endTime",
        "agent",
        "dateCreated",
    }
    again = crate_json(
        About(described.context, described.ledger), {k: v for k, v in described.every.items() if k != NAME}
    )
    assert again == described.added[NAME]


def test_libraries_and_the_package_are_named(described, entities, cleaned, describe):
    assert entities["#study"]["softwareVersion"] and entities["#requirements.lock"]["sha256"]
    (cleaned.root / "requirements.lock").write_text("a==1\n", "utf-8")
    own = graph(describe(cleaned).added)["#requirements.lock"]
    assert own["sha256"] == hashlib.sha256(b"a==1\n").hexdigest()


def test_names_that_are_no_addresses_are_written_as_such(cleaned, describe, laid_out):
    found = describe(cleaned, **{"figures/é à#1.svg": b"<svg/>"})
    entities = graph(found.added)
    assert "figures/%C3%A9%20%C3%A0%231.svg" in ids(entities["./"]["hasPart"])
    assert "figures/%C3%A9%20%C3%A0%231.svg" in ids(entities["#report"]["result"])
    assert len(ROCrate(laid_out(found.every)).data_entities) == len(found.every) - 1


def test_a_study_with_a_licence_has_it_in_its_crate(cleaned, describe):
    (cleaned.root / "LICENSE-DATA").write_text("CC0 1.0 Universal\n", "utf-8")
    found = describe(cleaned)
    entities = graph(found.added)
    assert ids(entities["./"]["license"]) == ["https://spdx.org/licenses/CC0-1.0.html"]
    assert found.added["LICENSE-DATA"] == b"CC0 1.0 Universal\n" and "LICENSE-DATA" in ids(entities["./"]["hasPart"])
    package = json.loads(found.added["datapackage.json"])
    assert package["licenses"] == [
        {"name": "CC0-1.0", "path": "https://spdx.org/licenses/CC0-1.0.html", "title": "CC0 1.0 Universal"}
    ]
    assert "CC0 1.0 Universal" in found.added["codebook.ddi.xml"].decode()


def test_a_licence_of_its_own_is_a_file_of_the_crate(cleaned, describe):
    (cleaned.root / "LICENSE").write_text("Do as you like.\n", "utf-8")
    found = describe(cleaned)
    assert ids(graph(found.added)["./"]["license"]) == ["LICENSE"]
    assert json.loads(found.added["datapackage.json"])["licenses"] == [{"path": "LICENSE", "title": "LICENSE"}]
