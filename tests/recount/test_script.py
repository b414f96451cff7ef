"""The script that a reviewer reads: complete, the same each time, and no word of it from outside can be run."""

import re
from importlib.resources import files

import pytest

from study.base.errors import StudyError, UsageError
from study.recount.run import recompute
from study.recount.script import audit_sql, sections


def test_it_says_how_to_run_it_and_what_it_rests_on(small_study):
    script = audit_sql(small_study, "2020")
    head = script.split("\n\n")[0]
    assert all(line.startswith("--") for line in head.splitlines())
    assert "duckdb -csv < reports/2020/audit.sql" in head and "study audit 2020" in head
    assert "'data/raw/evidence/evidence.csv'" in script and "'data/raw/frame.csv'" in script
    for name in ("elected", "staff", "scheme", "clauses", "purchases_eur"):
        assert f"'{name}'" in script
    assert max(len(line) for line in script.splitlines()) < 400


def test_the_same_inputs_give_the_same_bytes_and_no_path_of_this_machine(make_study):
    one, other = make_study(), make_study()
    assert audit_sql(one, "2020") == audit_sql(other, "2020")
    assert str(one.root) not in audit_sql(one, "2020")


def test_words_of_the_questionnaire_are_literals(make_study):
    hostile = "'); DROP TABLE questions; --"
    paths = make_study(
        {
            "data/raw/questionnaire/lever-1.yaml": lambda text: text.replace(
                "fr: Clauses sociales", f'fr: "{hostile}"'
            ),
            "data/raw/waves/2020/wave.yaml": lambda text: text.replace(
                "title: {fr: Une petite étude", 'title: {fr: "Titre\\n; DROP TABLE x; --"'
            ),
        }
    )
    assert hostile.replace("'", "''") in audit_sql(paths, "2020")
    assert len(recompute(paths, "2020")) > 40


def test_files_with_semicolons_other_orders_and_blanks_are_read_alike(make_study):
    def turned(text):
        lines = [line.split(",") for line in text.splitlines()]
        return "\ufeff" + "\r\n".join(";".join(f" {cell} " for cell in reversed(line)) for line in lines) + "\r\n"

    plain = make_study()
    other = make_study({"data/raw/frame.csv": turned, "data/raw/waves/2020/claims.csv": turned})
    assert recompute(other, "2020").equals(recompute(plain, "2020"))


def test_the_rules_import_nothing_of_the_report_s_own_computation():
    room = files("study.recount")
    for module in (path for path in room.iterdir() if path.name.endswith(".py")):
        rooms = set(re.findall(r"^\s*from study\.(\w+)", module.read_text("utf-8"), flags=re.M))
        assert rooms <= {"base", "codebook", "exports", "intake", "recount"}, module.name


def test_every_rule_file_is_part_of_the_script(small_study):
    script = audit_sql(small_study, "2020")
    rules = [path.read_text("utf-8").strip() for path in (files("study.recount") / "sql").iterdir()]
    assert len(rules) >= 10 and all(rule in script for rule in rules)
    assert len({section.name for section in sections(small_study, "2020")}) == len(sections(small_study, "2020"))


def test_an_unknown_wave_and_a_broken_questionnaire_are_told(make_study):
    with pytest.raises(UsageError):
        audit_sql(make_study(), "2031")
    broken = make_study(
        {"data/raw/questionnaire/lever-1.yaml": lambda text: text.replace("type: number", "type: nmber")}
    )
    with pytest.raises(StudyError):
        audit_sql(broken, "2020")
