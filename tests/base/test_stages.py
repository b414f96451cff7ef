import threading
from contextvars import copy_context

from study.base.stages import collected, stage


def test_stages_nest_also_into_threads_that_carry_the_context():
    def inside():
        with stage("part"):
            pass

    with collected() as found, stage("task"):
        inside()
        thread = threading.Thread(target=copy_context().run, args=(inside,))
        thread.start()
        thread.join()
    assert [item.path for item in found] == [("task", "part"), ("task", "part"), ("task",)]
    whole = found[-1]
    assert all(whole.start <= item.start <= item.end <= whole.end for item in found)
    assert whole.seconds == whole.end - whole.start


def test_nothing_is_kept_where_nobody_collects_and_a_stage_that_fails_is_told():
    with collected() as found:
        pass
    with stage("after"):
        pass
    assert found == []
    with collected() as found:
        try:
            with stage("task"):
                raise ValueError
        except ValueError:
            pass
        with stage("next"):
            pass
    assert [item.path for item in found] == [("task",), ("next",)]
