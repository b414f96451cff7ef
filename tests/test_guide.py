"""The analyst's guide, played as written in a copy of the repository: it takes about two minutes.

How its blocks are taken (commands, what they print, edits) is said in `docs/images/guide/play.py`. Beside it: that what
the guide says of settings, messages and pictures is so.
"""

import csv
import importlib.util
import re
import shutil
import sys
import unicodedata
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PIL import Image
from pypdf import PdfReader

from study.exports.settings import SurveySettings

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide-analyste.md"
TEXT = GUIDE.read_text("utf-8")
CATALOGUE = ROOT / "src" / "study" / "locale" / "fr" / "LC_MESSAGES" / "study.po"
IMAGES = ROOT / "docs" / "images" / "guide"
LARGEST_BYTES = 150_000
REST = "…"

_spec = importlib.util.spec_from_file_location("play", IMAGES / "play.py")
play = importlib.util.module_from_spec(_spec)
sys.modules["play"] = play
_spec.loader.exec_module(play)

BLOCKS = play.blocks(TEXT)
# What stands between the blocks: the guide's own words, without code and addresses.
PROSE = re.sub(r"```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
WORDS = re.sub(r"`[^`\n]*`|\]\([^)]*\)", "", PROSE)


@dataclass
class Practice:
    """The guide, played: what was typed and shown, and the wave's files as its last report left them."""

    root: Path
    kept: Path
    ran: list = field(default_factory=list)
    shown: list = field(default_factory=list)

    def table(self, name):
        with (self.kept / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def play(self):
        for done in play.play(self.root, BLOCKS):
            if isinstance(done, play.Ran):
                # The rest builds on it, and would only say so many times.
                assert done.status == done.expected, f"line {done.line}: {done.command}\n{done.output}"
                self.ran.append(done)
                if done.command.startswith("study report"):
                    for name in ("data/processed/essai", "reports/essai"):
                        shutil.copytree(self.root / name, self.kept / name, dirs_exist_ok=True)
            elif isinstance(done, play.Shown):
                self.shown.append(done)


def _commands_are_those_of_a_year(practice):
    typed = " ".join(done.command for done in practice.ran)
    for command in ("seal", "wave new", "questionnaire export", "check", "report", "why", "publish"):
        assert f"study {command}" in typed
    # Something stops, or there would be nothing to settle.
    assert {done.expected for done in practice.ran} == {0, 1}


def _what_is_shown_is_printed(practice):
    assert [f"line {shown.line}\n{shown.text}" for shown in practice.shown if not shown.holds] == []
    assert len(practice.shown) == sum(block.kind == "text" for block in BLOCKS) > 8


def _what_was_settled_is_counted(practice):
    answers = {row["territory"]: row for row in practice.table("data/processed/essai/lever-0/answers.csv")}
    lever_1 = {row["territory"]: row for row in practice.table("data/processed/essai/lever-1/answers.csv")}
    assert float(answers["rouen"]["ess_staff_count"]) == 12 and lever_1["clermont"]["incubator"] == "yes"
    # The title of the delegation is what Grenoble wrote, under its misspelt name.
    assert "ESS" in answers["grenoble"]["ess_elected_title"]
    refused = practice.table("data/processed/essai/refused.csv")
    assert [(row["territory"], row["raw"]) for row in refused] == [("tours", "-3")]


def _the_report_says_what_it_is_and_names_nobody(practice):
    numbers = {row["key"]: row["text_fr"] for row in practice.table("reports/essai/numbers.csv")}
    pages = [page.extract_text() for page in PdfReader(practice.kept / "reports/essai/report.pdf").pages]
    assert len(pages) > 20
    assert [i for i, text in enumerate(pages, start=1) if "données fictives" not in text.casefold()] == []
    text = " ".join(" ".join(pages).split())
    assert f"Exercice : {numbers['incubator.count']} métropoles sur 22" in text
    text += (practice.kept / "reports/essai/report.html").read_text("utf-8")
    # The page gives the address of the source that the guide invents; no respondent's.
    assert "https://example.org/mois-ess" in text
    for personal in ("@example.org", "example.org/enquete", "99 00 12 34", "camille"):
        assert personal not in text.casefold(), personal


def _nothing_is_left_behind(practice):
    last = practice.ran[-1]
    assert (last.command, last.output) == ("git status --short", "")
    assert not (practice.root / "data/raw/waves/essai").exists()
    assert not (practice.root / "reports/published/essai").exists()


def test_the_guide_plays_as_written(tmp_path):
    # One test: several, on several workers, would each play it.
    if missing := [name for name in ("git", "make", "bash") if shutil.which(name) is None]:
        pytest.skip(f"the guide's commands need {missing}")
    practice = Practice(play.copy_repository(tmp_path / "etude"), tmp_path / "kept")
    practice.play()
    _commands_are_those_of_a_year(practice)
    _what_is_shown_is_printed(practice)
    _what_was_settled_is_counted(practice)
    _the_report_says_what_it_is_and_names_nobody(practice)
    _nothing_is_left_behind(practice)


def test_each_edit_names_its_file_just_before():
    edits = [block for block in BLOCKS if block.file]
    assert len(edits) >= 6
    for block in edits:
        before = TEXT.split("\n")[: block.line - 1]
        said = " ".join(before[-6:])
        assert f"`{block.file}`" in said, block.line


def test_a_wrong_excerpt_would_be_found():
    output = "un deux\n trois quatre"
    assert play.Shown("deux trois\n…\nquatre\n", 1, output).holds
    assert not play.Shown("quatre\n…\ndeux\n", 1, output).holds
    assert not play.Shown("deux quatre\n", 1, output).holds


def test_edits_are_made_as_a_reader_makes_them():
    yaml = "a: 1\nsurvey:\n  # note\n  withheld: true\nb:\n  c: 2\nd: 3\n"
    block = play.Block("yaml", "x/wave.yaml", "survey:\n  match: [key]\n  # …\n", 1)
    assert play.edited(yaml, block) == yaml.replace("survey:\n", "survey:\n  match: [key]\n")
    block = play.Block("yaml", "x/wave.yaml", "b:\n  c: 4\n", 1)
    assert play.edited(yaml, block) == yaml.replace("c: 2", "c: 4")
    table = "source,title\r\nS001,un\r\nS002,deux\r\n"
    block = play.Block("csv", "x/sources.csv", 'S001,"un, bis"\nS003,trois\n', 1)
    assert play.edited(table, block) == 'source,title\r\nS001,"un, bis"\r\nS002,deux\r\nS003,trois\r\n'


def _cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _section(title):
    return PROSE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_setting_of_a_survey_is_explained_with_its_values_and_default():
    lines = [line for line in _section("Les réglages de l’enquête").split("\n") if line.startswith("| `")]
    told = {_cells(line)[0].strip("`"): _cells(line) for line in lines}
    fields = SurveySettings.model_fields
    assert list(told) == list(fields)
    defaults = SurveySettings()
    for name, value in ((name, getattr(defaults, name)) for name in fields):
        if isinstance(value, bool):
            assert told[name][2] == f"`{str(value).lower()}`", name
        elif isinstance(value, Enum):
            assert told[name][1] == ", ".join(f"`{item.value}`" for item in type(value)), name
            assert told[name][2] == f"`{value.value}`", name
        elif isinstance(value, (tuple, dict)):
            shown = "{}" if value == {} else f"[{', '.join(value)}]"
            assert told[name][2] == f"`{shown}`", name
        else:
            assert value is None and "`" not in told[name][2], name


def test_every_message_that_is_explained_is_one_that_the_study_says():
    with CATALOGUE.open("rb") as stream:
        said = [re.sub(r"\{\w+\}", REST, str(item.string)) for item in read_po(stream) if item.string]
    plain = {" ".join(text.split()) for text in said}
    lines = [line for line in _section("10. En cas d’erreur").split("\n") if line.startswith("| «")]
    quoted = [" ".join(_cells(line)[0].split()).removeprefix("« ").removesuffix(" »") for line in lines]
    assert len(quoted) >= 15
    assert [text for text in quoted if text not in plain] == []


def test_pictures_are_there_light_described_and_all_used():
    pictures = re.findall(r"^!\[(.*?)\]\((.+?)\)$", TEXT, flags=re.MULTILINE)
    assert 5 <= len(pictures) <= 8
    assert {Path(path).name for _, path in pictures} == {path.name for path in IMAGES.glob("*.png")}
    for alternative, path in pictures:
        assert len(alternative) > 40, path
        file = GUIDE.parent / path
        assert file.stat().st_size <= LARGEST_BYTES, path
        with Image.open(file) as image:
            image.verify()


def _anchor(title):
    kept = "".join(c for c in title.casefold() if c in " -_" or unicodedata.category(c)[0] in "LN")
    return kept.replace(" ", "-")


def test_links_lead_somewhere():
    titles = {_anchor(title) for title in re.findall(r"^#+ (.+)$", PROSE, flags=re.MULTILINE)}
    for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", PROSE):
        if target.startswith("#"):
            assert target[1:] in titles, target
        else:
            assert (GUIDE.parent / target).is_file(), target


def test_it_is_written_as_french_is():
    assert re.findall(r"\w'\w", WORDS) == []
    assert re.findall(r"\w[\w ]* [:;!?»]", WORDS) == [], "a no-break space before the sign"
    assert re.findall(r"« \w*", WORDS) == []
    assert max(len(line) for line in TEXT.split("\n") if not line.startswith(("|", "!", "essai,"))) <= 120
