"""A realistic document of the report, built by code: each kind of block, in French, about fifteen pages."""

import io
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure

from study.report.glyphs import FONT_DIR

TOWNS = [
    "Aix-Marseille-Provence",
    "Bordeaux",
    "Brest",
    "Clermont Auvergne",
    "Dijon",
    "Grand Paris",
    "Grenoble-Alpes",
    "Lille",
    "Lyon",
    "Metz",
    "Montpellier",
    "Nancy",
    "Nantes",
    "Nice Côte d’Azur",
    "Orléans",
    "Rennes",
    "Rouen Normandie",
    "Saint-Étienne",
    "Strasbourg",
    "Toulon Provence Méditerranée",
    "Toulouse",
    "Tours Val de Loire",
]
STATES = [("oui", "yes"), ("prévu", "planned"), ("non", "no"), ("inconnu", "unknown"), ("à trancher", "conflict")]
LONG_URL = (
    "https://www.grandlyon.example/fileadmin/user_upload/media/pdf/deliberations/2019/conseil-metropolitain-du-08-07-2019"
    "/rapport-2019-3630-schema-de-promotion-des-achats-publics-socialement-et-ecologiquement-responsables.pdf?version=2"
)


def svg(kind: int) -> str:
    """Return a drawing in the shipped font, its text as outlines."""
    for path in sorted(FONT_DIR.glob("*.ttf")):
        font_manager.fontManager.addfont(path)
    with mpl.rc_context(
        {"svg.hashsalt": "sample", "svg.fonttype": "path", "font.family": "Source Sans 3", "font.size": 9}
    ):
        figure = Figure(figsize=(6.5, (2.9, 3.4, 5.6)[kind]), layout="constrained")
        axes = figure.subplots()
        if kind == 0:
            names = ["Clauses sociales", "SPASER adopté", "Marchés réservés", "Facilitateur", "Achats responsables"]
            axes.barh(names, [14, 6, 9, 12, 4], color="#0b5c6b")
            axes.barh(names, [1, 3, 1, 0, 2], left=[14, 6, 9, 12, 4], color="#e0a030", hatch="///", edgecolor="white")
            axes.set_xlim(0, 22)
        elif kind == 1:
            axes.errorbar([8, 11, 15, 4], range(4), xerr=[[0] * 4, [6, 3, 2, 9]], fmt="o", color="#b4501e")
            axes.set_yticks(range(4), ["Élu à l’ESS", "Stratégie", "Adhésion au RTES", "Observatoire"])
        else:
            axes.barh(TOWNS, [(i * 7) % 9 + 1 for i in range(22)], color="#0b5c6b")
        axes.spines[["top", "right"]].set_visible(False)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def figure(number: int, title: str) -> dict[str, Any]:
    return {
        "kind": "figure",
        "key": f"sample-{number}",
        "title": title,
        "alt": f"Barres horizontales : sur 22 métropoles, les réponses à la question {number}, de 4 à 14 oui.",
        "source": "faits publics réunis par l’étude, au 5 juillet 2019 ; base : 22 métropoles.",
        "file": f"figures/sample-{number}.svg",
    }


def matrix() -> dict[str, Any]:
    labels = [
        "Élu à l’ESS",
        "Stratégie ESS",
        "Personnel dédié",
        "Observatoire",
        "Gouvernance partagée",
        "Évaluation",
        "Adhésion au RTES",
    ]
    rows: list[list[Any]] = []
    for i, town in enumerate(TOWNS):
        states = [STATES[(0, 3, 3, 1, 0, 2, 3, 3, 0, 4, 3)[(i * 5 + j * 3 + i * j) % 11]] for j in range(7)]
        rows.append([town, *({"text": text, "tone": tone} for text, tone in states)])
    columns = [{"label": "Métropole", "align": "left", "width": "auto"}]
    columns += [{"label": label, "align": "left", "width": "1fr"} for label in labels]
    return {
        "kind": "table", "key": "sample-matrix", "title": "Sept métropoles sur dix ont un élu chargé de l’ESS", "columns": columns,
        "rows": rows, "row_header": True, "source": "faits publics au 5 juillet 2019.",
        "note": "à Brest, un personnel dédié est documenté ; « inconnu » veut dire qu’aucun fait public n’a été trouvé, jamais « non ».",
    }  # fmt: skip


