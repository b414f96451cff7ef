"""What a key rests on, told from its words."""

import pytest

from study.codebook.load import load_study
from study.codebook.names import name_of
from study.trail.basis import Bases

RULES = {"default.no_years": ("study.yaml", 9), "lever_1.clauses": ("study.yaml", 9)}


@pytest.fixture
def bases(small_study):
    claims = {"C01": "scheme.count", "C02": "frame.count"}
    return Bases(load_study(small_study), "2020", ["arbois", "belleville"], ["2018"], claims, "wave.yaml", [7], RULES)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("scheme.count", {"measure": "count", "questions": ["scheme"], "states": ["yes"], "beside": ""}),
        ("scheme.share.upper", {"measure": "share", "beside": "upper"}),
        ("scheme.planned.names", {"measure": "planned", "beside": "names", "states": ["planned"]}),
        ("lever_1.intensity.base.arbois", {"measure": "intensity", "beside": "base", "territory": "arbois"}),
        ("lever_1.acting", {"measure": "acting", "states": ["yes"]}),
        ("evolution.2018.scheme.adopted.names", {"measure": "adopted", "moments": ["2018", "2020"], "beside": "names"}),
        ("evolution.2018.lever_1.intensity", {"measure": "intensity", "moments": ["2018"]}),
        ("evidence.live.belleville", {"kind": "facts", "standing": ["live"], "territory": "belleville"}),
        ("evidence.rule.lapsed.no_years", {"kind": "facts", "standing": ["lapsed"], "rule": "no_years"}),
        ("evidence.source.S001", {"kind": "facts", "source": "S001"}),
        ("sources.count.lever_1", {"kind": "facts", "measure": "sources", "lever": 1}),
        ("answers.known.base.lever_1", {"measure": "known", "beside": "base"}),
        ("frame.population.arbois", {"kind": "frame", "measure": "population_municipal", "territory": "arbois"}),
        ("questions.core", {"kind": "codebook", "measure": "core"}),
        ("evolution.2018.scheme.base", {"measure": "both", "moments": ["2018", "2020"], "beside": "base"}),
        ("years.default.no_years", {"measure": "years", "question": "", "file": "study.yaml", "line": 9}),
        ("years.lever_1.clauses", {"measure": "years", "question": "clauses", "file": "study.yaml", "line": 9}),
        ("value.purchases_eur.arbois", {"measure": "value", "territory": "arbois"}),
        ("claim.C01.documented", {"kind": "claim", "questions": ["scheme"], "moments": ["claim:C01"]}),
        ("claim.C02.value", {"kind": "claim", "questions": [], "moments": []}),
        ("claims.reproduced", {"kind": "claims", "measure": "reproduced"}),
        ("bridge.2018.scheme.count.date", {"kind": "bridge", "indicator": "scheme.count", "measure": "date"}),
        ("collection.1", {"kind": "given", "file": "wave.yaml", "line": 7}),
        ("evolution.2018.adopted.arbois", {"measure": "adopted", "territory": "arbois", "moments": ["2018", "2020"]}),
        ("evolution.2018.base.arbois", {"measure": "both", "beside": "base", "territory": "arbois"}),
        ("sheet.questions.left_out.arbois", {"measure": "left_out", "territory": "arbois"}),
        ("sheet.actions.left_out.arbois", {"kind": "facts", "measure": "left_out", "territory": "arbois"}),
        ("sheet.sources.left_out.arbois", {"kind": "facts", "standing": ["live"], "territory": "arbois"}),
        ("nonresponse.lever_1.scheme.no_answer", {"measure": "no_answer", "questions": ["scheme"]}),
    ],
)
def test_a_key_says_what_it_rests_on(bases, key, said):
    basis = bases.of(key)
    assert {name: basis[name] for name in said} == said


@pytest.mark.parametrize(
    "key", ["scheme.nothing", "nobody.count", "scheme.count.cassis", "lever_1.height", "frame.x.y.z"]
)
def test_a_key_of_no_form_is_a_fault(bases, key):
    with pytest.raises((KeyError, ValueError)):
        bases.of(key) if key != "frame.x.y.z" else bases.of("evidence.sideways")


def test_a_name_that_two_levers_have_says_its_lever(bases):
    named = [name_of(question, bases.study) for question in bases.study.questions]
    assert len(set(named)) == len(named) and "lever_1.actions" in named and "scheme" in named
