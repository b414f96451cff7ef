"""Page and record of an edition whose inputs, code, lock, files and report all changed since: to the letter, as read."""

import re
from pathlib import Path

import pytest

from study import __version__
from study.verify.page import page_text
from study.verify.replication import replication_text

# As they were read by us, and found right; what they say of bytes stands as an ellipsis.
READ = Path(__file__).parent / "read"


@pytest.fixture
def changed(verified, edition, package):
    evidence = edition.evidence
    evidence.write_text(
        evidence.read_text("utf-8").replace("E010,cassis,1,clauses,yes", "E010,cassis,1,clauses,no"), "utf-8"
    )
    (edition.published("2020") / "stray.txt").write_text("x", "utf-8")
    (edition.reports("2020") / "numbers.csv").write_text("key,value\n", "utf-8")
    (edition.root / "requirements.lock").write_text("a==2\n", "utf-8")
    code = package / "__main__.py"
    drawn = code.read_text("utf-8").replace('"<svg>" + lines', "\"<svg width='1'>\" + lines")
    code.write_text(drawn.replace("<h1>Report</h1>", "<h1>A report</h1>"), "utf-8")
    return verified()


def shown(text):
    return re.sub(r"\b[0-9a-f]{64}\b", "…", text).replace(__version__, "0.0.0")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page(changed, lang):
    assert shown(page_text(changed, lang)) == (READ / f"replication.{lang}.md").read_text("utf-8")


def test_the_record(changed):
    assert shown(replication_text(changed)) == (READ / "replication.json").read_text("utf-8")
