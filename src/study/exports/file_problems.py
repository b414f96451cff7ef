"""What can be wrong with an export as a file, before anybody asks what it says: one class per kind of failure.

Promise: the sentences of each class are the catalogue's keys. Errors are files of which nothing is taken; a warning or
note is about a file that was read. Left out: finding the problems (`files`, `texts`, `workbooks`, and what they call).
"""

from study.base.errors import Problem, Severity
from study.base.text import mark


class UnreadableFile(Problem):
    """A file that the machine does not let us read."""

    code = "export-unreadable"
    what = mark("This file cannot be read: {value}.")
    why = mark("Its answers would be counted nowhere.")
    remedy = mark("Close the program that holds it, look at the file’s permissions, or fetch the export again.")


class EmptyExport(Problem):
    """A file without anything in it."""

    code = "export-empty"
    what = mark("This file is empty.")
    why = mark("An export without any answer still has its headings: this one was lost on the way.")
    remedy = mark("Fetch the export again from where the answers were collected.")


class TooLargeFile(Problem):
    """A file larger than any export."""

    code = "export-too-large"
    what = mark("This file is larger than {limit} GB.")
    why = mark("No survey’s answers are that large, and reading it would take all the memory.")
    remedy = mark("See what it is; export the answers without the documents that respondents uploaded.")


class TooManyColumns(Problem):
    """A row wider than any spreadsheet."""

    code = "export-too-many-columns"
    what = mark("There are {columns} columns here; a spreadsheet holds {limit} at most.")
    why = mark("A table that wide is one whose rows were not separated.")
    remedy = mark("Look at the line ends and quotes of this file, or export it again.")


class TooManyCells(Problem):
    """A table that memory would not hold."""

    code = "export-too-many-cells"
    what = mark("The table reaches over {rows} rows and {columns} columns, more than can be read.")
    why = mark("Reading it would take all the memory.")
    remedy = mark("Remove what stands far below or far right of the table, or split the export into several files.")


class OverlongCell(Problem):
    """A cell longer than any answer."""

    code = "export-overlong-cell"
    what = mark("This cell holds more than {limit} MB of text.")
    why = mark("No answer is that long: most often a quote was opened and never closed.")
    remedy = mark("Look at the quotes of this row, or take the cell out of the export.")


class UnbalancedQuotes(Problem):
    """Quotes that do not close, or close in the middle of a cell."""

    code = "export-quotes"
    what = mark("The quotes of this row are not balanced.")
    why = mark("From here on nothing says where a cell ends, so that answers would change their questions.")
    remedy = mark("Export the file again; if it was edited, double each quote that belongs to an answer.")


class NulCharacters(Problem):
    """A text with characters that no text has."""

    code = "export-nul"
    what = mark("This text holds NUL characters.")
    why = mark("The file is damaged, or is no text; what surrounds them cannot be trusted.")
    remedy = mark("Fetch the export again; in a spreadsheet program, save it as “CSV UTF-8” or as XLSX.")


class MixedEncodings(Problem):
    """A text that was put together from several."""

    code = "export-mixed-encodings"
    what = mark("Some rows of this file are in UTF-8 and others are not: rows {rows}.")
    why = mark("Whatever encoding is taken, the accents of some answers would be read wrongly.")
    remedy = mark("Two files were put together: put each of them into the folder as it was received.")


class UnknownEncoding(Problem):
    """A text whose encoding nothing tells."""

    code = "export-unknown-encoding"
    what = mark("The encoding of this file cannot be told.")
    why = mark("Accented letters would be read wrongly.")
    remedy = mark("Open it where it was made, and save it as “CSV UTF-8” or as XLSX.")


class OtherEncoding(Problem):
    """A text that is not in UTF-8, and the encoding that was taken."""

    code = "export-encoding"
    severity = Severity.NOTE
    what = mark("This file is not in UTF-8: it was read as {encoding}, which gives words like “{value}”.")
    why = mark("Nothing in such a file says its encoding.")
    remedy = mark("If that word is not right, save the file as “CSV UTF-8”.")


class AmbiguousSeparator(Problem):
    """A text that two separators would cut equally well."""

    code = "export-separator"
    severity = Severity.WARNING
    what = mark("The cells of this file may be separated by {taken} or by {rival}; {taken} was taken.")
    why = mark("With the other one, the same text gives other columns.")
    remedy = mark("If the columns below are wrong, save the file as XLSX, or with quotes around each cell.")


