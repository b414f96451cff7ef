"""The files that the script reads, as tables of plain texts.

Promise: raw files are read from where they lie, by name from the study's root, whatever the order of their columns and
with comma or semicolon; what a study does not have is an empty table. Of a survey the answers that cleaning left are
read, and no other generated file. Left out: what the cells mean.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from study.base.layout import StudyPaths
from study.codebook.model import Study
from study.recount.literals import csv_file, literal, table

EVIDENCE = ("evidence", "territory", "lever", "question", "answer", "as_of", "as_of_precision", "valid_until", "source",
            "confidence")  # fmt: skip
_CORRECTIONS = ("wave", "territory", "question", "expect", "answer")
_CLAIMS = ("claim", "as_of", "value", "indicator", "names", "not_computable_because")
_FRAME = ("territory", "vintage", "population_municipal")
_SURVEY = ("territory", "lever", "question", "status", "answer")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one study; `prefix` stands before their names, which are relative to its root otherwise."""

    paths: StudyPaths
    prefix: str = ""

    def name(self, path: Path) -> str:
        """Return the name of a file as the script gives it; one outside the study keeps its own."""
        return self.prefix + self.paths.relative(path) if path.is_relative_to(self.paths.root) else path.as_posix()

    def heading(self, path: Path, wanted: Sequence[str]) -> tuple[list[str], str]:
        """Return the columns of a file, and the separator under which they are most like those wanted."""
        text = path.read_bytes().decode("utf-8-sig", errors="replace")

        def columns(separator: str) -> list[str]:
            first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
            return [cell.strip() for cell in first]

        best = max(",;", key=lambda separator: len(set(columns(separator)) & set(wanted)))
        return columns(best), best

    def rows(self, path: Path, wanted: Sequence[str], types: Mapping[str, str], key: str) -> str:
        """Return the query of a file's columns `wanted`, each as `types` says (text otherwise), its empty rows aside.

        A file that does not exist has no rows.
        """
        if not path.is_file():
            nothing = (f"CAST(NULL AS {types.get(name, 'VARCHAR')}) AS {name}" for name in wanted)
            return f"SELECT {', '.join(nothing)} WHERE false"
        columns, separator = self.heading(path, wanted)
        cells = []
        for name in wanted:
            cell = f"plain({name})" if name in columns else "''"
            cells.append(
                f"CAST(nullif({cell}, '') AS {types[name]}) AS {name}" if name in types else f"{cell} AS {name}"
            )
        source = csv_file(self.name(path), columns, separator)
        return f"SELECT {', '.join(cells)}\nFROM {source}\nWHERE plain({key}) <> ''"


def _made(name: str, query: str) -> str:
    return f"CREATE OR REPLACE TEMP TABLE {name} AS\n{query};"


def evidence(files: Files, path: Path | None = None) -> str:
    """Return the statement that reads the documented facts, from another file if given."""
    return _made("evidence", files.rows(path or files.paths.evidence, EVIDENCE, {"lever": "INTEGER"}, "evidence"))


def _numbered(query: str) -> str:
    return f"SELECT row_number() OVER () AS position, * FROM (\n{query}\n)"


def _responses_of_open_survey(files: Files, wave: str, study: Study) -> str:
    """Return the query of an open survey's answers: the tables of its levers, a row per response, unpivoted."""
    parts = []
    for lever in study.levers:
        folder = files.paths.lever_dir(wave, lever.lever)
        columns = ["territory", *(question.question for question in lever.questions)]
        asked = ", ".join(columns[1:])
        status, answers = (csv_file(files.name(folder / f"{name}.csv"), columns, ",") for name in ("status", "answers"))
        # A question that no export asks is unknown, whoever answers.
        parts.append(
            f"SELECT {literal(wave)} AS wave, territory, {lever.lever} AS lever, question, status,\n"
            f"  coalesce(answer, '') AS answer\n"
            f"FROM (UNPIVOT {status} ON {asked} INTO NAME question VALUE status)\n"
            f"LEFT JOIN (UNPIVOT {answers} ON {asked} INTO NAME question VALUE answer) USING (territory, question)\n"
            "QUALIFY count(*) FILTER (WHERE status = 'unknown') OVER (PARTITION BY question) = 0"
        )
    return "\nUNION ALL\n".join(parts)


def cleaned_files(paths: StudyPaths, study: Study, wave: str) -> list[Path]:
    """Return the generated files that are read of a wave that has a survey."""
    if not study.open_survey:
        return [paths.survey(wave), paths.received(wave)]
    folders = [paths.lever_dir(wave, lever.lever) for lever in study.levers]
    return [folder / f"{name}.csv" for folder in folders for name in ("status", "answers")]


def _survey(files: Files, study: Study, waves: Sequence[str]) -> str:
    if study.open_survey:
        return "\nUNION ALL\n".join(_responses_of_open_survey(files, wave, study) for wave in waves)
    types = {"lever": "INTEGER"}
    read = (files.rows(files.paths.survey(wave), _SURVEY, types, "territory") for wave in waves)
    parts = [f"SELECT {literal(wave)} AS wave, * FROM (\n{query}\n)" for wave, query in zip(waves, read, strict=True)]
    return "\nUNION ALL\n".join(parts)


def tables_of_files(files: Files, study: Study, wave: str, surveyed: Sequence[str]) -> str:
    """Return the statements that read everything but the evidence; `surveyed` are the waves that have a survey.

    The answers and respondents of a survey are those that cleaning left in `data/processed`.
    """
    paths = files.paths
    if study.open_survey:
        first = csv_file(
            files.name(paths.lever_dir(wave, study.levers[0].lever) / "status.csv"),
            ["territory", *(question.question for question in study.levers[0].questions)],
            ",",
        )
        frame = _numbered(f"SELECT territory, 0 AS vintage, CAST(NULL AS DOUBLE) AS population FROM {first}")
        respondents = "SELECT territory FROM frame"
    else:
        types = {"vintage": "INTEGER", "population_municipal": "DOUBLE"}
        query = files.rows(paths.frame, _FRAME, types, "territory")
        frame = _numbered(f"SELECT territory, vintage, population_municipal AS population FROM (\n{query}\n)")
        respondents = "SELECT territory FROM frame WHERE false"
        if wave in surveyed:
            received = files.rows(paths.received(wave), ("territory", "fate"), {}, "territory")
            respondents = f"SELECT DISTINCT territory FROM (\n{received}\n) WHERE fate = 'counted'"
    survey_columns = {"wave": "VARCHAR", "territory": "VARCHAR", "lever": "INTEGER", "question": "VARCHAR",
                      "status": "VARCHAR", "answer": "VARCHAR"}  # fmt: skip
    survey = _made("survey", _survey(files, study, surveyed)) if surveyed else table("survey", survey_columns, [])
    parts = {
        "Territories × vintages, in the file's order.": _made("frame", frame),
        "Decisions on conflicts.": _made("corrections", files.rows(paths.corrections, _CORRECTIONS, {}, "territory")),
        "The published figures that the wave computes again.": _made(
            "claims", _numbered(files.rows(paths.claims(wave), _CLAIMS, {}, "claim"))
        ),
        "The survey's own answers, as cleaning read them.": survey,
        "Who answered the survey.": _made("respondents", respondents),
    }
    return "\n\n".join(f"-- {said}\n{made}" for said, made in parts.items())
