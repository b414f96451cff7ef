"""Workbooks by hand, part by part: what no program would write, and no library lets one write."""

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping

Parts = Mapping[str, str | bytes]

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def packed(parts: Parts, *, doubled: Parts | None = None) -> bytes:
    """Return a zip archive of some parts, always the same bytes; `doubled` ones stand there once more."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)  # a name stands twice because it is meant to
        for name, content in [*parts.items(), *(doubled or {}).items()]:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sheet(rows: str, more: str = "") -> str:
    """Return the XML of a sheet of XLSX."""
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{more}</worksheet>"


def xlsx_parts(*sheets: str | bytes, names: tuple[str, ...] = (), strings: str = "") -> dict[str, str | bytes]:
    """Return the parts of an XLSX workbook with these sheets; `strings` are `<si>` elements."""
    names = names or tuple(f"S{i}" for i in range(1, len(sheets) + 1))
    numbered = list(enumerate(names, start=1))
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in numbered)
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i, _ in numbered
    )
    typed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TYPES}.worksheet+xml"/>' for i, _ in numbered
    )
    last = len(names) + 1
    related += f'<Relationship Id="rId{last}" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>{typed}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>',
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
        **{f"xl/worksheets/sheet{i}.xml": content for i, content in enumerate(sheets, start=1)},
    }


def said(reference: str, text: str) -> str:
    """Return a cell of XLSX that holds a text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *texts: str) -> str:
    """Return a row of XLSX, its texts from column A on."""
    return (
        f'<row r="{number}">' + "".join(said(f"{chr(65 + i)}{number}", text) for i, text in enumerate(texts)) + "</row>"
    )


def ods_parts(content: str | bytes) -> dict[str, str | bytes]:
    """Return the parts of an OpenDocument spreadsheet with that content.xml."""
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": content,
    }


def ods_content(rows: str, name: str = "S", head: str = "") -> str:
    """Return content.xml with one sheet."""
    return (
        f"{head}<office:document-content {SPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def ods_cell(text: str, more: str = "") -> str:
    """Return a cell of an OpenDocument that holds a text."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


CHOICES = sheet(row(1, "list_name", "name", "label") + row(2, "l", "x", "X") + row(3, "l", "y", "Y"))


def form_parts(survey: str | bytes, choices: str | bytes = CHOICES) -> dict[str, str | bytes]:
    """Return the parts of an XLSForm with that sheet `survey`."""
    return xlsx_parts(survey, choices, names=("survey", "choices"))


# What a fuzzer's bytes are taken for, where a reader's file is a package.
WRAPPED: dict[str, Callable[[bytes], bytes]] = {
    "xlsx": lambda data: packed(xlsx_parts(data, strings="<si><t>Arbois</t></si>")),
    "ods": lambda data: packed(ods_parts(data)),
    "xlsform": lambda data: packed(form_parts(data)),
}
