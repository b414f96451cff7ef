"""Real exports, of other people's surveys, read as this study's: each is named and its oddities are told."""

from pathlib import Path

import pytest

from study.base.errors import Severity
from study.exports.settings import SurveySettings
from study.survey.responses import read_survey
from study.survey.roster import roster

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
# What nobody's export of another questionnaire can do without.
FOREIGN = {"no-question-column", "no-respondent-column"}

CASES = {
    "insee_populations_legales_2019_extrait.ods": ("spreadsheet", (8,), 100, {"titles-skipped", "sheet-not-read"}),
    "insee_populations_regions_2019_cp1252.csv": ("spreadsheet", (8,), 17, {"titles-skipped", "export-encoding"}),
    "kb01_export_repetition_sep-point.xlsx": ("kobo", (1,), 5, {"repeated-group"}),
    "kb05_formpack_4versions_type-change_codes.csv": ("kobo", (1,), 8, {"several-versions"}),
    "kb06_formpack_or-other_libelles.csv": ("kobo", (1,), 3, set()),
    "kb07_formpack_groupes_libelles_es.csv": ("kobo", (1,), 3, set()),
    "kb08_formpack_multi_detail-seul.csv": ("kobo", (1,), 3, set()),
    "kb08_formpack_multi_resume-seul.csv": ("kobo", (1,), 3, set()),
    "kb09_formpack_guillemets_retours_urls.csv": ("kobo", (1,), 5, set()),
    "ls01_fr_codes_pointvirgule_bom_crlf.csv": ("limesurvey", (1,), 60, {"files-sent", "response-last-page"}),
    "ls02_de_textecomplet_pointvirgule_bom.csv": ("limesurvey", (1,), 96, {"no-submission-date", "heading-text-twice"}),
    "ls02_en_textecomplet_pointvirgule_bom.csv": ("limesurvey", (1,), 96, {"no-submission-date", "heading-text-twice"}),
    "ls05_en_code-et-texte_virgule_2017nl.csv": (
        "limesurvey",
        (1,),
        77,
        {"no-submission-date", "column-without-heading"},
    ),
}
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside this copy")


@pytest.fixture
def looked(tools):
    def read(name):
        may = roster(["arbois"], 2020, [("arbois", "Arbois")], [])
        return read_survey([(SAMPLES / name, name)], tools.small, SurveySettings(), ["métropole"], may)

    return read


@needs_samples
@pytest.mark.parametrize("name", CASES)
def test_each_export_is_named_and_its_oddities_are_told(looked, name):
    flavour, headings, count, oddities = CASES[name]
    read, problems = looked(name)
    [export] = read.exports
    assert (export.layout.flavour, export.layout.heading_rows, export.rows) == (flavour, headings, count)
    assert export.layout.reasons, "it says why"
    codes = {problem.code for problem in problems}
    assert codes >= FOREIGN | oddities
    unexpected = {problem.code for problem in problems if problem.severity is not Severity.ERROR} - oddities
    assert unexpected <= {"questions-without-column", "sheet-not-read", "titles-skipped"}, unexpected
    assert len(read.received) == count, "nothing is dropped"


@needs_samples
def test_a_form_is_no_export(looked):
    read, problems = looked("kb01_xlsform_sample.xlsx")
    assert read.exports == () and [problem.code for problem in problems] == ["export-is-a-form"]


@needs_samples
def test_every_sample_is_looked_at():
    there = {path.name for path in SAMPLES.iterdir() if path.suffix != ".md"}
    assert there == {*CASES, "kb01_xlsform_sample.xlsx"}