class PasswordProtected(Problem):
    """A workbook that opens with a password."""

    code = "export-password"
    what = mark("This file is protected by a password.")
    why = mark("What it holds cannot be read.")
    remedy = mark("Open it with its password, remove the password, and save it again.")


class HtmlPage(Problem):
    """A web page under the name of a table."""

    code = "export-html"
    what = mark("This file is a web page (HTML), whatever its name says.")
    why = mark("A page has no cells that are sure: merged ones, links and menus would be read as answers.")
    remedy = mark(
        "If it shows the answers, open it in LibreOffice or Excel and save it as XLSX; if it asks for a login, export "
        "the answers again."
    )


class QuestionnaireGiven(Problem):
    """A form instead of the answers to it."""

    code = "export-is-a-form"
    what = mark("This file is a questionnaire ({form}), not the answers to one.")
    why = mark("It holds the questions, and nobody’s answers.")
    remedy = mark(
        "Export the answers, and take this file out of the folder; `study questionnaire import` makes a questionnaire "
        "from it."
    )


class ArchiveGiven(Problem):
    """A package of files instead of a file."""

    code = "export-is-an-archive"
    what = mark("This file is an archive that holds other files.")
    why = mark("Which of them are answers, nothing says.")
    remedy = mark("Unpack it, and put the files that hold answers into the folder.")


class OtherSpreadsheet(Problem):
    """A spreadsheet in a format that is not read."""

    code = "export-other-spreadsheet"
    what = mark("This file is a spreadsheet in a format that is not read: {kind}.")
    why = mark("Its answers would be counted nowhere.")
    remedy = mark("Open it where it was made, and save it as XLSX, ODS or CSV.")


class NotAnExport(Problem):
    """A file that is no table at all."""

    code = "export-is-no-table"
    what = mark("This file is no table of answers: it is {kind}.")
    why = mark("Its answers, if it has any, would be counted nowhere.")
    remedy = mark("Export the answers as CSV, XLSX, XLS or ODS, and take this file out of the folder.")


class ZipBomb(Problem):
    """A workbook that would fill the memory once unpacked."""

    code = "export-zip-bomb"
    what = mark("This workbook would unpack to {size} MB from {packed} MB.")
    why = mark("No table is like that; such files are made to exhaust a computer, and it was not unpacked.")
    remedy = mark("Ask who sent it what it is. If it is a real table, save it as CSV.")


class DamagedWorkbook(Problem):
    """A workbook that its reader gives up on."""

    code = "export-damaged"
    what = mark("This workbook is damaged; the program that reads it says: “{value}”.")
    why = mark("Part of its answers may be lost, and nothing says which.")
    remedy = mark("Fetch it again; if it opens in LibreOffice or Excel, save it there under a new name.")


class EmptyWorkbook(Problem):
    """A workbook whose sheets are all empty."""

    code = "export-without-cells"
    what = mark("No sheet of this workbook holds anything.")
    why = mark("An export without any answer still has its headings: this one was lost on the way.")
    remedy = mark("Fetch the export again from where the answers were collected.")


class HiddenSheets(Problem):
    """Sheets that one does not see when opening the workbook."""

    code = "export-hidden-sheets"
    severity = Severity.NOTE
    what = mark("Hidden sheets of this workbook were read too: {sheets}.")
    why = mark("They are part of the file, even though nobody sees them when opening it.")
    remedy = mark("If they hold no answers, nothing has to be done.")


class HiddenCells(Problem):
    """Rows and columns that one does not see when opening the sheet."""

    code = "export-hidden-cells"
    severity = Severity.NOTE
    what = mark("Hidden rows ({rows}) and hidden columns ({columns}) of this sheet were read too.")
    why = mark("A filter hides rows without removing them: their answers count like the others.")
    remedy = mark("If they should not count, remove them from the sheet.")


class FormulaWithoutValue(Problem):
    """Formulas whose result was never computed."""

    code = "export-formula-without-value"
    severity = Severity.WARNING
    what = mark("Formulas of this sheet have no value: {cells}.")
    why = mark("The program that wrote them did not compute them; their cells are read as empty.")
    remedy = mark("Open the workbook in LibreOffice or Excel, and save it again.")
