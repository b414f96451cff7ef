"""From an edition to a later wave: each kind of change in its own column, by hand."""

from fractions import Fraction

import pytest

from study.base.errors import StudyError, UsageError
from study.bridge.across import attempt, bridge
from study.bridge.parts import ORDER, SWAPPED, Fate, Part
from study.bridge.values import computed


def parts_of(found, indicator):
    """Before, the parts that are not zero, after; of the whole frame."""
    row = next(row for row in found.rows if (row.indicator, row.territory) == (indicator, ""))
    return row.split.before, {part.value: size for part, size in row.split.parts.items() if size}, row.split.after


def moved(found, part, question):
    return {m.territory: (m.how.value, m.evidence) for m in found.moves[part] if m.question == question}


def test_each_change_stands_in_its_own_column(bridged):
    found = bridged
    assert (found.order, found.modules) == (ORDER, ())
    assert parts_of(found, "scheme.count") == (1, {"evidence": 1, "date": 1}, 3)
    assert parts_of(found, "clauses.count") == (1, {"date": -1, "questionnaire": 3}, 3)
    # 2 of 6 core answers; 3 with the one found since; one adopted and one lapsed; then 7 of 9.
    sixth, more = Fraction(1, 6), Fraction(7, 9) - Fraction(3, 6)
    assert parts_of(found, "lever_1.intensity") == (
        2 * sixth,
        {"evidence": sixth, "questionnaire": more},
        Fraction(7, 9),
    )
    assert moved(found, Part.EVIDENCE, "scheme") == {"cassis": ("newly_documented", ("E100",))}
    assert moved(found, Part.DATE, "scheme") == {"belleville": ("adopted", ("E101",))}
    assert moved(found, Part.DATE, "clauses") == {"cassis": ("no_longer_documented", ("E010",))}
    assert {name: how for name, (how, _) in moved(found, Part.QUESTIONNAIRE, "clauses").items()} == {
        "arbois": "newly_documented",
        "belleville": "newly_documented",  # what said no has lapsed, and what says yes no longer does
        "cassis": "newly_documented",
    }


def test_a_new_question_is_new_and_its_facts_are_left_out_where_it_is_not_asked(bridged):
    found = bridged
    row = next(row for row in found.rows if row.indicator == "awards.count")
    assert (row.split.fate, row.split.before, row.split.after) == (Fate.NEW, None, 1)
    left_out = {part: [row.key for row in rows] for part, rows in found.left_out.items()}
    assert left_out == {
        Part.UNREPRODUCED: [], Part.EVIDENCE: ["E102"], Part.DATE: ["E102"], Part.QUESTIONNAIRE: [],
    }  # fmt: skip


def test_every_count_is_what_those_who_moved_make_of_it(bridged):
    found = bridged
    counts = [row for row in found.rows if row.indicator.endswith(".count") and not row.territory]
    assert len(counts) > 4
    for row in counts:
        for part, moves in found.moves.items():
            question = row.indicator.removesuffix(".count")
            assert row.split.parts.get(part, 0) == sum(m.effect for m in moves if m.question == question), row
    assert all(row.split.before + sum(row.split.parts.values()) == row.split.after for row in counts if row.split.parts)


def test_the_value_after_is_what_the_wave_gives_today(changed, bridged):
    found = bridged
    today = computed(changed, "2027").numbers
    assert {(row.indicator, row.territory): row.split.after for row in found.rows if row.split.after is not None} == {
        key: number.value for key, number in today.items() if number.value is not None
    }


