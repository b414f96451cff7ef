"""A correction settles the case that it was written for, and no other."""

from datetime import date

import pandas as pd
import pytest

from study.answers.clean import clean
from study.answers.corrections import Corrections, case_text
from study.answers.states import resolve
from study.intake.inputs import load_inputs

EVIDENCE, CORRECTIONS = "data/raw/evidence/evidence.csv", "data/raw/evidence/corrections.csv"
CASE = "E008=yes;E009=no"  # the small study's conflict: clauses, belleville


def line(wave="2020", territory="belleville", question="clauses", expect=CASE, answer="no", row=2):
    return {
        "wave": wave,
        "territory": territory,
        "question": question,
        "expect": expect,
        "answer": answer,
        "reason": "the second page is the newer one",
        "role": "analyst",
        "date": "2021-01-10",
        "row": row,
    }


def corrections(*lines):
    made = pd.DataFrame(lines or [line()]).iloc[: len(lines)]
    return Corrections(made, "2020", CORRECTIONS)


def as_csv(*lines):
    return pd.DataFrame(lines).drop(columns="row").to_csv(index=False, lineterminator="\n")


@pytest.fixture
def cleaned(make_study):
    """`cleaned(lines, add="…")`: the small study cleaned with these corrections, and evidence rows added."""

    def make(*lines, add=""):
        files = {EVIDENCE: lambda text: text + add}
        if lines:
            files[CORRECTIONS] = as_csv(*lines)
        return clean(load_inputs(make_study(files), "2020"))

    return make


def state(cleaned, territory="belleville", question="clauses"):
    found = cleaned.states.set_index(["territory", "question"]).loc[(territory, question)]
    return found["status"], found["answer"], found["evidence"]


def test_a_case_is_written_sorted_by_id():
    assert case_text({"E10": "yes", "E009": "no", "E8": "12.5"}) == "E009=no;E10=yes;E8=12.5"


def test_only_the_exact_case_is_settled():
    table = corrections(line())
    assert table.settle("belleville", "clauses", CASE) == "no"
    assert table.settle("belleville", "scheme", CASE) is None
    assert table.settle("arbois", "clauses", CASE) is None
    for case in ("E008=yes;E009=planned", "E008=yes", "E008=no;E009=yes", f"{CASE};E010=no", ""):
        assert table.settle("belleville", "clauses", case) is None


@pytest.mark.parametrize("expect", ["E009=no;E008=yes", " E008=yes ; E009=no ;", CASE])
def test_the_order_and_blanks_of_the_expected_case_do_not_count(expect):
    assert corrections(line(expect=expect)).settle("belleville", "clauses", CASE) == "no"


def test_a_conflict_is_settled_and_still_names_its_evidence(cleaned):
    assert state(cleaned()) == ("conflict", "", "E008;E009")
    settled = cleaned(line())
    assert state(settled) == ("answered", "no", "E008;E009")
    assert settled.expired == ()
    assert settled.conflicts().empty
    others = settled.states[settled.states["question"] != "clauses"]
    pd.testing.assert_frame_equal(others, cleaned().states.loc[others.index])


def test_new_evidence_in_the_case_expires_its_correction(cleaned, said):
    added = "E015,belleville,1,clauses,no,2020-03,month,,S001,low,One more page,Une page de plus\n"
    found = cleaned(line(territory="cassis", expect="E010=yes;E011=no"), line(), add=added)
    assert state(found) == ("conflict", "", "E008;E009;E015")
    assert [(problem.place.row, problem.place.column) for problem in found.expired] == [(2, "expect"), (3, "expect")]
    problem = found.expired[1]
    assert (problem.code, problem.place.file, problem.value) == ("correction-expired", CORRECTIONS, CASE)
    assert "expects “E008=yes;E009=no”, now it is “E008=yes;E009=no;E015=no”" in said(problem, "en")
    assert "elle attend « E008=yes;E009=no »" in said(problem, "fr")


