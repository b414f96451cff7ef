"""Who moved, and what a move is called."""

import itertools
from dataclasses import replace

from study.bridge.groups import Group
from study.bridge.moves import NOT_ASKED, OUTSIDE, How, Move, changed_facts, how, moves, states
from study.bridge.values import computed

HEADING = "evidence,territory,lever,question,answer,note\n"


def facts(text):
    return Group({"data/raw/evidence/evidence.csv": (HEADING + text).encode()})


def test_every_change_of_state_has_a_name():
    found = {
        (before, after): how(before, after)
        for before, after in itertools.permutations(("yes", "planned", "no", "unknown", NOT_ASKED, OUTSIDE), 2)
    }
    assert found["no", "yes"] is found["planned", "yes"] is How.ADOPTED
    assert found["yes", "no"] is How.ENDED
    assert found["yes", "unknown"] is How.NO_LONGER_DOCUMENTED
    assert found[NOT_ASKED, "yes"] is How.NOW_ASKED and found["yes", NOT_ASKED] is How.NO_LONGER_ASKED
    assert found[OUTSIDE, "yes"] is How.ENTERED and found[NOT_ASKED, OUTSIDE] is How.LEFT
    effects = {pair: Move(1, "q", "t", *pair, name).effect for pair, name in found.items()}
    assert {pair for pair, effect in effects.items() if effect} == {pair for pair in found if "yes" in pair}
    assert all(effects[a, b] == -effects[b, a] for a, b in effects)


def test_facts_that_differ_are_told_by_what_they_are_about():
    before = facts("E1,a,1,q,yes,n\nE2,a,1,q,no,n\nE3,b,1,q,yes,n\nE5,c,2,q,yes,n\n")
    after = facts("E2,a,1,q,yes,n\nE4,b,1,q,yes,n\nE3,b,1,q,yes,other\nE5,b,2,q,yes,n\n")
    # E1 gone, E2 changed, E4 new, E5 moved from one territory to another; the note of E3 is none of it.
    assert changed_facts(before, after) == {
        ("1", "q", "a"): ("E1", "E2"),
        ("1", "q", "b"): ("E4",),
        ("2", "q", "c"): ("E5",),
        ("2", "q", "b"): ("E5",),
    }
    assert changed_facts(before, before) == {}


def test_states_are_those_of_every_territory_and_routing_is_one(small_study):
    once = computed(small_study, "2020")
    assert list(moves(once, once)) == [] == list(moves(once, replace(once)))
    found = states(once)
    assert found[0, "elected"] == {"arbois": "yes", "belleville": "no", "cassis": "unknown"}
    assert found[0, "staff"] == {"arbois": "yes", "belleville": NOT_ASKED, "cassis": "unknown"}
    assert set(found) == {(0, "elected"), (0, "staff"), (1, "scheme"), (1, "clauses")}
