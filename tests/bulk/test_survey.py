"""A streamed survey and the same file read the ordinary way: every answer, log, refusal and measure, with faults in it."""

import csv
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.answers.states import Status
from study.base.nearest import plain
from study.bulk.collect import Unread
from study.bulk.states import STATUSES
from study.bulk.survey import read_large
from study.codebook.names import key_of
from study.exports.files import read_file
from study.exports.settings import SurveySettings
from study.survey.release import all_released

YES_NO = ["Y", "N", "", "Oui", "non", "NSP", "en projet", "oui, en partie", "peut-être", "{question_not_shown}", " Y "]
CELLS = {
    "submitdate": ["2024-05-02 10:00:00", "2024-05-02 10:00:00", "2024-05-02 10:00:00", "1980-01-01 00:00:00", ""],
    "métropole": ["Lyon", "LYON", "lyon ", "Alès", "Saint-Étienne", "saint etienne", "", "anne@exemple.fr"],
    "plan": YES_NO,
    "voted": YES_NO,
    "mode": ["bike", "à pied", "-oth-", "", "velo", "A vélo", "bike [à vélo]", "bike [à pied]", "autre"],
    "mode[other]": ["", "en trottinette", "écrire à bob@exemple.fr"],
    "why[cost]": ["Y", "", "N/A", "parfois", "0", "Oui"],
    "why[health]": ["Y", "", "N/A", "non"],
    "how": ["alone", "alone; group", "seul, à plusieurs", "", "0", "seul et autre", "group"],
    "budget": ["0", "1200", "1 200", "1.200", "12 k€", "-5", "1,5", "0.10", "NSP", "env. 500", "", "1200.0", "3e5", "7"],
    "since": ["2020-05-01", "05/03/2021", "31/02/2020", "2019", "01/01/2031", "5 mars 2018", "", "NSP"],
    "note": ["", "Rien à dire", "'=1+1", "écrire à anne@exemple.fr", 'dit : "oui; non"', "deux\nlignes", "06 12 34 56 78",
             "a\r\nb", "deux\n\nparagraphes", "=1+1", 'un " seul'],
    "email": ["", "carl@exemple.fr"],
}  # fmt: skip
SHOWN = "responses/export.csv"


@st.composite
def rows(draw):
    made = []
    for number in range(1, draw(st.integers(1, 40)) + 1):
        if draw(st.integers(0, 9)) == 0:
            made.append([""] * (1 + len(CELLS)))
        else:
            empty = draw(st.integers(0, 12)) == 0
            cells = [draw(st.sampled_from(["", *pool] if i < 2 else pool)) for i, pool in enumerate(CELLS.values())]
            made.append([str(number), *cells[:2], *([""] * (len(cells) - 2) if empty else cells[2:])])
    return made


def written(heading, table, quoting, ends, blank_lines, mark):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=quoting, lineterminator=ends)
    writer.writerow(heading)
    for i, row in enumerate(table):
        writer.writerow(row)
        if i in blank_lines:
            text.write(ends)
    return b"\xef\xbb\xbf" * mark + text.getvalue().encode()


def answers_by_unit(watched, study):
    """Every respondent's status and answer, as a sink of batches is told."""
    found = []
    for _, units, read in watched:
        for question in study.questions:
            one = read[key_of(question)]
            for i, unit in enumerate(units):
                if one.outside is not None and one.outside[i]:
                    found.append((int(unit), question.question, "not_asked", ""))
                elif isinstance(one, Unread):
                    found.append((int(unit), question.question, one.status, ""))
                else:
                    code = one.codes[i]
                    found.append(
                        (int(unit), question.question, STATUSES[one.states.status[code]], one.states.answer[code])
                    )
    return sorted(found)


def same(one: pd.DataFrame, two: pd.DataFrame, by=()):
    if by:
        one, two = (t.sort_values(list(by), kind="stable", ignore_index=True) for t in (one, two))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), two.reset_index(drop=True), check_dtype=False, rtol=1e-12)


