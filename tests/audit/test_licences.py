import importlib.metadata
import sysconfig
from email.message import Message
from pathlib import Path

import environments
import licences
import locks
import pytest

from study.base.errors import Problem
from study.base.show import render

KNOWN = licences.rules()
BSD = "Redistributions in binary form must reproduce the above. Neither the name of"
MIT = "Permission is hereby granted, free of charge, to any person. The above copyright notice and this permission notice shall be included in all"


class Package:
    """A distribution as importlib.metadata gives it, without a folder."""

    def __init__(self, name="tool", version="1", **said):
        self.metadata, self.version, self.files = Message(), version, []
        self.metadata["Name"] = name
        for key, value in said.items():
            for item in value if isinstance(value, list) else [value]:
                self.metadata[key.replace("_", "-")] = item


def classifier(last):
    return f"License :: OSI Approved :: {last}"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"License_Expression": "mit"}, ("MIT", "metadata")),
        (
            {"License_Expression": "Apache-2.0 OR BSD-2-Clause", "License": "whatever"},
            ("Apache-2.0 OR BSD-2-Clause", "metadata"),
        ),
        ({"License": "MIT", "Classifier": classifier("MIT License")}, ("MIT", "metadata")),
        (
            {"Classifier": [classifier("Apache Software License"), "License :: OSI Approved"]},
            ("Apache-2.0", "metadata"),
        ),
        ({"License": "BSD-3-Clause", "Classifier": classifier("BSD License")}, ("BSD-3-Clause", "metadata")),
        ({"License": "UNKNOWN", "Classifier": classifier("ISC License (ISCL)")}, ("ISC", "metadata")),
        # Never a guess: what differs, what no list knows, BSD without a text that says which, nothing at all.
        ({"License": "MIT", "Classifier": classifier("Apache Software License")}, None),
        ({"Classifier": [classifier("MIT License"), classifier("GNU General Public License (GPL)")]}, None),
        ({"License": "Ask me", "Classifier": classifier("MIT License")}, None),
        ({"Classifier": classifier("BSD License")}, None),
        ({"License": "BSD"}, None),
        ({}, None),
    ],
)
def test_a_licence_is_what_the_metadata_agree_on(said, expected):
    assert licences.from_metadata(Package(**said), KNOWN) == expected


def test_the_text_says_which_bsd_and_what_metadata_do_not(tmp_path):
    def package(text, **said):
        path = tmp_path / "LICENSE"
        path.write_text(text, "utf-8")
        made = Package(**said)
        made.files = [
            type("File", (), {"name": "LICENSE", "parts": ("tool-1.dist-info", "LICENSE"), "locate": lambda _: path})()
        ]
        return made

    bsd = classifier("BSD License")
    assert licences.from_metadata(package(BSD, Classifier=bsd), KNOWN) == ("BSD-3-Clause", "text")
    assert licences.from_metadata(package("Redistributions in binary form must", License="BSD"), KNOWN) == (
        "BSD-2-Clause",
        "text",
    )
    assert licences.from_metadata(package(MIT), KNOWN) == ("MIT", "text")
    assert licences.from_metadata(package("Apache License\n Version 2.0, January 2004"), KNOWN) == (
        "Apache-2.0",
        "text",
    )
    # A text that is not the licence that the metadata name settles nothing.
    assert licences.from_metadata(package(MIT, Classifier=bsd), KNOWN) is None
    assert licences.from_metadata(package("All rights reserved."), KNOWN) is None


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", True),
        ("MIT OR GPL-3.0-only AND ISC", True),
        ("(MIT OR GPL-3.0-only) AND (ISC AND GPL-2.0-only)", False),
        ("(MIT OR (GPL-3.0-only AND ISC)) AND ISC", True),
    ],
)
def test_an_expression_is_allowed_if_some_choice_of_it_is(expression, allowed):
    assert licences.allows(expression, ["MIT", "ISC"]) is allowed


def said(problems):
    return " ".join(render(problems, "en", None).split())


