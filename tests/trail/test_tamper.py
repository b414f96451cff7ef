"""Rows of the study's evidence altered, one at a time: every number that moves is one that the trail says the row feeds.

That is what a reviewer asks of `study trace --cell`: "if this row were wrong, which numbers would be?" Each row of the
sample has its answer, its date or its confidence altered, as if resealed. The report's own functions compute the ledger
of a wave again, and `feeds` must have named whatever is no longer the same. What can be counted from the rows in a few
lines of plain Python is counted here as well (`ByHand`), so that no number stands still, or moves, unnoticed.
"""

import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from nbformat.v4 import new_notebook

from study.answers import tables
from study.answers.clean import clean, write
from study.answers.facts import standing
from study.answers.states import resolve
from study.base.dates import parse
from study.base.layout import StudyPaths
from study.chapters import annexes, history, overview, replication
from study.chapters.context import open_wave
from study.indicators import evolution
from study.indicators.coverage import coverage_indicators
from study.indicators.lever import lever_indicators
from study.indicators.replication import check_claims
from study.indicators.table import to_table
from study.intake.inputs import load_inputs
from study.intake.series import waves_before
from study.ledger import entries
from study.ledger.counts import Counts
from study.ledger.tallies import tally_entries
from study.report.audit_trail import trail_of
from study.report.binding import Material
from study.trail.feeds import feeds
from study.trail.read import Trail

ROOT = Path(__file__).parents[2]
# The wave whose published figures are recomputed, and the one that is compared with two others; of each, a row in so
# many, altered in one way or another by turns. Neither is a multiple of the number of ways, so each meets all levers.
EVERY = {"2019": 37, "2025": 97}
STATE = ["territory", "lever", "question", "status", "answer", "evidence", "as_of"]


def another_answer(row, question):
    if question.type == "number":
        return {"answer": str(float(row["answer"]) + 7)}
    if question.type == "text":
        return {"answer": f"{row['answer']}, still"}
    return {"answer": {"yes": "no", "no": "yes"}.get(row["answer"], "yes")}


def moved_by(years):
    def run(row, _):
        as_of = f"{int(row['as_of'][:4]) + years}{row['as_of'][4:]}"
        return {"as_of": as_of.replace("-02-29", "-02-28"), "valid_until": ""}

    return run


ALTERATIONS = {
    "answer": another_answer,
    "earlier": moved_by(-9),
    "later": moved_by(5),
    "confidence": lambda row, _: {"confidence": "medium" if row["confidence"] == "high" else "high"},
    "withdrawn": lambda row, _: {"confidence": "medium" if row["confidence"] == "withdrawn" else "withdrawn"},
}


def with_cells(table, place, cells):
    """Return a table of facts with other cells in one row."""
    columns = {}
    for name, text in cells.items():
        values = table[name].tolist()
        values[place] = text
        columns[name] = pd.Series(values, index=table.index, dtype="str")
    return table.assign(**columns)


def once(function):
    """Return a function of tables and names that computes the same thing once; tables known by identity are kept."""
    known = {}

    def run(made, *names):
        if (id(made), *names) not in known:
            known[id(made), *names] = made, function(made, *names)
        return known[id(made), *names][1]

    return run


class AtWave:
    """A wave as collected and cleaned, and its states at any evidence."""

    def __init__(self, paths, name):
        self.inputs = load_inputs(paths, name, sealed=False)
        self.wave, self.study = self.inputs.wave, self.inputs.study
        self.territories = list(self.inputs.frame["territory"])
        assert self.inputs.corrections.empty and self.inputs.responses.answers.empty  # else, they count too
        self.cleaned = clean(self.inputs)
        self.high = self.states(self.inputs.evidence, self.study, high=True)

    def states(self, evidence, study, *, high=False):
        evidence = evidence[evidence["confidence"] == "high"] if high else evidence
        return resolve(evidence, study, self.territories, self.wave.reference_date)

    def of_lever(self, evidence, lever):
        """Return the lever's states at altered evidence, and those of high confidence."""
        study = self.study.model_copy(update={"levers": (lever,)})
        mine = evidence[evidence["lever"] == lever.lever]
        return self.states(mine, study), self.states(mine, study, high=True)


def same_states(one, other, lever):
    cells = [table.loc[table["lever"] == lever, STATE].reset_index(drop=True) for table in (one, other)]
    return cells[0].equals(cells[1])