def sources(count: int = 60) -> dict[str, Any]:
    publishers = ["Localtis", "Avise", "RTES", "Métropole de Lyon", "Nantes Métropole", "La Gazette des communes"]
    titles = [
        "Délibération du conseil métropolitain portant adoption du schéma de promotion des achats responsables",
        "Les métropoles, actrices de l’économie sociale et solidaire",
        "Feuille de route ESS 2018-2020",
        "Compte rendu de la rencontre nationale des collectivités et de l’ESS, atelier sur le foncier et les tiers-lieux",
    ]
    rows: list[list[Any]] = [
        [
            f"S{n:03}", titles[n % 4], publishers[n % 6], f"{n % 28 + 1}/0{n % 9 + 1}/2019",
            {"text": LONG_URL if n % 4 == 0 else f"https://www.avise.example/ressources/{n}", "url": LONG_URL},
        ]
        for n in range(1, count + 1)
    ]  # fmt: skip
    labels = [("Nº", "auto"), ("Titre", "2fr"), ("Éditeur", "auto"), ("Date", "auto"), ("Adresse", "2fr")]
    columns = [{"label": label, "align": "left", "width": width} for label, width in labels]
    return {"kind": "table", "key": "sources", "title": "Sources citées", "columns": columns, "rows": rows}


def questionnaire() -> dict[str, Any]:
    wordings = [
        "Votre métropole a-t-elle adopté un schéma de promotion des achats publics socialement et écologiquement responsables (SPASER) ?",
        "Votre métropole a-t-elle pris des parts au capital d’une ou de plusieurs sociétés coopératives d’intérêt collectif (Scic) ?",
        "Un ou plusieurs agents de votre métropole sont-ils chargés de l’ESS à titre principal ?",
    ]
    rows = [
        [f"spaser_adopted_{n}", wordings[n % 3], "oui, prévu, non", "permanente" if n % 2 else "6 ans", str(n * 1111)]
        for n in range(14)
    ]
    labels = [
        ("Variable", "left"),
        ("Question posée", "left"),
        ("Codes", "left"),
        ("Validité", "left"),
        ("Effet", "right"),
    ]
    columns = [{"label": label, "align": align, "width": "auto"} for label, align in labels]
    return {
        "kind": "table",
        "key": "questions",
        "title": "Le questionnaire, levier 5",
        "columns": columns,
        "rows": rows,
        "row_header": True,
    }


