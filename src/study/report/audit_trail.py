"""The audit trail of a report: for every number, figure and table, what it rests on, down to rows of raw files.

Promise: `trail_of` reads the inputs as sealed, the answers as cleaning left them and the bound notebook, computes no
indicator again, and gives plain data whose form `docs/adr/0022-audit-trail.md` tells; the same inputs give the same
bytes. An open survey has no states and no cells in it, since nobody may be named; answers that a wave withholds have no
cells. Left out: what is said of it (`study.trail`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
from nbformat import NotebookNode

from study.answers.corrections import Corrections
from study.answers.facts import default_of, standing
from study.answers.states import resolve
from study.answers.survey import survey_states
from study.answers.tables import LeverAnswers
from study.base.dates import parse
from study.base.marks import keys, plain
from study.chapters.annexes import sealed_inputs
from study.chapters.context import WaveContext
from study.chapters.history import AtWave, earlier_waves
from study.codebook.model import Question, QuestionType
from study.codebook.names import name_of
from study.codebook.yaml_source import Document, read_yaml
from study.indicators.table import COLUMNS
from study.intake.inputs import Inputs
from study.ledger.counts import of_question
from study.report.annex import PART
from study.report.binding import Material, blocks_of
from study.report.pieces import file_of, short_hash
from study.report.printed import in_rows, made_in, printed
from study.trail.basis import Bases, Basis

FORMAT = 1
_FACT = ("row", "territory", "lever", "question", "code", "answer", "as_of", "as_of_precision", "valid_until", "source",
         "confidence")  # fmt: skip
_SOURCE = ("row", "title", "publisher", "date_published", "url")
_CORRECTION = ("row", "wave", "territory", "question", "expect", "answer", "reason", "role", "date")
_CELL = ("file", "sheet", "row", "column", "raw", "answer")

Record = dict[str, Any]


def _plain(value: Any) -> Any:
    """Return a value of a table as JSON has it: no numpy, nothing for what is missing."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    value = value.item() if hasattr(value, "item") else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _row(row: Mapping[Any, Any], names: Iterable[str]) -> Record:
    return {name: _plain(row[name]) for name in names if name in row}