def test_a_fact_withdrawn_and_a_conflict_settled_are_evidence(published, kit):
    kit.edit(
        published,
        kit.evidence,
        lambda text: text.replace("2016-02,month,2020,S001,high", "2016-02,month,2020,S001,withdrawn"),
    )
    line = "2020,belleville,clauses,E008=yes;E009=no,yes,The vote counts,analyst,2021-02-01\n"
    kit.edit(published, "data/raw/evidence/corrections.csv", lambda text: text + line)
    found = bridge(published, "2020", "2027")
    assert parts_of(found, "scheme.count") == (1, {"evidence": -1}, 0)
    assert moved(found, Part.EVIDENCE, "scheme") == {"arbois": ("no_longer_documented", ("E005",))}
    # Settled for 2020 alone: in 2027 it is in conflict still, and cassis has lapsed.
    assert parts_of(found, "clauses.count") == (1, {"evidence": 1, "date": -2}, 0)


def test_a_territory_that_leaves_the_frame_is_named(published, kit):
    """In the vintage of 2021 the frame has lost a territory that said yes."""
    frame = published.frame.read_text("utf-8").splitlines(keepends=True)
    at = frame[0].split(",").index("vintage")
    kept = [line for line in frame if not (line.startswith("arbois,") and line.split(",")[at] == "2021")]
    assert len(kept) == len(frame) - 1
    published.frame.write_text("".join(kept), "utf-8")
    kit.edit(
        published,
        "data/raw/waves/2027/wave.yaml",
        lambda text: text.replace("frame_vintage: 2020", "frame_vintage: 2021"),
    )
    found = bridge(published, "2020", "2027")
    assert parts_of(found, "scheme.count") == (1, {"date": -1}, 0)
    assert moved(found, Part.DATE, "scheme")["arbois"] == ("left", ("E005",))
    assert found.names["arbois"] == "Arbois"


def test_nothing_changed_but_the_date_runs_two_combinations(published, monkeypatch):
    from study.bridge import across, crossing

    runs = []

    def counted(paths, wave, **options):
        runs.append(wave)
        return computed(paths, wave, **options)

    monkeypatch.setattr(crossing, "computed", counted)
    monkeypatch.setattr(across, "computed", counted)
    found = bridge(published, "2020", "2027")
    assert sorted(runs) == ["2020", "2027"]
    assert all(set(row.split.parts) == set(Part) for row in found.rows if row.split.fate is Fate.SPLIT)
    nothing = [row.split.parts[part] for row in found.rows if row.split.parts for part in Part if part is not Part.DATE]
    assert set(nothing) == {0}


def test_other_code_is_run_as_it_was(two_waves, kit):
    kit.other_code(two_waves)
    kit.edit(two_waves, kit.evidence, lambda text: text + kit.found_since + kit.happened + kit.of_new_question)
    kit.edit(two_waves, kit.lever, lambda text: text + kit.new_question)
    found = bridge(two_waves, "2020", "2027")
    assert found.order == ORDER and "study/answers/states.py" in found.modules
    assert parts_of(found, "scheme.count") == (1, {"evidence": 1, "date": 1}, 3)
    # It knows no lapse and no conflict: what today's code says otherwise is its part.
    assert parts_of(found, "clauses.count") == (3, {"code": -3}, 0)
    assert next(row for row in found.rows if row.indicator == "elected.count").split.fate is Fate.NEW


def test_code_that_cannot_read_the_later_questionnaire_is_exchanged_before_it(two_waves, kit):
    kit.other_code(two_waves, refuses=True)
    kit.edit(two_waves, kit.evidence, lambda text: text + kit.found_since + kit.happened + kit.of_new_question)
    kit.edit(two_waves, kit.lever, kit.later_questionnaire)
    found = bridge(two_waves, "2020", "2027")
    assert found.order == SWAPPED and found.swapped
    assert parts_of(found, "clauses.count") == (3, {"code": -3, "questionnaire": 3}, 3)
    assert parts_of(found, "scheme.count") == (1, {"evidence": 1, "date": 1}, 3)


def test_code_that_fails_on_other_evidence_is_quoted(two_waves, kit):
    kit.edit(two_waves, kit.lever, kit.later_questionnaire)
    kit.other_code(two_waves, refuses=True)
    kit.edit(two_waves, kit.evidence, lambda text: text + kit.found_since)
    with pytest.raises(StudyError) as caught:
        bridge(two_waves, "2020", "2027")
    (problem,) = caught.value.problems
    assert (problem.code, problem.details["said"]) == ("bridge-no-answer", "I know no awards")


