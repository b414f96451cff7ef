"""From a number to the raw cells, and back: what `study trace` prints and how it refuses."""

import json
import subprocess
import sys

import pytest

EVIDENCE = "data/raw/evidence/evidence.csv"


@pytest.fixture
def trail_of(small_study):
    """A function: write a trail of the small study's wave 2020, of one question alone."""

    def write(**changes):
        number = {"text": {"fr": "1", "en": "1"}, "value": 1.0, "unit": "territories", "indicator": "scheme.count",
                  "printed": [{"part": "lever-1", "notebook": "notebooks/2_lever-1.ipynb", "cell": 8, "in": "cards"}],
                  "of": {"kind": "answers", "measure": "count", "beside": "", "questions": ["scheme"], "code": "",
                         "moments": ["2020"], "territory": "", "states": ["yes"]}}  # fmt: skip
        data = {
            "format": 1, "wave": "2020", "languages": ["fr", "en"],
            "moments": {"2020": {"kind": "wave", "date": "2020-12-31"}},
            "files": {"evidence": EVIDENCE, "sources": "data/raw/evidence/sources.csv", "frame": "data/raw/frame.csv"},
            "questions": {"scheme": {"lever": 1, "type": "yes_no", "core": True, "label": {"fr": "Schéma", "en": "Scheme"},
                                     "file": "data/raw/questionnaire/lever-1.yaml", "line": 5}},
            "levers": {"1": {"title": {"fr": "Achats"}, "file": "data/raw/questionnaire/lever-1.yaml"}},
            "territories": {"arbois": {"name": "Métropole d'Arbois", "short_name": "Arbois", "row": 2}},
            "states": {"2020": {"scheme": {"arbois": {"status": "answered", "answer": "yes", "origin": "E005"}}}},
            "facts": {"E005": {"row": 6, "territory": "arbois", "lever": 1, "question": "scheme", "code": "scheme",
                               "answer": "yes", "as_of": "2016-02", "as_of_precision": "month", "source": "S001",
                               "confidence": "high", "standing": {"2020": ["live", "permanent"]}}},
            "sources": {"S001": {"row": 2, "title": "Rapport", "url": "https://example.org/rapport"}},
            "numbers": {"scheme.count": number}, "figures": {}, "tables": {},
            **changes,
        }  # fmt: skip
        target = small_study.reports("2020") / "trail.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(data), "utf-8")
        return small_study

    return write


def test_a_number_is_led_down_to_its_cell(trail_of, study, snapshot):
    root = trail_of().root
    before = snapshot(root)
    status, out, err = study("--lang", "en", "trace", "scheme.count", "--root", root)
    assert (status, err) == (0, "")
    assert f"{EVIDENCE}:6, column answer: “yes”" in out and "└─ https://example.org/rapport" in out
    assert "Number of “yes” answers to “Scheme”" in out and "permanent: does not lapse" in out
    assert "Nombre de réponses" in study("trace", "scheme.count", "--wave", "2020", "--root", root)[1]
    assert snapshot(root) == before


def test_json_is_the_tree(trail_of, study):
    data = json.loads(study("trace", "scheme.count", "--json", "--root", trail_of().root)[1])
    assert data["key"] == "scheme.count" and data["printed_as"] == {"fr": "1", "en": "1"}
    cells = json.loads(study("trace", "--cell", f"{EVIDENCE}:6", "--json", "--root", trail_of().root)[1])
    assert cells["row"] == 6 and cells["children"][1]["wave"] == "2020"


def test_a_figure_and_a_table_are_found_by_the_key_that_the_report_shows(trail_of, study):
    figure = {"number": 1, "title": "Qui agit ?", "file": "figures/a.svg", "part": "lever-1", "notebook": "n", "cell": 3,
              "of": None}  # fmt: skip
    root = trail_of(figures={"a": figure}, tables={"t": {**figure, "numbers": ["scheme.count"]}}).root
    for key, words in (("figure:a", "Qui agit ?"), ("a", "Qui agit ?"), ("table:t", "scheme.count = 1")):
        status, out, err = study("--lang", "en", "trace", key, "--root", root)
        assert (status, err) == (0, "") and words in out