@dataclass(frozen=True)
class _Gathering:
    """What a trail is made from."""

    context: WaveContext
    inputs: Inputs
    material: Material
    bound: NotebookNode
    answers: Mapping[int, LeverAnswers]
    indicators: pd.DataFrame
    sheets: Mapping[str, Sequence[str]]

    @cached_property
    def names(self) -> Mapping[tuple[int, str], str]:
        """Return what the trail calls each question, by lever and id."""
        return {(item.lever, item.question): name_of(item, self.context.study) for item in self._asked}

    @cached_property
    def earlier(self) -> Sequence[AtWave]:
        """Return the waves that this one is compared with."""
        return earlier_waves(self.context)

    @property
    def _asked(self) -> Sequence[Question]:
        return self.context.study.questions

    @property
    def _open(self) -> bool:
        return self.context.study.open_survey

    def moments(self) -> dict[str, Record]:
        waves = [*(at.wave for at in self.earlier), self.context.wave]
        found = {wave.wave: {"kind": "wave", "date": wave.reference_date.isoformat()} for wave in waves}
        return found | {f"claim:{claim}": {"kind": "claim", "date": day.isoformat()}
                        for claim, (day, _) in self.claimed().items()}  # fmt: skip

    def claimed(self) -> dict[str, tuple[date, Question]]:
        """Return the computable claims that rest on a question: their date and that question."""
        by_name = {question.question: question for question in self._asked}
        found = {}
        for claim in self.inputs.claims.to_dict("records") if not self._open else ():
            name = str(claim["indicator"]).partition(".")[0]
            if not claim["not_computable_because"] and name in by_name:
                found[str(claim["claim"])] = (parse(str(claim["as_of"])).last_day, by_name[name])
        return found

    def files(self) -> dict[str, str]:
        paths, wave = self.context.paths, self.context.wave.wave
        there = {"evidence": paths.evidence, "sources": paths.sources, "frame": paths.frame,
                 "corrections": paths.corrections, "claims": paths.claims(wave), "wave": paths.wave_yaml(wave),
                 "study": paths.study_yaml}  # fmt: skip
        return {name: paths.relative(path) for name, path in there.items() if path.is_file()}

    def sha256(self) -> dict[str, str]:
        return {f"data/raw/{name}": digest for name, digest in sealed_inputs(self.context)}

    def levers(self) -> dict[str, Record]:
        paths = self.context.paths
        return {str(lever.lever): {"title": lever.title.root, "file": paths.relative(paths.lever_yaml(lever.lever))}
                for lever in self.context.study.levers}  # fmt: skip

    @cached_property
    def _documents(self) -> Mapping[int, Document | None]:
        """Return each lever's file with the lines of what it holds."""
        paths = self.context.paths
        return {lever.lever: read_yaml(paths.lever_yaml(lever.lever), paths)[0] for lever in self.context.study.levers}

    def questions(self) -> dict[str, Record]:
        paths, found = self.context.paths, {}
        for lever in self.context.study.levers:
            document = self._documents[lever.lever]
            for i, question in enumerate(lever.questions):
                place = document.place(("questions", i)) if document else None
                universe = question.universe
                found[self.names[lever.lever, question.question]] = {
                    "lever": lever.lever,
                    "type": question.type.value,
                    "core": question.core,
                    "label": question.label.root,
                    "wording": question.wording.root,
                    "codes": {code.code: code.label.root for code in question.codes},
                    "unit": {
                        lang: self.context.study.unit_text(question.unit, lang) for lang in self.context.study.languages
                    }
                    if question.unit
                    else {},
                    "universe": {"question": universe.question, "answers": list(universe.answers)}
                    if universe
                    else None,
                    "file": paths.relative(paths.lever_yaml(lever.lever)),
                    "line": place.line if place and place.line else 1,
                }
        return found

    def territories(self) -> dict[str, Record]:
        frame = self.context.frame
        if self._open:
            return {}
        return {str(row["territory"]): _row(row, ("name", "short_name", "row")) for row in frame.to_dict("records")}

    def states(self) -> dict[str, Any]:
        if self._open:
            return {}
        found = {at.name: self._of_tables(at.levers) for at in self.earlier}
        found[self.context.wave.wave] = self._of_tables(self.answers)
        return found | {f"claim:{claim}": states for claim, states in self._of_claims()}

    def _of_tables(self, levers: Mapping[int, LeverAnswers]) -> dict[str, Any]:
        states: dict[str, Any] = {}
        for lever, tables in levers.items():
            for question in tables.status.columns:
                rows = zip(tables.status.index, tables.status[question], tables.answers[question],
                           tables.origin[question], strict=True)  # fmt: skip
                states[self.names[lever, question]] = {
                    str(territory): _state(status, answer, origin) for territory, status, answer, origin in rows
                }
        return states

    def _of_claims(self) -> Iterator[tuple[str, Any]]:
        inputs, context = self.inputs, self.context
        survey = survey_states(inputs.responses, context.wave.reference_date)
        by_day: dict[date, pd.DataFrame] = {}
        for claim, (day, question) in self.claimed().items():
            if day not in by_day:
                corrections = Corrections(inputs.corrections, context.wave.wave, "corrections.csv")
                by_day[day] = resolve(inputs.evidence, context.study, context.territories, day, corrections, survey)
            states = by_day[day]
            mine = states[(states["lever"] == question.lever) & (states["question"] == question.question)]
            rows = mine[["territory", "status", "answer", "evidence"]].itertuples(index=False, name=None)
            yield claim, {self.names[question.lever, question.question]: {t: _state(*rest) for t, *rest in rows}}

    def facts(self) -> dict[str, Record]:
        evidence, study = self.inputs.evidence, self.context.study
        tables = {name: standing(evidence, study, date.fromisoformat(moment["date"])) for name, moment in
                  self.moments().items()}  # fmt: skip
        at = {name: table[["standing", "rule"]].to_numpy("object").tolist() for name, table in tables.items()}
        notes = [name for name in evidence.columns if name.startswith("note")]
        found = {}
        for i, row in enumerate(evidence.to_dict("records")):
            fact = _row(row, (*_FACT, *notes))
            fact["question"] = self.names.get((int(row["lever"]), str(row["question"])), row["question"])
            fact["standing"] = {name: rows[i] for name, rows in at.items()}
            found[str(row["evidence"])] = fact
        return found

    def cells(self) -> dict[str, Record]:
        answers = self.inputs.responses.answers
        if self._open or answers.empty or self.context.wave.survey.withheld:
            return {}
        states = survey_states(self.inputs.responses, self.context.wave.reference_date)
        assert states is not None
        rows = zip(states["evidence"], answers.to_dict("records"), strict=True)
        return {
            str(origin): {**_row(row, _CELL), "rule": _plain(row["reason"]) or ""} for origin, row in rows if origin
        }

    def claims(self) -> dict[str, Record]:
        study, found = self.context.study, {}
        for row in self.inputs.claims.to_dict("records"):
            statement = {lang: str(row.get(f"statement_{lang}", "") or row["statement"]) for lang in study.languages}
            names = [name for name in str(row["names"]).split("|") if name]
            found[str(row["claim"])] = {**_row(row, ("row", "as_of", "indicator", "source")), "statement": statement,
                                        "value": float(row["value"]), "names": names}  # fmt: skip
        return found

    def bases(self) -> Bases:
        paths, wave = self.context.paths, self.context.wave
        document, _ = read_yaml(paths.wave_yaml(wave.wave), paths)
        lines = [document.place(("collection", i)).line or 1 for i in range(len(wave.collection))] if document else []
        claims = {str(row["claim"]): str(row["indicator"]) for row in self.inputs.claims.to_dict("records")}
        named = [] if self._open else self.context.territories
        return Bases(self.context.study, wave.wave, frozenset(named), [at.name for at in self.earlier], claims,
                     paths.relative(paths.wave_yaml(wave.wave)), lines, self._rules())  # fmt: skip

    def _rules(self) -> dict[str, tuple[str, int]]:
        """Return where the questionnaire sets for how many years answers hold: file and line, as the ledger names it.

        A question without a validity of its own rests on the default that holds for it.
        """
        paths, study = self.context.paths, self.context.study
        own, _ = read_yaml(paths.study_yaml, paths)
        found = {}
        for name in study.defaults.model_dump():
            found[f"default.{name}"] = (paths.relative(paths.study_yaml), own.line(("defaults", name)) if own else 1)
        for lever in study.levers:
            document = self._documents[lever.lever]
            for i, question in enumerate(lever.questions):
                line = document.line(("questions", i, "validity", "years")) if document else 1
                here = paths.relative(paths.lever_yaml(lever.lever)), line
                found[of_question(question)] = here if question.validity else found[f"default.{default_of(question)}"]
        return found

    def numbers(self, bases: Bases) -> dict[str, Record]:
        places: dict[str, list[Record]] = {}
        for item in printed(self.context, self.material, self.bound):
            if item.part == PART:
                continue
            place = {"part": item.part, "notebook": item.notebook, "cell": item.cell or None, "in": item.inside}
            if place not in (found := places.setdefault(item.key, [])):
                found.append(place)
        for key, files in self.sheets.items():
            # What the report itself prints leads there; the sheets only repeat it.
            places.setdefault(
                key, [{"part": "sheets", "notebook": file, "cell": None, "in": "sheet"} for file in files]
            )
        return {
            key: {"text": dict(entry.texts), "value": entry.value, "unit": entry.unit, "indicator": entry.indicator,
                  "of": bases.of(key), "printed": places.get(key, [])}
            for key, entry in self.material.ledger.entries.items()
        }  # fmt: skip

    def pieces(self, bases: Bases) -> tuple[dict[str, Record], dict[str, Record]]:
        found: dict[str, dict[str, Record]] = {"figure": {}, "table": {}}
        for cell in self.bound.cells:
            notebook, position = made_in(cell)
            for block in blocks_of(cell):
                if block["kind"] not in found:
                    continue
                made = found[block["kind"]]
                number = 1 + sum(bool(item["number"]) for item in made.values())
                piece = {"number": str(number) if block["title"] else "", "title": plain(block["title"]),
                         "hash": short_hash(block), "part": cell.metadata["study"]["part"], "notebook": notebook,
                         "cell": position, "file": file_of(block)[0]}  # fmt: skip
                if block["kind"] == "table":
                    piece["numbers"] = list(dict.fromkeys(key for key, _ in in_rows(block)))
                else:
                    piece["of"] = self._of_figure(block, bases)
                made[block["key"]] = piece
        return found["figure"], found["table"]

    def _of_figure(self, block: Mapping[str, Any], bases: Bases) -> Basis:
        """Return what a figure rests on: the questions that its key names, or those of the numbers in its title."""
        study, wave, key = self.context.study, self.context.wave.wave, str(block["key"])
        moments = [*(at.name for at in self.earlier), wave] if "evolution" in key else [wave]
        of_lever = {f"lever-{lever.lever}-{what}": lever for lever in study.levers
                    for what in ("questions", "territories", "evolution")}  # fmt: skip
        if key in of_lever:
            asked = [q for q in of_lever[key].questions if q.type is QuestionType.YES_NO]
            questions = [self.names[q.lever, q.question] for q in asked]
        elif key.startswith("overview-") or key == "evolution-levers":
            questions = [self.names[q.lever, q.question] for q in self._asked if q.core]
        else:
            told = (bases.of(number) for number, _ in keys(block["title"]))
            questions = list(dict.fromkeys(name for of in told for name in of.get("questions", ())))
        return {"kind": "answers", "measure": "figure", "beside": "", "questions": questions, "code": "",
                "moments": moments, "territory": "", "states": []}  # fmt: skip


