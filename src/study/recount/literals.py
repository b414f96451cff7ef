"""Values, tables and files as DuckDB's SQL writes them.

Promise: whatever a questionnaire or a file name holds stands in the script as a literal and can end none; comments stay
on their line. Left out: what the tables mean.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

Value = str | int | bool | date | Sequence[str] | None


def literal(value: Value) -> str:
    """Return a value as SQL; a day as its ISO text.

    >>> literal("l'été"), literal(None), literal(True), literal(["a"])
    ("'l''été'", 'NULL', 'true', "['a']")
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return literal(value.isoformat())
    if isinstance(value, str):
        # A NUL would end the script for the command line.
        return "'" + value.replace("\0", "").replace("'", "''") + "'"
    return "[" + ", ".join(literal(item) for item in value) + "]"


def comment(text: str) -> str:
    """Return a text as a comment, every line of it."""
    return "\n".join(f"-- {line}".rstrip() for line in text.splitlines())


def table(name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Value]]) -> str:
    """Return the statements that make a table of inlined rows; `columns` are names and SQL types."""
    typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    made = f"CREATE OR REPLACE TEMP TABLE {name} ({typed});"
    values = ",\n".join("  (" + ", ".join(literal(value) for value in row) + ")" for row in rows)
    return f"{made}\nINSERT INTO {name} VALUES\n{values};" if values else made


def file_name(path: str) -> str:
    """Return the name of a file for `read_csv`, which would take some characters for patterns."""
    return literal(re.sub(r"([\[*?])", r"[\1]", path))


def csv_file(path: str, columns: Sequence[str], delimiter: str) -> str:
    """Return the reading of a CSV file with these columns in this order, every cell a text and nothing guessed."""
    typed = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({file_name(path)}, header = true, auto_detect = false, parallel = false,\n"
        f"  delim = {literal(delimiter)}, quote = '\"', escape = '\"',\n"
        f"  columns = {{{typed}}})"
    )
