"""Make responses/results-survey.csv: invented answers to this study's questionnaire, as LimeSurvey exports them.

Promise: the same questionnaire gives the same bytes, whoever runs it, wherever; nobody gave these answers. Usage, with
the package installed:

    python data/raw/waves/example/make_export.py

Export as in French: headings are question codes, answers are full texts; semicolons, every cell quoted, UTF-8 with a
byte order mark, rows end with CR LF, line breaks within a cell are LF. A question that routing did not show is `N/A`, a
page that was never reached is empty. The faults that are planted (`PLANTED`, `LATE`, `INCOMPLETE`, and the names of
`RESPONSES`) are told in README.md, each with its row. `DOCUMENTED` is what public sources said of these territories
when this was written: the invented answers agree with it, so that those which contradict it stand out.
"""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.codebook.model import Question, QuestionType, Study
from study.codebook.names import limesurvey_contact, limesurvey_names

SEED = "vague d’exemple"
HERE = Path(__file__).resolve().parent
TARGET = HERE / "responses" / "results-survey.csv"
SYSTEM = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl")
OPINION = "avisformulaire"
FIRST_DAY = datetime(2025, 10, 6, 8, 30)

# Number of the response, key of the territory, and how its respondent wrote its name.
RESPONSES = (
    (2, "lyon", "Metropole de Lyon"),
    (3, "lille", "MEL"),
    (5, "nancy", "Grand Nancy"),
    (6, "nantes", "Nantes Métropole"),
    (7, "bordeaux", "Bordeaux Métropole"),
    (8, "dijon", "Dijon Métropole"),
    (9, "rennes", "RENNES MÉTROPOLE"),
    (11, "grenoble", "Métropole de Grenobles"),
    (12, "roubaix", "Ville de Roubaix"),
    (13, "montpellier", "Montpellier Méditerranée Métropole"),
    (14, "strasbourg", "246700488"),
    (15, "brest", "Brest métropole"),
    (17, "toulouse", "Toulouse Métropole"),
    (18, "clermont", "Clermont Auvergne Métropole"),
    (19, "nantes", "Nantes Métropole"),
    (20, "rouen", "Métropole Rouen Normandie"),
    (21, "orleans", "Orléans Métropole"),
    (22, "rennes", "Rennes Métropole"),
    (24, "saint-etienne", "St-Étienne Métropole"),
    (25, "tours", "Tours Métropole Val de Loire"),
    (26, "toulon", "TPM"),
)
# Begun and never submitted: the pages after the third (of the territory, governance and lever 1) were not reached.
INCOMPLETE = (8, 22)
LAST_PAGE = 3
# The second response of a territory that had answered already.
LATE = 19

