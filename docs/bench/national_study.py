"""A made-up survey of a real national frame: the 1,259 EPCI of 2019, and the study that asks them.

Promise: the same arguments give the same bytes. The questionnaire is this repository's own, its territories called
intermunicipal bodies; the frame is epci_2019.csv (Etalab, Licence Ouverte; see `make_epci.py`); the answers are seeded
chance, as LimeSurvey exports them, and nobody gave them. Three bodies in four answer, the larger ones more often yes;
some write their name otherwise, begin twice, leave questions open or give amounts with units and in doubt. There is no
evidence, no published figure, and no outline, since the frame has no coordinates. Left out: measuring (`national.py`).
"""

import csv
import random
import re
import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from study.base.layout import StudyPaths
from study.base.nearest import plain
from study.codebook.load import load_study
from study.codebook.model import Question, QuestionType, Study
from study.codebook.names import limesurvey_contact, limesurvey_names
from study.intake.seal import seal

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
FRAME = HERE / "epci_2019.csv"
WAVE = "2019"
SEED = 1259
SOURCE = "@etalab/decoupage-administratif@0.7.0"
REGIONS = {
    "01": "Guadeloupe", "02": "Martinique", "03": "Guyane", "04": "La Réunion", "06": "Mayotte", "11": "Île-de-France",
    "24": "Centre-Val de Loire", "27": "Bourgogne-Franche-Comté", "28": "Normandie", "32": "Hauts-de-France",
    "44": "Grand Est", "52": "Pays de la Loire", "53": "Bretagne", "75": "Nouvelle-Aquitaine", "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes", "93": "Provence-Alpes-Côte d'Azur", "94": "Corse",
}  # fmt: skip
# What a body answers, by its kind: the chance of a yes; a seventh of the rest is planned, a tenth of all silent.
YES = {"METRO": 0.62, "MET69": 0.62, "CU": 0.48, "CA": 0.36, "CC": 0.17}
SILENT, ANSWERED, OTHERWISE, TWICE = 0.1, 0.75, 0.1, 0.02
# From this repository's words to those of the frame; both are feminine in French.
WORDS = (("la métropole", "l’intercommunalité"), ("La métropole", "L’intercommunalité"),
         ("our métropole", "our intermunicipal body"), ("métropoles\", en: \"métropoles", "intercommunalités\", en: \"intermunicipal bodies"),
         ("métropole\", en: \"métropole", "intercommunalité\", en: \"intermunicipal body"), ("métropole", "intercommunalité"))  # fmt: skip
ACTIONS = ("Rencontres annuelles des acteurs (2018).", "Guide des acteurs de l’ESS, mis à jour en 2019.", "Prêt de locaux.",
           "Soutien à la ressourcerie.", "", "", "")  # fmt: skip
TITLES = ("Vice-présidence à l’économie", "Conseil délégué à l’ESS", "Vice-présidence à la cohésion sociale")
_WAVE = """wave: "2019"
title:
  fr: L’économie sociale et solidaire dans {{ frame.count }} intercommunalités
  en: The social and solidarity economy in {{ frame.count }} intermunicipal bodies
subtitle:
  fr: Cadre réel de 2019, réponses tirées au sort
  en: The real frame of 2019, answers by chance
short_title: {fr: Intercommunalités et économie sociale, en: Intermunicipal bodies and social economy}
reference_date: 2019-07-05
publication_date: 2019-07-05
frame_vintage: 2019
population_vintage: 2019
publisher: []
fictitious: true
status:
  fr: La liste des intercommunalités est celle de 2019 ; leurs réponses sont tirées au sort, pour mesurer le logiciel.
  en: The list of intermunicipal bodies is that of 2019; their answers are drawn by chance, to measure the software.
settle:
  fr: Une intercommunalité qui veut compléter une réponse écrit à l’équipe de l’étude.
  en: An intermunicipal body that wants to complete an answer writes to the study’s team.
keywords:
  - {fr: économie sociale et solidaire, en: social and solidarity economy}
"""
_CLAIMS = "claim,edition,as_of,statement,statement_fr,value,unit,base,indicator,names,not_computable_because,source\n"