def test_what_an_edition_does_not_give_again_is_a_part_of_its_own(two_waves, kit, commit):
    wrong = b"lever,indicator,territory,value,unit,numerator,base\n1,scheme.count,,2,territories,2,3\n"
    kit.freeze(two_waves, "2020", {"indicators.csv": wrong})
    commit(two_waves.root)
    assert parts_of(bridge(two_waves, "2020", "2027"), "scheme.count") == (2, {"unreproduced": -1}, 1)


def test_without_git_files_that_are_unchanged_are_enough(published):
    (published.root / ".git").rename(published.root / "elsewhere")
    assert parts_of(bridge(published, "2020", "2027"), "clauses.count") == (1, {"date": -1}, 0)


@pytest.mark.parametrize(
    ("earlier", "later", "code"),
    [
        ("2020", "2020", "named-twice"),
        ("2027", "2020", "unknown-edition"),
        ("2021", "2027", "unknown-wave"),
        ("2020", "2028", "unknown-wave"),
    ],
)
def test_waves_that_cannot_be_meant_are_wrong_usage(published, earlier, later, code):
    with pytest.raises(UsageError) as caught:
        bridge(published, earlier, later)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_later_wave_comes_second(published, kit):
    kit.freeze(published, "2027")
    with pytest.raises(UsageError) as caught:
        bridge(published, "2027", "2020")
    assert [problem.code for problem in caught.value.problems] == ["not-earlier"]


def refused(paths):
    with pytest.raises(StudyError) as caught:
        bridge(paths, "2020", "2027")
    assert caught.value.exit_status == 1
    assert attempt(paths, "2020", "2027") == caught.value.problems
    return sorted({(problem.code, problem.place.file) for problem in caught.value.problems})


def test_an_edition_without_its_manifest_or_with_other_numbers_is_damaged(published):
    folder = published.published("2020")
    manifest = (folder / "MANIFEST.sha256").read_bytes()
    (folder / "MANIFEST.sha256").unlink()
    assert refused(published) == [("missing-edition-file", "reports/published/2020/MANIFEST.sha256")]
    (folder / "MANIFEST.sha256").write_bytes(manifest)
    (folder / "indicators.csv").write_bytes(b"x")
    assert refused(published) == [("changed-edition-file", "reports/published/2020/indicators.csv")]
    (folder / "indicators.csv").unlink()
    assert refused(published) == [("missing-edition-file", "reports/published/2020/indicators.csv")]


def test_a_shallow_clone_names_every_file_that_it_lacks(shallow):
    lacking = ["data/raw/evidence/evidence.csv", "data/raw/questionnaire/lever-1.yaml"]
    assert refused(shallow) == [("missing-history", file) for file in lacking]


def test_inputs_that_do_not_go_together_say_which(published, kit):
    """The edition's questionnaire asks for shares of the population, which today's frame no longer gives."""

    def without_population(text):
        rows = [line.split(",") for line in text.splitlines()]
        at = {name: rows[0].index(name) for name in ("vintage", "population_municipal")}
        for row in rows[1:]:
            row[at["population_municipal"]] = "" if row[at["vintage"]] == "2021" else row[at["population_municipal"]]
        return "".join(",".join(row) + "\n" for row in rows)

    kit.edit(published, "data/raw/frame.csv", without_population)
    for lever in (0, 1):
        file = f"data/raw/questionnaire/lever-{lever}.yaml"
        kit.edit(published, file, lambda text: text.replace(", weighted_share", ""))
    with pytest.raises(StudyError) as caught:
        bridge(published, "2020", "2027")
    first, *others = caught.value.problems
    assert first.code == "bridge-refused"
    assert first.details == {"evidence": "2027", "date": "2027", "questionnaire": "2020"}
    assert others and {problem.place.file for problem in others} == {"data/raw/frame.csv"}
