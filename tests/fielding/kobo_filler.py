"""KoboToolbox, as far as a round trip needs it: reads an XLSForm, is answered, and exports the answers.

It knows the workbook and what its sheets mean to the platform, and nothing of the code that wrote it: a question is
found by its label and an option by its label, as somebody in front of the form would. It refuses an answer that the
form would not take: to a question that is not shown, outside its constraint, out of its list.

Left out: repeats, calculations, and `0` for a multiple choice that was shown and left empty: the platform writes
empty cells then, so a canonical `0` cannot come back from a summary column alone.
"""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from python_calamine import CalamineWorkbook

NOT_ASKED = ("note", "begin_group", "end_group")
META = ("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags", "_index")  # fmt: skip


@dataclass(frozen=True)
class KoboStyle:
    """How an export is asked for.

    `headings` and `values`: a language, or None for names. `groups`: paths of groups before names. `multiple`:
    "summary", "details" or "both". `file`: "csv" (`;`, everything quoted) or "xlsx".
    """

    headings: str | None = None
    values: str | None = None
    groups: bool = True
    separator: str = "/"
    multiple: str = "both"
    file: str = "csv"


def sheets(form):
    """The form's sheets: each a list of rows, by heading."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(form))
    read = {}
    for name in book.sheet_names:
        head, *rows = book.get_sheet_by_name(name).to_python()
        read[name] = [dict(zip(head, map(str, row), strict=True)) for row in rows]
    return read


def label(row, lang):
    """The label of a row in a language: its column ends with the language's code in brackets."""
    return next(text for head, text in row.items() if head.startswith("label::") and head.endswith(f"({lang})"))


def languages(row):
    return [head.rsplit("(", 1)[1].rstrip(")") for head in row if head.startswith("label::")]


def holds(condition, values):
    """Whether a `relevant` holds for the values so far."""
    if not condition:
        return True
    for term in condition.split(" or "):
        equal = re.fullmatch(r"\$\{([\w.-]+)\} = '([^']*)'", term)
        ticked = re.fullmatch(r"selected\(\$\{([\w.-]+)\}, '([^']*)'\)", term)
        assert equal or ticked, term
        name, code = (equal or ticked).groups()
        if (values.get(name, "") == code) if equal else (code in values.get(name, "").split(" ")):
            return True
    return False


def accepts(constraint, value):
    """Whether a `constraint` takes a value."""
    for term in filter(None, constraint.split(" and ")):
        day = re.fullmatch(r"\. ([<>]=) date\('([\d-]+)'\)", term)
        number = re.fullmatch(r"\. ([<>]=) (-?[\d.]+)", term)
        assert day or number, term
        sign, end = (day or number).groups()
        left, right = (value, end) if day else (Decimal(value), Decimal(end))
        if not (left >= right if sign == ">=" else left <= right):
            return False
    return True


@dataclass(frozen=True)
class Field:
    """A question of the form: its row, the groups around it, its choices' rows."""

    row: dict
    groups: tuple
    choices: tuple

    @property
    def name(self):
        return self.row["name"]

    @property
    def kind(self):
        return self.row["type"].split()[0]


def fields_of(form):
    read = sheets(form)
    made, groups = [], []
    for row in read["survey"]:
        if row["type"] == "begin_group":
            groups.append(row)
        elif row["type"] == "end_group":
            groups.pop()
        elif row["type"] != "note":
            listed = row["type"].partition(" ")[2]
            choices = tuple(item for item in read.get("choices", ()) if item["list_name"] == listed)
            assert bool(listed) == bool(choices), row
            made.append(Field(row, tuple(groups), choices))
    assert not groups
    assert len({field.name for field in made}) == len(made)
    return made, read["settings"][0]


def only(found, what):
    assert len(found) == 1, (what, len(found))
    return found[0]


def find(fields, wording, lang):
    return only([field for field in fields if label(field.row, lang) == wording], wording)


