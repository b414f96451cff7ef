r"""Files written whole or not at all, and what their bytes are known by.

Promise: a reader of `write_atomic`'s target sees the old content or the new one, never half; a failure leaves no
temporary file behind and names the folder; what a process that is killed leaves beside the target is known by its name
(`is_leftover`). Bytes are the same whatever the platform: UTF-8, `\n`, no date. Left out: locks between two processes
(the last one wins, whole), and surviving a power cut (no fsync: outputs can be built again).
"""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from study.base.errors import Place, Problem, StudyError
from study.base.show import Term
from study.base.text import mark

if TYPE_CHECKING:
    from pandas import DataFrame

_CHUNK_BYTES = 1 << 20

# What the system says, in the user's language; anything else is said in the system's own words.
_FULL = Term(mark("the disk is full"))
_NOT_ALLOWED = Term(mark("writing there is not allowed"))
_NO_FOLDER = Term(mark("a file stands where a folder is needed"))
_TOO_LARGE = Term(mark("a file would be larger than the system allows here"))
_CAUSES = {
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.EFBIG: _TOO_LARGE,
}
FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
"""The errors of a write, into whatever file, for which there is no room."""

_BESIDE = re.compile(r"\..+\.[0-9a-f]{12}\.tmp", re.DOTALL)


class NotWritable(Problem):
    """A folder in which the package must write cannot be written."""

    code = "not-writable"
    what = mark("Nothing can be written in this folder: {cause}.")
    why = mark("What is built is stored there. What it held before is left as it was.")
    remedy = mark("Give yourself the right to write there, or free the place or disk space, and run the command again.")


def not_writable(folder: Path, error: OSError) -> StudyError:
    """Return the error that says that a folder cannot be written, and why."""
    cause = _CAUSES.get(error.errno or 0) or error.strerror or str(error)
    return StudyError([NotWritable(Place(folder.as_posix()), details={"cause": cause})])


def full_folder(error: OSError, otherwise: Path) -> Path | None:
    """Return the folder in which there was no room for a write; None for an error of any other kind.

    Who writes into an open file is not told its name: that folder is then taken which is given.
    """
    if error.errno not in FULL:
        return None
    named = error.filename2 or error.filename  # who copies is told both names, that of the copy last
    return Path(os.fsdecode(named)).parent if isinstance(named, str | bytes) else otherwise


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say every OSError met meanwhile as a `NotWritable` problem of `folder` (StudyError)."""
    try:
        yield
    except OSError as error:
        raise not_writable(folder, error) from error


def write_atomic(path: Path, data: bytes | str) -> None:
    """Write `data` (text as UTF-8) to `path`, making its folders: beside it first, then renamed over it.

    Raises StudyError (`NotWritable`) when the folder cannot be written; nothing is left then.
    """
    # Not tempfile.mkstemp: it makes files that only their owner may read. The name is cut, since names have a limit.
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.tmp")
    with writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
            os.replace(beside, path)  # noqa: PTH105 - the one call that is atomic on every platform
        except BaseException:
            with suppress(OSError):  # else it would hide what went wrong
                beside.unlink(missing_ok=True)
            raise


def is_leftover(name: str) -> bool:
    """Tell whether a file's name is one that `write_atomic` gives what it has not yet put in place.

    >>> is_leftover(".answers.csv.0123456789ab.tmp"), is_leftover("answers.tmp")
    (True, False)
    """
    return _BESIDE.fullmatch(name) is not None


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal.

    >>> sha256_hex(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal, without holding it in memory; OSError when it cannot be read."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


# A spreadsheet runs a cell that begins so.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Return a cell's text such that no spreadsheet takes it for a formula; numbers stay as they are.

    >>> harmless("=1+1"), harmless("-3.5"), harmless("a")
    ("'=1+1", '-3.5', 'a')
    """
    if not cell.startswith(_FORMULA_STARTS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def as_meant(cell: str) -> str:
    """Return the text that `harmless` made this cell of.

    >>> as_meant("'=1+1"), as_meant("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def table_bytes(frame: "DataFrame") -> bytes:
    r"""Return a table as CSV: UTF-8 without BOM, comma, `\n`, a heading row and no index column."""
    return str(frame.to_csv(index=False, lineterminator="\n")).encode("utf-8")
