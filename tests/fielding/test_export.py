"""The ways out: each target's file is of its kind."""

import csv
import io

import pytest
from fielding_strategies import form
from python_calamine import CalamineWorkbook

from study.codebook.load import load_study
from study.fielding.export import SUFFIXES, Target, form_bytes


@pytest.fixture
def small(small_study):
    return form(load_study(small_study), [("arbois", "Métropole d'Arbois")])


def test_every_target_has_a_suffix_and_gives_the_same_bytes_again(small):
    assert set(SUFFIXES) == set(Target) and len(set(SUFFIXES.values())) == len(Target)
    for target in Target:
        assert form_bytes(small, target) == form_bytes(small, target) != b""


def test_each_file_is_of_its_kind(small):
    book = CalamineWorkbook.from_filelike(io.BytesIO(form_bytes(small, Target.XLSFORM)))
    assert book.sheet_names == ["survey", "choices", "settings"]
    head = next(csv.reader(io.StringIO(form_bytes(small, Target.LIMESURVEY).decode("utf-8-sig")), dialect="excel-tab"))
    assert head[:4] == ["id", "related_id", "class", "type/scale"]
    assert form_bytes(small, Target.MARKDOWN).decode("utf-8").startswith("# Questionnaire (fr)\n")
    assert form_bytes(small, Target.PDF).startswith(b"%PDF-")
