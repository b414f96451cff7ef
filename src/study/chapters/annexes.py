"""The annexes: the questionnaire, the quality of the data, the sources, the checksums.

Promise: whoever wants to check finds here what was asked, who did not answer, what was set aside and why, every page
cited, and the seal of the files that the report was built from. What a wave does not rest on is not spoken of.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from study.answers.clean import Cleaned
from study.answers.facts import Rule, Standing, validity_of
from study.base.text import date_text, mark
from study.blocks.model import Block, Cell, Page, callout, heading, page, table
from study.chapters import nonresponse
from study.chapters.context import Basis, WaveContext
from study.codebook.model import Question, QuestionType
from study.intake.inputs import Inputs
from study.intake.series import waves_before
from study.ledger.counts import of_question, rule_name
from study.ledger.entries import Ledger
from study.survey.responses import Responses

_TYPES = {
    QuestionType.YES_NO: mark("yes / no"),
    QuestionType.CHOICE: mark("one answer of several"),
    QuestionType.MULTIPLE: mark("several answers at once"),
    QuestionType.NUMBER: mark("number"),
    QuestionType.DATE: mark("date"),
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
    Rule.CHOICE_YEARS: mark("a choice or a date: {yes_years} years"),
}


def _columns(context: WaveContext, specs: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"label": context.say(label), "width": width, "align": align} for label, width, align in specs]


def _holds(context: WaveContext, question: Question, ledger: Ledger) -> str:
    validity = validity_of(question, context.study.defaults)
    if validity.kind == "years":
        return context.say("{years} years", years=ledger.cited(f"years.{of_question(question)}", context.lang))
    return context.say("term of office") if validity.kind == "mandate" else context.say("permanent")


def kind_text(context: WaveContext, question: Question) -> str:
    """Return a question's type, with the unit of a number and the days between which a date lies."""
    lang = context.lang
    kind = context.say(_TYPES[question.type])
    if question.type is QuestionType.NUMBER:
        return context.say("{kind}, {unit}", kind=kind, unit=context.study.unit_text(question.unit or "", lang))
    ends = [date_text(end, lang) if isinstance(end, date) else "" for end in (question.minimum, question.maximum)]
    if all(ends):
        return context.say("{kind}, from {low} to {high}", kind=kind, low=ends[0], high=ends[1])
    if not any(ends):
        return kind
    open_ended = mark("{kind}, from {day} on") if ends[0] else mark("{kind}, until {day}")
    return context.say(open_ended, kind=kind, day=ends[0] or ends[1])


def _wording(context: WaveContext, question: Question) -> str:
    """Return a question as it is put; of a choice or date with its hint, of a choice with what it offers."""
    lang = context.lang
    parts = [question.wording.text(lang)]
    if question.hint is not None and (question.chosen or question.type is QuestionType.DATE):
        parts.append(question.hint.text(lang))
    if question.chosen:
        offered = [
            context.say("{label} ({code})", label=code.label.text(lang), code=code.code) for code in question.codes
        ]
        parts.append(context.say("Answers: {answers}.", answers="; ".join(offered)))
    return " ".join(parts)


def questionnaire(context: WaveContext, ledger: Ledger) -> list[Block]:
    """Return every question as it would be put, lever by lever; how long an answer holds only where facts may lapse."""
    blocks: list[Block] = []
    documented = context.basis is not Basis.SURVEY
    for lever in context.study.levers:
        rows: list[list[Cell]] = []
        for question in lever.questions:
            core = context.say("yes") if question.core else "–"
            label = question.label.text(context.lang)
            cells = [label, _wording(context, question), kind_text(context, question), core]
            cells += [_holds(context, question, ledger)] if documented else []
            rows.append([*cells, question.question])
        specs = [(mark("Question"), "30mm", "left"), (mark("Wording"), "1fr", "left"), (mark("Type"), "19mm", "left"),
                 (mark("Intensity"), "auto", "center")]  # fmt: skip
        if documented:
            specs.append((mark("Holds"), "17mm", "left"))
        specs.append((mark("Name in the data"), "26mm", "left"))
        title = lever.title.text(context.lang)
        blocks.append(heading(title))
        name = f"questionnaire-{lever.lever}"
        blocks.append(table(name, context.say("Questions – {lever}", lever=title), _columns(context, specs), rows))
    return blocks


def quality(context: WaveContext, cleaned: Cleaned, ledger: Ledger, responses: Responses | None = None) -> list[Block]:
    """Return who did not answer, what became of the facts, what is known lever by lever, the conflicts to settle.

    `responses` are those of the wave's survey (`study.survey.responses`): they say who sent a questionnaire.
    """
    blocks = nonresponse.tables(context, ledger, responses) if context.surveyed else []
    if context.basis is not Basis.SURVEY:
        blocks += [_what_became(context, ledger), _coverage(context, ledger), *conflicts(context, cleaned)]
    return blocks


def _what_became(context: WaveContext, ledger: Ledger) -> Block:
    lang = context.lang
    standings = {
        Standing.LIVE: context.say("in force"),
        Standing.LAPSED: context.say("lapsed"),
        Standing.LATER: context.say("later than the reference date"),
        Standing.WITHDRAWN: context.say("withdrawn"),
    }
    years = {name: ledger.cited(f"years.default.{name}", lang) for name in context.study.defaults.model_dump()}
    rows: list[list[Cell]] = [
        [standings[standing], context.say(_RULES[rule], **years), ledger.cited(key, lang)]
        for standing in Standing
        for rule in Rule
        if (key := f"evidence.rule.{standing}.{rule_name(rule)}") in ledger.entries
    ]
    return table(
        "quality-facts",
        context.say("What became of the documented facts"),
        _columns(
            context,
            ((mark("Standing"), "1fr", "left"), (mark("Rule"), "2fr", "left"), (mark("Facts"), "auto", "right")),
        ),
        [*rows, [context.say("All"), "", ledger.cited("evidence.all", lang)]],
        note=context.say(
            "No fact is deleted: those that do not count are kept with the rule that set them aside. Years are "
            "calendar years: what holds for some years holds until the end of the last one."
        ),
        source=context.source_line(),
    )


