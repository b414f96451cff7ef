"""What can be wrong with a form that a questionnaire is to be made from: one class per kind of failure.

Promise: the sentences of each class are the catalogue's keys. Left out: finding the problems (`form_file`,
`from_xlsform`, `lime_xml`, `lime_tabs`, `from_limesurvey`, `take_in`), and what a form says that a study cannot
(`import_notes`).
"""

from study.base.errors import Problem
from study.base.text import mark

_NEEDED = mark("The questionnaire is made from what the form says, and nothing of it is guessed.")
_AS_SENT = mark("Export the form again from the platform, and give that file as it is.")


class FormNotRead(Problem):
    """No file, or one that cannot be opened."""

    code = "form-not-read"
    what = mark("This file cannot be read: {reason}.")
    why = _NEEDED
    remedy = mark("Check the name and the folder; drag the file into the terminal to write its path.")


class EmptyForm(Problem):
    """A file of no bytes, or a form without a question."""

    code = "form-empty"
    what = mark("There is no question in this form.")
    why = mark("A questionnaire holds at least one question.")
    remedy = _AS_SENT


class FormTooLarge(Problem):
    """A file larger than any form, or one that would swell when opened."""

    code = "form-too-large"
    what = mark("This file is far larger than a form: more than {limit} MB once opened.")
    why = mark("Opening it could fill the machine’s memory.")
    remedy = _AS_SENT


class DamagedForm(Problem):
    """A workbook or an XML file that its reader refuses."""

    code = "form-damaged"
    what = mark("This file is damaged: {reason}.")
    why = _NEEDED
    remedy = _AS_SENT


class EncryptedForm(Problem):
    """A workbook with a password."""

    code = "form-encrypted"
    what = mark("This workbook is protected by a password.")
    why = mark("Nothing in it can be read without the password.")
    remedy = mark("Open it, remove the password, and save it again as XLSX.")


class NotAForm(Problem):
    """A file of some other kind."""

    code = "not-a-form"
    what = mark("This is neither an XLSForm nor a LimeSurvey structure.")
    why = _NEEDED
    remedy = mark("Give an XLSForm (.xlsx, .xls), or a LimeSurvey structure (.lss, or tab-separated .txt).")


class ExportNotForm(Problem):
    """The answers instead of the questions."""

    code = "export-not-form"
    what = mark("This holds answers, not a form: its columns include {known}.")
    why = mark("Answers do not say what was offered to choose from, nor whom a question was put to.")
    remedy = mark("Give the form itself; answers belong in the folder responses/ of a wave.")


class NoSurveySheet(Problem):
    """A workbook without the sheet that makes an XLSForm."""

    code = "no-survey-sheet"
    what = mark("This workbook has no sheet “survey”; it has {known}.")
    why = mark("An XLSForm lists its questions in the sheet “survey”.")
    remedy = mark("Give the XLSForm, or rename the sheet that has the columns type, name and label.")


class FormColumnMissing(Problem):
    """A column without which a sheet says nothing."""

    code = "form-column-missing"
    what = mark("The column “{value}” is missing from this sheet.")
    why = mark("Without it the rows of the sheet cannot be understood.")
    remedy = mark("Add the column, or correct its heading in the first row of the sheet.")


class UnknownFormType(Problem):
    """A type of question that no platform's documentation names."""

    code = "form-unknown-type"
    what = mark("The question type “{value}” is unknown.")
    why = mark("How the question is answered cannot be known.")
    remedy = mark("Correct the type, or take the row out of the form.")


class FormNameMissing(Problem):
    """A question or an answer without a name."""

    code = "form-name-missing"
    what = mark("This row has no name.")
    why = mark("Questions and answers are found again by their names.")
    remedy = mark("Write a name in this cell.")


class FormNameTwice(Problem):
    """Two questions of one name side by side."""

    code = "form-name-twice"
    what = mark("The name “{value}” already stands in row {first}.")
    why = mark("The two could not be told apart in the answers.")
    remedy = mark("Rename one of the two.")


class ListMissing(Problem):
    """A choice among a list that is not there."""

    code = "form-list-missing"
    what = mark("The list of choices “{value}” is not in the sheet “choices”.")
    why = mark("What there is to choose from cannot be known.")
    remedy = mark("Add the list, or correct its name here.")


class AnswersMissing(Problem):
    """A choice without anything to choose."""

    code = "form-answers-missing"
    what = mark("The question “{value}” offers nothing to choose from.")
    why = mark("A choice without answers can be answered by nothing.")
    remedy = mark("Add its answers in the form, or take the question out.")


class GroupNotClosed(Problem):
    """A group that does not end."""

    code = "form-group-not-closed"
    what = mark("The group that begins here does not end.")
    why = mark("Which questions stand in it cannot be known.")
    remedy = mark("Add a row “end_group” (or “end_repeat”) after its last question.")


class GroupNotOpen(Problem):
    """An end without its beginning."""

    code = "form-group-not-open"
    what = mark("This row ends a group that does not begin, or another one.")
    why = mark("Which questions stand in it cannot be known.")
    remedy = mark("Take this row out, or add the row “begin_group” (or “begin_repeat”) that it ends.")


class DeclarationsRefused(Problem):
    """An XML file with a DTD or entities."""

    code = "form-xml-declarations"
    what = mark("This XML file declares entities or a document type.")
    why = mark("A small file can swell without end by them, or read other files; LimeSurvey writes none.")
    remedy = _AS_SENT


class NotASurvey(Problem):
    """XML, but no whole LimeSurvey survey."""

    code = "form-not-a-survey"
    what = mark("This XML file is not the structure of a LimeSurvey survey.")
    why = mark("A group or a question alone lacks what the others say of it.")
    remedy = mark("In LimeSurvey, export the survey itself: “Survey structure (.lss)”.")


class FormLanguageNotSaid(Problem):
    """Texts whose language is not written in the form."""

    code = "form-language-not-said"
    what = mark("The form does not say which language the column “{value}” is in.")
    why = mark("Every text of a study belongs to a language.")
    remedy = mark("Add the language to the command, for instance --languages fr.")


class FormLanguageUnknown(Problem):
    """A language by a name that nobody knows."""

    code = "form-language-unknown"
    what = mark("The language “{value}” is not known.")
    why = mark("Every text of a study belongs to a language, named by its code.")
    remedy = mark("Write its code in brackets in the heading: “label::Français (fr)”.")


class FormLanguageAbsent(Problem):
    """A language asked for that the form does not have."""

    code = "form-language-absent"
    what = mark("The form has no text in the language “{value}”; it has {known}.")
    why = mark("A study has each of its texts in each of its languages.")
    remedy = mark("Leave this language out of --languages, or translate the form first.")


class QuestionnaireThere(Problem):
    """A folder that holds a questionnaire already."""

    code = "questionnaire-there"
    what = mark("There is a questionnaire in this folder already: {known}.")
    why = mark("Nothing of yours is overwritten.")
    remedy = mark("Name another folder with --to, or move these files away.")
