"""What can be wrong with, or should be known about, the heading of an export: one class per kind.

Promise: the sentences of each class are the catalogue's keys. A place is the heading's row and the column's letter.
Left out: finding the problems (`headings`, `columns`, `oddities`).
"""

from study.base.errors import Problem, Severity
from study.base.text import mark


class NoHeadingRow(Problem):
    """A table without any heading."""

    code = "no-heading-row"
    what = mark("No row of this table looks like a heading.")
    why = mark("Without headings nothing says which question a column answers.")
    remedy = mark("Name the row in wave.yaml, under survey: heading_row; or add a row that names the questions.")


class HeadingRowEmpty(Problem):
    """A heading row, named in wave.yaml, that is empty or past the end."""

    code = "heading-row-empty"
    what = mark("wave.yaml says that the heading ends in row {value}, and this row is empty.")
    why = mark("Without headings nothing says which question a column answers.")
    remedy = mark("Correct survey: heading_row in wave.yaml: rows count from 1, as in a spreadsheet.")


class TitlesSkipped(Problem):
    """A heading that is not the first row."""

    code = "titles-skipped"
    severity = Severity.NOTE
    what = mark("The heading is found in row {row}; what stands over it is taken for titles.")
    why = mark("Were it an answer, it would be counted nowhere.")
    remedy = mark("If the heading is elsewhere, name its row in wave.yaml, under survey: heading_row.")


class RowsUnderTable(Problem):
    """Notes or totals under the responses."""

    code = "rows-under-table"
    severity = Severity.NOTE
    what = mark("The rows {rows} are taken for notes or totals, and not for responses.")
    why = mark("They stand at the very end, apart from the others or with a word such as “Total” or “Source”.")
    remedy = mark("If one of them is a response, fill in its other cells, or take away what makes it look like a note.")


class RepeatedGroup(Problem):
    """A sheet of a repeated group."""

    code = "repeated-group"
    severity = Severity.NOTE
    what = mark("“{value}” holds a repeated group of the form: it is not read.")
    why = mark("Its rows are not responses: several of them may belong to one response on another sheet.")
    remedy = mark("Nothing need be done, unless the study asks about what is repeated: ask it as questions of its own.")


class NoQuestionAtAll(Problem):
    """An export none of whose columns is a question of the study."""

    code = "no-question-column"
    what = mark("None of the {count} headings is a question of this study.")
    why = mark("This may be an export of another questionnaire, or one with headings that nothing here knows.")
    remedy = mark(
        "Check the file; otherwise export it with question codes as headings, or say in wave.yaml, under survey: "
        "columns, which question each heading is."
    )


class NoQuestion(Problem):
    """A heading that is no question."""

    code = "heading-of-no-question"
    what = mark("The heading “{value}” is no question of the study.")
    why = mark("What is answered there would be counted nowhere.")
    remedy = mark(
        "In wave.yaml, under survey:, name its question (columns: {{heading: question}}), or list it as not needed "
        "(ignored_columns) or as personal (personal_columns)."
    )


class NoHeading(Problem):
    """A column with answers and no heading."""

    code = "column-without-heading"
    what = mark("This column has no heading.")
    why = mark("What is answered there would be counted nowhere.")
    remedy = mark("In wave.yaml, under survey: columns or ignored_columns, call it by its letter ({letter}).")


class SeveralQuestions(Problem):
    """A heading that fits several questions."""

    code = "heading-of-several-questions"
    what = mark("The heading “{value}” fits several questions: {known}.")
    why = mark("Nothing says which of them is answered here.")
    remedy = mark(
        "Export with question codes as headings, or name the question in wave.yaml, under survey: columns; a column "
        "may also be called by its letter ({letter})."
    )


class UnknownOption(Problem):
    """A box that its question does not have."""

    code = "option-of-no-question"
    what = mark("“{option}” is no option of the question “{question}”.")
    why = mark("What is ticked there would be counted nowhere.")
    remedy = mark(
        "Its options are: {known}. Add the option to the questionnaire, or say in wave.yaml, under survey: columns, "
        "which one it is (question[code])."
    )


class BoxOfOneAnswer(Problem):
    """A column for one option of a question that takes one answer."""

    code = "box-of-one-answer"
    what = mark("“{value}” reads like one option among several, and the question “{question}” takes one answer.")
    why = mark("Two of its columns could then contradict each other.")
    remedy = mark("Export the answer in one column; or, if this is that column, name it in wave.yaml: survey: columns.")