def bodies(count: int | None = None) -> list[dict[str, str]]:
    """Return the rows of the frame's source; with `count`, so many of them, spread over the list."""
    with FRAME.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    kept = len(found) if count is None else count
    return [found[at * len(found) // kept] for at in range(kept)]


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")


def frame_rows(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return the study's frame; two bodies of one name are told apart by their département."""
    names = [row["name"] for row in rows]
    made = []
    for row in rows:
        name = row["name"] if names.count(row["name"]) == 1 else f"{row['name']} ({row['departements']})"
        copied = {column: value for column, value in row.items() if column != "name"}
        made.append({"territory": _key(name), "vintage": "2019", **copied, "name": name, "short_name": name,
                     "region_name": REGIONS[row["region"]], "source": SOURCE})  # fmt: skip
    return made


def _amount(draw: random.Random, people: float, question: Question) -> str:
    base = people * draw.lognormvariate(0, 0.6) * (2 if question.unit == "eur" else 0.01)
    value = max(1, round(base)) if question.unit != "people" else draw.randint(1, 6)
    usual = str(value)
    return draw.choice([*[usual] * 20, f"{value:,}".replace(",", " "), f"environ {value}", "NSP"])


def _answer(draw: random.Random, row: dict[str, str], question: Question, study: Study) -> str:
    if draw.random() < SILENT:
        return ""
    if question.type is QuestionType.YES_NO:
        yes = YES[row["nature"]] * (0.4 + draw.random() * 0.2 + sum(map(ord, question.question)) % 9 / 8)
        chance = draw.random()
        return study.code_label("yes" if chance < yes else "planned" if chance < yes + (1 - yes) / 7 else "no", "fr")
    if question.type is QuestionType.NUMBER:
        return _amount(draw, float(row["population_municipal"]), question)
    return draw.choice(TITLES if question.universe else ACTIONS)


def responses(rows: Sequence[dict[str, str]], study: Study, seed: int) -> Iterator[dict[str, str]]:
    """Yield the export's rows: system columns, who answers, an answer per question; `N/A` where routing hid it."""
    names = limesurvey_names(study)
    draw = random.Random(seed)
    number = 0
    for row in rows:
        if draw.random() > ANSWERED and row["nature"] not in ("METRO", "MET69"):
            continue
        for _ in range(2 if draw.random() < TWICE else 1):
            number += 1
            who = row["siren"] if draw.random() < OTHERWISE else row["name"]
            day = f"2019-0{draw.randint(3, 6)}-{draw.randint(1, 28):02} {draw.randint(8, 18):02}:{draw.randint(0, 59):02}:00"
            given = {"id": str(number), "submitdate": day, "lastpage": "8", "startlanguage": "fr", "territory": who}
            given |= {limesurvey_contact(item.question): f"Personne {number}" for item in study.contact[:1]}
            for question in study.questions:
                asked = question.universe
                gate = given[names[question.lever, asked.question]] if asked else ""
                shown = not asked or gate in [study.code_label(code, "fr") for code in asked.answers]
                code = names[question.lever, question.question]
                given[code] = _answer(draw, row, question, study) if shown else "N/A"
            yield given


def make_study(
    root: Path, count: int | None = None, seed: int = SEED, levers: Collection[int] | None = None
) -> StudyPaths:
    """Make the study in a folder that is not there yet, sealed; with `count`, of so many territories.

    `levers` are those of its questionnaire, all when it is None.
    """
    paths = StudyPaths(root)
    shutil.copytree(REPOSITORY / "notebooks", paths.notebooks, ignore=shutil.ignore_patterns(".*"))
    paths.questionnaire.mkdir(parents=True)
    for source in sorted((REPOSITORY / "data" / "raw" / "questionnaire").glob("*.yaml")):
        if levers is not None and source.stem[-1].isdigit() and int(source.stem[-1]) not in levers:
            continue
        text = source.read_text("utf-8")
        if levers is not None:
            text = re.sub(r"(?m)^  - lever-(\d)\.yaml\n", lambda line: line[0] if int(line[1]) in levers else "", text)
        for old, new in WORDS:
            text = text.replace(old, new)
        text = re.sub(r"(?m)^(#.*\n)*map: .*\n", "", text)
        (paths.questionnaire / source.name).write_text(text, "utf-8")
    paths.responses(WAVE).mkdir(parents=True)
    paths.wave_yaml(WAVE).write_text(_WAVE, "utf-8")
    paths.claims(WAVE).write_text(_CLAIMS, "utf-8")
    rows = frame_rows(bodies(count))
    _write(paths.frame, rows, ",")
    given = list(responses(rows, load_study(paths), seed))
    _write(paths.responses(WAVE) / "results-survey.csv", given, ";")
    seal(paths)
    return paths


def _write(path: Path, rows: Sequence[dict[str, str]], separator: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=separator, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
