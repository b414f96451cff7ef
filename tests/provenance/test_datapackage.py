import hashlib
import json

import pytest
from frictionless import Package, validate

from study.provenance.answers import ANSWERS_FILE, wide_file
from study.provenance.datapackage import printed_schema


def package_of(files):
    return json.loads(files["datapackage.json"])


def resource(files, path):
    [found] = [item for item in package_of(files)["resources"] if item["path"] == path]
    return found


def fields(files, path):
    return {field["name"]: field for field in resource(files, path)["schema"]["fields"]}


def errors(folder):
    report = validate(str(folder / "datapackage.json"))
    assert report.warnings == [] and all(task.warnings == [] for task in report.tasks)
    return [(error[0], error[1]) for error in report.flatten(["name", "type"])]


def test_frictionless_finds_nothing_wrong(described, laid_out):
    assert errors(laid_out(described.every)) == []


@pytest.mark.parametrize(
    ("path", "before", "after", "fault"),
    [
        (wide_file(1), b"planned", b"perhaps", "constraint-error"),
        (wide_file(1), b"60000000", b"many", "type-error"),
        (ANSWERS_FILE, b",conflict,", b",quarrel,", "constraint-error"),
        (ANSWERS_FILE, b"2016-02-01", b"2016", "type-error"),
        ("data/facts.csv", b",S001,", b",S009,", "foreign-key"),
        ("numbers.csv", b"1.0", b"one", "type-error"),
        ("figures/lever-1-map.csv", b"5.5", b"east", "type-error"),
    ],
)
def test_a_planted_fault_is_found_by_its_bytes_and_by_its_kind(described, laid_out, path, before, after, fault):
    assert before in described.every[path]
    folder = laid_out(described.every | {path: described.every[path].replace(before, after)})
    found = {kind for _, kind in errors(folder)}
    assert found & {"hash-count", "byte-count"}
    # Without the seal, by what the table is said to hold.
    package = package_of(described.every)
    for item in package["resources"]:
        del item["bytes"], item["hash"]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert {kind for _, kind in errors(folder)} == {fault}


def test_every_table_of_the_report_is_a_resource_with_its_size_and_hash(described):
    package = package_of(described.every)
    tables = {name for name in described.every if name.endswith(".csv")}
    assert {item["path"] for item in package["resources"]} == tables
    for item in package["resources"]:
        content = described.every[item["path"]]
        assert item["bytes"] == len(content) and item["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    names = [item["name"] for item in package["resources"]]
    assert len(set(names)) == len(names)


def test_a_question_is_described_by_the_questionnaire(described):
    scheme = fields(described.added, wide_file(1))["scheme"]
    assert (scheme["title"], scheme["description"]) == ("Schéma adopté", "Avez-vous adopté un schéma ?")
    assert scheme["constraints"] == {"enum": ["yes", "planned", "no"]}
    assert scheme["categories"][1] == {"value": "planned", "label": "en projet"}
    purchases = fields(described.added, wide_file(1))["purchases_eur"]
    assert (purchases["type"], purchases["unit"]) == ("number", "eur")


def test_each_reason_for_a_missing_answer_is_told_and_read_as_missing(described, laid_out):
    missing = resource(described.added, wide_file(1))["schema"]["missingValues"]
    assert [item["value"] for item in missing] == ["unknown", "conflict", "not_asked", "no_answer", "no_response"]
    assert all(item["label"].strip() for item in missing)
    assert "ne veut jamais dire non" in missing[0]["label"]
    package = Package(str(laid_out(described.every) / "datapackage.json"))
    read = {row["territory"]: row for row in package.get_resource("data-answers-lever-1").read_rows()}
    assert [read[name]["scheme"] for name in read] == ["yes", "planned", None]
    assert read["belleville"]["clauses"] is None and read["belleville"]["purchases_eur"] is None


def test_the_package_says_what_it_is_and_what_it_cites_and_nothing_of_when_it_was_made(described):
    package = package_of(described.added)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["title"] == "Une petite étude (2020)" and package["keywords"] == ["essai"]
    assert package["created"] == "2021-01-15T00:00:00Z"
    assert "Trois territoires inventés" in package["description"] and "fictive" in package["description"]
    assert [item["path"] for item in package["sources"]] == [
        "https://example.org/rapport",
        "https://example.org/page?id=2",
    ]
    assert "licenses" not in package, "a study without a licence is given none"


def test_titles_are_those_of_the_report_and_english_on_request(described, describe):
    assert resource(described.added, "figures/lever-1-map.csv")["title"] == "Qui agit ?"
    english = describe(described.context.paths, "en")
    assert fields(english.added, wide_file(1))["scheme"]["title"] == "Scheme adopted"
    assert package_of(english.added)["title"] == "A small study (2020)"


def test_hostile_texts_are_texts(make_study, clean_study, describe, laid_out):
    hostile = '"=cmd()\\"<x>& {{ frame.count }} {{ none }}"'
    paths = make_study(
        {"data/raw/waves/2020/wave.yaml": lambda text: text.replace("{fr: Une petite étude,", f"{{fr: {hostile},")}
    )
    found = describe(clean_study(paths))
    assert package_of(found.added)["title"] == '=cmd()"<x>& 3 {{ none }} (2020)'
    assert errors(laid_out(found.every)) == []


@pytest.mark.parametrize("heading", [["a", "a"], ["a", " "]])
def test_a_heading_that_cannot_name_columns_is_skipped(heading):
    schema, more = printed_schema(heading, [["1", "x"]], printed=False)
    assert [(f["name"], f["type"], f["title"]) for f in schema["fields"]] == [
        ("column_1", "integer", heading[0]),
        ("column_2", "string", heading[1]),
    ]
    assert more == {"dialect": {"header": False, "commentRows": [1]}}


def test_a_table_with_such_a_heading_still_validates(cleaned, describe, laid_out):
    found = describe(cleaned, **{"tables/odd.csv": b"a,a\n1,2\n", "figures/odd.csv": b"a,\n1,2\n"})
    assert errors(laid_out(found.every)) == []