def document() -> dict[str, Any]:
    """Return document.json of the sample."""
    prose = {"kind": "prose", "file": "prose/1.typ"}
    cards = {
        "kind": "cards",
        "items": [
            {
                "value": "6",
                "label": "métropoles ont adopté un SPASER",
                "detail": "de 6 à 19 selon les réponses inconnues",
                "key": "a.count",
            },
            {"value": "68 %", "label": "ont un élu délégué à l’ESS", "detail": "15 sur 22 documentées"},
            {
                "value": "1,2 milliard d’euros",
                "label": "de commandes publiques",
                "detail": "cumul 2015-2018, cinq métropoles",
            },
            {"value": "9", "label": "soutiennent des Scic", "detail": "au moins, par une prise de capital"},
            {"value": "950", "label": "faits publics réunis"},
            {
                "value": "12 à 17",
                "label": "métropoles avec un appel à projets dédié à l’économie sociale et solidaire",
                "detail": "",
            },
        ],
    }
    examples = {
        "kind": "examples",
        "title": "Ce que font les métropoles",
        "items": [
            {
                "label": "Bordeaux", "evidence": "E001", "source": "Localtis, 2019", "url": "https://www.banquedesterritoires.example/localtis",
                "text": "La métropole réserve chaque année une part de ses marchés d’entretien aux entreprises d’insertion et publie le nombre d’heures réalisées.",
            },
            {"label": "Nantes", "text": "Un facilitateur des clauses sociales est partagé avec la ville.", "source": "Nantes Métropole, délibération 2018-112", "url": LONG_URL, "evidence": "E118"},
            {"label": "Lille", "text": "Le plan métropolitain de développement de l’ESS consacre un axe à la commande publique.", "source": "MEL, 2018"},
        ],
    }  # fmt: skip
    callout = {
        "kind": "callout",
        "title": "Un « inconnu » à corriger ?",
        "text": "Une métropole qui constate une erreur ou un oubli peut nous le signaler, document public à l’appui.\nLa correction paraît dans l’édition suivante, avec son motif.",
    }
    claims = {
        "kind": "table", "key": "claims", "title": "Les chiffres publiés en 2019, recalculés", "source": "RTES et Avise, juillet 2019.",
        "columns": [{"label": "Chiffre publié", "width": "1fr"}, {"label": "Publié", "align": "right"}, {"label": "Recalculé", "align": "right"}, {"label": "Verdict"}],
        "rows": [
            ["métropoles ayant adopté un SPASER", "6", "6", {"text": "reproduit", "tone": "yes"}],
            ["métropoles soutenant des Scic", "9", "5 à 19", {"text": "compatible", "tone": "planned"}],
            ["répondants à l’enquête", "13", "–", {"text": "non calculable", "tone": "unknown"}],
            ["adhérentes du RTES", "15", "14", {"text": "contredit", "tone": "conflict"}],
        ],
    }  # fmt: skip
    terms = {
        "kind": "terms",
        "items": [
            {"term": "ESS", "name": "économie sociale et solidaire", "text": "Manière d’entreprendre : démocratique, et sans but lucratif ou presque.", "source": "Loi n° 2014-856 du 31 juillet 2014, article 1er", "url": LONG_URL},
            {"term": "SPASER", "name": "schéma de promotion des achats publics socialement et écologiquement responsables", "text": "Document public. " * 12, "source": "", "url": ""},
            {"term": "Tiers-lieu", "name": "", "text": "Lieu partagé.", "source": "Une page sans adresse", "url": ""},
        ],
    }  # fmt: skip
    heading = {"kind": "heading", "level": 2, "text": "Ce que les métropoles déclarent", "id": "declare"}
    sub = {"kind": "heading", "level": 3, "text": "Par question", "id": "par-question"}
    return {
        "lang": "fr",
        "meta": {
            "title": "Les métropoles et l’économie sociale et solidaire",
            "subtitle": "Six leviers d’action des 22 métropoles françaises, état des lieux au 5 juillet 2019",
            "statement": "Une reconstitution indépendante, faite à partir de sources publiques et d’un questionnaire reconstitué. Elle n’a été validée "
            "ni par le RTES ni par l’Avise. Ce qui n’est pas documenté est « inconnu », jamais « non » : chaque part est donnée avec ses bornes.",
            "publisher": "Étude reproductible",
            "wave": "2019",
            "date_text": "5 juillet 2019",
            "authors": ["Équipe de l’étude"],
            "keywords": ["ESS", "métropoles"],
            "running_head": "Les métropoles et l’ESS, 2019",
        },
        "labels": {
            "contents": "Sommaire", "statement": "Ce qu’est ce document", "annex": "Annexe", "table": "Tableau", "note": "Lecture",
            "tone_yes": "oui", "tone_planned": "prévu", "tone_no": "non", "tone_unknown": "inconnu", "tone_conflict": "à trancher",
        },
        "parts": [
            {"id": "essentiel", "role": "front", "number": None, "title": "L’essentiel", "summary": "Six métropoles ont un schéma d’achats responsables ; pour sept autres, rien de public ne permet de le dire.", "blocks": [cards, prose, callout]},
            {"id": "lever-0", "role": "chapter", "number": "0", "title": "Gouvernance : qui porte l’ESS dans la métropole", "summary": "La plupart des métropoles ont un élu et des agents chargés de l’ESS. Peu l’évaluent.", "blocks": [prose, figure(1, "Quinze métropoles sur 22 ont un élu chargé de l’ESS"), heading, prose, matrix(), examples]},
            {"id": "lever-5", "role": "chapter", "number": "5", "title": "Commande publique : acheter autrement", "summary": "La clause sociale est devenue l’usage ; le schéma d’achats, non.", "blocks": [figure(0, "Quatorze métropoles inscrivent des clauses sociales dans leurs marchés"), prose, heading | {"id": "d5"}, sub, examples, figure(2, "De une à neuf actions documentées selon la métropole")]},
            {"id": "replication", "role": "chapter", "number": None, "title": "Les chiffres publiés, recalculés", "summary": None, "blocks": [claims, callout]},
            {"id": "annex-q", "role": "annex", "number": "A", "title": "Questionnaire", "summary": None, "blocks": [terms, questionnaire()]},
            {"id": "annex-s", "role": "annex", "number": "B", "title": "Sources", "summary": "Chaque fait cité renvoie à l’une de ces sources.", "blocks": [sources()]},
        ],
    }  # fmt: skip


def figures() -> dict[str, str]:
    return {f"sample-{kind}.svg": svg(kind) for kind in range(3)}


PROSE = """La commande publique est, avec la subvention, le levier le plus ancien. Les métropoles achètent des prestations de \
nettoyage, d’entretien des espaces verts, de restauration ; elles peuvent en réserver une part aux structures d’insertion ou \
aux entreprises adaptées, et *l’inscrire* dans un **schéma de promotion des achats responsables**.

- Six métropoles l’ont adopté, [d’après les délibérations](https://www.avise.example/spaser).
- Trois autres l’ont annoncé ; [](#sample-1) montre leur part, et [](#sample-matrix) le détail.

1. Un fait daté l’emporte sur un fait plus ancien.
2. Un projet ne remplace jamais une action en cours.

## Ce que l’on ne sait pas

Pour sept métropoles, aucun document public ne permet de conclure[^1]. Anticonstitutionnellement parlant, \\#import « x » coûte \\$3.

> Ce qui n’est pas documenté n’est pas absent.

---

Voir aussi <https://www.rtes.example/les-collectivites-et-l-economie-sociale-et-solidaire/une-adresse-tres-longue/pour/voir>.

[^1]: Les sources sont listées en annexe.
"""


def prose() -> dict[str, str]:
    import pypandoc

    reading = "commonmark_x-raw_attribute-raw_html-tex_math_dollars-gfm_auto_identifiers"
    return {"1.typ": pypandoc.convert_text(PROSE, "typst", format=reading)}
