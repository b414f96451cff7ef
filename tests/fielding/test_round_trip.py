"""There and back: a form that a platform takes, answers given in it, the platform's export, and the answers as read.

Two hundred questionnaires of every type of question, in every style in which the two platforms export; and the form
itself, which makes the questionnaire again. `expected` alone says what a platform cannot carry; nothing else is relaxed.
"""

import csv
import io
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from fielding_strategies import form, is_asked, responses, studies, territories
from hypothesis import given, settings
from hypothesis import strategies as st
from kobo_filler import KoboStyle, fill_kobo
from limesurvey_filler import LimeStyle, fill_limesurvey

from study.base.errors import Severity
from study.codebook.model import QuestionType
from study.codebook.names import limesurvey_answers, limesurvey_names
from study.codebook.rules import answers_of
from study.exports.settings import Flavour, NothingTicked, SurveySettings
from study.fielding.form import options_of
from study.fielding.limesurvey import write_limesurvey
from study.fielding.xlsform import write_xlsform
from study.forms.take_in import take_in
from study.survey.release import all_released
from study.survey.responses import read_survey
from study.survey.roster import roster

# Two hundred examples of answers, one hundred on each platform.
SOME = settings(max_examples=100, deadline=None)
FEWER = settings(max_examples=50, deadline=None)


@dataclass(frozen=True)
class Dialect:
    """How an export is saved again by whoever passes it on; `sheet` is a workbook, with numbers as such if `typed`."""

    delimiter: str = ";"
    quoting: int = csv.QUOTE_ALL
    end: str = "\r\n"
    encoding: str = "utf-8"
    sheet: bool = False
    typed: bool = False


