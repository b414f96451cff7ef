"""What can keep a large open survey from being read as a stream: one class per kind.

Promise: the sentences of each class are the catalogue's keys. Left out: what is wrong with any export, large or small
(`study.exports.file_problems`, `study.survey.response_problems`).
"""

from study.base.errors import Problem
from study.base.text import mark


class NotUtf8(Problem):
    """A large text in another encoding than UTF-8."""

    code = "large-not-utf8"
    what = mark("This row is not written in UTF-8.")
    why = mark("A file this large is read as a stream, so that its encoding cannot be told from the whole of it.")
    remedy = mark("Export the answers again in UTF-8, or as Parquet.")


class NotAStream(Problem):
    """A large file of a kind that is only read as a whole."""

    code = "large-no-stream"
    what = mark("This file is too large for a workbook.")
    why = mark("A workbook is unpacked as a whole, which a survey of many respondents has no memory for.")
    remedy = mark("Export the answers as CSV or Parquet.")


class TooManyTerritories(Problem):
    """A column of territories with too many different texts."""

    code = "large-many-territories"
    what = mark("The column “{value}” holds more than {limit} different texts.")
    why = mark("It does not name territories: measures of each would be measures of nearly every respondent.")
    remedy = mark("Name another column in wave.yaml, under survey: respondent_column, or ask for the whole alone.")


class NoTerritoryColumn(Problem):
    """Measures by territory asked of a survey that does not say where its respondents are."""

    code = "large-no-territory"
    what = mark("No column says to which territory a respondent belongs.")
    why = mark("Measures by territory are counted over the respondents of each.")
    remedy = mark("Name the column in wave.yaml, under survey: respondent_column.")


class CorrectedInBulk(Problem):
    """A correction of one response among very many."""

    code = "large-corrected"
    what = mark("This line corrects an answer of “{value}”, in a survey that is read as a stream.")
    why = mark("Single responses of a survey this large are not told apart, so that the correction would be lost.")
    remedy = mark("Correct the questionnaire’s labels, or the export, or split the wave’s exports.")


class OverlongRow(Problem):
    """A row that does not end."""

    code = "large-row"
    what = mark("This row is longer than {limit} MB.")
    why = mark("A quotation mark is probably not closed, so that the rest of the file looks like one cell.")
    remedy = mark("Close the quotation mark, or export the answers again.")
