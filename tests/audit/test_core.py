import core
import pytest


def test_the_parts_are_there_with_their_tests_and_no_module_stands_in_two():
    parts = core.parts()
    assert [part.name for part in parts] == ["cleaning", "states", "indicators", "claims", "ledger", "verify"]
    modules = [module for part in parts for module in part.modules]
    assert len(modules) == len(set(modules)) > 40
    assert all((core.ROOT / path).is_file() for path in modules) and "src/study/answers/states.py" in modules


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {modules: [x.py], tests: [tests/x]}\nb: {modules: ['*.py'], tests: [tests/x]}", "in two parts"),
        ("a: {modules: [y.py], tests: [tests/x]}", "nothing is called y.py"),
        ("a: {modules: [x.py], tests: [tests/y]}", "not there"),
    ],
)
def test_a_part_that_is_not_so_is_refused(tmp_path, text, said):
    for folder in ("src/study", "tests/x"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "src" / "study" / "x.py").write_text("", "utf-8")
    (tmp_path / "core.yaml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=said):
        core.parts(tmp_path, tmp_path / "core.yaml")
