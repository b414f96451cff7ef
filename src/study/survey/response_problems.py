"""What may have to be settled about who answered: one class per kind.

Promise: the sentences of each class are the catalogue's keys. Left out: finding the problems (`matching`, `rows`,
`responses`), and those of files, headings and cells.
"""

from dataclasses import replace
from typing import Any

from study.base.errors import Place, Problem, Severity
from study.base.text import mark
from study.cells.personal import masked_text


def _discreet(value: Any) -> Any:
    if isinstance(value, str):
        return masked_text(value)
    return [masked_text(item) for item in value] if isinstance(value, list) else value


def discreet(problem: Problem) -> Problem:
    """Return a problem that quotes no personal data: a table without its heading has answers where headings stand."""
    details = {name: value if name == "file" else _discreet(value) for name, value in problem.details.items()}
    return replace(problem, value=_discreet(problem.value), details=details)


def in_wave(file: str, key: str) -> Place:
    """Return the place of a key of the survey's settings in wave.yaml."""
    return Place(file, column=f"survey.{key}")


class NearRespondent(Problem):
    """A respondent whose name is nearly that of a territory."""

    code = "respondent-near"
    what = mark("“{value}” is nobody of the frame; the nearest is “{territory}”.")
    why = mark("A likeness is proposed and never taken: two neighbours may have names that differ in one letter.")
    remedy = mark(
        "In wave.yaml, under survey: respondents:, write what was written, then the territory’s key (or outside); or "
        "add the name to the aliases in frame.csv."
    )


class NamelessRespondent(Problem):
    """A response that does not say whose it is."""

    code = "respondent-nameless"
    what = mark("The response {number} does not say who answers.")
    why = mark("Its answers would be counted for nobody.")
    remedy = mark("In wave.yaml, under survey: respondents:, write its number in quotes, then the key, or outside.")


class OutsideFrame(Problem):
    """A respondent who is not in the frame."""

    code = "respondent-outside"
    severity = Severity.WARNING
    what = mark("“{value}” is not in the frame: this response is listed, and not counted.")
    why = mark("The study is about the frame, and this name is near to none of it.")
    remedy = mark("If it is one of the frame, settle it in wave.yaml under survey: respondents:.")


class OtherVintage(Problem):
    """A respondent of another year's frame."""

    code = "respondent-other-vintage"
    what = mark("“{value}” is “{territory}”, which is not in the vintage that this wave studies.")
    why = mark("Its answers would be counted nowhere.")
    remedy = mark("Choose another frame_vintage, or settle it as outside in wave.yaml under survey: respondents:.")


class DomainDisagrees(Problem):
    """A respondent whose address is another territory's."""

    code = "respondent-domain"
    severity = Severity.WARNING
    what = mark("“{value}” is “{territory}”, but the e-mail address is one of “{domain}”.")
    why = mark("One of the two may be a mistake; what was written counts.")
    remedy = mark("Ask the respondent, and settle it in wave.yaml under survey: respondents:.")


class SettledForNobody(Problem):
    """A territory named in wave.yaml that the wave does not study."""

    code = "settled-for-nobody"
    what = mark("“{name}” is settled as “{value}”, which is no territory of this wave.")
    why = mark("Its answers would be counted nowhere.")
    remedy = mark("Write the key of a territory, as in frame.csv.")


class NobodyMatched(Problem):
    """An export none of whose respondents is in the frame."""

    code = "nobody-matched"
    what = mark("None of the {count} responses is of a territory of the frame.")
    why = mark("The wave would have a survey that nobody answered; most often the wrong column, or frame, is read.")
    remedy = mark("Name the column of the respondents in wave.yaml: survey: respondent_column.")


class NoResponses(Problem):
    """An export without a single response."""

    code = "no-responses"
    what = mark("There is no response under the heading.")
    why = mark("The wave would have a survey that nobody answered.")
    remedy = mark("Export again, with all the responses; or take the file out of the folder.")


