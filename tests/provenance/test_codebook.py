import re
from pathlib import Path

import pytest

from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.provenance.codebook import codebook_file, codebook_md, main

ROOT = Path(__file__).parents[2]


def test_the_committed_codebook_is_fresh():
    paths = StudyPaths(ROOT)
    assert codebook_file(paths).read_text("utf-8") == codebook_md(load_study(paths)), "run `make docs`, and commit it"


@pytest.fixture
def text(small_study):
    main(small_study.root)
    return codebook_file(small_study).read_text("utf-8")


def section(text, heading):
    return text.partition(f"\n{heading}\n")[2].partition("\n#")[0]


def test_a_question_is_told_in_every_language_with_all_that_it_may_be_answered(text):
    scheme = section(text, "### `scheme`")
    for words in ("**Scheme adopted / Schéma adopté**", "> en: Have you adopted a scheme?", "> fr: Avez-vous adopté un schéma ?",
                  "* Answer: yes / planned / no", "* A documented answer holds: permanent",
                  "* Counts in the intensity of its lever", "`scheme.count`"):  # fmt: skip
        assert words in scheme, words
    assert "* Asked of: those who answer `yes` (yes) to `elected`" in section(text, "### `staff`")
    assert "may be added up" in section(text, "### `purchases_eur`")
    assert "`charter` Purchasing charter / Charte d’achats" in text
    assert "## Lever 0: Governance / Gouvernance (transversal" in text


def test_statuses_and_columns_are_told(text):
    assert "* `unknown`: no public source in force was found, which never means no" in text
    assert "| `expect` | text |" in section(text, "### `evidence/corrections.csv`")
    assert "`inferred`" in section(text, "### `evidence/evidence.csv`")
    assert "| `upper` | number |" in section(text, "### `indicators.csv`")
    assert "| `as_of` | date |" in section(text, "### `data/answers.csv`")


def test_a_study_in_one_language_without_english_has_one(make_study):
    paths = make_study()
    for path in paths.questionnaire.glob("*.yaml"):
        lines = path.read_text("utf-8").replace("languages: [fr, en]", "languages: [fr]")
        path.write_text(re.sub(r", en: (?:\"[^\"]*\"|[^}]*)}", "}", lines), "utf-8")
    text = codebook_md(load_study(paths))
    assert "> fr: Avez-vous adopté un schéma ?" in text and "> en:" not in text


def test_texts_are_no_markup(make_study):
    hostile = '"<b>a|b</b> `c` *d* # [e](f)"'
    paths = make_study(
        {"data/raw/questionnaire/lever-1.yaml": lambda text: text.replace("en: Scheme adopted}", f"en: {hostile}}}")}
    )
    told = codebook_md(load_study(paths))
    assert "\\<b\\>a\\|b\\</b\\> \\`c\\` \\*d\\* \\# \\[e\\](f)" in told and "<b>" not in told
