from study.exports.settings import Flavour
from study.layouts.fitting import Fit, NoOption, Several, fit
from study.layouts.layout import Part, Reading
from study.layouts.naming import name_book


def meaning(tools, readings, flavour=Flavour.KOBO):
    return fit(readings, name_book(tools.small, flavour), flavour)


def box(name, option, firm=False):
    return Reading((name,), Part.OPTION, (option,), firm)


def question(tools, name):
    return tools.small.question(name)


def test_the_first_reading_that_exists_is_meant(tools):
    readings = [Reading(("nothing",)), box("partners", "nothing"), box("partners", "cigales"), Reading(("fund",))]
    assert meaning(tools, readings) == Fit(question(tools, "partners"), Part.OPTION, "cigales")


def test_a_later_reading_settles_what_an_earlier_one_left_open(tools):
    assert meaning(tools, [Reading(("actions",)), Reading(("budget",))]) == Fit(question(tools, "budget"))
    assert isinstance(meaning(tools, [Reading(("actions",))]), Several)


def test_an_option_is_missed_only_where_the_notation_is_sure(tools):
    assert meaning(tools, [box("partners", "nothing")]) is None
    assert meaning(tools, [box("partners", "nothing", firm=True)]) == NoOption(question(tools, "partners"), "nothing")
    assert meaning(tools, [box("fund", "yes", firm=True)]) == NoOption(question(tools, "fund"), "yes")


def test_where_another_answer_is_written(tools):
    """LimeSurvey and webforms write the text itself; KoboToolbox and people tick a box."""
    for flavour in Flavour:
        part = Part.OTHER if flavour in (Flavour.LIMESURVEY, Flavour.WEBFORM) else Part.OPTION
        assert meaning(tools, [box("partners", "other")], flavour) == Fit(question(tools, "partners"), part, "other")
        assert meaning(tools, [box("path", "other")], flavour) == Fit(question(tools, "path"), Part.OTHER, "other")


def test_the_name_of_a_write_in_answer(tools):
    assert meaning(tools, [Reading(("Path_Other",))]) == Fit(question(tools, "path"), Part.OTHER, "other")


def test_nothing_is_meant_by_nothing(tools):
    assert meaning(tools, []) is None