def _coverage(context: WaveContext, ledger: Ledger) -> Block:
    lang = context.lang
    per_lever: list[list[Cell]] = []
    for lever in context.study.levers:
        of = f"lever_{lever.lever}"
        known, base = (ledger.cited(f"answers.known.{beside}.{of}", lang) for beside in ("numerator", "base"))
        counts = (ledger.cited(f"{name}.{of}", lang) for name in ("evidence.count", "evidence.high", "sources.count"))
        per_lever.append([lever.title.text(lang), *counts, context.say("{known} of {base}", known=known, base=base)])
    first = {"label": context.lever_heading, "width": "1fr", "align": "left"}
    labels = (mark("Facts"), mark("High confidence"), mark("Sources"), mark("Core answers known"))
    return table(
        "quality-levers",
        context.say("What is documented, {lever} by {lever}"),
        [first, *_columns(context, [(label, "auto", "right") for label in labels])],
        per_lever,
        note=context.say("Facts dated at or before {date}, lapsed ones included."),
        source=context.source_line(),
    )


def conflicts(context: WaveContext, cleaned: Cleaned) -> list[Block]:
    """Return the conflicts to settle, or the sentence that there is none."""
    open_ = cleaned.conflicts()
    if open_.empty:
        text = context.say(
            "No answer is in conflict at {date}: where live facts of one date disagree, they would be listed here."
        )
        return [callout(context.say("Conflicts to settle"), text)]
    rows = [[context.names[row["territory"]], row["question"], row["expect"]] for row in open_.to_dict("records")]
    columns = _columns(context, ((mark("Question"), "auto", "left"), (mark("Evidence"), "1fr", "left")))
    first = {"label": context.territory_heading, "width": "auto", "align": "left"}
    return [table("quality-conflicts", context.say("Conflicts to settle"), [first, *columns], rows)]


def sources(context: WaveContext, inputs: Inputs, cleaned: Cleaned, ledger: Ledger) -> Block | Page:
    """Return the pages cited by the facts dated at or before the reference date, and by the wave's published figures.

    Each with how many facts it gives, and the figures. Where there is no page, nothing: the annex is then left out.
    """
    told = cited_sources(cleaned.facts)
    figures = inputs.claims.groupby("source", sort=False)["claim"].agg(list).to_dict()
    cited = inputs.sources[inputs.sources["source"].isin([*told, *figures])].sort_values("source", kind="stable")
    if cited.empty:
        return page([])
    lang = context.lang
    rows: list[list[Cell]] = [
        [
            row["source"],
            {"text": row["title"], "url": row["url"]},
            row["publisher"],
            context.partial_date(row["date_published"]),
            ledger.cited(f"evidence.source.{row['source']}", lang) if row["source"] in told else "–",
            *([", ".join(figures.get(row["source"], ())) or "–"] if figures else []),
        ]
        for row in cited.to_dict("records")
    ]
    of_figures = [(mark("Published figures"), "auto", "left")] if figures else []
    return table(
        "sources",
        context.say("Public pages cited"),
        _columns(context, ((mark("Id"), "auto", "left"), (mark("Title"), "2fr", "left"),
                           (mark("Publisher"), "1fr", "left"), (mark("Date"), "25mm", "left"),
                           (mark("Facts"), "auto", "right"), *of_figures)),
        rows,
        note=context.say("The title of each page links to its address."),
    )  # fmt: skip


def _reads(context: WaveContext, name: str, earlier: Sequence[str]) -> bool:
    """Tell whether the wave is computed from an input file, named from `data/raw`."""
    folder, _, rest = name.removeprefix("waves/").partition("/")
    if not name.startswith("waves/") or not rest:
        return True
    if folder == context.wave.wave:  # its texts in another language are another report's
        return not rest.startswith("commentary/") or rest.startswith(f"commentary/{context.lang}/")
    # Of the waves before, what they were answered; never their prose, nor a later wave.
    return folder in earlier and rest.startswith(("wave.yaml", "responses/"))


def sealed_inputs(context: WaveContext) -> list[tuple[str, str]]:
    """Return each input file that the wave is computed from, named from `data/raw`, with its SHA-256 as sealed."""
    earlier = [wave.wave for wave in waves_before(context.paths, context.wave)]
    lines = (line.partition("  ") for line in context.paths.checksums.read_text("utf-8").splitlines())
    return [(name, digest) for digest, _, name in lines if _reads(context, name, earlier)]


def checksums(context: WaveContext) -> Block:
    """Return the SHA-256 of each input file of the wave, and of the answers it is compared with, as sealed."""
    return table(
        "checksums",
        context.say("Input files and their SHA-256"),
        _columns(context, ((mark("File"), "auto", "left"), (mark("SHA-256"), "1fr", "left"))),
        list(sealed_inputs(context)),
        note=context.say("The seal of data/raw: a file that differs stops the build."),
    )


def cited_sources(facts: pd.DataFrame) -> list[str]:
    """Return the ids of the sources cited by facts dated at or before the reference date."""
    used = facts[facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    return sorted(used["source"].unique())
