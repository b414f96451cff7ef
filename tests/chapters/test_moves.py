"""The figure of what moved most, as a reader of the small study's later waves sees it."""

import csv
import io

import pytest

from study.base.marks import plain
from study.chapters.history import change_entries, earlier_waves, overall_changes
from study.chapters.moves import moves_figure


@pytest.fixture
def shown(series):
    """`shown(wave)`: the figure's block as data, and the ledger it cites."""

    def run(wave, lang="en"):
        context, answers = series(wave, lang)
        earlier = earlier_waves(context)
        ledger = context.ledger([], change_entries(context, overall_changes(context, answers, earlier)))
        return [block.data for block in moves_figure(context, answers, earlier, ledger)], ledger

    return run


def test_a_first_wave_has_no_such_figure(shown):
    assert shown("2018")[0] == []


def test_the_title_counts_adoptions_apart_from_unknowns_filled(shown):
    (figure,), ledger = shown("2022")
    adopted, found = (ledger.text(f"evolution.2018.{name}", "en") for name in ("adopted", "newly_documented"))
    assert plain(figure["title"]) == (
        "Of the answers that become a documented yes between 2018 and 2022, "
        f"{found} fill an unknown and {adopted} are adoptions"
    )


def test_each_line_adds_up_and_is_told(shown):
    (figure,), _ = shown("2022")
    rows = list(csv.DictReader(io.StringIO(figure["csv"])))
    assert rows
    for row in rows:
        before, after, unknown, adopted, ended, total = (int(row[name]) for name in list(row)[1:])
        assert after <= before - ended + adopted + unknown + (total - before - unknown - adopted)
        assert before + unknown <= total <= 3
        assert before != after or adopted or ended
        assert f"{row['label']}: {before}, then {after} of {total}" in figure["alt"]
    # What changed comes first.
    changed = [int(row["adopted"]) + int(row["ended"]) for row in rows]
    assert changed == sorted(changed, reverse=True)


def test_a_figure_that_leaves_lines_out_says_which_it_shows(shown, monkeypatch):
    (figure,), _ = shown("2022")
    rows = list(csv.DictReader(io.StringIO(figure["csv"])))
    assert len(rows) > 1 and "moved most" not in figure["source"]
    monkeypatch.setattr("study.chapters.moves.MOST", 1)
    (short,), _ = shown("2022")
    assert list(csv.DictReader(io.StringIO(short["csv"]))) == rows[:1]
    assert short["source"].endswith("The lines are the questions that moved most.")