class SameQuestion(Problem):
    """Two columns of the same question."""

    code = "question-twice"
    what = mark("The columns {first} and {second} both answer “{question}”.")
    why = mark("Only one of them could count, and nothing says which.")
    remedy = mark(
        "In wave.yaml, under survey:, call the other one by its letter or heading among ignored_columns, or name its "
        "own question under columns."
    )


class SameHeading(Problem):
    """Two columns with the same heading."""

    code = "heading-twice"
    what = mark("The columns {first} and {second} have the same heading, “{value}”.")
    why = mark("Nothing says which of them is meant.")
    remedy = mark("Export with question codes as headings, or call the columns by their letters in wave.yaml.")


class RepeatedText(SameHeading):
    """Two columns with the same heading, in an export whose headings are texts."""

    code = "heading-text-twice"
    severity = Severity.WARNING
    why = mark("LimeSurvey repeats the text where two questions have the same words; neither is a question here.")


class NoRespondentColumn(Problem):
    """An export that does not say who answered."""

    code = "no-respondent-column"
    what = mark("No column says who answered.")
    why = mark("Without it the answers belong to nobody.")
    remedy = mark(
        "Name the column in wave.yaml, under survey: respondent_column; in an open survey write “open_survey: true” in "
        "study.yaml."
    )


class SecondRespondentColumn(Problem):
    """Another column that could say who answered."""

    code = "second-respondent-column"
    severity = Severity.NOTE
    what = mark("“{value}” could tell who answered too; the column {first} is read for that.")
    why = mark("Who answers is read from one column.")
    remedy = mark("If this one should be read, name it in wave.yaml, under survey: respondent_column.")


class NamedColumnMissing(Problem):
    """A column that wave.yaml names and the export has not."""

    code = "named-column-missing"
    what = mark("wave.yaml names the column “{value}” ({key}), and no heading is called so.")
    why = mark("What it should say would be missing without a word.")
    remedy = mark("Correct the name, or leave it out of wave.yaml.")


class UnknownColumnQuestion(Problem):
    """A question, named in wave.yaml for a column, that the study does not have."""

    code = "unknown-column-question"
    what = mark("wave.yaml names “{value}” for the heading “{heading}”, which is no question of the study.")
    why = mark("What is answered there would be counted nowhere.")
    remedy = mark("Under survey: columns, write a question's name, lever_1.name where levers share it, or name[code].")


class QuestionsWithoutColumn(Problem):
    """Questions that the export does not ask."""

    code = "questions-without-column"
    severity = Severity.WARNING
    what = mark("{count} questions of the study have no column: {known}.")
    why = mark("They count as not asked: desk evidence alone speaks of them in this wave.")
    remedy = mark("If the export should have them, check that all columns were chosen, and their headings.")


class EmptyColumns(Problem):
    """Columns of no question, without any answer."""

    code = "empty-columns"
    severity = Severity.NOTE
    what = mark("These columns are no questions of the study, and are empty: {known}.")
    why = mark("Notes and pages of a form may leave such a column: nothing is lost.")
    remedy = mark("Nothing need be done.")


class CountingColumn(Problem):
    """A column without heading that numbers the rows."""

    code = "counting-column"
    severity = Severity.NOTE
    what = mark("This column has no heading and numbers the rows: it is not read.")
    why = mark("Statistics programs add such a column when they write a file.")
    remedy = mark("Nothing need be done.")


class FilesSent(Problem):
    """A column that describes files which respondents sent."""

    code = "files-sent"
    severity = Severity.NOTE
    what = mark("The column “{value}” describes files that respondents sent (JSON): it is not read.")
    why = mark("The study counts answers; files are read by people.")
    remedy = mark("Nothing need be done; list it under ignored_columns in wave.yaml to leave this note out.")


class SeveralVersions(Problem):
    """An export of several versions of a form."""

    code = "several-versions"
    severity = Severity.NOTE
    what = mark("The responses were given on several versions of the form: {versions}.")
    why = mark("A question, or an option, that a version did not have was not asked: its cells are empty, not “no”.")
    remedy = mark("Nothing need be done, unless a question changed its meaning from one version to the next.")


class NoSubmission(Problem):
    """A LimeSurvey export that does not say which responses were submitted."""

    code = "no-submission-date"
    severity = Severity.NOTE
    what = mark("This LimeSurvey export has no submitdate: complete and incomplete responses cannot be told apart.")
    why = mark("Every response counts, even one that was begun and left.")
    remedy = mark("Export again with the submission date, or with complete responses only.")
