import os
import sys
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from study.base.errors import StudyError
from study.codebook.load import load_study
from study.intake import checksums
from study.pipeline.tasks import WavePlan, plan
from study.report.manifest import listed

RAW = "data/raw"
EVERY = {"check", "1_clean", "2_lever-0", "2_lever-1", "3_overview", "4_replication", "sheets", "report"}
# Read only to refuse what is wrong in it, which the check has done before: nothing of it gets into a product.
ONLY_CHECKED = {"1_clean": {f"{RAW}/waves/2020/claims.csv"}}


def steps_of(paths, lang="fr"):
    return {step.name.removeprefix("2020/"): step for step in WavePlan(paths, load_study(paths), "2020", lang).steps()}


@pytest.fixture
def steps(study_with_notebooks):
    return steps_of(study_with_notebooks)


def readers(paths, steps, file):
    return {name for name, step in steps.items() if paths.root / file in step.reads}


def test_the_plan_is_in_order_and_what_a_step_reads_is_given_or_made_by_an_earlier_one(study_with_notebooks, steps):
    assert list(steps) == [
        "check",
        "1_clean",
        "2_lever-0",
        "2_lever-1",
        "3_overview",
        "4_replication",
        "sheets",
        "report",
    ]
    made = set()
    for step in steps.values():
        assert all(path in made or path.is_file() for path in step.reads), step.name
        made |= set(step.produces)


def test_no_two_steps_make_the_same_file_and_none_makes_an_input(study_with_notebooks, steps):
    made = [path for step in steps.values() for path in step.produces]
    assert len(made) == len(set(made))
    generated = (study_with_notebooks.processed("2020"), study_with_notebooks.reports("2020"))
    assert all(any(folder in path.parents for folder in generated) for path in made)


@pytest.mark.parametrize(
    ("file", "stale"),
    [
        (f"{RAW}/questionnaire/lever-1.yaml", EVERY - {"2_lever-0"}),
        (f"{RAW}/questionnaire/lever-0.yaml", EVERY - {"2_lever-1"}),
        (f"{RAW}/questionnaire/study.yaml", EVERY),
        (f"{RAW}/frame.csv", EVERY),
        (f"{RAW}/waves/2020/wave.yaml", EVERY),
        (f"{RAW}/evidence/evidence.csv", {"check", "1_clean", "4_replication", "report"}),
        (f"{RAW}/evidence/sources.csv", {"check", "1_clean", "4_replication", "report"}),
        (f"{RAW}/evidence/corrections.csv", {"check", "1_clean", "4_replication", "report"}),
        (f"{RAW}/waves/2020/claims.csv", {"check", "4_replication", "report"}),
        (f"{RAW}/waves/2020/commentary/fr/introduction.md", {"check", "report"}),
        (f"{RAW}/CHECKSUMS.sha256", {"check", "report"}),
        ("notebooks/1_clean.ipynb", {"1_clean", "report"}),
        ("notebooks/2_lever.ipynb", {"2_lever-0", "2_lever-1", "report"}),
        ("data/processed/2020/lever-1/answers.parquet", {"2_lever-1", "3_overview", "sheets", "report"}),
        ("data/processed/2020/lever-1/numbers.csv", {"3_overview", "sheets", "report"}),
        ("data/processed/2020/checked.txt", EVERY - {"check", "report"}),
    ],
)
def test_an_edited_file_makes_stale_what_reads_it(study_with_notebooks, steps, file, stale):
    assert readers(study_with_notebooks, steps, file) == stale


def test_a_new_meaning_of_a_word_runs_no_notebook(study_with_notebooks):
    paths = study_with_notebooks
    paths.glossary.write_text("terms: []\n", "utf-8")
    steps = {step.name.partition("/")[2]: step for step in plan(paths, load_study(paths), ["2020"], "fr")}
    assert readers(paths, steps, f"{RAW}/glossary.yaml") == {"check", "report"}


def test_every_raw_file_is_checked_and_a_new_one_makes_the_check_stale(study_with_notebooks, steps):
    raw = {path for path in study_with_notebooks.raw.rglob("*") if path.is_file()}
    assert set(steps["check"].reads) == raw
    (study_with_notebooks.raw / "new.csv").write_text("a\n")
    assert steps_of(study_with_notebooks)["check"].values != steps["check"].values


def test_a_new_or_removed_commentary_makes_the_report_stale(study_with_notebooks, steps):
    text = study_with_notebooks.commentary("2020", "fr") / "introduction.md"
    text.with_name("method.md").write_text("Un.\n")
    added = steps_of(study_with_notebooks)["report"].values
    text.unlink()
    removed = steps_of(study_with_notebooks)["report"].values
    assert steps["report"].values != added != removed