class Ledgers:
    """A wave's ledger by the report's own functions, of any evidence; in parts, so that those left alone are kept."""

    def __init__(self, paths, series):
        self.series, self.at = series, series[-1]
        wave = self.at.wave.wave
        self.context = open_wave(wave, "fr", root=paths.root)
        self.inputs, self.study, self.evidence = self.at.inputs, self.at.study, self.at.inputs.evidence
        self.counts = Counts(wave, self.study.languages)
        levers = [item.cleaned.levers for item in self.series]
        self.checked = self.check(self.inputs.claims, self.evidence)
        self.parts = {
            "facts": self.of_facts(self.evidence, self.at.cleaned.states),
            "states": self.of_states(self.at.cleaned.states),
            **{lever.lever: self.of_lever(lever, levers) for lever in self.study.levers},
            "all levers": self.of_all_levers(levers),
            "claims": self.of_claims(self.checked),
        }
        self.before = self.flat(self.parts)

    @staticmethod
    def flat(parts):
        return {key: entry for part in parts.values() for key, entry in part.items()}

    def written(self, indicators, more=()):
        return self.context.ledger(indicators, more).entries

    def of_facts(self, evidence, states):
        facts = standing(evidence, self.study, self.at.wave.reference_date)
        found = coverage_indicators(facts, states, self.study, annexes.cited_sources(facts))
        return self.written(found, self.counts.of_facts(facts, self.study, self.at.territories))

    def of_states(self, states, levers=None):
        """Return what is counted of states; of some levers, the counts of others being kept."""
        counts, study, territories = self.counts, self.study, self.at.territories
        some = study.model_copy(update={"levers": levers}) if levers else study
        more = (counts.of_answers(states, study, territories), counts.of_nonresponse(states, some),
                counts.of_origins(states))  # fmt: skip
        return self.written([], [entry for made in more for entry in made])

    def earlier(self, levers):
        return [history.AtWave(item.wave, made) for item, made in zip(self.series[:-1], levers[:-1], strict=True)]

    def of_lever(self, lever, levers):
        answers, earlier, context, wave = levers[-1][lever.lever], self.earlier(levers), self.context, self.at.wave
        base = wave.survey.multiple_base
        found = lever_indicators(lever, answers, context.population, wave.reference_date, base)
        changes = history.lever_changes(lever, answers, earlier)
        more = [
            *tally_entries(lever, answers, context.named, wave.wave, self.study.languages),
            *history.change_entries(context, changes),
            *history.change_names(context, lever, answers, earlier),
            *self.counts.of_lever(lever, answers, named=True),
        ]
        return self.written(found, more)

    def of_all_levers(self, levers):
        changes = history.overall_changes(self.context, levers[-1], self.earlier(levers))
        found = overview.overall_indicators(self.context, levers[-1])
        return self.written(found, history.change_entries(self.context, changes))

    def check(self, claims, evidence):
        found = check_claims(claims, evidence, self.study, self.at.territories, self.context.population,
                             multiple_base=self.at.wave.survey.multiple_base)  # fmt: skip
        return {item.claim: item for item in found}

    def of_claims(self, checked):
        found = list(checked.values())
        return self.written(replication.claim_indicators(found), replication.claim_entries(self.context, found))

    def after(self, evidence, question):
        """Return the ledger when a fact on a question is altered; that other levers' states stay is the SQL's to say."""
        number = question.lever
        lever = self.study.lever(number)
        made = [item.of_lever(evidence, lever) for item in self.series]
        states = self.at.cleaned.states
        states = pd.concat([states[states["lever"] != number], made[-1][0]], ignore_index=True)
        parts = {**self.parts, "facts": self.of_facts(evidence, states)}
        stay = [
            all(same_states(*both, number) for both in zip(pair, (item.cleaned.states, item.high), strict=True))
            for item, pair in zip(self.series, made, strict=True)
        ]
        if not all(stay):
            levers = [item.cleaned.levers if same else item.cleaned.levers | {number: tables.build(*pair, lever)}
                      for item, pair, same in zip(self.series, made, stay, strict=True)]  # fmt: skip
            parts["states"] = parts["states"] | self.of_states(states, (lever,))
            parts |= {number: self.of_lever(lever, levers), "all levers": self.of_all_levers(levers)}
        claims = self.inputs.claims
        claims = claims[claims["indicator"].str.startswith(f"{question.question}.")]
        if len(claims):
            parts["claims"] = self.of_claims(self.checked | self.check(claims, evidence))
        return self.flat(parts)

    def trail(self):
        """Return the trail of the report, as if nothing of it were printed; the earlier waves must lie written."""
        bound = new_notebook(metadata={"study": {"parts": []}})
        material = Material({}, {}, entries.Ledger(self.study.languages, self.before), {})
        nothing = to_table([], self.at.wave.wave)
        return Trail(trail_of(self.context, self.inputs, material, bound, self.at.cleaned.levers, nothing))