DOCUMENTED = {
    "lyon": "L0esselected L0essstrategy L0essgovernance L0rtesmember L1supportpath L1supportorganisatio "
    "L1supportprogramme L1fundingtool L2subsidies L2callsforprojects L2scicshareholding L3landaccess L3tierslieux "
    "L4frenchimpactlabel L5spaseradopted L5socialclauses L5clausefacilitator L5purchasingactions L5reservedcontracts "
    "L6essmonth L6essevent L6localcurrency",
    "lille": "L0essstrategy L0essstaff L0policyevaluation L1supportprogramme L2subsidies L2callsforprojects "
    "L3landaccess L3tierslieux L5spaseradopted L5spasersecond L5clausefacilitator L5purchasingactions L6essevent "
    "L6esspromotion",
    "nancy": "L1supportprogramme L1fundingtool L2subsidies L2scicshareholding L3landaccess L3tierslieux "
    "L5purchasingactions",
    "bordeaux": "L0esselected L0essstrategy L0essstaff L0policyevaluation L1incubator L1supportprogramme "
    "L2scicshareholding L3landaccess L5spaseradopted L5spasersecond L5socialclauses L5purchasingactions "
    "L5reservedcontracts L6essmonth L6essevent L6essprize L6esspromotion",
    "nantes": "L0esselected L0essstrategy L0essstaff L0essgovernance L0rtesmember L1supportpath L1incubator "
    "L1supportorganisatio L1supportprogramme L1fundingtool L2subsidies L2ptcesupport L2scicshareholding L3landaccess "
    "L3tierslieux L4socialrnd L4frenchimpactlabel L4collaborativeinnov L5spaseradopted L5spasersecond L5socialclauses "
    "L5clausefacilitator L5reservedcontracts L6essprize L6localcurrency",
    "rennes": "L0essobservatory L1supportpath L1incubator L1supportorganisatio L1fundingtool L2subsidies "
    "L2callsforprojects L2scicshareholding L3landaccess L3tierslieux L4collaborativeinnov L5spaseradopted "
    "L5spasersecond L5socialclauses L5clausefacilitator L5purchasingactions",
    "grenoble": "L0esselected L0essstaff L0essobservatory L0essgovernance L0rtesmember L1incubator "
    "L1supportorganisatio L1fundingtool L1dla L2subsidies L2scicshareholding L3landaccess L3tierslieux L4socialrnd "
    "L4frenchimpactlabel L4collaborativeinnov L5spaseradopted L5socialclauses L5clausefacilitator L5purchasingactions "
    "L5reservedcontracts L6essevent L6esspromotion",
    "montpellier": "L0rtesmember L2subsidies L2callsforprojects L2scicshareholding L3landaccess L3tierslieux "
    "L4socialrnd L4collaborativeinnov L5spaseradopted L5socialclauses L5clausefacilitator L5purchasingactions "
    "L6essmonth L6essevent L6esspromotion L6localcurrency",
    "strasbourg": "L0esselected L0essstrategy L0essstaff L0essgovernance L0rtesmember L1supportpath "
    "L1supportorganisatio L1supportprogramme L1fundingtool L2subsidies L2ptcesupport L3landaccess L3tierslieux "
    "L4frenchimpactlabel L4collaborativeinnov L5spaseradopted L5spasersecond L5socialclauses L5clausefacilitator "
    "L5purchasingactions L6essevent L6esspromotion",
    "brest": "L2subsidies L2callsforprojects L2ptcesupport L3landaccess L3tierslieux L5spaseradopted "
    "L5purchasingactions L6essmonth L6localcurrency",
    "toulouse": "L0esselected L0essstaff L0essgovernance L1supportpath L1incubator L1supportorganisatio L2subsidies "
    "L2callsforprojects L2scicshareholding L3tierslieux L4frenchimpactlabel L5spaseradopted L5socialclauses "
    "L5clausefacilitator L5purchasingactions L6essprize L6esspromotion L6localcurrency",
    "clermont": "L0essstrategy L0essstaff L0essgovernance L0rtesmember L1incubator L1supportorganisatio L2subsidies "
    "L2ptcesupport L2scicshareholding L3tierslieux L4frenchimpactlabel L4collaborativeinnov L5socialclauses "
    "L5clausefacilitator L6essevent L6essprize L6localcurrency",
    "rouen": "L0essstrategy L0rtesmember L1supportpath L1supportorganisatio L1supportprogramme L2subsidies "
    "L2callsforprojects L3landaccess L3tierslieux L4socialrnd L5purchasingactions",
    "orleans": "L3landaccess",
    "saint-etienne": "L0esselected L0essobservatory L0rtesmember L1supportprogramme L1fundingtool L2subsidies "
    "L2callsforprojects L2ptcesupport L2scicshareholding L5purchasingactions L6essmonth L6essevent L6esspromotion",
    "tours": "L3tierslieux L5spaseradopted",
    "toulon": "L1supportorganisatio L1supportprogramme L5spaseradopted L5socialclauses L5clausefacilitator "
    "L5purchasingactions",
}
DOCUMENTED_OTHERWISE = {
    ("brest", "L2scicshareholding"): "planned",
    ("clermont", "L0policyevaluation"): "planned",
    ("clermont", "L1supportpath"): "planned",
    ("clermont", "L3landaccess"): "planned",
    ("clermont", "L6esspromotion"): "planned",
    ("grenoble", "L6localcurrency"): "no",
    ("nancy", "L5spaseradopted"): "planned",
    ("nantes", "L5purchasingactions"): "planned",
    ("saint-etienne", "L3landaccess"): "planned",
    ("saint-etienne", "L4collaborativeinnov"): "planned",
    ("toulon", "L3tierslieux"): "planned",
    ("bordeaux", "L5esspurchaseseur"): "60000000",
    ("brest", "L5annualpurchaseseur"): "124700000",
    ("clermont", "L0essbudgeteur"): "262500",
    ("clermont", "L0essjobs"): "15000",
    ("clermont", "L0essstaffcount"): "1",
    ("grenoble", "L5esspurchaseseur"): "6200000",
    ("lille", "L0essbudgeteur"): "1000000",
    ("lille", "L2callsprojectsfunde"): "140",
    ("lyon", "L2projectsfunded"): "110",
    ("nantes", "L0essbudgeteur"): "1100000",
    ("nantes", "L0essjobs"): "36000",
    ("nantes", "L0essstaffcount"): "1",
    ("nantes", "L5annualpurchaseseur"): "530000000",
    ("rennes", "L0essestablishments"): "2000",
    ("rennes", "L0essjobs"): "30000",
    ("rennes", "L5annualpurchaseseur"): "175000000",
    ("saint-etienne", "L0essestablishments"): "1529",
    ("saint-etienne", "L0essjobs"): "21705",
    ("strasbourg", "L0essstaffcount"): "1",
    ("toulon", "L5annualpurchaseseur"): "600000000",
}