def choose(field, text, lang):
    return only([row["name"] for row in field.choices if label(row, lang) == text], text)


def given(fields, study, response):
    """What a respondent puts into each question, by the question's name."""
    lang = study.languages[0]
    put = {}
    for key, answer in response.items():
        if key == "territory":
            put["territory"] = choose(next(f for f in fields if f.name == "territory"), answer[1], lang)
        elif isinstance(key, str):
            contact = next(item for item in study.contact if item.question == key)
            put[find(fields, contact.wording.text(lang), lang).name] = answer
        elif len(key) == 2:
            question = next(item for item in study.questions if (item.lever, item.question) == key)
            field = find(fields, question.wording.text(lang), lang)
            own = {code.code: code.label.text(lang) for code in (*study.codes, *question.codes)}
            chosen = (
                [choose(field, own[code], lang) for code in answer.split(";") if code != "0"]
                if field.choices
                else [answer]
            )
            put[field.name] = " ".join(chosen)
    for key, answer in response.items():
        if isinstance(key, tuple) and len(key) == 3:
            question = next(item for item in study.questions if (item.lever, item.question) == key[:2])
            at = fields.index(find(fields, question.wording.text(lang), lang))
            assert fields[at + 1].kind == "text", "the write-in text follows its question"
            put[fields[at + 1].name] = answer
    return put


def filled(fields, put):
    """The values that the form stores, in its order; what it does not show is empty."""
    values = {}
    for field in fields:
        shown = all(holds(row.get("relevant", ""), values) for row in (*field.groups, field.row))
        answer = put.get(field.name, "")
        assert shown or not answer, f"{field.name} is not shown"
        assert not answer or accepts(field.row.get("constraint", ""), answer), (field.name, answer)
        assert answer or not shown or field.row.get("required") != "yes", f"{field.name} is required"
        values[field.name] = answer
    return values


def columns(field, style):
    """The headings of a question, and what each holds of a stored value."""

    def said(row):
        return row["name"] if style.headings is None else label(row, style.headings)

    def value(name):
        if style.values is None or not field.choices:
            return name
        return label(only([row for row in field.choices if row["name"] == name], name), style.values)

    path = [*(said(row) for row in field.groups), said(field.row)] if style.groups else [said(field.row)]
    heading = style.separator.join(path)
    if field.kind != "select_multiple":
        return [(heading, lambda stored: value(stored) if stored else "")]
    made = []
    if style.multiple in ("summary", "both"):
        made.append((heading, lambda stored: " ".join(map(value, stored.split(" "))) if stored else ""))
    if style.multiple in ("details", "both"):
        for row in field.choices:

            def box(stored, name=row["name"]):
                return str(int(name in stored.split(" "))) if stored else ""

            made.append((style.separator.join([heading, said(row)]), box))
    return made


def fill_kobo(form: bytes, responses: list[dict], style: KoboStyle, study) -> bytes:
    """Fill a form once per response, and return the export. `study` tells what answers and questions are worded like.

    AssertionError where the form lacks a question or an option, or would not take an answer.
    """
    fields, settings = fields_of(form)
    made = [column for field in fields for column in columns(field, style)]
    owners = [field.name for field in fields for _ in columns(field, style)]
    rows = [[heading for heading, _ in made] + list(META)]
    for number, response in enumerate(responses, start=1):
        values = filled(fields, given(fields, study, response))
        meta = (str(100 + number), f"0000-{number}", "2026-03-05T09:00:00", "", "", "submitted_via_web", "", settings["version"], "", str(number))  # fmt: skip
        rows.append([of(values[name]) for name, (_, of) in zip(owners, made, strict=True)] + list(meta))
    if style.file == "csv":
        stream = io.StringIO()
        csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
        return stream.getvalue().encode("utf-8")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Questionnaire")
        for at, row in enumerate(rows):
            for position, text in enumerate(row):
                sheet.write_string(at, position, text)
    return file.getvalue()