class ByHand:
    """What can be counted of a wave from the rows and the rules of the design, section 6, without any table."""

    def __init__(self, made):
        self.study, self.day, self.territories = made.study, made.at.wave.reference_date, made.at.territories
        self.earlier = {item.wave.wave: item for item in made.series[:-1]}
        self.asked = {(item.lever, item.question): item for item in self.study.questions}
        self.claims = made.inputs.claims.to_dict("records")

    def standing(self, row, day):
        question, as_of, until = self.asked[row["lever"], row["question"]], row["as_of"], row["valid_until"]
        as_of = as_of[:4] if row["as_of_precision"] == "inferred" else as_of
        today, defaults, yes_no = day.isoformat(), self.study.defaults, question.type == "yes_no"
        # ISO dates of the same length compare as texts, so a year is compared with a year.
        if row["confidence"] == "withdrawn" or as_of > today[: len(as_of)]:
            return "withdrawn" if row["confidence"] == "withdrawn" else "later"
        kind = question.validity.kind if question.validity else "years"
        years = defaults.number_years if question.type == "number" else defaults.yes_years
        years = question.validity.years if question.validity and kind == "years" else years
        if yes_no and row["answer"] in ("planned", "proposed"):
            lapsed = int(as_of[:4]) + defaults.plan_years < day.year
        elif kind == "permanent" and yes_no and row["answer"] == "yes":
            lapsed = False
        elif until:
            lapsed = until < today[: len(until)]
        elif yes_no and row["answer"] == "no":
            lapsed = int(as_of[:4]) + defaults.no_years < day.year
        elif kind == "mandate":
            election = max(item for item in self.study.elections if item <= day).isoformat()
            lapsed = as_of < election[: len(as_of)]
        else:
            lapsed = kind == "years" and int(as_of[:4]) + years < day.year
        return "lapsed" if lapsed else "live"

    def answers(self, rows, day, territories=None):
        """Return the answer of each territory to each yes/no question: yes, planned, no, unknown or not asked."""
        cases = {}
        for row in rows:
            if (fate := self.standing(row, day)) in ("live", "lapsed"):
                first = f"{row['as_of']}-01-01"[:10]
                cases.setdefault((row["question"], row["territory"]), []).append((first, row["answer"], fate == "live"))
        found = {}
        for question in self.study.questions:
            if question.type == "yes_no":
                for territory in territories or self.territories:
                    gate = question.universe and found[question.universe.question, territory]
                    inside = not gate or gate == "unknown" or gate in question.universe.answers
                    facts = cases.get((question.question, territory), [])
                    found[question.question, territory] = self.answer(facts) if inside else "not_asked"
        return found

    @staticmethod
    def answer(facts):
        plans = [day for day, answer, live in facts if answer in ("planned", "proposed") and live]
        firm = [fact for fact in facts if fact[1] not in ("planned", "proposed")]
        newest = max((day for day, _, _ in firm), default="")
        said = {answer for day, answer, live in firm if live and day == newest}
        if plans and said not in ({"yes"}, {"yes", "no"}) and max(plans) >= newest:
            return "planned"
        return said.pop() if len(said) == 1 else "unknown"

    def cleaning(self, rows):
        facts = [(row, self.standing(row, self.day)) for row in rows]
        used = [row for row, fate in facts if fate in ("live", "lapsed")]
        found = Counter({"evidence.all": len(rows), "evidence.high": 0})
        for row, fate in facts:
            found[f"evidence.{fate}"] += 1
            found[f"evidence.live.{row['territory']}"] += fate == "live"
        for row in used:
            high = row["confidence"] == "high"
            found.update(["evidence.count", f"evidence.source.{row['source']}",
                          *(f"evidence.count.{of}" for of in (row["territory"], f"lever_{row['lever']}"))])  # fmt: skip
            found.update({"evidence.high": high, f"evidence.high.lever_{row['lever']}": high})
        found["sources.count"] = len({row["source"] for row in used})
        del found["evidence.withdrawn"]  # has no key of its own
        return found

    def replication(self, rows):
        found = {}
        for claim in self.claims:
            question, _, measure = claim["indicator"].partition(".")
            if measure == "count" and any(item.question == question for item in self.study.questions):
                day, mine = parse(claim["as_of"]).last_day, [row for row in rows if row["question"] == question]
                some = {"documented": mine, "without_own_source": [r for r in mine if r["source"] != claim["source"]],
                        "high": [r for r in mine if r["confidence"] == "high"]}  # fmt: skip
                for name, of in some.items():
                    answers = self.answers(of, day)
                    found[f"claim.{claim['claim']}.{name}"] = sum(
                        answers[question, territory] == "yes" for territory in self.territories
                    )
        return found

    def changes(self, rows):
        now, found, core = self.answers(rows, self.day), Counter(), {q.question for q in self.study.questions if q.core}
        for name, item in self.earlier.items():
            then = self.answers(rows, item.wave.reference_date, item.territories)
            for case, after in now.items():
                before = then.get(case, "not_asked")
                if "not_asked" in (before, after):
                    continue
                change = CHANGES.get((before, after), "stable" if before == after else "other")
                found[f"evolution.{name}.{case[0]}.{change}"] += 1
                found[f"evolution.{name}.{case[0]}.before"] += before == "yes"
                found[f"evolution.{name}.{case[0]}.after"] += after == "yes"
                found[f"evolution.{name}.{change}"] += case[0] in core
        return found

    def tells(self, key):
        """Tell whether a number is one of those that `counted` counts, also where it counts none."""
        head, *words = key.split(".")
        of_question = head == "evolution" and len(words) == 3 and words[1] in {name for _, name in self.asked}
        counted = head == "evidence" and words[0] != "rule" and words[-1] not in ("lower", "upper", "numerator")
        return counted or (of_question and words[2] != "base")

    def counted(self, rows):
        return {**self.cleaning(rows), **self.replication(rows), **self.changes(rows)}