def test_a_cell_is_led_up_to_its_numbers(trail_of, study):
    status, out, _ = study("--lang", "en", "trace", "--cell", f"{EVIDENCE}:6:answer", "--root", trail_of().root)
    assert status == 0 and "scheme.count = 1" in out and "decides 2020" in out


def test_a_territory_is_named_by_key_or_by_name(trail_of, study):
    root = trail_of().root
    for said in ("arbois", "Arbois", "métropole d’Arbois"):
        assert study("trace", "scheme.count", "--territory", said, "--root", root)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["scheme.cuont"], ["Did you mean “scheme.count”?", "no number, figure or table", "reports/2020/numbers.csv"]),
        (["scheme.count", "--territory", "arbos"], ["Did you mean “arbois”?"]),
        (["scheme.count", "--wave", "1999"], ["There is no wave “1999”"]),
        ([], ["Name either a number or a cell", "none is given"]),
        (["scheme.count", "--cell", f"{EVIDENCE}:6"], ["both are given"]),
        (["--cell", f"{EVIDENCE}:99"], ["the last one is 15"]),
        (["--cell", "README.md:1"], ["No wave that is built rests on the file"]),
        (["--cell", f"{EVIDENCE}"], ["names no cell"]),
    ],
)  # fmt: skip
def test_a_wrong_question_gets_one_screen(trail_of, study, arguments, words):
    status, out, err = study("--lang", "en", "trace", *arguments, "--root", trail_of().root)
    assert (status, out) == (2, "")
    assert all(word in " ".join(err.split()) for word in words), err


def test_a_wave_never_built_says_how_to_build_it(small_study, study):
    status, _, err = study("--lang", "en", "trace", "scheme.count", "--root", small_study.root)
    assert status == 1 and "study report 2020" in err
    status, _, err = study("--lang", "en", "trace", "--cell", f"{EVIDENCE}:6", "--root", small_study.root)
    assert status == 2 and "No wave has an audit trail" in err


def test_a_key_of_another_wave_names_that_wave(trail_of, study):
    root = trail_of().root
    waves = root / "data" / "raw" / "waves"
    text = (waves / "2020" / "wave.yaml").read_text("utf-8")
    (waves / "2021").mkdir()
    (waves / "2021" / "wave.yaml").write_text(
        text.replace('"2020"', '"2021"').replace("2020-12-31", "2021-12-31").replace("fictitious: true", ""), "utf-8"
    )
    (waves / "2020" / "wave.yaml").write_text(text.replace("fictitious: true", ""), "utf-8")
    later = root / "reports" / "2021"
    later.mkdir()
    data = json.loads((root / "reports" / "2020" / "trail.json").read_bytes())
    (later / "trail.json").write_text(json.dumps({**data, "wave": "2021", "numbers": {}}), "utf-8")
    status, _, err = study("--lang", "en", "trace", "scheme.count", "--root", root)
    assert status == 2 and "Add --wave 2020." in err


def test_a_trail_of_nobody_names_nobody(trail_of, study):
    root = trail_of(territories={}, states={}).root
    status, _, err = study("--lang", "en", "trace", "scheme.count", "--territory", "arbois", "--root", root)
    assert status == 2 and "names no territory" in err
    assert "nobody may be named" in study("--lang", "en", "trace", "scheme.count", "--root", root)[1]


def test_hostile_texts_are_shown_not_obeyed(trail_of, study, small_study):
    small_study.evidence.write_text(
        small_study.evidence.read_text("utf-8").replace("Adopted by vote", "[red]\x1b[31mx"), "utf-8"
    )
    out = study(
        "trace", "scheme.count", "--root", trail_of(sources={"S001": {"row": 2, "title": "[bold]{x}\x07"}}).root
    )[1]
    assert "\x1b" not in out and "\x07" not in out and "[red]" in out and "[bold]{x}" in out


def test_tracing_imports_nothing_slow():
    code = (
        "import sys, study.trail.tree, study.trail.cells, study.trail.definitions\n"
        "print([name for name in ('pandas', 'numpy', 'pydantic', 'matplotlib', 'pyarrow') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
