"""Studies and answers as hypothesis draws them, for round trips through survey platforms.

A response is a dictionary, as somebody in front of the form would have it in mind:

* `"territory"`: the key and the full name of the one that answers;
* `(lever, question)`: the canonical answer: a code, ticks as `a;b`, a plain number, an ISO day, a text; no key where the
  question was not shown, or was left empty;
* `(lever, question, "other")`: what was written in, wherever the code `other` was chosen;
* the name of a contact question: its text.

Texts are such that a person can tell them apart: no two wordings or labels of a study are alike once case, accents,
signs and mark-up are gone, and no label is part of another, so that labels joined by spaces have one reading. Left out
on purpose: `${` in a text (XLSForm's reference), names that platforms use for their own columns (`id`, `start`), texts
that mean "no answer" or hold an address or telephone number.
"""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from study.codebook.model import Localised, Study
from study.fielding.form import form_of

LANGUAGES = (("fr",), ("en",), ("de",), ("fr", "en"), ("en", "fr"), ("de", "fr", "en"), ("fr", "en", "de"))
WORDS = {"yes": ("oui", "yes", "ja"), "planned": ("en projet", "planned", "geplant"), "no": ("non", "no", "nein")}
OTHERS = ("Autre", "Other", "Sonstiges")
COLUMNS = ("fr", "en", "de")
DAY = date(2026, 12, 31)

# Once letters only: `a_b` and `ab`, twenty letters, and the first five letters of codes are the same for LimeSurvey.
NAMES = (
    "plan", "budget_eur", "since_when", "ab_cd", "abcd", "a_bcd", "plan_other", "plan_2", "territory", "lever_1_plan",
    "a_very_long_name_that_goes_on_and_on_first", "a_very_long_name_that_goes_on_and_on_second",
    "a_very_long_name_that_goes_on_and_on_third", "q", "x1", "other", "introduction", "staff_count", "yes_no", "mode",
)  # fmt: skip
SHARED = ("actions", "remarks")
CODES = (
    "public", "publicity", "public_2", "publ_ic3", "cigales", "cigale", "france_active", "france_activities", "none_yet",
    "c1", "c_1x", "a_long_code_that_is_cut", "a_long_code_that_is_cut_too",
)  # fmt: skip
SIGNS = (
    "", "", "l’été", "l'eau", "cœur, âme", "“public”", 'dit "libre"', "(à peu près)", "[sic]", "<5 %", "a > b", "R&D",
    "& co.", "{x}", "n° 3 ; etc.", "Größe", "100 %", "oui/non", "#1", "*gras*", "x_y", "¿qué?", "être : ou pas ?", "…",
)  # fmt: skip
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru"]
TEXT = (
    "Un conseil local", "réunit", "deux fois par an", "« acteurs »", "; puis, en 2024,", "a=b", "100 %", "<libre>",
    "[voir plus bas]", '"cité"', "l’ESS\nen deux lignes", "\ttabulé", "été, hiver", "= somme", "🚲 vélo", "une/plusieurs",
)  # fmt: skip
SIMPLE = (("Rouge", "Vert", "Rouge foncé"), ("A", "B", "AB"), ("2", "3", "12"))


def token(number: int) -> str:
    """An invented word of six letters, another one for each number below a thousand."""
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:03}")


class Tokens:
    """Hands out a new word each time, so that texts differ."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        self.count += 1
        return token(self.count)


@st.composite
def localised(draw, languages, tokens, end=""):
    """A text in each language, unlike any other of the study."""
    signs = st.sampled_from(SIGNS)
    return {lang: " ".join(f"{draw(signs)} {tokens.next()} {draw(signs)}".split()) + end for lang in languages}


def in_each(languages, words):
    return {lang: words[COLUMNS.index(lang)] for lang in languages}


@st.composite
def options(draw, languages, tokens, kind):
    """Codes of a choice or multiple choice; the last may be the write-in one."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=5, unique=True))
    if kind == "choice" and len(codes) <= 3 and draw(st.booleans()):
        simple = draw(st.sampled_from(SIMPLE))
        made = [{"code": code, "label": dict.fromkeys(languages, simple[i])} for i, code in enumerate(codes)]
    else:
        made = [{"code": code, "label": draw(localised(languages, tokens))} for code in codes]
    other = draw(st.booleans())
    if other:
        plain = draw(st.booleans())
        label = in_each(languages, OTHERS) if plain else draw(localised(languages, tokens))
        made.insert(draw(st.sampled_from((0, len(made)))), {"code": "other", "label": label})
    return {"codes": made, "other": other}


def numbers():
    return st.decimals(-(10**9), 10**9, places=4, allow_nan=False).map(float)


def days():
    return st.integers(0, 36_000).map(lambda gap: date(1950, 1, 1) + timedelta(gap))


@st.composite
def bounds(draw, values):
    low, high = sorted((draw(values), draw(values)))
    return {name: end for name, end in (("minimum", low), ("maximum", high)) if draw(st.booleans())}


def codes_of(question):
    return [code["code"] for code in question.get("codes", ())] or (
        ["yes", "planned", "no"] if question["type"] == "yes_no" else []
    )