def test_what_is_unclear_or_ruled_for_other_words_is_told():
    ruled = KNOWN | {"rulings": {"tool": {"declared": "Mine", "licence": "mit", "why": "x"}}}
    told = licences.licence_of(Package(License="Mine"), ruled)
    assert told == licences.Licence("tool", "1", "MIT", "ruling")
    other = licences.licence_of(Package(License="Yours"), ruled)
    unclear = licences.licence_of(Package("other_tool", License="Yours"), ruled, "requirements.lock")
    nonsense = licences.licence_of(Package("odd", License_Expression="MIT OR OR"), KNOWN, "bootstrap.lock")
    assert "The ruling on “tool” was made for other metadata (Mine); now: Yours." in said([other])
    assert "The licence of “other-tool==1” (requirements.lock) is not clear from its metadata: Yours." in said(
        [unclear]
    )
    assert "write an entry under `rulings` in docs/audit/licences.yaml" in said([unclear])
    assert "The licence of “odd==1” (bootstrap.lock) is not clear" in said([nonsense])


def test_a_ruling_can_be_for_one_version():
    ruled = KNOWN | {"rulings": {"tool": {"version": "1", "declared": "Mine", "licence": "MIT", "why": "x"}}}
    assert licences.licence_of(Package(License="Mine"), ruled).told_by == "ruling"
    assert isinstance(licences.licence_of(Package(version="2", License="Mine"), ruled), licences.LicenceUnclear)


def pin(name, version="1", lock="requirements.lock"):
    return locks.Pin(lock, 1, name, version, "", ("sha256:0",), ())


def test_the_table_is_held_against_locks_and_allow_list():
    known = {
        "allowed": ["MIT"],
        "rulings": {
            "lib": {"declared": "L", "licence": "LGPL-2.1-only", "accepted": ["LGPL-2.1-only"]},
            "gone": {"declared": "G", "licence": "MIT"},
        },
    }
    rows = [
        licences.Licence(name, "1", licence, "metadata")
        for name, licence in (("a", "MIT"), ("b", "GPL-3.0-only"), ("lib", "LGPL-2.1-only"), ("old", "MIT"))
    ]
    pins = [pin("a"), pin("b"), pin("b", lock="requirements-lab.lock"), pin("lib"), pin("new", "2")]
    found = licences.judge(rows, pins, known)
    told = said(found)
    assert len(found) == 4
    assert "The table of licences and the locks differ on “new==2”: only locked." in told
    assert "The table of licences and the locks differ on “old==1”: only in the table." in told
    assert (
        "“b==1” (requirements-lab.lock, requirements.lock) is under GPL-3.0-only, which is not on the allow-list."
        in told
    )
    assert "The ruling on “gone” was made for other metadata (G); now: it is in no lock." in told
    assert "Run `make audit-deps`" in told and "for this package alone under `accepted`" in told


def test_the_table_comes_back_as_written(tmp_path):
    rows = [licences.Licence("b", "1", "MIT", "text"), licences.Licence("a", "2", "Apache-2.0 OR MIT", "metadata")]
    path = tmp_path / "licences.csv"
    path.write_text(licences.table_text(rows), "utf-8")
    assert licences.read_table(path) == rows[::-1]


def test_every_locked_package_has_a_licence_that_is_allowed():
    found = licences.judge(licences.read_table(), locks.read(locks.lock_files()), KNOWN)
    assert found == [], render(found, "en", None)


def test_every_ruling_says_why():
    assert all(entry["why"].strip() and entry["declared"] for entry in KNOWN["rulings"].values())


def test_what_is_installed_here_says_what_the_table_says():
    table = {(row.package, row.version): row for row in licences.read_table()}
    here = environments.installed([Path(sysconfig.get_path("purelib"))])
    mine = {key: dist for key, dist in here.items() if key in table}
    # Nothing else is installed, but the study itself and the installer that each environment begins with.
    assert {name for name, _ in here.keys() - mine.keys()} <= {"ess-study", "pip", "setuptools"}
    assert len(mine) > 150
    told = {key: licences.licence_of(dist, KNOWN) for key, dist in mine.items()}
    problems = [item for item in told.values() if isinstance(item, Problem)]
    assert problems == [], render(problems, "en", None)
    assert {key: item for key, item in told.items() if item != table[key]} == {}
    assert importlib.metadata.version("pandas") == next(version for name, version in mine if name == "pandas")
