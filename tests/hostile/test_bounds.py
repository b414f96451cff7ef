"""Files made to exhaust a machine, read in a process of their own that may take little memory and little time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Address space beyond what Python and its libraries take by themselves when all of them are loaded.
MEGABYTES = 900
SECONDS = 60

# The reader's name, and an expression for its bytes: made in the child, so that nothing large stands here.
FILES = {
    "YAML: a bomb of aliases": ("lever.yaml", "b'x0: &x0 [a]\\n' + b''.join(b'x%d: &x%d [*x%d, *x%d]\\n' % (i, i, i-1, i-1) for i in range(1, 400))", "yaml-alias"),
    "YAML: a million brackets": ("lever.yaml", "b'x: ' + b'[' * 10**6", "yaml-too-deep"),
    "YAML: a million keys in keys": ("wave.yaml", "b'x: ' + b'{a: ' * 10**6", "yaml-too-deep"),
    "YAML: a heading of prose": ("commentary", "b'---\\nsummary: &a [x]\\n' + b''.join(b'k%d: &k%d [*a, *a]\\n' % (i, i) for i in range(400)) + b'---\\n'", "yaml-alias"),
    "table: a million columns": ("frame", "b','.join(b'c%d' % i for i in range(10**6)) + b'\\n'", "export-too-many-columns"),
    "table: a million times a column": ("frame", "b'territory,' * 10**6 + b'\\n'", "export-too-many-columns"),
    "table: a heading that does not end": ("evidence", "b'\"' + b'x' * 11_000_000", "export-overlong-cell"),
    "table: a row of a million cells": ("frame", "sound('frame') + b'a,' * 10**6 + b'\\n'", "row-length"),
    "table: fifty thousand wrong rows": ("claims", "sound('claims') + b''.join(b'C%d,2020,2020,s,s,1e5,t,,frame.count,,,S001\\n' % i for i in range(50_000))", "not-number"),
    "text: a million columns": ("csv", "b';' * 10**6 + b'x\\n'", "export-too-many-columns"),
    "text: a quote that never closes": ("csv", "b'a;b\\n1;\"' + b'x' * 30_000_000", "export-overlong-cell"),
    "text: letters without end, and one accent": ("csv", "b'a;b\\n\\xe9;' + b'x' * 11_000_000", "export-overlong-cell"),
    "text: letters without end, and an apostrophe of a Mac": ("csv", "b'a;b\\nl\\xd5\\x89ge;' + b'x' * 11_000_000", "export-overlong-cell"),
    "text: twenty million NULs": ("csv", "b'a;b\\n' + bytes(20_000_000)", "export-nul"),
    "XLSX: the far corner": ("xlsx", "packed(xlsx_parts(sheet(row(1, 'a') + '<row><c r=\"XFD1048576\"><v>1</v></c></row>')))", "export-too-many-cells"),
    "XLSX: a billion entities": ("xlsx", "packed(xlsx_parts('<!DOCTYPE x [' + ''.join(f'<!ENTITY e{i} \"{f\"&e{i-1};\" * 10 if i else \"x\" * 1000}\">' for i in range(12)) + ']>' + sheet(row(1, '&e11;'))))", "export-damaged"),
    "XLSX: 600 megabytes of noughts": ("xlsx", "bomb(xlsx_parts(sheet(row(1, 'a'))), 600)", "export-zip-bomb"),
    "XLSX: a member that says it is small": ("xlsx", "liar(xlsx_parts(sheet(row(1, 'a'))), 150)", "export-damaged"),
    "ODS: a billion blanks": ("ods", "packed(ods_parts(ods_content('<table:table-row>' + ods_cell('a<text:s text:c=\"2000000000\"/>') + '</table:table-row>')))", "export-damaged"),
    "ODS: a million rows of one word": ("ods", "packed(ods_parts(ods_content('<table:table-row table:number-rows-repeated=\"1048576\">' + ods_cell('a', 'table:number-columns-repeated=\"16384\"') + '</table:table-row>')))", "export-too-many-cells"),
    "XLSForm: the far corner": ("xlsform", "packed(form_parts(sheet(row(1, 'type') + '<row><c r=\"XFD1048576\"><v>1</v></c></row>')))", "form-too-large"),
    "XLSForm: 100 megabytes of noughts": ("xlsform", "bomb(form_parts(sheet(row(1, 'type'))), 100)", "form-too-large"),
    "lss: a billion entities": ("lss", "b'<!DOCTYPE document [' + b''.join(b'<!ENTITY e%d \"%s\">' % (i, b'&e%d;' % (i-1) * 10 if i else b'x') for i in range(12)) + b']><document>&e11;</document>'", "form-xml-declarations"),
    "lss: a million elements in elements": ("lss", "b'<document>' + b'<a>' * 10**6", "form-damaged"),
    "outline: a million brackets": ("outline", "b'[' * 10**6", "not-geojson"),
    "outline: a million digits": ("outline", "b'{\"type\":\"Polygon\",\"coordinates\":' + b'9' * 10**6 + b'}'", "not-geojson"),
}  # fmt: skip

CHILD = """
import io, json, resource, struct, sys, time, zipfile
sys.path.insert(0, {tests!r})
from hostile.packages import *
from hostile.readers import READERS
from hostile.seeds import sound, whole

def bomb(parts, megabytes):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("xl/media/x.bin", "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(bytes(1 << 20))
    return out.getvalue()

def liar(parts, megabytes):
    # The table of contents says a kilobyte.
    data = bytearray(bomb(parts, megabytes))
    at = data.rindex(b"PK\\x01\\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)

files = json.loads(sys.stdin.read())
for reader in sorted({{reader for reader, _ in files.values()}}):
    READERS[reader](whole(reader))  # whatever is loaded late is loaded now
made = {{name: eval(expression) for name, (_, expression) in files.items()}}
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + {megabytes} * 2**20,) * 2)
for name, (reader, _) in files.items():
    print(json.dumps(name), end=" ", flush=True)
    start = time.process_time()
    codes = READERS[reader](made[name]).codes
    print(json.dumps([codes, time.process_time() - start]), flush=True)
"""


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[list[str], float]]:
    """The errors of each file and the seconds that it took, from one process; what ended it is told by name."""
    tests = str(Path(__file__).parents[1])
    files = {name: (reader, expression) for name, (reader, expression, _) in FILES.items()}
    script = CHILD.format(tests=tests, megabytes=MEGABYTES)
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(files),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-200:]}: {done.stderr[-2000:]}"
    decode = json.JSONDecoder().raw_decode
    found = {}
    for line in done.stdout.splitlines():
        name, end = decode(line)
        found[name] = json.loads(line[end:])
    return found


@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_within_bounds(name: str, read: dict[str, tuple[list[str], float]]) -> None:
    codes, seconds = read[name]
    assert FILES[name][2] in codes
    # Far above what any of them takes: a bound against what grows with the square of a file, not a measure.
    assert seconds < SECONDS
