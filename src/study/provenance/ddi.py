"""The study and its variables as DDI-Codebook 2.5: codebook.ddi.xml, which archives and statistics programs read.

Promise: a variable for each question, with its label, wording, hint and codes in every language of the study, whom it
is put to, the bounds of its answers, and each reason for which an answer is missing as a category marked so; where the
answers are given, how many there are of each. The elements stand in the order of the schema `ddi:codebook:2_5`; the
same study gives the same bytes. Left out: single answers, which are in the data files.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from xml.etree import ElementTree as ET

from study import __version__
from study.base.files import sha256_hex
from study.base.text import date_text, mark, say
from study.chapters.context import Basis
from study.codebook.model import Lever, Localised, Question, QuestionType
from study.provenance.about import About, clean
from study.provenance.answers import ANSWERS_FILE, wide_file
from study.provenance.datapackage import Rows, read_csv
from study.provenance.words import MISSING, labels_of, status_text

NAME = "codebook.ddi.xml"

_NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_LANG = "xml:lang"
_REPRESENTATION = {
    QuestionType.YES_NO: "code",
    QuestionType.CHOICE: "code",
    QuestionType.MULTIPLE: "text",
    QuestionType.NUMBER: "numeric",
    QuestionType.DATE: "datetime",
    QuestionType.TEXT: "text",
}
_DOMAIN = {**_REPRESENTATION, QuestionType.YES_NO: "category", QuestionType.CHOICE: "category",
           QuestionType.MULTIPLE: "multiple"}  # fmt: skip


def _put(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Add an element; `lang` is written as xml:lang. No text is markup, and none holds what no XML may hold."""
    named = {_LANG if name == "lang" else name.rstrip("_"): clean(value) for name, value in attributes.items()}
    made = ET.SubElement(parent, tag, named)
    made.text = clean(text) or None
    return made


