"""Running the audit script from Python.

Promise: the same statements as the script's, in a database in memory that reads the study's files and writes nothing.
A `Recount` keeps the files read, so that other evidence can be tried in milliseconds.
"""

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pandas as pd

from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.codebook.model import Study
from study.recount.files import EVIDENCE, Files, evidence
from study.recount.problems import DuckDBMissing
from study.recount.script import EVIDENCE_SECTION, sections

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TEXTS = ("wave", "indicator", "territory")
"""Columns of the result that are texts; `lever` and `high_count` are Int64, the others float64."""


def _connect() -> "DuckDBPyConnection":
    try:
        import duckdb
    except ImportError as error:
        raise StudyError([DuckDBMissing()]) from error
    # The tables are small: a second thread would cost more than it gives. Nothing is fetched.
    return duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})


class Recount:
    """The indicators of one wave by SQL; its files are read once, when it is made."""

    def __init__(
        self, paths: StudyPaths, wave: str, *, evidence_file: Path | None = None, study: Study | None = None
    ) -> None:
        """Read the files; of another evidence file, and by another questionnaire (`study`), if given."""
        prefix = f"{paths.root.as_posix()}/"
        parts = sections(paths, wave, prefix, study)
        names = [part.name for part in parts]
        after = names.index(EVIDENCE_SECTION)
        self._connection = _connect()
        self._rules = [part.sql for part in parts[after + 1 :]]
        for part in parts[1:after]:
            self._connection.execute(part.sql)
        self._connection.execute(evidence(Files(paths, prefix), evidence_file) if evidence_file else parts[after].sql)

    def indicators(self, facts: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return the rows of the result; with `facts` (columns of evidence.csv), of that evidence from here on."""
        if facts is not None:
            cells = facts[list(EVIDENCE)]  # noqa: F841 - DuckDB finds it by its name
            self._connection.execute("CREATE OR REPLACE TEMP TABLE evidence AS SELECT * FROM cells")
        for sql in self._rules[:-1]:
            self._connection.execute(sql)
        found: pd.DataFrame = self._connection.execute(self._rules[-1]).df()
        numbers = {name: "float64" for name in found.columns if name not in (*TEXTS, "lever", "high_count")}
        return found.astype({**dict.fromkeys(TEXTS, "str"), **numbers, "lever": "Int64", "high_count": "Int64"})

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def recompute(paths: StudyPaths, wave: str, *, evidence: Path | None = None) -> pd.DataFrame:
    """Return every indicator of a wave by SQL, in the order of `indicators.csv`; from another evidence file if given.

    Raises StudyError when DuckDB is absent, or when a survey has not been cleaned yet.
    """
    with Recount(paths, wave, evidence_file=evidence) as recount:
        return recount.indicators()
