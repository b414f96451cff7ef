"""A LimeSurvey survey from its own structure file (.lss): tables of the database, as XML.

Promise: reads what LimeSurvey 2.05 to 6 export. Until version 3 a row of `groups`, `questions`, `subquestions` and
`answers` holds the texts of one language; since version 4 the texts stand in `group_l10ns`, `question_l10ns` (those of
subquestions too) and `answer_l10ns`. Document types and entities are refused. Each question's place is its line.
Source: LimeSurvey's `surveyGetXMLStructure` (application/helpers/export_helper.php). Left out: archives (.lsa), groups
(.lsg) and questions (.lsq) by themselves.
"""

import xml.sax
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import Locator

import defusedxml
import defusedxml.sax

from study.base.errors import Place, Problem
from study.forms import form_problems as found
from study.forms.lime_form import LimeForm, LimeGroup, LimeOption, LimeQuestion, first_texts, lime_language, order_of

_ALWAYS = ("", "1")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table, and the line that it begins on."""

    line: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def number(self, name: str) -> int:
        return order_of(self.get(name))


class _Tables(ContentHandler):
    """Collects `document/<table>/rows/row/<cell>`, and what stands beside the tables."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[_Row]] = defaultdict(list)
        self.said: dict[str, str] = {}
        self._path: list[str] = []
        self._text: list[str] = []
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:
        self._path.append(name)
        self._text = []
        if len(self._path) == 4 and self._path[2:] == ["rows", "row"]:
            line = (self._locator.getLineNumber() if self._locator else None) or 1
            self.tables[self._path[1]].append(_Row(line, {}))

    def characters(self, content: str) -> None:
        self._text.append(content)

    def endElement(self, name: str) -> None:
        if len(self._path) == 5 and self._path[2:4] == ["rows", "row"]:
            self.tables[self._path[1]][-1].cells[name] = "".join(self._text)
        elif len(self._path) == 2:
            self.said[name] = "".join(self._text).strip()
        self._path.pop()
        self._text = []


def _parsed(data: bytes, file: str) -> tuple[_Tables | None, list[Problem]]:
    tables = _Tables()
    try:
        defusedxml.sax.parseString(data, tables, forbid_dtd=True)
    except defusedxml.DefusedXmlException:
        return None, [found.DeclarationsRefused(Place(file))]
    except xml.sax.SAXParseException as error:
        place = Place(file, line=error.getLineNumber())
        return None, [found.DamagedForm(place, details={"reason": error.getMessage()})]
    except (ValueError, LookupError) as error:  # an encoding that does not exist, or is not the file's own
        return None, [found.DamagedForm(Place(file), details={"reason": " ".join(str(error).split())})]
    if tables.said.get("LimeSurveyDocType") != "Survey":
        return None, [found.NotASurvey(Place(file), tables.said.get("LimeSurveyDocType"))]
    return tables, []


def _by(rows: Iterable[_Row], name: str) -> dict[str, list[_Row]]:
    found_rows: dict[str, list[_Row]] = {}
    for row in rows:
        found_rows.setdefault(row.get(name), []).append(row)
    return found_rows


def _texts(rows: Iterable[_Row], name: str) -> dict[str, str]:
    return first_texts((row.get("language"), row.get(name)) for row in rows)


def _condition(rows: Iterable[_Row]) -> str:
    """Return the conditions of a question as an equation: those of one scenario must all hold, but for one question."""
    scenarios: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        name = row.get("cfieldname").lstrip("+")
        part = f'{name}.NAOK {row.get("method")} "{row.get("value")}"'
        scenarios.setdefault(row.get("scenario"), {}).setdefault(row.get("cqid"), []).append(part)
    joined = [" and ".join(f"({' or '.join(parts)})" for parts in scenario.values()) for scenario in scenarios.values()]
    return " or ".join(f"({part})" for part in joined)


