"""Conditions of forms: what becomes a gate, what does not, and what several of them say together."""

import pytest

from study.forms.imported import Gate
from study.forms.routing import combined, limesurvey_gate, xlsform_gate


@pytest.mark.parametrize(
    ("condition", "gate"),
    [
        ("${a} = 'x'", Gate("a", ("x",))),
        ('${a}="x"', Gate("a", ("x",))),
        ("${ a-b.c } = 1", Gate("a-b.c", ("1",))),
        ("selected(${a}, 'x')", Gate("a", ("x",))),
        ("selected ( ${a} , \"x\" ) or selected(${a},'y')", Gate("a", ("x", "y"))),
        ("((${a} = 'x') or (${a} = 'y' or ${a} = 'x'))", Gate("a", ("x", "y"))),
        ("${a} = ''", Gate("a", ("",))),
    ],
)
def test_a_comparison_with_codes_is_a_gate(condition, gate):
    assert xlsform_gate(condition) == gate


@pytest.mark.parametrize(
    "condition",
    [
        "${a} = 'x' or ${b} = 'y'",
        "${a} = 'x' and ${a} = 'y'",
        "${a} != 'x'",
        "not(selected(${a}, 'x'))",
        "${a} > 3",
        "${a} = ${b}",
        "count-selected(${a}) = 2",
        "${a} = 'x') or (${a} = 'y'",
        "(${a} = 'x'",
        "${a} = 'x' oregano",
        "true()",
        "",
        "(" * 5000 + "${a} = 'x'" + ")" * 5000,
    ],
)
def test_anything_else_is_none(condition):
    assert xlsform_gate(condition) is None


def resolve(name, value):
    return None if name == "unknown" else (name, value)


@pytest.mark.parametrize(
    ("condition", "gate"),
    [
        ('Q1.NAOK == "A1"', Gate("Q1", ("A1",))),
        ("((Q1 == 'A1' or Q1.NAOK eq \"A2\"))", Gate("Q1", ("A1", "A2"))),
        ('Q1.NAOK=="A1" || Q1.NAOK=="A2"', Gate("Q1", ("A1", "A2"))),
        ("Q1.NAOK == 3", Gate("Q1", ("3",))),
        ('Q1.NAOK == "A1" && Q2.NAOK == "A1"', None),
        ("!is_empty(Q1.NAOK)", None),
        ('unknown.NAOK == "A1"', None),
        ('Q1.NAOK == "A1" or unknown == "A1"', None),
    ],
)
def test_relevance_equations(condition, gate):
    assert limesurvey_gate(condition, resolve) == gate


def gates(text):
    return [Gate(part.split("=")[0], tuple(part.split("=")[1].split("|"))) for part in text.split()]


@pytest.mark.parametrize(
    ("own", "earlier", "said"),
    [
        ("a=x", {}, "a=x"),
        # The same question twice: who meets both.
        ("a=x|y a=y|z", {}, "a=y"),
        ("a=x a=y", {}, None),
        # b is only asked of those who said x to a, so that its own answer is enough; or through c.
        ("a=x b=y", {"b": "a=x"}, "b=y"),
        ("a=x|w b=y", {"b": "a=x"}, "b=y"),
        ("a=x b=y", {"b": "c=z", "c": "a=x"}, "b=y"),
        ("a=x b=y", {"b": "a=x|w"}, None),
        ("a=x b=y", {}, None),
        ("a=x b=y", {"b": "b=y"}, None),
    ],
)  # fmt: skip
def test_conditions_that_hold_together(own, earlier, said):
    found = combined(gates(own), {name: gates(text) for name, text in earlier.items()})
    assert found == (gates(said)[0] if said else None)
