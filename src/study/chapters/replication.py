"""The blocks that compare published figures with what the answers give.

Promise: every claim is shown, with its verdict in words and the reason when there is none; the names that are missing
or that come in addition are told. A wave that reproduces no figure has none of these blocks.
"""

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from study.base.text import list_text, mark
from study.blocks.model import Block, Cell, Page, cards, page, table
from study.chapters.context import Basis, WaveContext
from study.indicators.replication import Checked, Verdict
from study.indicators.table import Indicator
from study.ledger.entries import Entry, Ledger, names_entry, number_entry

_TONES = {
    Verdict.REPRODUCED: "yes",
    Verdict.CONSISTENT: "planned",
    Verdict.CONTRADICTED: "no",
    Verdict.NOT_COMPUTABLE: "unknown",
}

# The verdicts as labels of how many got them.
_COUNTED = {
    Verdict.REPRODUCED: mark("reproduced figures"),
    Verdict.CONSISTENT: mark("consistent figures"),
    Verdict.CONTRADICTED: mark("contradicted figures"),
    Verdict.NOT_COMPUTABLE: mark("figures that cannot be computed"),
}


def claim_indicators(checked: Sequence[Checked]) -> list[Indicator]:
    """Return how many claims got each verdict."""
    rows = [
        Indicator(
            None, "claims.count", len(checked), "claims", len(checked), None, None, None, None, "published figures"
        )
    ]
    for verdict in Verdict:
        count = sum(item.verdict is verdict for item in checked)
        name = f"claims.{verdict.name.lower()}"
        rows.append(
            Indicator(None, name, count, "claims", count, len(checked), None, None, None, f"verdict: {verdict.value}")
        )
    return rows


def claim_entries(context: WaveContext, checked: Sequence[Checked]) -> Iterator[Entry]:
    """Yield the ledger entries of each claim: published and recomputed values, bounds, names."""
    wave, languages = context.wave.wave, context.study.languages
    for item in checked:
        key = f"claim.{item.claim}"
        values = {"value": item.value}
        if item.found is not None:
            bounds = {"lower": item.found.lower, "upper": item.found.upper}
            if math.isfinite(item.found.value):
                values["documented"] = item.found.value
            values |= {name: bound for name, bound in bounds.items() if math.isfinite(bound)}
        if item.without_own_source is not None:
            values["without_own_source"] = item.without_own_source
        if item.high_confidence is not None:
            values["high"] = item.high_confidence
        for suffix, value in values.items():
            yield number_entry(f"{key}.{suffix}", value, "count", item.indicator, wave, languages)
        if item.found is not None and item.found.names:
            names = [context.names[territory] for territory in item.found.names]
            yield names_entry(f"{key}.names", names, item.indicator, wave, languages)


def verdict_cards(context: WaveContext, ledger: Ledger) -> Block | Page:
    """Return how many published figures got each verdict."""
    if not ledger.value("claims.count"):
        return page([])
    return cards(
        [
            {
                "value": ledger.text(f"claims.{verdict.name.lower()}", context.lang),
                "label": context.say(_COUNTED[verdict]),
                "detail": context.say("of {count} published figures", count=ledger.cited("claims.count", context.lang)),
                "key": f"claims.{verdict.name.lower()}",
            }
            for verdict in Verdict
            # A verdict that no figure got is no key figure.
            if ledger.value(f"claims.{verdict.name.lower()}")
        ]
    )


def _in(lang: str, claim: pd.Series, column: str) -> str:
    """Return a column of a claim in a language: `<column>_<lang>` where the table has it filled."""
    return str(claim.get(f"{column}_{lang}", "") or claim[column])


def _recomputed(context: WaveContext, item: Checked, ledger: Ledger) -> str:
    """Return what a claim's measure is today, with its bounds; a dash when it is not computable."""
    if item.found is None:
        return "–"
    value, low, high = (f"claim.{item.claim}.{part}" for part in ("documented", "lower", "upper"))
    bounded = all(key in ledger.entries for key in (low, high)) and ledger.value(low) != ledger.value(high)
    if not bounded:
        return ledger.shown(value, context.lang)
    ends = {word: ledger.cited(key, context.lang) for word, key in (("value", value), ("low", low), ("high", high))}
    return context.say("{value} ({low} to {high})", **ends)


