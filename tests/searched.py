"""Every text that a file holds, however it is packed, and what is found of some needles in it.

Promise: the bytes themselves; the members of archives and workbooks, streams, strings, metadata and pages of PDF, rows,
schema and statistics of Parquet, the texts of PNG, whatever is compressed or written in base64 within any of these, to
any depth. Texts are compared as letters and digits alone: case, accents, blanks, signs between them, escapes of web
addresses, of HTML and of JSON do not count. Left out: what is drawn as a picture.
"""

import base64
import binascii
import html
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pyarrow.parquet as pq
import pypdfium2
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject, TextStringObject

_DEEPEST = 6
_STARTS = (b"PK\x03\x04", b"%PDF", b"PAR1", b"\x89PNG", b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
# Pictures and fonts within a text: what they hold is looked at once it is decoded.
_LONG_BASE64 = re.compile(rb"[A-Za-z0-9+/]{512,}={0,2}")
_RUNS = re.compile(rb"[\x20-\x7e\xc0-\xff]{6,}")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BETWEEN = re.compile(r"[\W_]+")


# A day is written with a time of day by some formats (PDF, XMP, workbooks, timestamps of Parquet): midnight, and no other.
TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?!00:00)[0-9]{2}:[0-9]{2}|D:[0-9]{8}(?!000000)[0-9]{6}"
    r"|(?<![0-9:])(?!00:00:00)(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?![0-9:])"
)
KNOWN_TIMES = {
    "runtimes.json": "pytask’s own note, in .cache, of when its tasks ran: ignored by git, in no report",
}
"""Files that may hold a time of day, by name, and why."""


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, whatever their case, accents and escapes.

    >>> squeezed("+33%206&eacute; L\\\\u00e9-o")
    '336eleo'
    """
    text = _UNICODE.sub(lambda found: chr(int(found[1], 16)), html.unescape(unquote(text)))
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _BETWEEN.sub("", text.casefold())


def _strings_of_pdf(data: bytes) -> Iterator[tuple[str, bytes]]:
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        yield f"page {number + 1}", page.get_textpage().get_text_bounded().encode()
    document.close()
    reader = PdfReader(io.BytesIO(data))

    def strings(item: object) -> Iterator[str]:
        if isinstance(item, TextStringObject):
            yield str(item)
        elif isinstance(item, ByteStringObject):
            yield item.decode("latin-1")
        elif isinstance(item, DictionaryObject):
            for name, value in item.items():
                yield str(name)
                yield from strings(value)
        elif isinstance(item, ArrayObject):
            for value in item:
                yield from strings(value)

    for number in sorted({*reader.xref_objStm, *(number for found in reader.xref.values() for number in found)}):
        item = reader.get_object(number)
        yield f"object {number}", "\n".join(strings(item)).encode()
        if isinstance(item, StreamObject):
            yield f"stream {number}", item.get_data()


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what some bytes hold within them, by name."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "comment", archive.comment
            for member in archive.infolist():
                yield member.filename, archive.read(member)
                yield (
                    f"{member.filename} (entry)",
                    f"{datetime(*member.date_time)}".encode() + member.comment + member.extra,
                )
    elif data.startswith(b"%PDF"):
        yield from _strings_of_pdf(data)
    elif data.startswith(b"PAR1"):
        table = pq.ParquetFile(io.BytesIO(data))
        yield "schema", f"{table.schema}{table.schema_arrow.metadata}{table.metadata.metadata}".encode()
        yield "rows", json.dumps(table.read().to_pylist(), default=str, ensure_ascii=False).encode()
        groups = [table.metadata.row_group(i).to_dict() for i in range(table.metadata.num_row_groups)]
        yield "statistics", json.dumps(groups, default=str, ensure_ascii=False).encode()
    elif data.startswith(b"\x89PNG"):
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            yield "texts", json.dumps(image.info, default=str, ensure_ascii=False).encode()
    elif data.startswith(b"\x1f\x8b"):
        yield "gzip", zlib.decompress(data, 31)
    elif data.startswith(_STARTS[-4:]):
        yield "zlib", zlib.decompressobj().decompress(data)
    for found in _BASE64.finditer(data):
        run = found[0].rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        try:
            decoded = base64.b64decode(run + b"=" * (-len(run) % 4), validate=True)
        except (binascii.Error, ValueError):
            continue
        # Any long word can be decoded: what comes out is looked at if it says something.
        if decoded.startswith(_STARTS) or _is_text(decoded):
            yield f"base64 at {found.start()}", decoded


def _is_text(data: bytes) -> bool:
    try:
        text = data.replace(b"\0", b"").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return text.isprintable() or all(character.isprintable() or character.isspace() for character in text)


def _said(data: bytes) -> str:
    """Return the text of some bytes; of what is no text, the runs of letters and signs within it."""
    try:
        return _LONG_BASE64.sub(b" ", data).decode("utf-8")
    except UnicodeDecodeError:
        return b" ".join(_RUNS.findall(data)).decode("latin-1")


def texts_of(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield every text that some bytes hold, with where."""
    yield name, _said(data)
    if b"\0" in data:  # UTF-16, as PDF and old workbooks have it
        yield name, _said(data.replace(b"\0", b""))
    if depth < _DEEPEST:
        try:
            for inner, content in _inside(data):
                yield from texts_of(f"{name} > {inner}", content, depth + 1)
        except (zipfile.BadZipFile, zlib.error):
            return


def files_below(folders: Iterable[Path]) -> list[Path]:
    """Return every file below some folders, hidden ones too."""
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def found_in(texts: Iterable[tuple[str, str]], needles: Mapping[str, str], *, bare: bool = False) -> list[str]:
    """Return where which of the needles (what they are called → what they are) stands, as `squeezed` has both.

    `bare` texts are squeezed already.
    """
    wanted = {called: squeezed(needle) for called, needle in needles.items()}
    assert all(len(needle) >= 6 for needle in wanted.values()), sorted(wanted.values(), key=len)[:3]
    return [
        f"{name}: {called}"
        for name, text in texts
        for said in [text if bare else squeezed(text)]
        for called, needle in wanted.items()
        if needle in said
    ]