def check(tools, files, options, monkeypatch, block_bytes, lines=100_000):
    for module in ("study.answers.survey", "study.bulk.changes"):
        monkeypatch.setattr(f"{module}.LOG_LINES", lines)
    watched = []

    def watch(*batch):
        watched.append(batch)

    found = read_large(files, tools.study, options, watch=watch, block_bytes=block_bytes)
    known = tools.ordinary(files, options)
    fates = known.responses.received["fate"].value_counts()
    assert {fate: count for fate, count in found.collected.fates.items() if count} == fates.to_dict()
    units = list(known.responses.respondents["territory"])
    assert found.collected.respondents == len(units)
    if not units:
        return found, known
    number = {unit: i + 1 for i, unit in enumerate(units)}
    states = known.states
    expected = sorted(
        zip(states["territory"].map(number), states["question"], states["status"], states["answer"], strict=True)
    )
    assert answers_by_unit(watched, tools.study) == expected
    same(found.collected.changes.log(tools.study), known.log)
    parts = list(found.collected.changes.refused(tools.study, "fr", found.width))
    same(pd.concat([known.refused.iloc[:0], *parts]), known.refused, by=["row", "lever", "question"])
    same(found.measures("w", tools.study.levers), known.measures(units))
    return found, known


def by_territory(tools, found, known, path):
    """The measures of each territory, told from the grid itself."""
    grid = read_file(path, SHOWN)[0][0]
    town = pd.Series(grid.column(2).to_numpy(), index=grid.rows)
    units = known.responses.respondents.set_index("territory")["row"].map(town)
    table = found.measures("w", tools.study.levers, by_territory=True)
    forms = units.map(lambda name: plain("[e-mail]" if "@" in name else name))
    names = [name for name in table["territory"].unique() if name]
    assert sorted("" if name == "—" else plain(name) for name in names) == sorted(set(forms))
    for name in names:
        mine = [unit for unit, form in forms.items() if form == ("" if name == "—" else plain(name))]
        same(table[table["territory"] == name].assign(territory=""), known.measures(mine))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=rows(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ends=st.sampled_from(["\n", "\r\n"]),
    blank_lines=st.sets(st.integers(0, 30), max_size=3),
    mark=st.booleans(),
    block_bytes=st.sampled_from([200, 1500, 2**20]),
    incomplete=st.sampled_from(["left_out", "kept"]),
    base=st.sampled_from(["respondents", "ticks"]),
    nothing=st.sampled_from(["no_answer", "none"]),
    lines=st.sampled_from([5, 100_000]),
    released=st.booleans(),
)
def test_a_stream_gives_what_the_ordinary_way_gives(
    bulk_tools,
    tmp_path,
    table,
    quoting,
    ends,
    blank_lines,
    mark,
    block_bytes,
    incomplete,
    base,
    nothing,
    lines,
    released,
):
    path = tmp_path / "export.csv"
    path.write_bytes(written(bulk_tools.heading, table, quoting, ends, blank_lines, mark))
    texts = all_released([path], bulk_tools.study) if released else ()
    options = SurveySettings(incomplete=incomplete, multiple_base=base, nothing_ticked=nothing, released=texts)
    with pytest.MonkeyPatch.context() as patch:
        found, known = check(bulk_tools, [(path, SHOWN)], options, patch, block_bytes, lines)
    if known.levers:
        by_territory(bulk_tools, found, known, path)


def test_parquet_gives_what_the_same_text_gives(bulk_tools, tmp_path):
    draw = np.random.default_rng(3)
    table = [[str(n), *(str(draw.choice(pool)) for pool in CELLS.values())] for n in range(1, 400)]
    text, columns = tmp_path / "export.csv", tmp_path / "export.parquet"
    text.write_bytes(written(bulk_tools.heading, table, csv.QUOTE_ALL, "\n", (), False))
    held = {name: [row[i] or None for row in table] for i, name in enumerate(bulk_tools.heading)}
    typed = {**held, "id": [int(text) for text in held["id"]]}
    pq.write_table(pa.table(typed), columns, row_group_size=150)
    options = SurveySettings()
    one, two = (read_large([(path, SHOWN)], bulk_tools.study, options, block_bytes=40_000) for path in (text, columns))
    assert one.collected.fates == two.collected.fates and one.collected.fates["counted"] > 200
    same(one.collected.changes.log(bulk_tools.study), two.collected.changes.log(bulk_tools.study))
    levers = bulk_tools.study.levers
    same(one.measures("w", levers, by_territory=True), two.measures("w", levers, by_territory=True))


