"""Territories as respondents write them."""

from study.bulk.places import NOWHERE, called


def test_names_alike_are_one_and_called_as_most_wrote_it():
    names, which = called(["saint etienne", "Saint-Étienne", "Lyon", "", "?"], [2, 3, 1, 5, 1])
    assert names == ["?", "Lyon", "Saint-Étienne", NOWHERE]
    assert [names[i] for i in which] == ["Saint-Étienne", "Saint-Étienne", "Lyon", NOWHERE, "?"]


def test_of_equals_the_first_in_order_is_taken_whatever_the_order_of_the_rows():
    assert called(["lyon", "LYON"], [2, 2])[0] == called(["LYON", "lyon"], [2, 2])[0] == ["LYON"]