def test_parameters_are_values_and_another_language_is_another_run(study_with_notebooks, steps):
    english = steps_of(study_with_notebooks, "en")
    for name in EVERY - {"check"}:
        assert steps[name].values != english[name].values, name
    assert steps["2_lever-0"].values != steps["2_lever-1"].values


_opened: list[Path] | None = None


def _told(event, details):
    if _opened is not None and event == "open" and isinstance(details[0], str | os.PathLike):
        _, mode, flags = details
        if ("r" in mode) if mode else not flags & (os.O_WRONLY | os.O_RDWR):
            _opened.append(Path(details[0]))


@contextmanager
def opened(root, monkeypatch):
    """The files under `root` that are opened for reading meanwhile (an audit hook, and pandas for Parquet)."""
    global _opened
    if not getattr(opened, "hooked", False):
        sys.addaudithook(_told)
        opened.hooked = True
    found: set[str] = set()
    read_parquet = pd.read_parquet

    def reading(path, *arguments, **options):
        found.add(Path(path).relative_to(root).as_posix())
        return read_parquet(path, *arguments, **options)

    _opened = []
    with monkeypatch.context() as patch:
        patch.setattr(pd, "read_parquet", reading)
        try:
            yield found
        finally:
            files, _opened = _opened, None
            found |= {file.relative_to(root).as_posix() for file in files if root in file.parents and file.is_file()}


def test_every_file_that_a_step_opens_is_among_its_dependencies(
    study_with_notebooks, steps, play_notebook, monkeypatch
):
    paths = study_with_notebooks
    # The check has the server of kernels started, which looks up what notebooks import: nothing is made of that.
    monkeypatch.setattr("study.notebooks.preload.start", lambda folder: None)
    for name, step in steps.items():
        with opened(paths.root, monkeypatch) as found:
            if name in ("check", "sheets", "report"):
                step.run()
            else:
                stem = name if name[0] != "2" else "2_lever"
                play_notebook(paths, stem, name, dict(step.values["parameters"]))
        allowed = {paths.relative(path) for path in (*step.reads, *step.produces)} | ONLY_CHECKED.get(name, set())
        # The manifest of the sheets stands for all files that it lists: its state is theirs.
        sheets = paths.sheets("2020")
        if paths.sheets_manifest("2020") in step.reads:
            allowed |= {paths.relative(sheets / file) for file in listed(sheets)}
        assert found and found - allowed == set(), name
        missing = [paths.relative(path) for path in step.produces if not path.is_file()]
        assert missing == [], name


def make_waves(paths, days):
    """Write waves of those names and reference dates beside the small study's own, with its claims."""
    original = paths.wave_yaml("2020").read_text("utf-8").replace("fictitious: true", "fictitious: false")
    claims = paths.claims("2020").read_bytes()
    for name, day in days.items():
        paths.wave_folder(name).mkdir(exist_ok=True)
        text = original.replace('wave: "2020"', f'wave: "{name}"').replace("2020-12-31", day)
        paths.wave_yaml(name).write_text(text, "utf-8")
        paths.claims(name).write_bytes(claims)


def names(steps):
    return [step.name for step in steps]


def test_a_later_wave_first_cleans_the_earlier_ones_and_reads_their_answers(study_with_notebooks):
    paths = study_with_notebooks
    make_waves(paths, {"2018": "2018-12-31", "2020": "2020-12-31", "2023": "2023-12-31"})
    steps = {step.name: step for step in plan(paths, load_study(paths), ["2020"], "fr")}
    assert [name for name in steps if name.startswith("2018/")] == ["2018/check", "2018/1_clean"]
    assert not any(name.startswith("2023/") for name in steps)
    then = paths.lever_dir("2018", 1) / "answers.parquet"
    reading = {name for name, step in steps.items() if then in step.reads}
    assert reading == {"2020/2_lever-1", "2020/3_overview", "2020/sheets", "2020/report"}
    first = {step.name: step for step in plan(paths, load_study(paths), ["2018"], "fr")}
    assert all(name.startswith("2018/") for name in first)
    # A wave that becomes earlier makes stale what compares; one that stays later changes nothing.
    make_waves(paths, {"2023": "2019-12-31"})
    again = {step.name: step for step in plan(paths, load_study(paths), ["2020"], "fr")}
    changed = {name for name, step in steps.items() if step.values != again[name].values}
    assert changed - {"2018/check", "2020/check"} == {
        "2020/2_lever-0",
        "2020/2_lever-1",
        "2020/3_overview",
        "2020/sheets",
    }


def test_all_waves_are_planned_once_each(study_with_notebooks):
    paths = study_with_notebooks
    make_waves(paths, {"2018": "2018-12-31", "2020": "2020-12-31", "2023": "2023-12-31"})
    found = names(plan(paths, load_study(paths), ["2018", "2020", "2023"], "fr"))
    assert len(found) == len(set(found)) == 3 * len(EVERY)
    made = [path for step in plan(paths, load_study(paths), ["2018", "2020", "2023"], "fr") for path in step.produces]
    assert len(made) == len(set(made))


