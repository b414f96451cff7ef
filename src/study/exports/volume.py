"""How much a survey's exports hold: whether they are looked at as a whole, or must be streamed.

Promise: told from the files' size and first bytes alone. Left out: streaming them (`study.bulk`).
"""

from collections.abc import Iterable
from pathlib import Path

STREAMED_BYTES = 4 * 2**20
"""From here on an open survey is streamed where that gives the same: some ten thousand respondents."""

MOST_WHOLE_BYTES = 64 * 2**20
"""From here on an open survey is never held as a whole, cell by cell."""

_PARQUET = b"PAR1"


def is_parquet(path: Path) -> bool:
    """Tell whether a file is a Parquet file; False where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(_PARQUET)) == _PARQUET
    except OSError:
        return False


def _bytes(files: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in files if path.is_file())


def is_streamed(files: Iterable[Path]) -> bool:
    """Tell whether exports of an open survey are better streamed."""
    held = tuple(files)
    return _bytes(held) >= STREAMED_BYTES or any(map(is_parquet, held))


def is_large(files: Iterable[Path]) -> bool:
    """Tell whether exports of an open survey cannot be held as a whole."""
    held = tuple(files)
    return _bytes(held) >= MOST_WHOLE_BYTES or any(map(is_parquet, held))
