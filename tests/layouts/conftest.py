"""What the tests of the survey room share: grids written by hand, a study of all kinds of questions, random studies."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from study.codebook.model import Study
from study.exports.grid import Grid
from study.exports.settings import SurveySettings
from study.layouts.columns import columns_of
from study.layouts.headings import recognise

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
NOUNS = ["métropole", "métropoles"]


def grid_of(rows: Sequence[Sequence[str]], file: str = "responses/export.csv", sheet: str = "") -> Grid:
    """A grid of rows as they stand in a file: rows without text are left out, short ones padded."""
    width = max(len(row) for row in rows)
    kept = [i for i, row in enumerate(rows) if any(cell.strip() for cell in row)]
    cells = [[cell.strip() for cell in rows[i]] + [""] * (width - len(rows[i])) for i in kept]
    frame = pd.DataFrame(cells, columns=range(width), dtype="str")
    widths = np.array([len(rows[i]) for i in kept], dtype="int64")
    return Grid(file, sheet, frame, np.array([i + 1 for i in kept], dtype="int64"), widths)


def study_of(questions: Sequence[dict], **more: object) -> Study:
    """A study in French and English, its questions in levers by their key `lever` (1 where there is none)."""
    levers: dict[int, list[dict]] = {}
    for question in questions:
        made = {"lever": 1, "label": question["question"], "wording": f"About {question['question']}?", **question}
        made["label"], made["wording"] = _both(made["label"]), _both(made["wording"])
        made["codes"] = [{"code": c, "label": _both(t)} for c, t in dict(made.get("codes", {})).items()]
        levers.setdefault(made["lever"], []).append(made)
    noun = {"one": _both("métropole"), "many": _both("métropoles")}
    answers = {"yes": "oui/yes", "planned": "en projet/planned", "no": "non/no"}
    contact = [
        {**item, "label": _both(item["label"]), "wording": _both(item["wording"])} for item in more.pop("contact", [])
    ]
    return Study.model_validate(
        {
            "languages": ["fr", "en"],
            "territory": noun,
            "lever_noun": noun,
            "codes": [
                {"code": code, "label": dict(zip(("fr", "en"), text.split("/"), strict=True))}
                for code, text in answers.items()
            ],
            "units": {"eur": _both("€")},
            "contact": contact,
            "levers": [
                {"lever": n, "title": _both(f"Levier {n}"), "short": _both(f"L{n}"), "questions": items}
                for n, items in sorted(levers.items())
            ],
            **more,
        }
    )


def _both(text: str | dict) -> dict:
    return text if isinstance(text, dict) else {"fr": text, "en": text}


SMALL = study_of(
    [
        {"question": "fund", "type": "yes_no", "label": {"fr": "Fonds", "en": "Fund"},
         "wording": {"fr": "<p>Votre m&eacute;tropole a-t-elle un <b>fonds</b> ?</p>", "en": "Has your métropole a fund?"}},
        {"question": "partners", "type": "multiple", "other": True, "label": "Partenaires",
         "wording": {"fr": "Quels partenaires soutenez-vous ?", "en": "Which partners do you support?"},
         "codes": {"cigales": "Clubs Cigales", "france_active": "France Active", "other": {"fr": "Autre", "en": "Other"}}},
        {"question": "path", "type": "choice", "other": True, "label": "Voie", "wording": "Par quelle voie ?",
         "codes": {"grant": "Subvention", "contract": "Marché", "other": "Autre voie"}},
        {"question": "budget", "type": "number", "unit": "eur", "label": "Budget", "wording": "Quel budget (en €) ?"},
        {"question": "since", "type": "date", "label": "Depuis", "wording": "Depuis quel jour ?"},
        {"question": "actions", "type": "text", "label": "Actions", "wording": "Citez vos actions."},
        {"question": "actions", "lever": 2, "type": "text", "label": "Autres actions", "wording": "Citez d’autres actions."},
    ],
    contact=[{"question": "contact_email", "label": "Courriel", "wording": "Quelle est votre adresse ?"}],
)  # fmt: skip


def read(grid: Grid, study: Study = SMALL, **settings: object) -> tuple:
    """Recognise a grid and its columns: the layout, the columns, and every problem by its code."""
    chosen = SurveySettings.model_validate(settings)
    layout, problems = recognise(grid, study, chosen)
    if layout is None:
        return None, [], problems
    columns, faults = columns_of(layout, grid, study, chosen, NOUNS)
    return layout, columns, [*problems, *faults]


def means(columns: Sequence) -> list[str]:
    """What each column is read for, in short: `fund`, `partners[cigales]`, `partners other`, `(system submitted)`."""
    said = []
    for column in columns:
        if column.question is None:
            said.append(f"({column.use}{' ' + column.system if column.system else ''})")
            continue
        name = column.question.question if column.question.lever == 1 else f"lever_2.{column.question.question}"
        beside = {
            "answer": "",
            "tick": f"[{column.code}]",
            "other": " other",
            "comment": f" comment {column.code}".rstrip(),
        }
        said.append(name + beside[column.use])
    return said


def _sample(name: str) -> Grid:
    """A sample as a grid, read by Python's own CSV reader."""
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip("the exports of other people are not in this copy")
    data = path.read_bytes()
    text = data.decode("cp1252" if "cp1252" in name else "utf-8-sig")
    separator = max(",;", key=text[:3000].count)
    csv.field_size_limit(10_000_000)
    return grid_of(list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)), name)


