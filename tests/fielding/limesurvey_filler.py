"""LimeSurvey, as far as a round trip needs it: reads a tab-separated structure, is answered, and exports the answers.

It knows the structure's documented columns and how LimeSurvey words an export (its classes `Writer`, `SurveyObj`), and
nothing of the code that wrote the structure: a question is found by its text and an option by its text, as somebody in
front of the form would. It refuses an answer that the form would not take.

Left out: several pages of answers, tokens, and the settings that write other words than Y and N.
"""

import csv
import html
import io
import re
from dataclasses import dataclass
from decimal import Decimal

TICKED = {"fr": ("Oui", "Non"), "en": ("Yes", "No"), "de": ("Ja", "Nein")}
# Of a box that was not shown, in every language; any other cell is empty then.
NOT_SHOWN = "N/A"
OTHER = {"fr": "Autre", "en": "Other", "de": "Sonstiges"}
SYSTEM = {
    "id": {"fr": "ID de la réponse", "en": "Response ID", "de": "Antwort ID"},
    "submitdate": {"fr": "Date de soumission", "en": "Date submitted", "de": "Datum Abgeschickt"},
    "lastpage": {"fr": "Dernière page", "en": "Last page", "de": "Letzte Seite"},
    "startlanguage": {"fr": "Langue de départ", "en": "Start language", "de": "Start-Sprache"},
    "seed": {"fr": "Tête de série", "en": "Seed", "de": "Zufallsstartwert"},
    "startdate": {"fr": "Date de lancement", "en": "Date started", "de": "Datum gestartet"},
    "datestamp": {"fr": "Date de la dernière action", "en": "Date last action", "de": "Datum letzte Aktivität"},
}


@dataclass(frozen=True)
class LimeStyle:
    """How an export is asked for.

    `headings`: "code", "full" or "both" (code and text). `answers`: "code" or "full". `lang`: the export's language,
    None for the base.
    """

    headings: str = "code"
    answers: str = "full"
    lang: str | None = None
    separator: str = ". "
    delimiter: str = ";"
    mark: bool = True


def read(structure):
    """The rows of a structure, by heading."""
    text = structure.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), dialect="excel-tab"))
    assert all(None not in row and None not in row.values() for row in rows), "every row has every column"
    return rows


