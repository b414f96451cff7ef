import json
import re
import sys

import locks
import sbom


def test_the_bill_is_that_of_the_lock_as_it_is():
    assert sbom.TARGET.read_text("utf-8") == sbom.written(), "run `make audit-deps`, and commit docs/sbom.cdx.json"


def test_the_bill_holds_every_pin_once_and_says_what_runs():
    bill = json.loads(sbom.written())
    pins = locks.read([locks.ROOT / locks.MAIN])
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert [(c["name"], c["version"]) for c in bill["components"]] == [(pin.name, pin.version) for pin in pins]
    scope = {component["name"]: component["scope"] for component in bill["components"]}
    assert scope["pandas"] == scope["numpy"] == "required" and scope["pytest"] == scope["ruff"] == "excluded"
    refs = {component["bom-ref"] for component in bill["components"]}
    edges = {edge["ref"]: edge.get("dependsOn", []) for edge in bill["dependencies"]}
    assert edges.keys() - {"ess-study"} == refs and {ref for to in edges.values() for ref in to} <= refs
    assert set(edges["pkg:pypi/pandera@" + next(pin.version for pin in pins if pin.name == "pandera")]) >= {
        "pkg:pypi/pydantic@" + next(pin.version for pin in pins if pin.name == "pydantic")
    }


def test_the_bill_holds_no_time_serial_number_or_host():
    text = sbom.written()
    assert not re.search(r"serialNumber|timestamp|pythonhosted|pypi\.org", text)
    assert re.findall(r"https?://[^\"]+", text) == ["http://cyclonedx.org/schema/bom-1.6.schema.json"]
    assert sys.prefix not in text


def test_a_changed_lock_changes_the_bill():
    pins = [
        locks.Pin("requirements.lock", 1, "a", "1", "", ("sha256:0",), ("ess-study",)),
        locks.Pin("requirements.lock", 2, "b", "2", "python_version < '3'", ("sha256:1",), ("a",)),
    ]
    licences = {("a", "1"): "MIT", ("b", "2"): "MIT OR ISC"}
    one, other = (json.loads(sbom.bill(pins, ["a"], licences, lock)) for lock in (b"x", b"y"))
    assert one["metadata"] != other["metadata"] and one["components"] == other["components"]
    assert one["components"][1] == {
        "type": "library",
        "bom-ref": "pkg:pypi/b@2",
        "name": "b",
        "version": "2",
        "scope": "required",
        "licenses": [{"expression": "MIT OR ISC"}],
        "purl": "pkg:pypi/b@2",
        "properties": [{"name": "python:marker", "value": "python_version < '3'"}],
    }
    assert one["dependencies"] == [
        {"ref": "ess-study", "dependsOn": ["pkg:pypi/a@1"]},
        {"ref": "pkg:pypi/a@1", "dependsOn": ["pkg:pypi/b@2"]},
        {"ref": "pkg:pypi/b@2"},
    ]
