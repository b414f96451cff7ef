"""A made-up open survey of any size, and the study that asks it: what `large.py` measures.

Promise: the same seed gives the same bytes; 60 questions of every type in 76 columns, as
LimeSurvey writes them, with the faults that surveys hold planted at known rates (labels instead of codes, misspelt
answers, silences in words, amounts with units and in doubt, days that do not exist, addresses in texts, boxes that say
something else, responses never submitted or left empty). A million respondents make some 390 MB. Nobody is real.
Left out: measuring (`large.py`).
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

SEED = 20_240_630
TERRITORIES = 100
ROWS_AT_ONCE = 20_000

YES_NO, CHOICE, MULTIPLE, NUMBER, DATE, TEXT = 34, 14, 4, 4, 2, 2
CODES = ("bike", "walk", "bus", "train", "car")
LABELS = ("à vélo", "à pied", "en bus", "en train", "en voiture")
BOXES = ("cost", "health", "time", "planet")

_STUDY = """languages: [fr, en]
open_survey: true
territory: {one: {fr: ville, en: town}, many: {fr: villes, en: towns}}
lever_noun: {one: {fr: thème, en: theme}, many: {fr: thèmes, en: themes}}
codes:
  - {code: "yes", label: {fr: oui, en: "yes"}}
  - {code: planned, label: {fr: en projet, en: planned}}
  - {code: "no", label: {fr: non, en: "no"}}
  - {code: unknown, label: {fr: ne sait pas, en: does not know}}
  - {code: conflict, label: {fr: contradictoire, en: conflicting}}
  - {code: not_asked, label: {fr: sans objet, en: not applicable}}