def _state(status: Any, answer: Any, origin: Any) -> Record:
    text = "" if answer is None or (not isinstance(answer, str) and pd.isna(answer)) else str(_plain(answer))
    return {"status": str(status), "answer": text, "origin": "" if pd.isna(origin) else str(origin)}


def _of_indicators(table: pd.DataFrame) -> dict[str, Record]:
    names = [name for name in COLUMNS if name not in ("wave", "indicator", "territory")]
    found = {}
    for row in table.to_dict("records"):
        territory = row["territory"] if isinstance(row["territory"], str) else ""
        found[f"{row['indicator']}@{territory}" if territory else str(row["indicator"])] = _row(row, names)
    return found


def trail_of(
    context: WaveContext,
    inputs: Inputs,
    material: Material,
    bound: NotebookNode,
    answers: Mapping[int, LeverAnswers],
    indicators: pd.DataFrame,
    sheets: Mapping[str, Sequence[str]] | None = None,
) -> Record:
    """Return the trail of a report; `bound` has its annex on numbers, `answers` are the wave's, `indicators` its table.

    `sheets` names the territories' sheets that print a number, by its key.

    KeyError when the ledger holds a key that fits no form: a number that could not be traced.
    """
    gathering = _Gathering(context, inputs, material, bound, answers, indicators, sheets or {})
    bases = gathering.bases()
    figures, tables = gathering.pieces(bases)
    study = context.study
    used = inputs.sources[inputs.sources["source"].isin([*inputs.evidence["source"], *inputs.claims["source"]])]
    mine = inputs.corrections[inputs.corrections["wave"] == context.wave.wave]
    if study.open_survey:  # nobody's own measure is told
        indicators = indicators[indicators["territory"].fillna("") == ""]
    return {
        "format": FORMAT,
        "wave": context.wave.wave,
        "languages": list(study.languages),
        "nouns": {name: {"one": noun.one.root, "many": noun.many.root}
                  for name, noun in (("territory", study.territory), ("lever", study.lever_noun))},
        "moments": gathering.moments(),
        "files": gathering.files(),
        "sha256": gathering.sha256(),
        "levers": gathering.levers(),
        "questions": gathering.questions(),
        "territories": gathering.territories(),
        "states": gathering.states(),
        "facts": gathering.facts(),
        "sources": {str(row["source"]): _row(row, _SOURCE) for row in used.to_dict("records")},
        "cells": gathering.cells(),
        "corrections": [_row(row, _CORRECTION) for row in mine.to_dict("records")],
        "claims": gathering.claims(),
        "indicators": _of_indicators(indicators),
        "numbers": gathering.numbers(bases),
        "figures": figures,
        "tables": tables,
    }  # fmt: skip


def trail_bytes(trail: Mapping[str, Any]) -> bytes:
    """Return a trail as the content of `trail.json`: each record on a line, so that it is found and compared whole."""
    return (_lines(trail, lambda section: _lines(section, _json)) + "\n").encode("utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _lines(value: Any, written: Callable[[Any], str]) -> str:
    """Return plain data as JSON, with each of its parts on a line of its own."""
    if isinstance(value, Mapping):
        told, ends = [f"{_json(key)}: {written(item)}" for key, item in value.items()], "{}"
    elif isinstance(value, list | tuple):
        told, ends = [written(item) for item in value], "[]"
    else:
        return _json(value)
    return f"{ends[0]}\n" + ",\n".join(told) + f"\n{ends[1]}" if told else ends