def saved(export, delimiter, dialect):
    """The bytes of an export, cell for cell the same, in another dialect; in UTF-8 where its encoding lacks a letter."""
    rows = list(csv.reader(io.StringIO(export.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True))
    if dialect.sheet:
        return workbook(rows, dialect.typed)
    stream = io.StringIO()
    csv.writer(stream, delimiter=dialect.delimiter, quoting=dialect.quoting, lineterminator=dialect.end).writerows(rows)
    try:
        return stream.getvalue().encode(dialect.encoding)
    except UnicodeEncodeError:
        return stream.getvalue().encode("utf-8")


def workbook(rows, typed):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Export")
        for at, row in enumerate(rows):
            for position, text in enumerate(row):
                number = typed and at and re.fullmatch(r"-?\d+(\.\d+)?", text)
                sheet.write_number(at, position, float(text)) if number else sheet.write_string(at, position, text)
    return stream.getvalue()


def dialects():
    texts = st.builds(
        Dialect,
        delimiter=st.sampled_from(";,\t|"),
        quoting=st.sampled_from((csv.QUOTE_ALL, csv.QUOTE_MINIMAL)),
        end=st.sampled_from(("\r\n", "\n")),
        encoding=st.sampled_from(("utf-8", "utf-8-sig", "cp1252", "utf-16")),
    )
    return texts | st.builds(Dialect, sheet=st.just(True), typed=st.booleans())


def lime_styles(study):
    return st.builds(
        LimeStyle,
        headings=st.sampled_from(("code", "full", "both")),
        answers=st.sampled_from(("code", "full")),
        lang=st.sampled_from((None, *study.languages)),
        separator=st.sampled_from((". ", ": ", " - ")),
    )


def kobo_styles(study):
    langs = st.sampled_from((None, *study.languages))
    return st.builds(
        KoboStyle,
        headings=langs,
        values=langs,
        groups=st.booleans(),
        multiple=st.sampled_from(("summary", "details", "both")),
        separator=st.sampled_from(("/", ".", ":", "-")),
    )


def said(question, response):
    """What a response says to a question, empty where it says nothing; no tick is nothing said."""
    answer = response.get((question.lever, question.question), "")
    return "" if question.type is QuestionType.MULTIPLE and answer == "0" else answer


def expected(question, study, response, style, nothing):
    """The status and the answer that must come back; here stands what the platforms' exports do not tell."""
    answer = said(question, response)
    if answer:
        return "answered", answer
    if question.type is not QuestionType.MULTIPLE:
        # A cell is empty alike where a question was left without an answer and where it was not shown.
        return "no_answer", ""
    if isinstance(style, KoboStyle):
        # Boxes are empty alike where none was ticked and where none was shown; a summary alone has no boxes.
        return ("no_answer" if style.multiple == "summary" else "not_asked"), ""
    if style.answers == "code":
        # Boxes that are not ticked are empty whether or not they were shown.
        return "no_answer", ""
    if not is_asked(question, study, response):
        return "not_asked", ""
    # To leave a multiple choice without an answer and to tick nothing are the same act: wave.yaml says what it means.
    return ("answered", "0") if nothing is NothingTicked.NONE else ("no_answer", "")


def is_silent(response, study, style):
    """Whether no cell of an export says anything of a response, which then is none; LimeSurvey's words for boxes do."""
    words = isinstance(style, LimeStyle) and style.answers == "full"
    boxes = words and any(question.type is QuestionType.MULTIPLE for question in study.questions)
    return not boxes and not any(said(question, response) for question in study.questions)


def check(export, suffix, flavour, study, frame, answered, style, nothing):
    """Read an export and compare everything with what was answered."""
    may = roster([key for key, _ in frame], 2026, [(key, name) for key, name in frame], [])
    nouns = [text for noun in (study.territory.one, study.territory.many) for text in noun.root.values()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export{suffix}"
        path.write_bytes(export)
        settled = SurveySettings(nothing_ticked=nothing, released=all_released([path], study))
        read, problems = read_survey([(path, path.name)], study, settled, nouns, may)
    silent = {response["territory"][0] for response in answered if is_silent(response, study, style)}
    faults = [problem.code for problem in problems if problem.severity is Severity.ERROR]
    assert faults == (["no-responses"] if len(silent) == len(answered) else [])
    assert [one.layout.flavour for one in read.exports] == [flavour]
    assert list(read.received["territory"]) == [response["territory"][0] for response in answered]
    assert list(read.received["fate"]) == [
        "empty" if key in silent else "counted" for key in read.received["territory"]
    ]
    wanted = {
        (response["territory"][0], question.lever, question.question): (
            ("no_response", "")
            if response["territory"][0] in silent
            else expected(question, study, response, style, nothing)
        )
        for response in answered
        if len(silent) < len(answered)
        for question in study.questions
    }
    names = ["territory", "lever", "question", "status", "answer", "reason"]
    told = {tuple(line[:3]): tuple(line[3:]) for line in read.answers[names].itertuples(index=False, name=None)}
    assert told == {key: (*value, "") for key, value in wanted.items()}
    written = {
        (response["territory"][0], *key[:2], "other", text)
        for response in answered
        for key, text in response.items()
        if isinstance(key, tuple) and len(key) == 3
    }
    names = ["territory", "lever", "question", "kind", "text"]
    assert set(read.companions[names].itertuples(index=False, name=None)) == written


def described(study, called, coded, other_last=False):
    """What is asked, in which order, of whom, with which answers, by the names and codes that `called` and `coded` give.

    Left out is what no form says: short titles and labels, what is computed, the order of the answers of a universe.
    """
    keys = {item.question: (item.lever, item.question) for item in study.questions}
    asked = []
    for lever in study.levers:
        asked.append((lever.lever, lever.title.root))
        for item in lever.questions:
            options = [(coded(item, option.code), option.label.root) for option in options_of(item, study)]
            if other_last and item.other:
                options.sort(key=lambda option: option[0] == "other")
            unit = {lang: study.unit_text(item.unit, lang) for lang in study.languages} if item.unit else {}
            gate = None
            if item.universe:
                before = study.question(item.universe.question)
                answers = {coded(before, code) for code in item.universe.answers}
                gate = called[keys[before.question]], answers
            hint = item.hint.root if item.hint else {}
            asked.append(
                (called[item.lever, item.question], item.type, item.wording.root, hint, options, item.other, gate, unit)
            )
            asked.append((item.required, item.minimum, item.maximum))
    return study.languages, [(item.wording.root, item.required) for item in study.contact], asked


def own_names(study):
    return {(item.lever, item.question): item.question for item in study.questions}


def own_code(question, code):
    return code


def check_form(form_bytes, suffix, wanted):
    """Take a form in, and compare the questionnaire with the one that the form was made of."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"form{suffix}"
        path.write_bytes(form_bytes)
        taken = take_in(path, Path(folder) / "taken")
    assert [note.code for note in taken.notes if note.severity is not Severity.NOTE] == []
    assert described(taken.study, own_names(taken.study), own_code) == wanted


def lime_names(study):
    """The names that a question has after LimeSurvey, which takes letters and digits alone; numbered where they clash."""
    names, texts = {}, {}
    for key, code in limesurvey_names(study).items():
        base = name = code.removeprefix(f"L{key[0]}").lower()
        text = next(item for item in study.questions if (item.lever, item.question) == key).type == "text"
        number = 1
        while name in texts and not (text and texts[name] and key[0] not in texts[name]):
            number += 1
            name = f"{base}_{number}"
        names[key] = name
        texts.setdefault(name, set() if text else None)
        if text:
            texts[name].add(key[0])
    return names


def lime_code(question, code):
    """The code that an answer has after LimeSurvey: five letters and digits, but for those whose meaning is known."""
    if question.type is QuestionType.YES_NO or (question.other and code == "other"):
        return code
    return limesurvey_answers(answers_of(question))[code]


@FEWER
@given(studies(), territories())
def test_an_xlsform_makes_its_questionnaire_again(study, frame):
    check_form(write_xlsform(form(study, frame)), ".xlsx", described(study, own_names(study), own_code))


@FEWER
@given(studies(), territories())
def test_a_limesurvey_structure_makes_its_questionnaire_again(study, frame):
    # LimeSurvey makes the other answer itself, after those of the list.
    wanted = described(study, lime_names(study), lime_code, other_last=True)
    check_form(write_limesurvey(form(study, frame)).encode("utf-8"), ".txt", wanted)


@st.composite
def surveys(draw):
    """A study, its frame, what everybody answers, the dialect of the export, and what nothing ticked means."""
    study, frame = draw(studies()), draw(territories())
    given_ = draw(responses(study, frame, nothing=True))
    return study, frame, given_, draw(dialects()), draw(st.sampled_from(NothingTicked))


@SOME
@given(st.data())
def test_answers_given_in_kobotoolbox_come_back(data):
    study, frame, answered, dialect, nothing = data.draw(surveys())
    style = data.draw(kobo_styles(study))
    export = saved(fill_kobo(write_xlsform(form(study, frame)), answered, style, study), ";", dialect)
    check(export, ".xlsx" if dialect.sheet else ".csv", Flavour.KOBO, study, frame, answered, style, nothing)


@SOME
@given(st.data())
def test_answers_given_in_limesurvey_come_back(data):
    study, frame, answered, dialect, nothing = data.draw(surveys())
    style = data.draw(lime_styles(study))
    export = fill_limesurvey(write_limesurvey(form(study, frame)), answered, style, study)
    export = saved(export, style.delimiter, dialect)
    check(export, ".xlsx" if dialect.sheet else ".csv", Flavour.LIMESURVEY, study, frame, answered, style, nothing)