def test_evidence_that_settles_the_case_by_itself_expires_its_correction(cleaned, said):
    added = "E015,belleville,1,clauses,yes,2020-05,month,,S001,high,A newer page,Une page plus récente\n"
    found = cleaned(line(answer="no"), add=added)
    assert state(found) == ("answered", "yes", "E015")
    [problem] = found.expired
    assert "now it is “—”" in said(problem, "en")


def test_another_wave_s_corrections_neither_settle_nor_expire():
    table = corrections(line(wave="2025"), line(wave="2025", expect="E1=yes;E2=no"))
    assert table.settle("belleville", "clauses", CASE) is None
    assert table.expired() == []
    assert corrections().expired() == []


def test_a_line_that_settled_its_case_has_not_expired_because_other_evidence_was_resolved_since():
    # As when a published figure is computed again without the evidence of its own source.
    table = corrections(line(expect="E008=yes;E009=no;E015=no"))
    assert table.settle("belleville", "clauses", "E008=yes;E009=no;E015=no") == "no"
    assert table.settle("belleville", "clauses", "E008=yes;E015=no") is None
    assert table.expired() == []


def test_each_wave_has_its_own_line_for_one_case():
    table = corrections(line(wave="2025", answer="yes"), line(wave="2020", answer="no"))
    assert table.settle("belleville", "clauses", CASE) == "no"


def test_a_correction_opens_a_question_or_closes_it_to_who_hangs_on_it(cleaned):
    clash = "E015,cassis,0,elected,yes,2020-07-10,day,,S001,high,Yes,Oui\n" + (
        "E016,cassis,0,elected,no,2020-07-10,day,,S002,high,No,Non\n"
    )
    assert state(cleaned(add=clash), "cassis", "staff") == ("unknown", "", "")
    settled = cleaned(line(territory="cassis", question="elected", expect="E015=yes;E016=no"), add=clash)
    assert state(settled, "cassis", "elected")[:2] == ("answered", "no")
    assert state(settled, "cassis", "staff") == ("not_asked", "", "")


def test_a_case_can_be_settled_as_planned_in_either_word(cleaned):
    assert state(cleaned(line(answer="planned")))[:2] == ("answered", "planned")
    assert state(cleaned(line(answer="proposed")))[:2] == ("answered", "planned")


NUMBERS = (
    "E015,belleville,1,purchases_eur,5000000.50,2019,year,,S001,high,5 M,5 M\n"
    "E016,belleville,1,purchases_eur,6000000,2019,year,,S002,high,6 M,6 M\n"
)


def test_the_case_that_is_shown_is_the_case_that_settles(cleaned):
    open_ = cleaned(add=NUMBERS)
    shown = open_.conflicts().set_index(["territory", "question"])["expect"]
    assert shown["belleville", "clauses"] == CASE
    expect = shown["belleville", "purchases_eur"]
    settled = cleaned(line(question="purchases_eur", expect=expect, answer="5500000"), add=NUMBERS)
    assert state(settled, question="purchases_eur") == ("answered", "5500000", "E015;E016")
    assert settled.expired == ()


def test_without_corrections_the_conflict_stays(small_study):
    inputs = load_inputs(small_study, "2020")
    found = resolve(inputs.evidence, inputs.study, list(inputs.frame["territory"]), date(2020, 12, 31))
    assert found.loc[found["status"] == "conflict", "evidence"].tolist() == ["E008;E009"]


def test_boxes_ticked_in_two_facts_are_not_mixed_up():
    def settled(expect, case):
        line = {"wave": "2020", "territory": "arbois", "question": "tools", "expect": expect, "answer": "a", "row": 2}
        return Corrections(pd.DataFrame([line]), "2020", "corrections.csv").settle("arbois", "tools", case)

    assert settled("E2=b; E1=a;c", "E1=a;c;E2=b") == "a"
    assert settled("E1=a;E2=b;c", "E1=a;c;E2=b") is None
