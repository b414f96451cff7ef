"""The regression corpus: every case, by reader."""

from collections.abc import Iterator

from . import form_cases, prose_cases, table_cases, text_cases, workbook_cases, yaml_cases
from .cases import Case

MODULES = (table_cases, yaml_cases, text_cases, workbook_cases, form_cases, prose_cases)


def cases() -> Iterator[Case]:
    for module in MODULES:
        yield from module.cases()