def claims_table(
    context: WaveContext, claims: pd.DataFrame, checked: Sequence[Checked], ledger: Ledger
) -> Block | Page:
    """Return one row per claim: what was published, what is documented, and the verdict.

    Where facts are documented, two more columns: without the claim's own source, and at high confidence. Where no claim
    can be computed, the columns of what was found would be empty, and are left out.
    """
    if not checked:
        return page([])
    computed = any(item.verdict is not Verdict.NOT_COMPUTABLE for item in checked)
    lang, documented = context.lang, computed and context.basis is not Basis.SURVEY
    rows: list[list[Cell]] = []
    for item, (_, claim) in zip(checked, claims.iterrows(), strict=True):
        verdict = {"text": context.say(item.verdict.value), "tone": _TONES[item.verdict]}
        published = ledger.cited(f"claim.{item.claim}.value", lang)
        if str(claim["unit"]).startswith("%"):
            published = context.say("{number}%", number=published)
        row: list[Cell] = [item.claim, _in(lang, claim, "statement"), context.partial_date(claim["as_of"]), published]
        row += [_recomputed(context, item, ledger), verdict] if computed else [verdict]
        if documented:
            row += [ledger.shown(f"claim.{item.claim}.{beside}", lang) for beside in ("without_own_source", "high")]
        rows.append(row)
    found = context.by_basis(mark("Documented (bounds)"), mark("Recomputed (bounds)"))
    columns = [(mark("Id"), "left", "auto"), (mark("Published figure"), "left", "2.2fr"), (mark("Date"), "left", "1fr"),
               (mark("Published"), "right", "auto"), *([(found, "right", "auto")] if computed else []),
               (mark("Verdict"), "left", "auto")]  # fmt: skip
    if documented:
        columns += [(mark("Without its source"), "right", "auto"), (mark("High confidence"), "right", "auto")]
    title = context.by_basis(
        mark("Published figures and what the documented facts give"),
        mark("Published figures and what the answers give"),
    )
    if not computed:
        title = mark("Published figures, for context")
    note = mark(
        "“Without its source”: the same count without the facts taken from the page that published the figure. “High "
        "confidence”: with facts of high confidence only."
    )
    return table(
        "replication-claims",
        context.say(title),
        [{"label": context.say(text), "align": align, "width": width} for text, align, width in columns],
        rows,
        note=context.say(note) if documented else "",
        source=context.source_line() if computed else "",
    )


def names_table(context: WaveContext, checked: Sequence[Checked]) -> list[Block]:
    """Return who is documented for each claim that counts territories, and who is missing or added; or nothing."""

    def listed(names: Sequence[str]) -> str:
        return list_text([context.names[name] for name in names], context.lang) if names else "–"

    rows = []
    for item in checked:
        if item.found is None or not item.found.names:
            continue
        missing = [name for name in item.named if name not in item.found.names]
        added = [name for name in item.found.names if item.named and name not in item.named]
        rows.append([item.claim, listed(item.found.names), listed(missing), listed(added)])
    if not rows:
        return []
    headings = (
        mark("Id"),
        context.by_basis(mark("Documented"), mark("Answered yes")),
        context.by_basis(mark("Published, not documented"), mark("Published, not found")),
        context.by_basis(mark("Documented, not published"), mark("Found, not published")),
    )
    widths = ("auto", "2fr", "1fr", "1fr")
    return [
        table(
            "replication-names",
            context.say("Who is counted"),
            [{"label": context.say(text), "width": width} for text, width in zip(headings, widths, strict=True)],
            rows,
            note=context.say("A dash in the last two columns: nobody, or the publication names nobody."),
            source=context.source_line(),
        )
    ]


def reasons_table(context: WaveContext, claims: pd.DataFrame, checked: Sequence[Checked]) -> list[Block]:
    """Return why the other published figures cannot be computed, a row for each reason; none, or one table."""
    told: dict[str, list[str]] = {}
    for item, (_, claim) in zip(checked, claims.iterrows(), strict=True):
        if item.verdict is Verdict.NOT_COMPUTABLE:
            told.setdefault(_in(context.lang, claim, "not_computable_because"), []).append(item.claim)
    if not told:
        return []
    headings = (mark("Why it cannot be computed"), mark("Published figures"))
    columns = [{"label": context.say(t), "width": "1fr"} for t in headings]
    rows = [[reason, list_text(names, context.lang)] for reason, names in told.items()]
    return [table("replication-reasons", context.say("Figures that cannot be computed"), columns, rows)]
