"""The annexes: the questionnaire, the quality of the data, the sources, the checksums.

Promise: whoever wants to check finds here what was asked, what was set aside and why, every page cited, and the seal of
the files that the report was built from.
"""

from collections.abc import Sequence

import pandas as pd

from study.answers.clean import Cleaned
from study.answers.facts import Rule, Standing, validity_of
from study.answers.states import Status
from study.base.text import mark, number_text
from study.blocks.model import Block, Cell, callout, heading, table
from study.chapters.context import WaveContext
from study.codebook.model import Question, QuestionType

_TYPES = {
    QuestionType.YES_NO: mark("yes / no"),
    QuestionType.NUMBER: mark("number"),
    QuestionType.TEXT: mark("free text"),
}

_RULES = {
    Rule.WITHDRAWN: mark("withdrawn by the analysts"),
    Rule.AFTER_REFERENCE_DATE: mark("dated after the reference date"),
    Rule.PERMANENT: mark("permanent: does not lapse"),
    Rule.VALID_UNTIL: mark("end date given by the source"),
    Rule.MANDATE: mark("holds for a term of office"),
    Rule.YES_YEARS: mark("a yes or a text: {yes_years} years"),
    Rule.NO_YEARS: mark("a no: a snapshot, {no_years} years"),
    Rule.PLAN_YEARS: mark("a plan: {plan_years} years"),
    Rule.NUMBER_YEARS: mark("a number: {number_years} years"),
}


def _columns(context: WaveContext, specs: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"label": context.say(label), "width": width, "align": align} for label, width, align in specs]


def _holds(context: WaveContext, question: Question) -> str:
    validity = validity_of(question, context.study.defaults)
    if validity.kind == "years":
        return context.say("{years} years", years=validity.years)
    return context.say("term of office") if validity.kind == "mandate" else context.say("permanent")


def questionnaire(context: WaveContext) -> list[Block]:
    """Return every question as it would be put, lever by lever."""
    blocks: list[Block] = []
    for lever in context.study.levers:
        rows: list[list[Cell]] = []
        for question in lever.questions:
            kind = context.say(_TYPES[question.type])
            if question.type is QuestionType.NUMBER:
                kind = context.say(
                    "{kind}, {unit}", kind=kind, unit=context.study.unit_text(question.unit or "", context.lang)
                )
            core = context.say("yes") if question.core else "–"
            rows.append([question.question, question.wording.text(context.lang), kind, core, _holds(context, question)])
        blocks.append(heading(lever.title.text(context.lang)))
        blocks.append(
            table(
                f"questionnaire-{lever.lever}",
                context.say("Questions: {lever}", lever=lever.title.text(context.lang)),
                _columns(context, ((mark("Question"), "38mm", "left"), (mark("Wording"), "1fr", "left"),
                                   (mark("Type"), "21mm", "left"),
                                   (mark("Intensity"), "auto", "center"), (mark("Holds"), "18mm", "left"))),
                rows,
            )
        )  # fmt: skip
    return blocks


