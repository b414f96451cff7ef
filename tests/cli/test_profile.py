from study.base.stages import Stage
from study.cli.profile import in_order, show


def stages():
    return [
        Stage(("b", "pdf"), 1.5, 2.5),
        Stage(("b", "x"), 1.5, 1.51),
        Stage(("a",), 0.5, 2.0),
        Stage(("b",), 1.0, 3.0),
    ]


def test_tasks_come_by_their_beginning_each_with_its_stages():
    assert [item.path for item in in_order(stages())] == [("a",), ("b",), ("b", "pdf"), ("b", "x")]


def test_the_sum_and_what_was_not_in_tasks_are_told(capsys):
    show(stages(), 0.0, 4.0)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:4]] == [
        ["a", "0,50", "1,50"],
        ["b", "1,00", "2,00"],
        ["pdf", "1,50", "1,00"],
    ]
    # a and b overlap from 1 to 2: 2.5 s of the clock, 3.5 s of work; 0.5 s before them and 1 s after.
    assert "4,00" in lines[-1] and "2,50" in lines[-1] and "3,50" in lines[-1] and "1,50" in lines[-1]