@st.composite
def questions(draw, lever, name, languages, tokens, before):
    """One question, which may hang on one of those before it."""
    kinds = ("yes_no", "choice", "multiple", "number", "date", "text")
    kind = "text" if name in SHARED else draw(st.sampled_from(kinds))
    made = {
        "question": name,
        "lever": lever,
        "type": kind,
        "label": draw(localised(languages, tokens)),
        "wording": draw(localised(languages, tokens, draw(st.sampled_from(("", " ?", ".", " :"))))),
        "required": draw(st.booleans()),
    }
    if draw(st.booleans()):
        made["hint"] = draw(localised(languages, tokens))
    if kind in ("choice", "multiple"):
        made |= draw(options(languages, tokens, kind))
    if kind == "yes_no" and draw(st.integers(0, 3)) == 0:
        made["codes"] = [{"code": code, "label": draw(localised(languages, tokens))} for code in ("yes", "no")]
    if kind == "number":
        made |= {"unit": draw(st.sampled_from(("eur", "people"))), **draw(bounds(numbers()))}
    if kind == "date":
        made |= draw(bounds(days()))
    gates = [item for item in before if codes_of(item)]
    if gates and draw(st.booleans()):
        gate = draw(st.sampled_from(gates))
        answers = draw(st.lists(st.sampled_from(codes_of(gate)), min_size=1, unique=True))
        made["universe"] = {"question": gate["question"], "answers": answers}
    return made


@st.composite
def raw_studies(draw):
    """A study as its YAML files would give it, levers in place."""
    languages, tokens = draw(st.sampled_from(LANGUAGES)), Tokens()
    numbered = draw(st.lists(st.integers(0, 12), min_size=1, max_size=3, unique=True))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True))
    before, levers = [], []
    for place, lever in enumerate(numbered):
        own = names[place :: len(numbered)] + draw(st.lists(st.sampled_from(SHARED), max_size=2, unique=True))
        asked = []
        for name in own or ["remarks"]:
            asked.append(draw(questions(lever, name, languages, tokens, before)))
            before.append(asked[-1])
        title = draw(localised(languages, tokens))
        levers.append({"lever": lever, "title": title, "short": title, "questions": asked})
    noun = {
        "one": in_each(languages, ("ville", "town", "Stadt")),
        "many": in_each(languages, ("villes", "towns", "Städte")),
    }
    contact = [
        {
            "question": "contact_name",
            "label": draw(localised(languages, tokens)),
            "wording": draw(localised(languages, tokens)),
        }
    ]
    return {
        "languages": list(languages),
        "territory": noun,
        "lever_noun": noun,
        "codes": [{"code": code, "label": in_each(languages, words)} for code, words in WORDS.items()],
        "units": {"eur": in_each(languages, ("€", "EUR", "Euro"))},
        "contact": contact if draw(st.booleans()) else [],
        "levers": levers,
    }  # fmt: skip


def studies():
    """Studies of one to three levers and languages, with every type of question."""
    return raw_studies().map(Study.model_validate)


def territories():
    """The frame: keys and full names, some of whose first letters are the same."""
    known = (
        ("saint-denis", "Ville de Saint-Denis"), ("saint-brieuc", "Saint-Brieuc, « la belle »"), ("lille", "Métropole de Lille"),
        ("lil-le", "Lil & Le"), ("a", "A"), ("aix-marseille", "Métropole d'Aix-Marseille"),
    )  # fmt: skip
    return st.lists(st.sampled_from(known), min_size=1, max_size=6, unique=True)


def form(study, frame, lang=None):
    """The form of a study, which opens in its first language or in another one."""
    titles = [Localised({language: f"Questionnaire ({language})" for language in study.languages})]
    return form_of(study, wave="2026", titles=titles, day=DAY, territories=frame, lang=lang or study.languages[0])


def is_asked(question, study, response):
    """Whether a question is put to somebody with these answers; none is given to a question that was not."""
    if question.universe is None:
        return True
    gate = study.question(question.universe.question)
    given = response.get((gate.lever, gate.question), "").split(";")
    return any(code in given for code in question.universe.answers)


def plain(value):
    """A number as the canonical answer writes it."""
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def texts():
    first = st.sampled_from(("Note", "Note", "=Note", "'Note'"))
    parts = st.lists(st.sampled_from(TEXT), min_size=2, max_size=4)
    return st.builds(lambda start, parts: " ".join([start, *parts]).strip(), first, parts)


def offered(question):
    return [code.code for code in question.codes] or ["yes", "planned", "no"]


def within(question):
    """Numbers, or days, within a question's bounds, both ends included."""
    low, high = question.minimum, question.maximum
    if question.type == "date":
        first, last = low or date(1950, 1, 1), high or date(2049, 12, 31)
        return st.dates(min(first, last), max(first, last)).map(date.isoformat)
    first = Decimal(str(-(10**9) if low is None else low))
    last = Decimal(str(10**9 if high is None else high))
    return st.decimals(first, last, places=4, allow_nan=False).map(plain)


@st.composite
def answers(draw, question, nothing):
    """A canonical answer, and what is written in beside it."""
    if question.type in ("yes_no", "choice"):
        said = [draw(st.sampled_from(offered(question)))]
    elif question.type == "multiple":
        order = offered(question)
        said = sorted(
            draw(st.sets(st.sampled_from(order), min_size=0 if nothing and not question.required else 1)),
            key=order.index,
        )
    else:
        return draw(within(question) if question.type != "text" else texts()), None
    written = draw(texts()).replace("\n", " ") if question.other and "other" in said else None
    return ";".join(said) or "0", written


@st.composite
def responses(draw, study, frame, nothing=False, gaps=True):
    """One response per territory, routed as the study says.

    `nothing`: a multiple choice may be left without a tick. `gaps`: questions may be left empty. Who leaves a required
    one empty, or without a tick, is not let through by a platform.
    """
    made = []
    for territory in frame:
        response = {"territory": territory}
        for question in study.questions:
            empty = gaps and not question.required and draw(st.integers(0, 4)) == 0
            if empty or not is_asked(question, study, response):
                continue
            key = (question.lever, question.question)
            answer, written = draw(answers(question, nothing))
            response[key] = answer
            if written is not None:
                response[*key, "other"] = written
        for contact in study.contact:
            response[contact.question] = "Claude Exemple"
        made.append(response)
    return made
