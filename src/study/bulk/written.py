"""What cleaning a streamed survey leaves: answers, log, refused cells and measures, as files of a folder.

Promise: `answers.parquet` has a row per respondent that counts and two columns per question, its answer and its status;
`cleaning.csv`, `refused.csv` and `indicators.csv` are those of the ordinary way. Answers are written batch by batch,
refused cells some at a time; each file is there whole or not at all. Left out: reading the survey (`survey`).
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from study.answers.states import Status
from study.answers.tables import harmless_texts
from study.base.files import table_bytes, write_atomic, writing
from study.bulk.collect import Read, Unread, Watch
from study.bulk.states import STATUSES
from study.bulk.stream import Numbers
from study.bulk.survey import LargeSurvey
from study.codebook.model import Study
from study.codebook.names import Key, key_of, name_of

ANSWERS, LOG, REFUSED, MEASURES = "answers.parquet", "cleaning.csv", "refused.csv", "indicators.csv"
_CODED = pa.dictionary(pa.int32(), pa.string())
_NAMES = [item.value for item in Status]
_NOTHING = pa.array([], pa.string())


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give a file to write beside another one, whose place it takes in the end."""
    made = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    with writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield made
            os.replace(made, path)  # noqa: PTH105 - the one call that is atomic on every platform
        except BaseException:
            with suppress(OSError):
                made.unlink(missing_ok=True)
            raise


def column_names(study: Study) -> dict[Key, str]:
    """Return the column of each question: its name, with its lever before it where several have that name."""
    return {key_of(item): name_of(item, study) for item in study.questions}


def _coded(read: Read | Unread, size: int) -> tuple[pa.Array, pa.Array]:
    """Return the answers and the statuses of some respondents to one question."""
    if isinstance(read, Unread):
        status = np.full(size, _NAMES.index(read.status), dtype=np.int32)
    else:
        names = np.array([_NAMES.index(name) for name in STATUSES], dtype=np.int32)
        status = names[read.states.status][read.codes]
    if read.outside is not None:
        status[read.outside] = _NAMES.index(Status.NOT_ASKED.value)
    if isinstance(read, Unread):
        nothing = pa.nulls(size, pa.int32())
        return pa.DictionaryArray.from_arrays(nothing, _NOTHING), pa.DictionaryArray.from_arrays(status, _NAMES)
    states, codes = read.states, read.codes
    unanswered = status != _NAMES.index(Status.ANSWERED.value)
    used, where = np.unique(codes, return_inverse=True)
    texts = pa.array([states.answer[i] for i in used], pa.string())
    answers = pa.DictionaryArray.from_arrays(pa.array(where.astype(np.int32), mask=unanswered), texts)
    return answers, pa.DictionaryArray.from_arrays(status, _NAMES)


@contextmanager
def answers_file(folder: Path, study: Study) -> Iterator[Watch]:
    """Give what is told of each batch and writes it to `answers.parquet` in a folder."""
    names = column_names(study)
    fields = [pa.field("respondent", pa.int64()), pa.field("row", pa.int64())]
    for name in names.values():
        fields += [pa.field(name, _CODED), pa.field(f"{name}.status", _CODED)]
    schema = pa.schema(fields)
    with _beside(folder / ANSWERS) as path, pq.ParquetWriter(path, schema) as writer:

        def watch(rows: Numbers, units: Numbers, read: Mapping[Key, Read | Unread]) -> None:
            columns: list[pa.Array] = [pa.array(units), pa.array(rows)]
            for question in study.questions:
                columns += _coded(read[key_of(question)], len(rows))
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))

        yield watch


def write_results(survey: LargeSurvey, measures: pd.DataFrame, folder: Path, lang: str) -> None:
    """Write the log, the refused cells (in the words of `lang`) and the measures to a folder."""
    changes, study = survey.collected.changes, survey.study
    write_atomic(folder / MEASURES, table_bytes(measures))
    write_atomic(folder / LOG, table_bytes(harmless_texts(changes.log(study))))
    with _beside(folder / REFUSED) as path, path.open("wb") as file:
        for number, cells in enumerate(changes.refused(study, lang, survey.width)):
            data = table_bytes(harmless_texts(cells))
            file.write(data.partition(b"\n")[2] if number else data)