class Replaced(Problem):
    """A response that a later one of the same territory replaces."""

    code = "response-replaced"
    severity = Severity.WARNING
    what = mark("“{value}” has answered more than once: this response is replaced by that of row {row}, {file}.")
    why = mark("One response counts for each territory: the last complete one.")
    remedy = mark("If the other one should count, settle this one’s number as outside in wave.yaml.")


class IncompleteLeftOut(Problem):
    """A response that was never submitted."""

    code = "response-incomplete"
    severity = Severity.WARNING
    what = mark("The response {number} of “{value}” was begun and never submitted: it is not counted.")
    why = mark("Answers that were not sent may not be meant.")
    remedy = mark("Ask for it to be submitted; or count such responses: survey: incomplete: kept, in wave.yaml.")


class LastPageZero(Problem):
    """A response submitted without a page."""

    code = "response-last-page"
    severity = Severity.NOTE
    what = mark("{count} responses were submitted with lastpage 0: they were entered or imported by hand.")
    why = mark("Nothing shows which pages their respondents saw.")
    remedy = mark("Nothing need be done.")


class StreamedOnly(Problem):
    """An open survey of too many respondents to be held cell by cell."""

    code = "survey-streamed-only"
    what = mark("These exports are too large to be held as a whole.")
    why = mark("A report keeps the origin of every single answer, which takes more memory than a computer has.")
    remedy = mark(
        "Use study check and study indicators, which read such a survey as a stream; study indicators --to FOLDER also "
        "writes its answers, its log and what was refused."
    )


class RowLength(Problem):
    """A row whose cells do not stand under the heading."""

    code = "row-length"
    what = mark("This row has {cells} cells; the heading has {expected}.")
    why = mark("A cell is missing or too many, so that answers would be read under the wrong question.")
    remedy = mark("Put a text that holds the separator between quotes, or export the answers again.")


class NotReadHere(Problem):
    """A sheet of an export that holds no answers of the study."""

    code = "sheet-not-read"
    severity = Severity.NOTE
    what = mark("The sheet “{value}” is not read: no heading is a question.")
    why = mark("A workbook may hold notes, lists, or repeated groups beside the answers.")
    remedy = mark("If answers are there, name it in wave.yaml: survey: sheet.")


class SheetNotThere(Problem):
    """A sheet that wave.yaml names and no export has."""

    code = "no-such-sheet"
    what = mark("No sheet of this file is called “{value}”.")
    why = mark("wave.yaml says that the answers are there.")
    remedy = mark("Correct survey: sheet in wave.yaml; the sheets are: {known}.")


class FolderOfResponses(Problem):
    """A folder among the answers."""

    code = "responses-folder"
    what = mark("This file is in a folder below responses: its answers would not be counted.")
    why = mark("Only the files of the folder itself are read, so that an older export kept below counts nowhere.")
    remedy = mark("Move it up, or take it out of there.")


class PersonalName(Problem):
    """A file, or a sheet, called after somebody."""

    code = "personal-name"
    what = mark("The name of this file, or of its sheet, says who somebody is.")
    why = mark("It is printed wherever an answer from it is traced, and among the inputs of the report.")
    remedy = mark("Call it something else, without anybody’s name, address or number.")


class PersonalText(Problem):
    """Personal data in an answer."""

    code = "personal-text"
    severity = Severity.NOTE
    what = mark("This answer says who somebody is, or how to reach them: that part is masked everywhere.")
    why = mark("Personal data stop at intake.")
    remedy = mark("Nothing need be done; whoever needs it finds it in the file.")


class ResponsesWithheld(Problem):
    """A wave whose answers are not in this copy."""

    code = "responses-withheld"
    what = mark("The responses of this wave are withheld, and are not in this copy of the study.")
    why = mark("They hold personal data, and only whoever ran the survey has them; without them nothing can be built.")
    remedy = mark("Ask whoever ran the survey for the files, put them in the folder, and check them with the seal.")