class _Codebook:
    """The document while it is made, of one report and the tables of answers that it gives."""

    def __init__(self, about: About, files: Mapping[str, bytes]) -> None:
        self.about, self.context, self.study = about, about.context, about.context.study
        self.tables = {lever.lever: read_csv(files[name]) for lever in self.study.levers
                       if (name := wide_file(lever.lever)) in files}  # fmt: skip
        self.files = files

    def each(self, parent: ET.Element, tag: str, texts: Mapping[str, str], **attributes: str) -> None:
        """Add an element for each language."""
        for lang, text in texts.items():
            _put(parent, tag, text, lang=lang, **attributes)

    def said(self, text: Localised) -> dict[str, str]:
        return {lang: text.text(lang) for lang in self.about.languages}

    def in_words(self, message: str) -> dict[str, str]:
        return {lang: say(message, lang) for lang in self.about.languages}

    # The study.

    def citation(self, parent: ET.Element) -> None:
        """Add who made what, and when."""
        about, wave, own = self.about, self.context.wave, self.context.lang
        citation = _put(parent, "citation")
        titles = _put(citation, "titlStmt")
        _put(titles, "titl", about.title(own), lang=own)
        _put(titles, "subTitl", about.subtitle(own), lang=own)
        for lang in about.languages[1:]:
            _put(titles, "parTitl", about.title(lang), lang=lang)
        _put(titles, "IDNo", wave.wave)
        _put(_put(citation, "rspStmt"), "AuthEnty", self.context.authorship(), lang=own)
        made = _put(citation, "prodStmt")
        _put(made, "software", "study", version=__version__)
        day = wave.publication_date.isoformat()
        _put(_put(citation, "distStmt"), "distDate", day, date=day)
        _put(_put(citation, "verStmt"), "version", wave.wave, date=day)

    def scope(self, parent: ET.Element) -> None:
        """Add what the study is about: subjects, summary, days, territories."""
        about, wave = self.about, self.context.wave
        info = _put(parent, "stdyInfo")
        if wave.keywords:
            subject = _put(info, "subject")
            for word in wave.keywords:
                self.each(subject, "keyword", self.said(word))
        self.each(info, "abstract", {lang: about.description(lang) for lang in about.languages})
        told = _put(info, "sumDscr")
        day = wave.reference_date
        for tag in ("timePrd", "collDate"):
            days = {lang: date_text(day, lang) for lang in about.languages}
            self.each(told, tag, days, event="single", date=day.isoformat(), cycle=wave.wave)
        self.each(told, "geogCover", {lang: about.covered(lang) for lang in about.languages})
        unit = self.said(self.study.territory.one)
        self.each(told, "geogUnit", unit)
        self.each(told, "anlyUnit", unit)
        self.each(told, "universe", {lang: about.universe(lang) for lang in about.languages}, clusion="I")
        self.each(told, "dataKind", {lang: about.basis(lang) for lang in about.languages})

    def method(self, parent: ET.Element) -> None:
        """Add how the answers were collected and cleaned."""
        collected = _put(_put(parent, "method"), "dataColl")
        open_ = mark("open survey: whoever wished to answer")
        census = mark("census of the list of territories; nothing is sampled")
        self.each(collected, "sampProc", self.in_words(open_ if self.study.open_survey else census))
        modes = {
            Basis.DESK: mark("desk research: public pages read and coded, each fact with its source and date"),
            Basis.SURVEY: mark("questionnaire filled in by the respondents"),
            Basis.BOTH: mark("questionnaire filled in by the respondents, and desk research in public pages"),
        }
        self.each(collected, "collMode", self.in_words(modes[self.context.basis]))
        structured = mark("structured questionnaire")
        self.each(collected, "resInstru", self.in_words(structured))
        cleaned = mark("Every answer is the result of rules told in the report’s method chapter; nothing is imputed.")
        self.each(collected, "cleanOps", self.in_words(cleaned))

    def access(self, parent: ET.Element) -> None:
        """Add what may be done with the data, and what is kept back."""
        about, licence = self.about, self.about.licence
        use = _put(_put(parent, "dataAccs"), "useStmt")
        kept = {lang: about.left_out(lang) for lang in about.languages if about.left_out(lang)}
        # Once each, so in one language: the report's.
        if kept:
            _put(use, "restrctn", kept[self.context.lang], lang=self.context.lang)
        if licence:
            _put(use, "conditions", " ".join(part for part in (licence.title, licence.url) if part))
        _put(use, "disclaimer", about.statement(self.context.lang), lang=self.context.lang)

    # The data files.

    def file(self, parent: ET.Element, identifier: str, name: str, title: str) -> None:
        """Add one data file."""
        content = self.files[name]
        rows = read_csv(content)
        described = _put(parent, "fileDscr", ID=identifier, URI=name)
        text = _put(described, "fileTxt")
        _put(text, "fileName", name)
        _put(text, "fileCont", title, lang=self.context.lang)
        size = _put(text, "dimensns")
        _put(size, "caseQnty", str(len(rows) - 1))
        _put(size, "varQnty", str(len(rows[0])))
        _put(text, "fileType", "text/csv", charset="UTF-8")
        _put(text, "format", "comma-delimited")
        _put(described, "notes", sha256_hex(content), type="SHA-256", level="file")

    # The variables.

    def group(self, parent: ET.Element, lever: Lever) -> None:
        """Add the group of a lever's variables."""
        variables = " ".join(_variable(question) for question in lever.questions)
        group = _put(parent, "varGrp", ID=f"G{lever.lever}", type="section", var=variables, name=f"lever-{lever.lever}")
        self.each(group, "labl", self.said(lever.title))

    def territory(self, parent: ET.Element) -> None:
        """Add the variable that says whose answers a row holds."""
        files = " ".join(f"F{lever}" for lever in self.tables)
        variable = _put(parent, "var", ID="V_territory", name="territory", files=files, geog="Y",
                        intrvl="discrete", representationType="text")  # fmt: skip
        self.each(variable, "labl", self.said(self.study.territory.one))
        _put(variable, "varFormat", type="character")

    def question(self, parent: ET.Element, question: Question) -> None:
        """Add the variable of a question."""
        kind, own = question.type, self.context.lang
        attributes = {"ID": _variable(question), "name": question.question}
        if question.lever in self.tables:
            attributes["files"] = f"F{question.lever}"
        attributes["intrvl"] = "contin" if kind is QuestionType.NUMBER else "discrete"
        if question.unit:
            attributes["measUnit"] = self.study.unit_text(question.unit, own)
        attributes["representationType"] = _REPRESENTATION[kind]
        variable = _put(parent, "var", **attributes)
        self.each(variable, "labl", self.said(question.label))
        asked = _put(variable, "qstn", ID=f"Q_{question.lever}_{question.question}", responseDomainType=_DOMAIN[kind])
        self.each(asked, "qstnLit", self.said(question.wording))
        if question.hint:
            self.each(asked, "ivuInstr", self.said(question.hint))
        _bounds(variable, question)
        self.put_to(variable, question)
        cells = self.column(question)
        if cells is not None:
            missing = sum(cell in {status.value for status in MISSING} for cell in cells)
            _put(variable, "sumStat", str(len(cells) - missing), type="vald")
            _put(variable, "sumStat", str(missing), type="invd")
        self.categories(variable, question, cells)
        _put(variable, "concept", self.study.lever(question.lever).title.text(own), lang=own)
        number = kind is QuestionType.NUMBER
        day = {"schema": "ISO", "category": "date"} if kind is QuestionType.DATE else {}
        _put(variable, "varFormat", type="numeric" if number else "character", **day)

    def put_to(self, variable: ET.Element, question: Question) -> None:
        """Add whom a question is put to, where that is not everybody."""
        if question.universe is None:
            return
        earlier = self.study.question(question.universe.question)
        texts = {}
        for lang in self.about.languages:
            labels = labels_of(earlier, self.study, lang)
            answers = ", ".join(labels.get(answer, answer) for answer in question.universe.answers)
            texts[lang] = say("those whose answer to “{question}” is: {answers}", lang,
                              question=earlier.label.text(lang), answers=answers)  # fmt: skip
        self.each(variable, "universe", texts, clusion="I")

    def categories(self, variable: ET.Element, question: Question, cells: list[str] | None) -> None:
        """Add the codes of a question, then the reasons for which its answer may be missing."""
        labels = {lang: labels_of(question, self.study, lang) for lang in self.about.languages}
        counted = cells is not None and question.type is not QuestionType.MULTIPLE
        for code in labels[self.context.lang]:
            texts = {lang: labels[lang][code] for lang in self.about.languages}
            self.category(variable, code, texts, cells if counted else None)
        for status in MISSING:
            texts = {lang: status_text(status, lang) for lang in self.about.languages}
            self.category(variable, status.value, texts, cells, missing="Y", missType=status.value)

    def category(self, variable: ET.Element, value: str, texts: Mapping[str, str], cells: list[str] | None,
                 **attributes: str) -> None:  # fmt: skip
        """Add one category, with how often it stands in the data."""
        category = _put(variable, "catgry", **attributes)
        _put(category, "catValu", value)
        self.each(category, "labl", texts)
        if cells is not None:
            _put(category, "catStat", str(cells.count(value)), type="freq")

    def column(self, question: Question) -> list[str] | None:
        """Return the cells of a question's column in the data; None where they are not given."""
        rows: Rows = self.tables.get(question.lever, [])
        if not rows:
            return None
        at = rows[0].index(question.question, 1)
        return [row[at] for row in rows[1:]]

    def made(self) -> ET.Element:
        """Return the whole document."""
        root = ET.Element("codeBook", {
            "xmlns": _NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{_NAMESPACE} {_SCHEMA}",
            "version": "2.5",
            _LANG: self.context.lang,
        })  # fmt: skip
        study = _put(root, "stdyDscr")
        for part in (self.citation, self.scope, self.method, self.access):
            part(study)
        for lever in self.study.levers:
            if lever.lever in self.tables:
                title = say("Answers – {lever}", self.context.lang, lever=lever.title.text(self.context.lang))
                self.file(root, f"F{lever.lever}", wide_file(lever.lever), title)
        if ANSWERS_FILE in self.files:
            self.file(root, "F_all", ANSWERS_FILE, say("Every answer, with its status", self.context.lang))
        data = _put(root, "dataDscr")
        for lever in self.study.levers:
            self.group(data, lever)
        if self.tables:
            self.territory(data)
        for question in self.study.questions:
            self.question(data, question)
        return root


def _variable(question: Question) -> str:
    """Return the id of a question's variable; two levers may have text questions of one name."""
    return f"V_{question.lever}_{question.question}"


def _bound(bound: date | float) -> str:
    return bound.isoformat() if isinstance(bound, date) else f"{bound:g}"


def _bounds(variable: ET.Element, question: Question) -> None:
    """Add the bounds of a number or a day."""
    ends: Iterable[tuple[str, date | float | None]] = (("min", question.minimum), ("max", question.maximum))
    told = {name: _bound(end) for name, end in ends if end is not None}
    if told:
        units = {"UNITS": "REAL"} if question.type is QuestionType.NUMBER else {}
        _put(_put(variable, "valrng"), "range", **units, **told)


def ddi_xml(about: About, files: Mapping[str, bytes]) -> bytes:
    """Return the codebook of a report as XML, with the tables of answers among `files` (relative name → content)."""
    root = _Codebook(about, files).made()
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