def quality(context: WaveContext, cleaned: Cleaned) -> list[Block]:
    """Return what became of the facts, how much is known lever by lever, and the conflicts to settle."""
    lang = context.lang
    facts, states = cleaned.facts, cleaned.states

    def counted(value: int) -> str:
        return number_text(value, lang)

    standings = {
        Standing.LIVE: context.say("in force"),
        Standing.LAPSED: context.say("lapsed"),
        Standing.LATER: context.say("later than the reference date"),
        Standing.WITHDRAWN: context.say("withdrawn"),
    }
    grouped = facts.groupby(["standing", "rule"]).size()
    rows = [
        [
            standings[standing],
            context.say(_RULES[rule], **context.study.defaults.model_dump()),
            counted(int(grouped[(standing, rule)])),
        ]
        for standing in Standing
        for rule in Rule
        if (standing, rule) in grouped.index
    ]
    what_became = table(
        "quality-facts",
        context.say("What became of the documented facts"),
        _columns(
            context,
            ((mark("Standing"), "1fr", "left"), (mark("Rule"), "2fr", "left"), (mark("Facts"), "auto", "right")),
        ),
        [*rows, [context.say("All"), "", counted(len(facts))]],
        note=context.say("No fact is deleted: those that do not count are kept with the rule that set them aside."),
        source=context.source_line(),
    )
    used = facts[facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    per_lever: list[list[Cell]] = []
    for lever in context.study.levers:
        mine = used[used["lever"] == lever.lever]
        core = states[states["question"].isin([q.question for q in lever.core]) & (states["lever"] == lever.lever)]
        known, base = int((core["status"] == Status.ANSWERED).sum()), int((core["status"] != Status.NOT_ASKED).sum())
        per_lever.append(
            [
                lever.title.text(lang),
                counted(len(mine)),
                counted(int((mine["confidence"] == "high").sum())),
                counted(mine["source"].nunique()),
                context.say("{known} of {base}", known=counted(known), base=counted(base)),
            ]
        )
    coverage = table(
        "quality-levers",
        context.say("What is documented, lever by lever"),
        _columns(context, ((mark("Lever"), "1fr", "left"), (mark("Facts"), "auto", "right"),
                           (mark("High confidence"), "auto", "right"),
                           (mark("Sources"), "auto", "right"), (mark("Core answers known"), "auto", "right"))),
        per_lever,
        note=context.say("Facts dated at or before {date}, lapsed ones included."),
        source=context.source_line(),
    )  # fmt: skip
    return [what_became, coverage, *conflicts(context, cleaned)]


def conflicts(context: WaveContext, cleaned: Cleaned) -> list[Block]:
    """Return the conflicts to settle, or the sentence that there is none."""
    open_ = cleaned.conflicts()
    if open_.empty:
        text = context.say(
            "No answer is in conflict at {date}: where live facts of one date disagree, they would be listed here."
        )
        return [callout(context.say("Conflicts to settle"), text)]
    rows = [[context.names[row["territory"]], row["question"], row["expect"]] for row in open_.to_dict("records")]
    columns = _columns(
        context,
        ((mark("Territory"), "auto", "left"), (mark("Question"), "auto", "left"), (mark("Evidence"), "1fr", "left")),
    )
    return [table("quality-conflicts", context.say("Conflicts to settle"), columns, rows)]


def sources(context: WaveContext, cleaned: Cleaned) -> Block:
    """Return the pages cited by the facts dated at or before the reference date, with how many facts each gives."""
    used = cleaned.facts[cleaned.facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    counts = used.groupby("source").size()
    pages = used.drop_duplicates("source").sort_values("source", kind="stable")
    rows: list[list[Cell]] = [
        [
            page["source"],
            {"text": page["title"], "url": page["url"]},
            page["publisher"],
            context.partial_date(page["date_published"]),
            number_text(int(counts[page["source"]]), context.lang),
        ]
        for page in pages.to_dict("records")
    ]
    return table(
        "sources",
        context.say("Public pages cited"),
        _columns(context, ((mark("Id"), "auto", "left"), (mark("Title"), "2fr", "left"),
                           (mark("Publisher"), "1fr", "left"),
                           (mark("Date"), "25mm", "left"), (mark("Facts"), "auto", "right"))),
        rows,
        note=context.say("The title of each page links to its address."),
    )  # fmt: skip


def checksums(context: WaveContext) -> Block:
    """Return the SHA-256 of each input file of the wave, as sealed."""
    rows = []
    others = [f"waves/{path.name}/" for path in context.paths.waves.iterdir() if path.name != context.wave.wave]
    for line in context.paths.checksums.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if not name.startswith(tuple(others)):
            rows.append([name, digest])
    return table(
        "checksums",
        context.say("Input files and their SHA-256"),
        _columns(context, ((mark("File"), "auto", "left"), (mark("SHA-256"), "1fr", "left"))),
        rows,
        note=context.say("The seal of data/raw: a file that differs stops the build."),
    )


def cited_sources(facts: pd.DataFrame) -> list[str]:
    """Return the ids of the sources cited by facts dated at or before the reference date."""
    used = facts[facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    return sorted(used["source"].unique())