CHANGES = {("no", "yes"): "adopted", ("planned", "yes"): "adopted", ("yes", "no"): "ended",
           ("unknown", "yes"): "newly_documented", ("yes", "unknown"): "no_longer_documented"}  # fmt: skip


@pytest.fixture(params=EVERY)
def made(request, tmp_path, monkeypatch):
    """A wave's ledgers; the study lies in a folder of its own, with the tables of the waves that it is compared with."""
    paths = StudyPaths(tmp_path / "study")
    shutil.copytree(ROOT / "data" / "raw", paths.raw)
    # The tables' own checks, and what is the same time and again, take most of the time and are not what is tested.
    monkeypatch.setattr(tables, "check", lambda *_: None)
    monkeypatch.setattr(evolution, "tally", once(evolution.tally))
    for name in ("number_text", "percent_text"):
        monkeypatch.setattr(entries, name, cache(getattr(entries, name)))
    at = AtWave(paths, request.param)
    earlier = [AtWave(paths, wave.wave) for wave in waves_before(paths, at.wave)]
    for item in earlier:
        write(item.cleaned, paths, item.wave.wave)
    return Ledgers(paths, [*earlier, at])


def test_whatever_moves_is_fed_by_the_altered_row(made):
    # The ledger is whole: what is left out is told by the frame, the questionnaire or the wave, and by no evidence.
    counted = made.counts.of_cleaning(made.at.cleaned, made.study, made.at.wave, made.context.population)
    left = {entry.key.split(".")[0] for entry in counted if entry.key not in made.before}
    assert left <= {"frame", "years", "responses", "collection"} and len(made.before) > 4000
    trail, by_hand, moves = made.trail(), ByHand(made), Counter()
    rows = made.evidence.to_dict("records")
    for number, place in enumerate(range(0, len(rows), EVERY[made.at.wave.wave])):
        row, kind = rows[place], list(ALTERATIONS)[number % len(ALTERATIONS)]
        question = by_hand.asked[row["lever"], row["question"]]
        cells = ALTERATIONS[kind](row, question)
        after = made.after(with_cells(made.evidence, place, cells), question)
        moved = {key for key, entry in made.before.items() if after.get(key) != entry}
        about = (row["evidence"], cells)
        assert moved <= feeds(trail, row["evidence"]), about
        counted = by_hand.counted([*rows[:place], row | cells, *rows[place + 1 :]])
        told = counted.keys() | {key for key in moved if by_hand.tells(key)}
        found = {key: after[key].value if key in after else 0 for key in told}
        assert found == {key: counted.get(key, 0) for key in told}, about
        moves.update({kind for _ in moved} | {key.split(".")[0] for key in moved})
    families = {"evidence", "answers", "evolution" if len(made.series) > 1 else "claim"}
    assert moves.keys() >= ALTERATIONS.keys() | families, moves
