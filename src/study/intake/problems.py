"""What can be wrong with the study's tables and waves: one class per kind of failure.

Promise: the sentences of each class are the catalogue's keys. Places are a spreadsheet row (the heading is row 1) and
a column. Left out: finding the problems.
"""

from study.base.errors import Problem
from study.base.text import mark


class MissingFile(Problem):
    """A raw file is not there, or cannot be read."""

    code = "missing-file"
    what = mark("This file is missing, or cannot be read.")
    why = mark("Without it the study cannot be computed.")
    remedy = mark("Put the file back at this place; a table without rows still needs its heading.")


class EmptyFile(Problem):
    """A table without even its heading."""

    code = "empty-file"
    what = mark("This file is empty.")
    why = mark("A table without rows still needs its heading, so that nobody takes a lost file for an empty one.")
    remedy = mark("Write the heading row: {columns}.")


class NotUtf8(Problem):
    """A table saved in another encoding."""

    code = "not-utf8"
    what = mark("This file is not encoded in UTF-8; near “{value}” it reads like the encoding of Windows.")
    why = mark("Accented letters would be read wrongly.")
    remedy = mark("In Excel, save it as “CSV UTF-8 (comma delimited)”; in LibreOffice, choose the character set UTF-8.")


class BrokenQuotes(Problem):
    """Quotes that do not close."""

    code = "broken-quotes"
    what = mark("The quotes of a cell are broken in this row.")
    why = mark("From here on nothing says where a cell ends.")
    remedy = mark("Close the quotes, and double a quote that belongs to the text.")


class UnknownColumn(Problem):
    """A column that nothing reads."""

    code = "unknown-column"
    what = mark("The column “{value}” is unknown in this table.")
    why = mark("It would be ignored, and what it says would have no effect.")
    remedy = mark("Rename it or remove it; the columns are: {columns}.")


class MissingColumn(Problem):
    """A column that must be there is not."""

    code = "missing-column"
    what = mark("The column “{value}” is missing.")
    why = mark("The study needs it, even when all its cells are empty.")
    remedy = mark("Add the column; the columns are: {columns}.")


class DuplicateColumn(Problem):
    """A column's name used twice."""

    code = "duplicate-column"
    what = mark("The column “{value}” stands more than once in the heading.")
    why = mark("Only one of them could count, and nothing says which.")
    remedy = mark("Keep one of them.")


class RowLength(Problem):
    """A row with too many or too few cells."""

    code = "row-length"
    what = mark("This row has {cells} cells; the heading has {expected}.")
    why = mark("Its values would slip into other columns.")
    remedy = mark("Look for a separator that is missing, or for one in a text that needs quotes.")


class EmptyCell(Problem):
    """A cell that must say something is empty."""

    code = "empty-cell"
    what = mark("This cell is empty.")
    why = mark("The row cannot be used without it.")
    remedy = mark("Fill the cell, or remove the whole row if it has never been sealed.")


class DuplicateKey(Problem):
    """Two rows with the same key."""

    code = "duplicate-key"
    what = mark("“{value}” already stands in row {first_row}.")
    why = mark("A number is traced to a row by its key, so a key names one row only.")
    remedy = mark("Give the newer row a key that was never used, or remove it if it says the same thing.")


class NotAllowedValue(Problem):
    """A value that is not among the allowed ones."""

    code = "value-not-allowed"
    what = mark("“{value}” is not one of the values of this column.")
    why = mark("The study would not know how to read it.")
    remedy = mark("Choose one of: {allowed}.")


class NotWholeNumber(Problem):
    """A cell that should hold a whole number."""

    code = "not-whole-number"
    what = mark("“{value}” is not a whole number.")
    why = mark("It cannot be counted with.")
    remedy = mark("Write digits only, without spaces, units or decimals.")


class NotNumber(Problem):
    """A cell that should hold a number."""

    code = "not-number"
    what = mark("“{value}” is not a plain number.")
    why = mark("It cannot be counted with, and guessing at commas and spaces would be guessing at the figure.")
    remedy = mark("Write digits with a point for the decimals, without spaces or units, such as 1234.5.")


class OutOfRange(Problem):
    """A number outside its limits."""

    code = "out-of-range"
    what = mark("{value} is outside what is possible in this column.")
    why = mark("A result computed with it would be meaningless.")
    remedy = mark("Correct the number: from {lowest} to {highest}.")


class BadKey(Problem):
    """A key that could not stand in names of files and numbers."""

    code = "bad-key"
    what = mark("“{value}” cannot be a key.")
    why = mark("Keys name rows, files and numbers of the report.")
    remedy = mark("Use letters without accents, digits, dashes and underscores, and start with a letter.")


