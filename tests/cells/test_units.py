"""What may follow a number: the question's unit and no other, thousands and millions."""

import pytest

from study.cells.units import Tails
from study.codebook.model import Study

BOTH = {"fr": "x", "en": "x"}
UNITS = {"eur": ("€", "EUR"), "people": ("agent(s)", "officer(s)"), "sites": ("établissements", "sites"), "m2": ("m²", "m²"), "rate": ("%", "%")}  # fmt: skip


def tails(unit):
    question = {"lever": 1, "question": "q", "type": "number", "unit": unit, "label": BOTH, "wording": BOTH}
    study = Study.model_validate(
        {
            "languages": ["fr", "en"],
            "territory": {"one": BOTH, "many": BOTH},
            "lever_noun": {"one": BOTH, "many": BOTH},
            "codes": [],
            "units": {name: {"fr": fr, "en": en} for name, (fr, en) in UNITS.items()},
            "levers": [{"lever": 1, "title": BOTH, "short": BOTH, "questions": [question]}],
        }
    )
    return Tails(study.question("q"), study)


@pytest.mark.parametrize(
    ("unit", "power", "texts"),
    [
        ("eur", 0, ["", " ", "€", " €", "EUR", " euros", "Euro", " d’euros", " €."]),
        ("eur", 3, ["k", " K", "k€", " k €", "kEUR", " keuros", " mille", " milliers d'euros", " Tsd. Euro"]),
        ("eur", 6, [" M€", "M", " M €", " million", " millions d’euros", " millions €", " Mio. €", "MEUR"]),
        ("eur", 9, [" Md€", " Mds €", " milliards d’euros", " Mrd. €", " bn EUR"]),
        (
            "eur",
            None,
            [" ETP", " m", " m€", " billion", " $", "%", " euros HT", " €/an", " kilos", " millionnaires", " m²"],
        ),
        ("people", 0, [" agents", " agent", " agent(s)", " officers", " people"]),
        ("people", None, [" €", " ETP", " personnes morales", " agen", " peopl"]),
        ("sites", 0, [" établissement", " Etablissements", " site"]),
        ("sites", 3, [" milliers d’établissements"]),
        ("m2", 0, [" m²", " m2", " mètres carrés", "qm"]),
        ("m2", None, [" ha", " km", " m", " m3"]),
        ("rate", 0, ["%", " %", " pour cent", " Prozent"]),
        ("share", -2, ["%", " %", " pour cent"]),
        ("share", 0, ["", " share"]),
    ],
)
def test_a_unit_is_the_question_s(unit, power, texts):
    known = tails(unit)
    assert {text: known.power(text) for text in texts} == dict.fromkeys(texts, power)
