"""Recompute, independently of src/study, the state of the 32 core yes/no questions.

Usage: python make_golden.py [FOLDER]     FOLDER: another data/raw folder
Writes states.csv beside this file. Standard library only; the rules are in README.md.
"""

import csv
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATES = ["2019-07-05", "2021-11-17", "2025-12-31"]
ELECTIONS = ["2008-03-16", "2014-03-30", "2020-06-28", "2026-03-22"]
MANDATE = {"ess_elected"}
PERMANENT = {"scic_shareholding", "french_impact_label", "spaser_adopted"}
YES_YEARS, NO_YEARS, PLAN_YEARS = 6, 2, 3
BY_LEVER = """
ess_elected ess_strategy ess_staff ess_observatory ess_governance policy_evaluation rtes_member
support_path incubator support_organisations support_programme funding_tool dla
subsidies calls_for_projects ptce_support scic_shareholding
land_access tiers_lieux
social_rnd french_impact_label collaborative_innovation
spaser_adopted social_clauses clause_facilitator purchasing_actions reserved_contracts
ess_month ess_event ess_prize ess_promotion local_currency
"""
QUESTIONS = BY_LEVER.split()
READ_AS = {"yes": "yes", "no": "no", "planned": "planned", "proposed": "planned"}


def year(date):
    return int(date[:4])


def before(date, limit):
    """Is a full or partial date before a full one, at the partial date's own precision?"""
    return date < limit[: len(date)]


def after(date, limit):
    return date > limit[: len(date)]


def first_day(date):
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def read_fact(row):
    """(date, answer, valid_until, id); an inferred date is a year whatever its text says."""
    date = row["as_of"][:4] if row["as_of_precision"] == "inferred" else row["as_of"]
    return date, READ_AS[row["answer"]], row["valid_until"], row["evidence"]


def lapsed(question, fact, day):
    date, answer, valid_until, _ = fact
    if answer == "yes" and question in PERMANENT:
        return False
    if valid_until:
        return before(valid_until, day)
    if answer == "no":
        return year(date) + NO_YEARS < year(day)
    if question in MANDATE:
        held = [election for election in ELECTIONS if election <= day]
        return bool(held) and before(date, held[-1])
    return year(date) + YES_YEARS < year(day)


def state(question, facts, day):
    latest_firm, deciding, latest_plan = "", [], ""
    for fact in facts:
        date, answer = fact[0], fact[1]
        if after(date, day):
            continue
        sort_date = first_day(date)
        if answer == "planned":
            if year(date) + PLAN_YEARS >= year(day):
                latest_plan = max(latest_plan, sort_date)
        elif sort_date > latest_firm:
            latest_firm, deciding = sort_date, [fact]
        elif sort_date == latest_firm:
            deciding.append(fact)

    answers = {fact[1] for fact in deciding if not lapsed(question, fact, day)}
    if len(answers) > 1:
        return "conflict"
    firm = answers.pop() if answers else "unknown"
    # With no firm fact at all, latest_firm is "" and any live plan is "not older".
    if firm != "yes" and latest_plan and latest_plan >= latest_firm:
        return "planned"
    return firm


def main():
    raw = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "data" / "raw"
    with (raw / "frame.csv").open(encoding="utf-8-sig", newline="") as file:
        territories = sorted({row["territory"] for row in csv.DictReader(file)})
    facts = {}
    with (raw / "evidence" / "evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["question"] in QUESTIONS:
                if row["territory"] not in territories:
                    sys.exit(f"{row['evidence']}: {row['territory']} is not in the frame")
                key = row["question"], row["territory"]
                facts.setdefault(key, []).append(read_fact(row))

    with (HERE / "states.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["question", "territory"] + [f"state_{day}" for day in DATES])
        for question in QUESTIONS:
            for territory in territories:
                known = facts.get((question, territory), [])
                out.writerow([question, territory] + [state(question, known, d) for d in DATES])


if __name__ == "__main__":
    main()