class BadTerritoryKey(BadKey):
    """A territory's key that could not stand in the name of its sheet."""

    remedy = mark("Use small letters without accents, digits and dashes, 120 at most, and start with a letter.")


class BadSiren(Problem):
    """A SIREN that has not nine digits."""

    code = "bad-siren"
    what = mark("“{value}” is not a SIREN.")
    why = mark("The SIREN ties a territory to the official registers.")
    remedy = mark("Write its nine digits, as text, so that no leading zero is lost.")


class BadAddress(Problem):
    """A web address that readers could not follow safely."""

    code = "bad-address"
    what = mark("“{value}” is not a web address.")
    why = mark("The report links each fact to its source.")
    remedy = mark("Write the whole address of the page, starting with https:// or http://, without spaces.")


class BadDate(Problem):
    """A text that is no date."""

    code = "bad-date"
    what = mark("“{value}” is not a date.")
    why = mark("Whether a fact counts depends on its date.")
    remedy = mark("Write a day (2019-07-05), a month (2019-07) or a year (2019).")


class MangledDate(Problem):
    """A date that a spreadsheet has rewritten."""

    code = "mangled-date"
    what = mark("“{value}” is a date that a spreadsheet has rewritten.")
    why = mark("The original date is lost: the day, the month or the century may be wrong.")
    remedy = mark(
        "Take the date from the sealed version of the file and write it as 2019-07-05, 2019-07 or 2019; "
        "in the spreadsheet, import this column as text."
    )


class DateNotDay(Problem):
    """A date that must be a day and is not."""

    code = "date-not-day"
    what = mark("“{value}” is not a day.")
    why = mark("This date must be known to the day.")
    remedy = mark("Write year, month and day, such as 2019-07-05.")


class PrecisionMismatch(Problem):
    """A date that has not the precision said beside it."""

    code = "precision-mismatch"
    what = mark("The date “{value}” has not the precision “{precision}” that stands beside it.")
    why = mark("A date is compared at its own precision, so the two must say the same.")
    remedy = mark("Correct the date or its precision (day: 2019-07-05, month: 2019-07, year: 2019).")


class EndsBeforeStart(Problem):
    """A fact that ends before it starts."""

    code = "ends-before-start"
    what = mark("The fact is valid until {value}, which is before its own date, {as_of}.")
    why = mark("Such a fact would never have been true.")
    remedy = mark("Correct one of the two dates, or leave valid_until empty.")


class UnknownTerritory(Problem):
    """A key that is no territory of the frame."""

    code = "unknown-territory"
    what = mark("“{value}” is not a territory of the frame.")
    why = mark("What the row says would be counted nowhere.")
    remedy = mark("Write the key of a territory, as in the column “territory” of frame.csv.")


class UnknownLever(Problem):
    """A number that is no lever."""

    code = "unknown-lever"
    what = mark("{value} is not a lever of the study.")
    why = mark("What the row says would be counted nowhere.")
    remedy = mark("Choose one of: {known}.")


class UnknownQuestion(Problem):
    """A name that is no question and no code of the lever."""

    code = "unknown-question"
    what = mark("“{value}” is not a question of the study.")
    why = mark("What the row says would be counted nowhere.")
    remedy = mark("Correct the name, or add the question (or the code, under a text question) to the questionnaire.")


class QuestionOfOtherLever(Problem):
    """A question that belongs to another lever than the row says."""

    code = "question-of-other-lever"
    what = mark("The question “{value}” belongs to lever {known}, not to lever {lever}.")
    why = mark("The fact would be counted in a chapter that does not ask for it.")
    remedy = mark("Correct the lever or the question.")


class AnswerNotAllowed(Problem):
    """An answer that the question cannot have."""

    code = "answer-not-allowed"
    what = mark("“{value}” is not an answer to the question “{question}”.")
    why = mark("The study would not know how to count it.")
    remedy = mark("Choose one of: {allowed}.")


class AnswerNotNumber(Problem):
    """An answer to a number question that is no plain number."""

    code = "answer-not-number"
    what = mark("“{value}” is not a plain number, which the question “{question}” asks for.")
    why = mark("It cannot be counted with, and guessing at commas and spaces would be guessing at the figure.")
    remedy = mark("Write digits with a point for the decimals, without spaces or units, such as 1234.5.")


