"""Forms of our own, written in the tests as the platforms write theirs: XLSForm workbooks and LimeSurvey's XML."""

import io
from xml.sax.saxutils import escape

import xlsxwriter

from study.forms.form_file import read_workbook
from study.forms.from_limesurvey import from_limesurvey
from study.forms.from_xlsform import from_xlsform
from study.forms.lime_xml import read_lss


def workbook(**sheets):
    """An XLSX workbook: each sheet a list of rows of cells."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell not in (None, ""):
                        sheet.write(i, j, cell)
    return stream.getvalue()


def table(heading, *rows):
    """Rows of a sheet: the heading's names in one text, each row a dictionary or a list."""
    names = heading.split("|")
    return [names, *([row.get(name, "") for name in names] if isinstance(row, dict) else list(row) for row in rows)]


def survey(*rows, heading="type|name|label::Français (fr)|hint::Français (fr)|required|relevant|constraint|parameters"):
    return table(heading, *rows)


def choices(*rows):
    return table("list_name|name|label::Français (fr)", *rows)


def xlsform(survey_rows, choices_rows=None, settings=None, wanted=()):
    """Read a form written from sheets: (form, problems)."""
    sheets = {"survey": survey_rows}
    if choices_rows:
        sheets["choices"] = choices_rows
    if settings:
        sheets["settings"] = [list(settings), list(settings.values())]
    read, problems = read_workbook(workbook(**sheets), "form.xlsx")
    assert problems == []
    return from_xlsform(read, "form.xlsx", wanted)


def section(name, rows):
    """A table of an .lss file: its fields, then its rows, each cell as CDATA."""
    fields = dict.fromkeys(key for row in rows for key in row)
    lines = [
        f" <{name}>",
        "  <fields>",
        *(f"   <fieldname>{key}</fieldname>" for key in fields),
        "  </fields>",
        "  <rows>",
    ]
    for row in rows:
        lines += ["   <row>", *(f"    <{key}><![CDATA[{value}]]></{key}>" for key, value in row.items()), "   </row>"]
    return [*lines, "  </rows>", f" </{name}>"]


def lss(*, version=366, languages=("fr",), kind="Survey", **tables):
    """A structure file: the tables named, with their rows."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<document>",
        f" <LimeSurveyDocType>{escape(kind)}</LimeSurveyDocType>",
    ]
    lines += [f" <DBVersion>{version}</DBVersion>", " <languages>"]
    # LimeSurvey lists the additional languages first.
    lines += [f"  <language>{lang}</language>" for lang in (*languages[1:], languages[0])] + [" </languages>"]
    own = {
        "surveys": [{"sid": 1, "language": languages[0], "additional_languages": " ".join(languages[1:])}],
        "surveys_languagesettings": [
            {"surveyls_survey_id": 1, "surveyls_language": lang, "surveyls_title": f"Enquête {lang}"}
            for lang in languages
        ],
    }
    for name, rows in {**tables, **own}.items():
        if rows:
            lines += section(name, rows)
    return "\n".join([*lines, "</document>", ""]).encode()


class Lime:
    """A small survey in French, put together question by question, as version 3 or version 6 stores it."""

    def __init__(self, version=6):
        self.version = version
        self.tables = {}
        self.count = 100
        self.group("Groupe")

    def _add(self, table, **row):
        self.tables.setdefault(table, []).append({key: value for key, value in row.items() if value is not None})

    def group(self, name, grelevance="", **texts):
        self.count += 1
        self.gid = self.count
        said = {"fr": name, **texts}
        if self.version == 3:
            for lang, text in said.items():
                self._add(
                    "groups",
                    gid=self.gid,
                    sid=1,
                    group_name=text,
                    group_order=self.gid,
                    description="",
                    language=lang,
                    grelevance=grelevance,
                )
        else:
            self._add("groups", gid=self.gid, sid=1, group_order=self.gid, grelevance=grelevance)
            for lang, text in said.items():
                self._add("group_l10ns", id=self.gid, gid=self.gid, group_name=text, description="", language=lang)
        return self

    def _question(self, table, texts, help_="", **row):
        self.count += 1
        qid = self.count
        if self.version == 3:
            for lang, text in texts.items():
                self._add(
                    table,
                    qid=qid,
                    sid=1,
                    gid=self.gid,
                    question=text,
                    help=help_,
                    language=lang,
                    question_order=qid,
                    **row,
                )
        else:
            self._add(table, qid=qid, sid=1, gid=self.gid, question_order=qid, **row)
            for lang, text in texts.items():
                self._add("question_l10ns", id=qid, qid=qid, question=text, help=help_, language=lang)
        return qid

    def ask(
        self,
        type_,
        code,
        text,
        subs=(),
        answers=(),
        help_="",
        other="N",
        mandatory="N",
        relevance="1",
        preg=None,
        texts=None,
        attributes=(),
        conditions=(),
    ):
        """Add a question. `subs` and `answers`: (code, text) or (code, text, scale); `attributes`: (name, value[, language])."""
        texts = {"fr": text, **(texts or {})}
        qid = self._question(
            "questions",
            texts,
            help_,
            parent_qid=0,
            type=type_,
            title=code,
            preg=preg,
            other=other,
            mandatory=mandatory,
            scale_id=0,
            relevance=relevance,
        )
        for sub, label, *scale in subs:
            self._question(
                "subquestions",
                {"fr": label},
                parent_qid=qid,
                type="T",
                title=sub,
                scale_id=(scale or [0])[0],
                relevance="1",
            )
        for order, (answer, label, *scale) in enumerate(answers):
            row = {"qid": qid, "code": answer, "sortorder": order, "assessment_value": 0, "scale_id": (scale or [0])[0]}
            labels = label if isinstance(label, dict) else {"fr": label}
            if self.version == 3:
                for lang, said in labels.items():
                    self._add("answers", **row, answer=said, language=lang)
            else:
                self.count += 1
                self._add("answers", aid=self.count, **row)
                for lang, said in labels.items():
                    self._add("answer_l10ns", id=self.count, aid=self.count, answer=said, language=lang)
        for name, value, *lang in attributes:
            self._add("question_attributes", qid=qid, attribute=name, value=value, language=(lang or [None])[0])
        for cqid, cfieldname, value in conditions:
            self._add(
                "conditions", cid=qid, qid=qid, cqid=cqid, cfieldname=cfieldname, method="==", value=value, scenario=1
            )
        return self

    def bytes(self, languages=("fr",)):
        return lss(version=366 if self.version == 3 else 640, languages=languages, **self.tables)

    def read(self, languages=("fr",)):
        """(form, problems) of the survey."""
        survey_, problems = read_lss(self.bytes(languages), "survey.lss")
        assert problems == [], problems
        return from_limesurvey(survey_)


def by_name(form):
    return {item.name: item for item in form.items}


def kinds(problems):
    """The class names of problems, for what a test asks of them."""
    return [type(problem).__name__ for problem in problems]