units: {eur: {fr: "€", en: EUR}}
levers: [lever-1.yaml]
"""
_WAVE = """wave: "2024"
title: {fr: Grande enquête, en: Large survey}
subtitle: {fr: Données inventées, en: Invented data}
reference_date: 2024-06-30
publication_date: 2024-09-15
fictitious: true
status: {fr: Un exemple., en: An example.}
settle: {fr: Écrire à l’équipe., en: Write to the team.}
"""
_SHARES = "[count, share, share_determined]"


def _entry(name: str, kind: str, measures: str, *more: str) -> str:
    words = f"{{fr: Question {name}, en: Question {name}}}"
    lines = [f"- question: {name}", f"type: {kind}", f"label: {words}", f"wording: {words}", f"indicators: {measures}"]
    return "\n    ".join(["  " + lines[0], *lines[1:], *more]) + "\n"


def _codes(codes: Sequence[str], labels: Sequence[str]) -> list[str]:
    pairs = zip(codes, labels, strict=True)
    return ["codes:", *(f"  - {{code: {code}, label: {{fr: {label}, en: {code}}}}}" for code, label in pairs)]


def _lever() -> str:
    parts = ["lever: 1\ntitle: {fr: Thème, en: Theme}\nshort: {fr: T, en: T}\nquestions:\n"]
    for i in range(YES_NO):
        # The last third is asked of those who said yes to the first question alone.
        more = ['universe: {question: yn0, answers: ["yes"]}'] if i >= YES_NO - 10 else []
        parts.append(_entry(f"yn{i}", "yes_no", _SHARES, *more))
    parts += [_entry(f"ch{i}", "choice", _SHARES, *_codes(CODES, LABELS)) for i in range(CHOICE)]
    parts += [_entry(f"mu{i}", "multiple", _SHARES, *_codes(BOXES, BOXES)) for i in range(MULTIPLE)]
    more = ["unit: eur", "additive: true", "minimum: 0.0"]
    parts += [_entry(f"nu{i}", "number", "[documented, median, total]", *more) for i in range(NUMBER)]
    parts += [_entry(f"da{i}", "date", "[documented]", "maximum: 2024-06-30") for i in range(DATE)]
    parts += [_entry(f"te{i}", "text", "[]") for i in range(TEXT)]
    return "".join(parts)


def make_study(root: Path) -> Path:
    """Make the study in a folder, which is emptied first; return where its exports go."""
    shutil.rmtree(root, ignore_errors=True)
    raw = root / "data" / "raw"
    responses = raw / "waves" / "2024" / "responses"
    responses.mkdir(parents=True)
    (raw / "questionnaire").mkdir()
    (raw / "questionnaire" / "study.yaml").write_text(_STUDY, "utf-8")
    (raw / "questionnaire" / "lever-1.yaml").write_text(_lever(), "utf-8")
    (raw / "waves" / "2024" / "wave.yaml").write_text(_WAVE, "utf-8")
    (raw / "waves" / "2024" / "claims.csv").write_text(
        "claim,edition,as_of,statement,statement_fr,value,unit,base,indicator,names,not_computable_because,source\n",
        "utf-8",
    )
    return responses


def headings() -> list[str]:
    """Return the headings of the file, in their order."""
    boxes = [f"mu{i}[{code}]" for i in range(MULTIPLE) for code in BOXES]
    plain = [f"{stem}{i}" for stem, count in (("nu", NUMBER), ("da", DATE), ("te", TEXT)) for i in range(count)]
    coded = [f"yn{i}" for i in range(YES_NO)] + [f"ch{i}" for i in range(CHOICE)]
    return ["id", "submitdate", "lastpage", "town", *coded, *boxes, *plain]


def _pick(draw: np.random.Generator, size: int, texts: Sequence[str], rates: Sequence[float]) -> pa.Array:
    weights = np.asarray(rates, dtype=float)
    bounds = np.cumsum(weights / weights.sum())
    which = np.minimum(np.searchsorted(bounds, draw.random(size)), len(texts) - 1).astype(np.int32)
    return pa.DictionaryArray.from_arrays(which, pa.array(texts, pa.string())).cast(pa.string())


def _mixed(draw: np.random.Generator, usual: np.ndarray, texts: Sequence[str], rate: float) -> pa.Array:
    """Return usual texts, a share of which others take the place of."""
    held = usual.astype(object)
    at = np.flatnonzero(draw.random(len(usual)) < rate)
    held[at] = np.asarray(texts, dtype=object)[draw.integers(0, len(texts), len(at))]
    return pa.array(held, pa.string())


def _columns(draw: np.random.Generator, first: int, size: int) -> Iterator[pa.Array]:
    yield pa.array(np.arange(first, first + size).astype(str))
    yield _pick(draw, size, ["2024-05-02 10:00:00", "2024-05-03 11:30:00", ""], [60, 37, 3])
    yield _pick(draw, size, ["3", "2"], [95, 5])
    yield _pick(draw, size, [f"Ville {i:03}" for i in range(TERRITORIES)], 1 / np.arange(3, TERRITORIES + 3))
    for _ in range(YES_NO):
        texts = ["Y", "N", "", "Oui", "non", "ne sait pas", "oui, en partie", "peut-être", "en projet"]
        yield _pick(draw, size, texts, [42, 38, 12, 3, 2, 1.5, 0.3, 0.2, 1])
    for _ in range(CHOICE):
        texts = [*CODES, "", *LABELS, "NSP", "trotinette", "velo"]
        yield _pick(draw, size, texts, [22, 18, 17, 16, 12, 9, 1, 1, 1, 1, 1, 0.6, 0.2, 0.2])
    for _ in range(MULTIPLE * len(BOXES)):
        yield _pick(draw, size, ["Y", "", "N/A", "parfois"], [40, 58, 1.9, 0.1])
    for i in range(NUMBER):
        amounts = np.round(draw.lognormal(8, 1, size)).astype(np.int64) if i % 2 else draw.integers(0, 20_000, size)
        faults = ["", "", "", "1 200", "1.200", "env. 500", "12 k€", "-5", "1,5", "NSP", "3 m3"]
        yield _mixed(draw, amounts.astype(str), faults, 0.05)
    for _ in range(DATE):
        days = np.datetime64("2014-01-01") + draw.integers(0, 3650, size).astype("timedelta64[D]")
        yield _mixed(
            draw, days.astype(str), ["", "", "05/03/2021", "31/02/2020", "2019", "5 mars 2018", "01/01/2031"], 0.05
        )
    for _ in range(TEXT):
        told = np.char.add("Réponse ", draw.integers(0, 50_000, size).astype(str))
        faults = ["", "", "écrire à anne@exemple.fr", 'dit : "oui; non"', "deux\nlignes", "06 12 34 56 78"]
        yield _mixed(draw, told, faults, 0.3)


def batches(rows: int) -> Iterator[pa.Table]:
    """Yield the table, some rows at a time; a response in five hundred is left without any answer."""
    draw = np.random.default_rng(SEED)
    names = headings()
    for first in range(1, rows + 1, ROWS_AT_ONCE):
        size = min(ROWS_AT_ONCE, rows + 1 - first)
        columns = list(_columns(draw, first, size))
        empty = pa.array(draw.random(size) < 0.002)
        blank = pa.scalar("", pa.string())
        columns[4:] = [pa.compute.if_else(empty, blank, column) for column in columns[4:]]
        yield pa.table(columns, names=names)


def make_file(path: Path, rows: int) -> None:
    """Write the survey of so many respondents, as CSV (semicolons) or, by its name, as Parquet."""
    schema = pa.schema([(name, pa.string()) for name in headings()])
    if path.suffix == ".parquet":
        with pq.ParquetWriter(path, schema) as writer:
            for table in batches(rows):
                writer.write_table(table)
        return
    options = pa_csv.WriteOptions(delimiter=";", quoting_style="needed")
    with pa_csv.CSVWriter(path, schema, write_options=options) as writer:
        for table in batches(rows):
            writer.write_table(table)
