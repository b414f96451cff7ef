"""The workbook of a report: a first sheet that says what it is, then the levers, the answers, the facts, the codes.

Promise: the one entry point of this room; the workbook is complete by itself, in one language of the report, and says
what the report says. Left out: how it is written (`study.workbook.write`).
"""

from study.answers import tables
from study.answers.clean import read_facts
from study.base.text import date_text, mark
from study.chapters.context import WaveContext
from study.ledger.entries import Ledger
from study.provenance.about import About
from study.provenance.licence import Licence, read_licence
from study.workbook.answers import answers_sheet
from study.workbook.codes import codes_sheet
from study.workbook.facts import facts_sheet
from study.workbook.levers import lever_sheet
from study.workbook.sheets import Cell, Column, Sheet, Table, sheet_name
from study.workbook.write import Properties, written

NAME = "tables/workbook.xlsx"

_LABEL, _TEXT = 30, 110


def _sheets(context: WaveContext, ledger: Ledger, first: str) -> list[Sheet]:
    """Return the sheets after the first, which is called `first`."""
    study, wave, paths = context.study, context.wave.wave, context.paths
    folders = {lever.lever: paths.lever_dir(wave, lever.lever) for lever in study.levers}
    found: list[Sheet] = []

    def name(text: str) -> str:
        return sheet_name(text, [first, *(sheet.name for sheet in found)])

    for lever in study.levers:
        short = lever.short.text(context.lang)
        called = name(short if lever.transversal else f"{lever.lever}. {short}")
        found += [sheet for sheet in [lever_sheet(context, lever, ledger, called)] if sheet is not None]
    answers = {lever: tables.read(folder) for lever, folder in folders.items()}
    facts = {lever: read_facts(folder) for lever, folder in folders.items()}
    for sheet in (
        answers_sheet(context, answers, name(context.say("Answers"))),
        facts_sheet(context, facts, name(context.say("Facts"))),
        codes_sheet(context, name(context.say("Codebook"))),
    ):
        found += [sheet] if sheet is not None else []
    return found


def _citation(about: About) -> str:
    context = about.context
    return context.say(
        "{title}. {authorship}, {date}.",
        title=about.name(context.lang),
        authorship=context.authorship(),
        date=date_text(context.wave.publication_date, context.lang),
    )


def _first(about: About, name: str, others: list[Sheet]) -> Sheet:
    """Return the sheet that says what the workbook is, and leads to the others."""
    context, lang = about.context, about.context.lang
    licence: Licence | None = about.licence
    days = (context.wave.reference_date, context.wave.publication_date)
    told = [
        (mark("What this document is"), Cell(about.statement(lang))),
        (mark("What is not in it"), Cell(about.left_out(lang))),
        (mark("Reference date"), Cell(date_text(days[0], lang))),
        (mark("Date of publication"), Cell(date_text(days[1], lang))),
        (mark("The answers rest on"), Cell(about.basis(lang))),
        (mark("Scope"), Cell(about.universe(lang))),
        (mark("Licence"), Cell(licence.title, url=licence.url) if licence else Cell("")),
        (mark("To cite it"), Cell(_citation(about))),
        (mark("Unknown answers"), Cell(context.say(
            "An unknown answer is never a no: it stays in the base of every share, which therefore has two bounds."))),
        (mark("Keys"), Cell(context.say(
            "The column “Key” gives the key of each row’s first number: the web page opens what it rests on, and so "
            "does “study trace”, followed by the key."))),
    ]  # fmt: skip
    rows = tuple((Cell(context.say(label), tone="label"), cell) for label, cell in told if cell.content)
    links = tuple((Cell(sheet.name, sheet=sheet.name), Cell(sheet.told)) for sheet in others)
    about_it = Table((Column("", _LABEL), Column("", _TEXT)), rows)
    heads = (Column(context.say("Sheet"), _LABEL), Column(context.say("What it holds"), _TEXT))
    return Sheet(name, about.title(lang), about.subtitle(lang), (about_it, Table(heads, links)))


def workbook(context: WaveContext, ledger: Ledger) -> bytes:
    """Return the workbook of a wave's report in the language of `context`; FileNotFoundError before cleaning."""
    lang = context.lang
    about = About(context, ledger, read_licence(context.paths))
    first = sheet_name(context.say("Read me"), [])
    others = _sheets(context, ledger, first)
    properties = Properties(
        title=about.name(lang),
        author=context.authorship(),
        about=about.description(lang),
        keywords=", ".join(word.text(lang) for word in context.wave.keywords),
        day=context.wave.publication_date,
        warning=context.say("Fictitious data") if context.wave.fictitious else "",
        page=context.say("Page"),
    )
    return written([_first(about, first, others), *others], properties)
