"""What the shops answered, counted again with the standard library alone: the other way to every number of the report."""

import csv
from dataclasses import dataclass
from pathlib import Path
from statistics import median

RAW = Path(__file__).parent / "shops" / "data" / "raw"
SAID = {"ja": "yes", "yes": "yes", "nein": "no", "no": "no", "geplant": "planned", "planned": "planned"}
KINDS = {
    1: {"refill": "code", "regional": "code", "own_label": "code", "articles": "number", "wishes": "text"},
    2: {"solar": "code", "battery": "code", "step_free": "code", "area_m2": "number"},
    3: {"volunteers": "code", "trainees": "code", "staff": "number"},
    4: {"turnover_eur": "number", "outlook": "text"},
}
CORE = {1: ["refill", "regional", "own_label"], 2: ["solar", "battery", "step_free"]}
SHORT: dict[str, str] = {}


def frame(year):
    """The shops of a year, in the frame's order, and every name that stands for one."""
    shops, names = [], {}
    with (RAW / "frame.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            called = [row["territory"], row["name"], row["short_name"], *filter(None, row["aliases"].split("|"))]
            names |= {name.casefold(): row["territory"] for name in called}
            SHORT[row["territory"]] = row["short_name"]
            if row["vintage"] == str(year):
                shops.append(row["territory"])
    return shops, names


def number(text):
    plain = text.replace("\u202f", "").replace(" ", "").replace(",", ".")
    return float(plain) if plain else None


@dataclass(frozen=True)
class Count:
    """One yes/no question: who is in which state; `base` are those that it was put to."""

    yes: list[str]
    planned: list[str]
    no: list[str]
    unknown: list[str]

    @property
    def base(self):
        return len(self.yes) + len(self.planned) + len(self.no) + len(self.unknown)


class Survey:
    """The answers of one year, by shop; a shop without a questionnaire has none."""

    def __init__(self, year, separator):
        self.shops, names = frame(year)
        path = RAW / "waves" / str(year) / "responses" / "antworten.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            self.rows = {names[row["territory"].casefold()]: row for row in csv.DictReader(stream, delimiter=separator)}

    @property
    def silent(self):
        return [shop for shop in self.shops if shop not in self.rows]

    def code(self, shop, question):
        """yes, no, planned; empty without an answer; None where the question was not put."""
        row = self.rows.get(shop)
        if row is None:
            return ""
        if question == "battery" and self.code(shop, "solar") in ("no", "planned"):
            return None
        return SAID.get(row.get(question, "").casefold(), "")

    def count(self, question):
        states = {shop: self.code(shop, question) for shop in self.shops}
        who = {state: [shop for shop in self.shops if states[shop] == state] for state in ("yes", "planned", "no", "")}
        return Count(who["yes"], who["planned"], who["no"], who[""])

    def numbers(self, question):
        found = (number(row[question]) for row in self.rows.values())
        return [value for value in found if value is not None]

    def median(self, question):
        return median(self.numbers(question))

    def texts(self, question):
        return [row[question].strip() for row in self.rows.values() if row[question].strip()]

    def core(self, levers=(1, 2)):
        """Yes, unknown and asked, over the core questions of some themes."""
        counts = [self.count(question) for lever in levers for question in CORE[lever]]
        return (
            sum(len(count.yes) for count in counts),
            sum(len(count.unknown) for count in counts),
            sum(count.base for count in counts),
        )