class UnknownSource(Problem):
    """A source that sources.csv does not list."""

    code = "unknown-source"
    what = mark("The source “{value}” is not in sources.csv.")
    why = mark("The report names the source of each fact.")
    remedy = mark("Correct the key, or add the source with its title, publisher, date and address to sources.csv.")


class UnknownIndicator(Problem):
    """A name that is no indicator."""

    code = "unknown-indicator"
    what = mark("“{value}” is not an indicator of the study.")
    why = mark("The published figure could not be compared with anything.")
    remedy = mark("Write question.measure with a measure that the question lists, or frame.count or levers.count.")


class ClaimWithoutBasis(Problem):
    """A claim with neither an indicator nor a reason why not."""

    code = "claim-without-basis"
    what = mark("This claim has neither an indicator nor not_computable_because.")
    why = mark("A published figure is either computed again, or the report says why it cannot be.")
    remedy = mark("Fill one of the two columns.")


class ClaimWithBoth(Problem):
    """A claim with both an indicator and a reason why it is not computable."""

    code = "claim-with-both"
    what = mark("This claim has both an indicator and not_computable_because.")
    why = mark("The report would compute it and say that it cannot be.")
    remedy = mark("Empty one of the two columns.")


class UnknownWave(Problem):
    """A wave that the study does not hold."""

    code = "unknown-wave"
    what = mark("There is no wave “{value}” in this study.")
    why = mark("A wave is a folder of data/raw/waves that holds a wave.yaml.")
    remedy = mark("Name one of: {known}.")


class WaveNameMismatch(Problem):
    """A wave whose folder has another name."""

    code = "wave-name-mismatch"
    what = mark("The wave calls itself “{value}”, but its folder is “{folder}”.")
    why = mark("A wave is named by its folder everywhere.")
    remedy = mark('Write “wave: "{folder}"”, or rename the folder.')


class WaveWithoutReferenceDate(Problem):
    """A wave that does not say when it describes the territories."""

    code = "wave-without-reference-date"
    what = mark("The wave has no reference date.")
    why = mark("Which facts count, and which have lapsed, depends on it.")
    remedy = mark("Add a line “reference_date: 2019-07-05” with the wave's own day.")


class SameReferenceDate(Problem):
    """Two waves of one day."""

    code = "same-reference-date"
    what = mark("The wave {other} has the same reference date, {value}.")
    why = mark("Waves are compared from the earlier to the later one; of these two, neither is.")
    remedy = mark("Correct one of the two dates; a rehearsal says “fictitious: true”, and may have any date.")


class MissingOutline(Problem):
    """An outline that is no file of the folder of outlines."""

    code = "missing-outline"
    what = mark("There is no outline “{value}” in data/raw/contours.")
    why = mark("The study's maps are drawn on it.")
    remedy = mark("Put the file there, correct its name, or remove “map” from study.yaml: the study then has no maps.")


class NotGeoJson(Problem):
    """An outline in which no polygons can be read."""

    code = "not-geojson"
    what = mark("This file is not GeoJSON: {reason}.")
    why = mark("The outline of the maps is read from it.")
    remedy = mark("Export the outline of the region again, as GeoJSON polygons.")


class OutlineWithoutPolygon(Problem):
    """A GeoJSON file that encloses nothing."""

    code = "outline-without-polygon"
    what = mark("This outline holds no polygon.")
    why = mark("A map without an outline does not say where its points are.")
    remedy = mark("Export the outline of the region again, as GeoJSON polygons.")


class BrokenRing(Problem):
    """A ring of an outline that encloses nothing."""

    code = "broken-ring"
    what = mark("Ring {value} of this outline has fewer than four positions, or does not end where it starts.")
    why = mark("It would enclose nothing, or be drawn with a side that is not there.")
    remedy = mark("Export the outline of the region again, as GeoJSON polygons.")


class PositionOutside(Problem):
    """A position of an outline that is nowhere on Earth."""

    code = "position-outside"
    what = mark("Ring {ring} of this outline has the position “{value}”, which is no longitude and latitude.")
    why = mark("GeoJSON gives degrees, the longitude from -180 to 180 first, then the latitude from -90 to 90.")
    remedy = mark("Export the outline again in degrees (WGS 84, EPSG:4326), not in metres.")


class TerritoryWithoutPoint(Problem):
    """A territory that a map could not show."""

    code = "territory-without-point"
    what = mark("The territory “{value}” has no longitude or no latitude.")
    why = mark("The study has maps, and each shows every territory.")
    remedy = mark("Fill lon and lat in frame.csv, or remove “map” from study.yaml: the study then has no maps.")