def flat(text):
    """A text as exports print it: no tags, entities resolved."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@dataclass(frozen=True)
class Asked:
    """A question in one language: its row, its answers or subquestions."""

    row: dict
    options: tuple

    @property
    def code(self):
        return self.row["name"]

    @property
    def kind(self):
        return self.row["type/scale"]

    @property
    def other(self):
        return self.row["other"] == "Y"


def asked_in(rows, lang):
    made = []
    for row in rows:
        if row["language"] != lang or row["class"] not in ("Q", "SQ", "A"):
            continue
        if row["class"] == "Q":
            made.append(Asked(row, ()))
        else:
            assert row["class"] == ("SQ" if made[-1].kind == "M" else "A"), row
            made[-1] = Asked(made[-1].row, (*made[-1].options, row))
    codes = [asked.code for asked in made]
    assert len({code.lower() for code in codes}) == len(codes)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", code) for code in codes), codes
    for asked in made:
        names = [option["name"] for option in asked.options]
        assert len({name.lower() for name in names}) == len(names), names
        assert all(re.fullmatch(r"[A-Za-z0-9]{1,5}", name) for name in names), names
    return made


def holds(relevance, values):
    """Whether a relevance expression holds for the stored values; a variable that is not stored is empty (NAOK)."""
    if relevance == "1":
        return True
    for term in relevance.split(" or "):
        found = re.fullmatch(r'(\w+)\.NAOK (==|!=) "([^"]*)"', term)
        assert found, term
        name, sign, text = found.groups()
        assert name in values, name
        if (values[name] == text) == (sign == "=="):
            return True
    return False


def accepts(row, answer):
    """Whether the attributes of a question take an answer."""
    if row["type/scale"] == "D":
        return (row["date_min"] or answer) <= answer <= (row["date_max"] or answer)
    low, high = row["min_num_value_n"], row["max_num_value_n"]
    return not (low and Decimal(answer) < Decimal(low)) and not (high and Decimal(answer) > Decimal(high))


def only(found, what):
    assert len(found) == 1, (what, len(found))
    return found[0]


def given(questions, study, response, lang):
    """What a respondent puts into each question, by its code: option codes (`-oth-` for the write-in), or a text."""
    put, written = {}, {}

    def find(wording):
        return only([item for item in questions if flat(item.row["text"]) == flat(html.escape(wording))], wording)

    def choose(asked, text):
        if asked.other and flat(asked.row["other_replace_text"]) == flat(html.escape(text)):
            return "-oth-"
        return only([row["name"] for row in asked.options if flat(row["text"]) == flat(html.escape(text))], text)

    for key, answer in response.items():
        if key == "territory":
            put["territory"] = [choose(next(item for item in questions if item.code == "territory"), answer[1])]
        elif isinstance(key, str):
            contact = next(item for item in study.contact if item.question == key)
            put[find(contact.wording.text(lang)).code] = [answer]
        else:
            question = next(item for item in study.questions if (item.lever, item.question) == key[:2])
            asked = find(question.wording.text(lang))
            if len(key) == 3:
                written[asked.code] = answer
                continue
            own = {code.code: code.label.text(lang) for code in (*study.codes, *question.codes)}
            codes = [code for code in answer.split(";") if code != "0"]
            put[asked.code] = [choose(asked, own[code]) for code in codes] if asked.options else [answer]
    return put, written


def stored(questions, put, written):
    """The values as LimeSurvey stores them, by its variables (`Q`, `Q_SQ001`, `Q_other`); None where not shown."""
    values = {}
    for asked in questions:
        said = put.get(asked.code, [])
        known = {name: value or "" for name, value in values.items()}
        shown = holds(asked.row["relevance"], known)
        assert shown or not said, f"{asked.code} is not shown"
        assert said or not shown or asked.row["mandatory"] == "N", f"{asked.code} is mandatory"
        assert not said or asked.kind not in "ND" or accepts(asked.row, said[0]), (asked.code, said)
        empty = "" if shown else None
        other = written.get(asked.code, "") if "-oth-" in said else ""
        assert "-oth-" not in said or other, "what is written in is what ticks the box"
        if asked.kind == "M":
            for option in asked.options:
                values[f"{asked.code}_{option['name']}"] = "Y" if option["name"] in said else empty
        else:
            day = f"{said[0]} 00:00:00" if said and asked.kind == "D" else None
            values[asked.code] = day or (said[0] if said else empty)
        if asked.other:
            values[f"{asked.code}_other"] = other or empty
    return values


def columns(asked, style, lang):
    """The headings of a question with the variable that each prints and what it is (`box`, `list`, `other`, `text`)."""
    text = flat(asked.row["text"])
    made = []
    if asked.kind == "M":
        made += [
            (f"[{row['name']}]", f" [{flat(row['text'])}]", f"{asked.code}_{row['name']}", "box")
            for row in asked.options
        ]
    else:
        made.append(("", "", asked.code, "list" if asked.kind in "L!" else "text"))
    if asked.other:
        made.append(("[other]", f" [{OTHER[lang]}]", f"{asked.code}_other", "text"))
    shapes = {"code": "{code}", "full": "{text}", "both": "{code}" + style.separator + "{text}"}
    return [
        (shapes[style.headings].format(code=asked.code + part, text=text + sub), variable, kind)
        for part, sub, variable, kind in made
    ]


def printed(asked, value, kind, style, lang):
    """A stored value as the export prints it."""
    if style.answers == "full" and kind == "box":
        return NOT_SHOWN if value is None else TICKED[lang][value != "Y"]
    if value is None:
        return ""
    if style.answers == "full" and kind == "list" and value:
        return (
            OTHER[lang]
            if value == "-oth-"
            else flat(next(row["text"] for row in asked.options if row["name"] == value))
        )
    return f"'{value}" if value.startswith("=") else value


def fill_limesurvey(structure: str, responses: list[dict], style: LimeStyle, study) -> bytes:
    """Fill a form once per response, and return the export. `study` tells what answers and questions are worded like.

    AssertionError where the form lacks a question or an option, or would not take an answer.
    """
    rows = read(structure)
    base = only([row["text"] for row in rows if row["class"] == "S" and row["name"] == "language"], "language")
    lang = style.lang or base
    questions, shown = asked_in(rows, base), asked_in(rows, lang)
    assert [asked.code for asked in questions] == [asked.code for asked in shown]
    words = {"code": "{name}", "full": "{text}", "both": "{name}" + style.separator + "{text}"}[style.headings]
    head = [words.format(name=name, text=text[lang]) for name, text in SYSTEM.items()]
    made = [(asked, *column) for asked in shown for column in columns(asked, style, lang)]
    table = [head + [heading for _, heading, _, _ in made]]
    pages = str(sum(row["class"] == "G" and row["language"] == base for row in rows))
    for number, response in enumerate(responses, start=1):
        values = stored(questions, *given(questions, study, response, base))
        day = f"2026-03-{number:02} 10:00:00"
        system = [str(number), day, pages, base, str(10**8 + number), day, day]
        table.append(system + [printed(asked, values[name], kind, style, lang) for asked, _, name, kind in made])
    stream = io.StringIO()
    csv.writer(stream, delimiter=style.delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(table)
    return (("\ufeff" if style.mark else "") + stream.getvalue()).encode("utf-8")