# What is planted, by the number of the response and the heading.
PLANTED = {
    (2, "L0essbudgeteur"): "1 200 000 €",
    (7, "L0essbudgeteur"): "1,2 M€",
    (15, "L0essbudgeteur"): "12 000,50",
    (20, "L0essstaff"): "oui",
    (20, "L0essstaffcount"): "environ 12",
    (25, "L0essstaff"): "oui",
    (25, "L0essstaffcount"): "-3",
    (18, "L1incubator"): "Oui, en partie",
    (21, "L6actions"): "Forum « Les Coopérades » (2024), ouvert à tous.\n"
    "Renseignements : contact.ess@example.org ou 01 99 00 12 34.",
    (17, "L3actions"): "=1+1",
    (13, "L6actions"): "Fête des coopératives 🎉 au parc des Sept Sources (2025) : \u200fstands et ateliers\u200f 🚲",
    (9, "L5spaseradopted"): "non",
    (19, "L0essbudgeteur"): "900 000",
    (21, "L0esselected"): "non",
    (21, "L0esselectedtitle"): "Conseillère déléguée à l’ESS et au réemploi",
    (5, "L1actions"): 'Appel « Première marche » (2023) :\n- une bourse,\n- un "parrainage" par une coopérative.',
    (6, "L0essgovernance"): "non",
    (3, OPINION): "Questionnaire un peu long, mais clair.",
    (18, OPINION): "Impossible de joindre une pièce.",
}

# Chances of yes and of planned, the rest saying no; one in fourteen says nothing.
YES, PLANNED, SILENT = 0.42, 0.14, 1 / 14
NUMBERS = {
    "L0essbudgeteur": (40_000, 900_000, 5_000),
    "L0essstaffcount": (1, 7, 1),
    "L0essestablishments": (900, 4_800, 10),
    "L0essjobs": (9_000, 62_000, 100),
    "L2callsprojectsfunde": (6, 60, 1),
    "L2projectsfunded": (10, 90, 1),
    "L5annualpurchaseseur": (60_000_000, 700_000_000, 1_000_000),
    "L5esspurchaseseur": (300_000, 9_000_000, 10_000),
}
TITLES = (
    "Vice-présidence à l’économie de proximité et à l’ESS",
    "Conseiller délégué à l’ESS et à l’insertion",
    "Vice-présidence à l’ESS, à l’emploi et aux transitions",
)
TEXTS = {
    0: (
        "Cercle des acteurs « Les Communs », réuni deux fois par an depuis 2023.",
        "Un réseau de référents ESS dans les communes (2024).",
    ),
    1: ("Fonds d’amorçage « Pas à pas » (2022).", "Guichet itinérant « La Roulotte », de commune en commune (2024)."),
    2: ("Prêt de matériel aux associations (2023).", "Avance à la coopérative des Trois Chênes (2025)."),
    3: ("Bail à loyer progressif pour la Halle aux Fils (2024).", "Inventaire public des locaux vacants (2025)."),
    4: ("Laboratoire des usages « Le Bocal » (2023).", "Bourse de thèse sur les circuits courts (2024)."),
    5: ("Rencontres d’acheteurs « Achat pluriel » (2024).", "Guide interne des achats solidaires (2023)."),
    6: ("Prix des lycées coopératifs (2025).", "Lettre « L’Écho solidaire », quatre fois par an depuis 2022."),
}


def drawn(territory: str, code: str, times: int = 1) -> list[float]:
    """Return numbers from 0 to 1 that depend on the territory and the question alone."""
    draw = Random(f"{SEED}/{territory}/{code}")
    return [draw.random() for _ in range(times)]