def test_two_files_are_one_survey_and_a_question_of_one_is_unanswered_in_the_other(bulk_tools, tmp_path, monkeypatch):
    draw = np.random.default_rng(4)
    files = []
    for name, width in (("a.csv", len(bulk_tools.heading)), ("b.csv", 6)):
        table = [[str(n), *(str(draw.choice(pool)) for pool in CELLS.values())][:width] for n in range(1, 60)]
        path = tmp_path / name
        path.write_bytes(written(bulk_tools.heading[:width], table, csv.QUOTE_MINIMAL, "\n", (), False))
        files.append((path, f"responses/{name}"))
    found = read_large(files, bulk_tools.study, SurveySettings(), block_bytes=700)
    known = bulk_tools.ordinary(files, SurveySettings())
    units = list(known.responses.respondents["territory"])
    same(found.measures("w", bulk_tools.study.levers), known.measures(units))
    states = found.states()[2, "why"]
    assert states.loc[states["status"] == Status.NO_RESPONSE, "count"].sum() == sum(
        known.responses.received.loc[lambda t: t["fate"] == "counted", "file"] == "responses/b.csv"
    )
    same(found.collected.changes.log(bulk_tools.study), known.log)


def test_counts_are_those_counted_by_hand(bulk_tools, tmp_path):
    lines = [
        "1;2024-05-02;Lyon;Y;Y;bike;;Y;;alone;1 200;2020-05-01;;",
        "2;2024-05-02;lyon;N;Y;;;Y;Y;group;800;2020-05-01;;",
        "3;2024-05-02;Alès;oui, en partie;;velo;;;;;1.200;;;",
        "4;;Alès;Y;Y;bike;;Y;;alone;5;;;",
        "5;2024-05-02;Alès;;;;;;;;;;;",
        "6;2024-05-02;;en projet;N;-oth-;à cheval;N/A;Y;;100;;;",
    ]
    path = tmp_path / "export.csv"
    path.write_text("\n".join([";".join(bulk_tools.heading), *lines]) + "\n", "utf-8")
    found = read_large([(path, SHOWN)], bulk_tools.study, SurveySettings())
    assert {fate: n for fate, n in found.collected.fates.items() if n} == {"counted": 4, "incomplete": 1, "empty": 1}
    table = found.measures("w", bulk_tools.study.levers, by_territory=True).set_index(["territory", "indicator"])
    whole = table.loc[""]
    # yes 1, planned 1, no 1, and one that cannot be read
    assert list(whole.loc["plan.count", ["value", "lower", "upper", "base", "unknown"]]) == [1, 1, 2, 4, 1]
    # put to those whose plan is yes, planned or not known: yes, no, none
    assert list(whole.loc["voted.count", ["value", "lower", "upper", "base", "unknown"]]) == [1, 1, 2, 3, 1]
    # 1200, 800 and 100; 1.200 is in doubt
    assert list(whole.loc["budget.total", ["value", "lower", "base", "unknown"]]) == [2100, 2100, 3, 1]
    assert whole.loc["budget.median", "value"] == 800
    assert list(whole.loc["why.cost.count", ["value", "base", "unknown"]]) == [2, 3, 1]
    assert list(table.index.unique(0)) == ["", "Alès", "Lyon", "—"]
    assert list(table.loc[("Lyon", "plan.share"), ["value", "base"]]) == [0.5, 2]
    refused = pd.concat(found.collected.changes.refused(bulk_tools.study, "fr", found.width))
    assert sorted(zip(refused["row"], refused["column"], refused["raw"], refused["territory"], strict=True)) == [
        (4, "D", "oui, en partie", "r0003"), (4, "F", "velo", "r0003"), (4, "K", "1.200", "r0003"),
    ]  # fmt: skip