class _Survey:
    """The tables, looked up as questions need them."""

    def __init__(self, tables: dict[str, list[_Row]], file: str) -> None:
        self.file = file
        self.question_texts = _by(tables["question_l10ns"], "qid")
        self.answer_texts = _by(tables["answer_l10ns"], "aid")
        self.group_texts = _by(tables["group_l10ns"], "gid")
        self.attributes = _by(tables["question_attributes"], "qid")
        self.conditions = _by(tables["conditions"], "qid")
        self.subquestions = _by(tables["subquestions"], "parent_qid")
        self.answers = _by(tables["answers"], "qid")
        self.questions = _by((row for row in tables["questions"] if row.get("parent_qid") in ("", "0")), "gid")
        self.groups = _by(tables["groups"], "gid")
        # Exports of some versions hold subquestions among the questions.
        for parent, rows in _by(tables["questions"], "parent_qid").items():
            if parent not in ("", "0"):
                self.subquestions.setdefault(parent, []).extend(rows)

    def _answers(self, qid: str) -> tuple[LimeOption, ...]:
        rows = sorted(self.answers.get(qid, ()), key=lambda row: (row.number("scale_id"), row.number("sortorder")))
        found_rows: dict[tuple[str, int], list[_Row]] = {}
        for row in rows:
            found_rows.setdefault((row.get("code"), row.number("scale_id")), []).append(row)
        return tuple(
            LimeOption(code, _texts([*own, *self.answer_texts.get(own[0].get("aid") or "-", ())], "answer"), scale)
            for (code, scale), own in found_rows.items()
        )

    def _subquestions(self, qid: str) -> tuple[LimeOption, ...]:
        rows = sorted(self.subquestions.get(qid, ()), key=lambda row: row.number("question_order"))
        return tuple(
            LimeOption(own[0].get("title"), _texts([*own, *self.question_texts.get(sqid, ())], "question"),
                       own[0].number("scale_id"))
            for sqid, own in _by(rows, "qid").items()
        )  # fmt: skip

    def _question(self, qid: str, own: list[_Row]) -> LimeQuestion:
        row, said = own[0], [*own, *self.question_texts.get(qid, ())]
        attributes: dict[str, list[tuple[str, str]]] = {}
        for item in self.attributes.get(qid, ()):
            attributes.setdefault(item.get("attribute"), []).append((item.get("language"), item.get("value")))
        relevance = row.get("relevance")
        if relevance in _ALWAYS and qid in self.conditions:
            relevance = _condition(self.conditions[qid])
        return LimeQuestion(
            qid, row.get("title"), row.get("type"), Place(self.file, line=row.line),
            _texts(said, "question"), _texts(said, "help"), row.get("mandatory") == "Y", row.get("other") == "Y",
            relevance, row.get("preg"), {name: first_texts(values) for name, values in attributes.items()},
            self._subquestions(qid), self._answers(qid),
        )  # fmt: skip

    def all_groups(self) -> tuple[LimeGroup, ...]:
        """Return the groups with their questions, in the survey's order."""
        groups = sorted(self.groups.items(), key=lambda item: item[1][0].number("group_order"))
        made = []
        for gid, own in groups:
            questions = _by(sorted(self.questions.get(gid, ()), key=lambda row: row.number("question_order")), "qid")
            titles = _texts([*own, *self.group_texts.get(gid, ())], "group_name")
            place = Place(self.file, line=own[0].line)
            asked = tuple(self._question(qid, rows) for qid, rows in questions.items())
            made.append(LimeGroup(titles, own[0].get("grelevance"), asked, place))
        return tuple(made)


def read_lss(data: bytes, file: str) -> tuple[LimeForm | None, list[Problem]]:
    """Read a survey's structure; None with a problem when it cannot be."""
    parsed, problems = _parsed(data, file)
    if parsed is None:
        return None, problems
    tables = parsed.tables
    groups = _Survey(tables, file).all_groups()
    survey = tables["surveys"][0] if tables["surveys"] else _Row(1, {})
    settings = tables["surveys_languagesettings"]
    said = [survey.get("language"), *survey.get("additional_languages").split()]
    said += [row.get("surveyls_language") for row in settings]
    languages = tuple(dict.fromkeys(lime_language(lang) for lang in said if lang))
    if not languages:
        languages = tuple(dict.fromkeys(lang for group in groups for lang in group.titles if lang))
    title = first_texts((row.get("surveyls_language"), row.get("surveyls_title")) for row in settings)
    return LimeForm(file, languages, title, groups), []