def test_a_plan_of_an_unreadable_wave_tells_what_is_wrong(study_with_notebooks):
    paths = study_with_notebooks
    make_waves(paths, {"2018": "2018-12-31", "2020": "2020-12-31"})
    paths.wave_yaml("2018").write_text("wave: [", "utf-8")
    with pytest.raises(StudyError) as error:
        plan(paths, load_study(paths), ["2020"], "fr")
    assert error.value.problems[0].place.file == "data/raw/waves/2018/wave.yaml"


def test_a_yearly_series_is_built_wave_after_wave(study_with_notebooks, play_notebook):
    # Notebooks run in this process: kernels are the pipeline's own test.
    paths = study_with_notebooks
    years = [str(year) for year in range(2020, 2027)]
    make_waves(paths, {year: f"{year}-12-31" for year in years})
    paths.checksums.write_text(checksums.written(checksums.current(paths)), encoding="utf-8")
    for step in plan(paths, load_study(paths), years, "fr"):
        stem = step.name.partition("/")[2]
        if stem in ("check", "sheets", "report"):
            step.run()
        else:
            play_notebook(paths, stem.partition("-")[0], stem, dict(step.values["parameters"]))
    for number, year in enumerate(years):
        assert paths.report_pdf(year).is_file() and paths.report_html(year).is_file()
        keys = {line.split(",")[0] for line in (paths.reports(year) / "numbers.csv").read_text("utf-8").splitlines()}
        compared = {key.split(".")[1] for key in keys if key.startswith("evolution.")}
        assert compared == set(years[:number])


BRIDGE = "2027/5_bridge"


def plan_of(paths, wave="2027"):
    return {step.name: step for step in plan(paths, load_study(paths), [wave], "fr")}


def test_what_has_changed_is_a_task_where_an_earlier_wave_has_an_edition(two_waves, edition_kit):
    two_waves.notebooks.mkdir()
    assert BRIDGE not in plan_of(two_waves)
    edition_kit.freeze(two_waves, "2020")
    steps = plan_of(two_waves)
    assert BRIDGE in steps and not any(name.endswith("5_bridge") for name in plan_of(two_waves, "2020"))
    made, reads = steps[BRIDGE].produces, steps["2027/report"].reads
    assert set(made) <= set(reads)
    published = two_waves.published("2020")
    of_edition = {published / name for name in ("edition.json", "MANIFEST.sha256", "indicators.csv")}
    # The report too: its description gives their hashes, even where a notebook would say the same of another edition.
    assert of_edition <= set(steps[BRIDGE].reads) and of_edition <= set(reads)


def test_whether_an_edition_s_inputs_are_to_be_had_makes_the_task_stale(two_waves, edition_kit, commit):
    edition_kit.freeze(two_waves, "2020")
    before = plan_of(two_waves)[BRIDGE].values
    edition_kit.edit(two_waves, edition_kit.evidence, lambda text: text + edition_kit.happened)
    assert plan_of(two_waves)[BRIDGE].values == before | {"at_hand": False}
    edition_kit.edit(two_waves, edition_kit.evidence, lambda text: text.replace(edition_kit.happened, ""))
    commit(two_waves.root)
    edition_kit.edit(two_waves, edition_kit.evidence, lambda text: text + edition_kit.happened)
    assert plan_of(two_waves)[BRIDGE].values == before | {"history": "whole"}


def test_the_bridge_s_notebook_opens_what_it_depends_on_and_leaves_what_it_says(
    two_waves, edition_kit, play_notebook, monkeypatch
):
    paths = two_waves
    source = Path(__file__).parents[2] / "notebooks" / "5_bridge.ipynb"
    paths.notebooks.mkdir()
    (paths.notebooks / source.name).write_bytes(source.read_bytes())
    edition_kit.freeze(paths, "2020")
    step = plan_of(paths)[BRIDGE]
    with opened(paths.root, monkeypatch) as found:
        play_notebook(paths, "5_bridge", "5_bridge", dict(step.values["parameters"]))
    # Claims are checked beforehand; git finds what the folder no longer holds.
    only_checked = {f"{RAW}/waves/2027/claims.csv", f"{RAW}/waves/2020/claims.csv", "requirements.lock"}
    allowed = {paths.relative(path) for path in (*step.reads, *step.produces)} | only_checked
    assert found and found - allowed == set()
    numbers = pd.read_csv(paths.processed("2027") / "bridge" / "numbers.csv")
    assert "bridge.2020.scheme.count.date" in set(numbers["key"])
    assert pd.read_csv(paths.processed("2027") / "bridge" / "indicators.csv").empty