class Tools:
    """The helpers above, for tests, which cannot import this module."""

    grid_of = staticmethod(grid_of)
    study_of = staticmethod(study_of)
    read = staticmethod(read)
    means = staticmethod(means)
    sample = staticmethod(_sample)
    small = SMALL
    samples = SAMPLES


@pytest.fixture(scope="session")
def tools() -> type[Tools]:
    return Tools


# Separators and brackets of every platform stand in the texts; a tag and an entity are added by `_dressed`.
_LETTERS = "abcdeéèàçôœ ABÉ’'-/.:[]()?!0123 "
_DRESSES = ("{}", "<p>{}</p>", "<b>{}</b> &agrave; d&eacute;tailler", "{}<br />&nbsp;", "<span style='a:b'>{}</span>")


@st.composite
def random_studies(draw: Callable) -> Study:
    """Studies of every type of question, of one to three levers; every text is unlike every other one."""
    number = 0

    def text() -> str:
        nonlocal number
        number += 1
        core = draw(st.text(_LETTERS, max_size=12)).strip()
        return draw(st.sampled_from(_DRESSES)).format(
            f"{core} z{number}z {draw(st.text(_LETTERS, max_size=6)).strip()}t"
        )

    def both() -> dict[str, str]:
        return {"fr": text(), "en": text()}

    questions = []
    names = draw(
        st.lists(
            st.from_regex(r"q[a-z0-9]{0,3}(_[a-z0-9]{1,4}){0,2}", fullmatch=True), min_size=2, max_size=7, unique=True
        )
    )
    for name in names:
        kind = draw(st.sampled_from(["yes_no", "choice", "multiple", "number", "date", "text"]))
        made = {"question": name, "type": kind, "label": both(), "wording": both(), "lever": draw(st.integers(1, 3))}
        if kind in ("choice", "multiple"):
            codes = draw(st.lists(st.from_regex(r"[a-w][a-z0-9]{0,3}(_[a-z0-9]{1,3})?", fullmatch=True).filter(
                lambda code: code not in ("other", "comment")), min_size=1, max_size=4, unique=True))  # fmt: skip
            made["codes"] = {code: both() for code in codes}
            if draw(st.booleans()):
                made["other"] = True
                made["codes"]["other"] = {"fr": "Autre", "en": "Other"}
        if kind == "number":
            made["unit"] = "eur"
        questions.append(made)
    return study_of(questions)


@pytest.fixture(scope="session")
def studies() -> st.SearchStrategy[Study]:
    return random_studies()
