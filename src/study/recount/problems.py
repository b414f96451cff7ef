"""What can keep the audit from running.

Promise: the sentences of each class are the catalogue's keys.
"""

from study.base.errors import Problem
from study.base.text import mark


class DuckDBMissing(Problem):
    """DuckDB is not installed."""

    code = "duckdb-missing"
    what = mark("DuckDB is not installed here.")
    why = mark("The independent recomputation is SQL that DuckDB runs.")
    remedy = mark("Install what the study's lock names: make setup.")


class NeverBuilt(Problem):
    """A wave whose indicators have not been built."""

    code = "wave-never-built"
    what = mark("Wave {value} has not been built: there is nothing to compare with.")
    why = mark("The audit sets the indicators of the report beside those of the SQL.")
    remedy = mark("Build it: study report {value}.")


class NotCleaned(Problem):
    """A wave whose survey has not been cleaned yet."""

    code = "survey-not-cleaned"
    what = mark("The survey of wave {value} has not been cleaned: its answers are not there.")
    why = mark("Of a survey, the audit starts from the answers that cleaning leaves.")
    remedy = mark("Build the wave: study report {value}.")