def answer(question: Question, code: str, territory: str, study: Study) -> str:
    """Return what a territory answers to a question, as the export shows it; empty when it says nothing."""
    silent, choice, spelling = drawn(territory, code, 3)
    known = DOCUMENTED_OTHERWISE.get((territory, code), "")
    if code in DOCUMENTED.get(territory, "").split():
        known = "yes"
    if not known and silent < SILENT:
        return ""
    if question.type is QuestionType.YES_NO:
        invented = "yes" if choice < YES else "planned" if choice < YES + PLANNED else "no"
        return study.code_label(known or invented, "fr")
    if question.type is QuestionType.NUMBER:
        low, high, step = NUMBERS[code]
        value = int(known) if known else low + int(choice * ((high - low) // step)) * step
        return spelled(value, question.unit, spelling)
    texts = TITLES if code == "L0esselectedtitle" else (*TEXTS[question.lever], "")
    return texts[int(choice * len(texts))]


def spelled(value: int, unit: str | None, spelling: float) -> str:
    """Return a number as one of those who answer writes it: bare, or with blanks (of three kinds), or with its unit."""
    blanks = (" ", "\u00a0", "\u202f")
    if spelling < 0.4 or value < 10_000:
        return str(value)
    text = f"{value:,}".replace(",", blanks[int(spelling * 1_000) % 3])
    return f"{text} €" if unit == "eur" and spelling > 0.8 else text


def answers(number: int, territory: str, study: Study) -> dict[str, str]:
    """Return the answers of one response by heading, what is planted included, before any page is cut off."""
    names = limesurvey_names(study)
    given: dict[str, str] = {}
    for question in study.questions:
        code = names[question.lever, question.question]
        gate = names[question.lever, question.universe.question] if question.universe else ""
        allowed = [study.code_label(item, "fr") for item in question.universe.answers] if question.universe else []
        shown = not gate or given[gate] in allowed
        said = answer(question, code, territory, study) if shown else "N/A"
        given[code] = PLANTED.get((number, code), said)
    return given


def system(number: int, order: int, territory: str) -> dict[str, str]:
    """Return what LimeSurvey adds to a response; addresses are of the networks kept for examples (RFC 5737)."""
    day, minute, length, seed = drawn(territory, f"#{number}", 4)
    started = FIRST_DAY + timedelta(days=2 * order + int(day * 2), minutes=int(minute * 480))
    ended = started + timedelta(minutes=12 + int(length * 50), seconds=int(seed * 60))
    done = number not in INCOMPLETE
    return {
        "id": str(number),
        "submitdate": f"{ended:%Y-%m-%d %H:%M:%S}" if done else "",
        "lastpage": "8" if done else str(LAST_PAGE),
        "startlanguage": "fr",
        "seed": str(int(seed * 2_000_000_000)),
        "startdate": f"{started:%Y-%m-%d %H:%M:%S}",
        "datestamp": f"{ended:%Y-%m-%d %H:%M:%S}",
        "ipaddr": f"192.0.2.{10 + order}",
        "refurl": "https://www.example.org/enquete" if day < 0.5 else "",
    }


def quoted(cell: str) -> str:
    """Return a cell as LimeSurvey writes it."""
    return '"' + cell.replace('"', '""') + '"'


def export(study: Study) -> bytes:
    """Return the export, as bytes."""
    names = limesurvey_names(study)
    codes = [names[question.lever, question.question] for question in study.questions]
    contact_name, contact_email = (limesurvey_contact(item.question) for item in study.contact)
    headings = [*SYSTEM, "territory", contact_name, contact_email, *codes, OPINION]
    lines = [headings]
    for order, (number, territory, written) in enumerate(RESPONSES):
        given = answers(number, territory, study)
        if number in INCOMPLETE:
            given = {code: said if code[:2] in ("L0", "L1") else "" for code, said in given.items()}
        row = system(number, order, territory) | given
        row["territory"] = written
        row[contact_name] = f"Camille Exemple-{number}"
        row[contact_email] = f"camille.exemple{number}@example.org"
        row[OPINION] = PLANTED.get((number, OPINION), "")
        lines.append([row[heading] for heading in headings])
    text = "".join(";".join(quoted(cell) for cell in line) + "\r\n" for line in lines)
    return text.encode("utf-8-sig")


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(export(load_study(StudyPaths(HERE.parents[3]))))
