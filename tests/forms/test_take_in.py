"""A form's file taken in as a questionnaire; and what this package's own forms give back."""

import re
from pathlib import Path

import fielding_strategies as made
import pytest
from fielding_form_makers import Lime, choices, kinds, survey, table, workbook
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from study.base.errors import StudyError, UsageError
from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.codebook.names import key_of, limesurvey_names
from study.fielding.export import Target, form_bytes
from study.forms import take_in as module
from study.forms.adopt import adopted
from study.forms.plain_text import tidy
from study.forms.take_in import read_form, take_in

SAMPLE = Path(__file__).parents[2].parent / "shared" / "samples" / "kb01_xlsform_sample.xlsx"
FR = "label::Français (fr)"
FORM = workbook(
    survey=survey(
        {"type": "begin_group", "name": "g", FR: "Politique"},
        {"type": "select_one yn", "name": "plan", FR: "Un plan ?"},
        {"type": "text", "name": "title", FR: "Lequel ?", "relevant": "${plan} = 'yes'"},
        {"type": "end_group"},
    ),
    choices=choices(["yn", "yes", "Oui"], ["yn", "no", "Non"]),
)


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(FORM)
    return path


def everything(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_new_folder_gets_the_files_themselves(form, tmp_path):
    taken = take_in(form, tmp_path / "new" / "one")
    assert (taken.folder, taken.in_study) == (tmp_path / "new" / "one", False)
    assert list(everything(tmp_path / "new")) == ["one/lever-1.yaml", "one/study.yaml"]
    assert taken.files == ("study.yaml", "lever-1.yaml")
    assert everything(tmp_path / "new")["one/study.yaml"].startswith(b"# Made from the form form.xlsx.\n")


def test_a_study_s_root_gets_them_where_it_looks_for_them(form, tmp_path):
    root = tmp_path / "study"
    (root / "data" / "raw").mkdir(parents=True)
    taken = take_in(form, root)
    assert (taken.folder, taken.in_study) == (root / "data" / "raw" / "questionnaire", True)
    study = load_study(StudyPaths(root))
    assert study == taken.study
    assert study.question("title").universe.answers == ("yes",)


def test_the_same_form_gives_the_same_bytes(form, tmp_path):
    for name in ("a", "b"):
        take_in(form, tmp_path / name)
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


def test_a_folder_that_holds_a_questionnaire_is_left_alone(form, tmp_path):
    folder = tmp_path / "there"
    folder.mkdir()
    (folder / "lever-7.yaml").write_text("mine", "utf-8")
    with pytest.raises(UsageError) as raised:
        take_in(form, folder)
    assert kinds(raised.value.problems) == ["QuestionnaireThere"]
    assert raised.value.problems[0].details == {"known": ["lever-7.yaml"]}
    assert everything(folder) == {"lever-7.yaml": b"mine"}


def test_a_form_with_faults_leaves_nothing(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook(survey=survey({"type": "txt", "name": "a", FR: "A"}, {"type": "text", FR: "B"})))
    with pytest.raises(StudyError) as raised:
        take_in(path, tmp_path / "new" / "one")
    assert kinds(raised.value.problems) == ["UnknownFormType", "FormNameMissing"]
    assert list(everything(tmp_path)) == ["form.xlsx"] and not (tmp_path / "new").exists()


@pytest.mark.parametrize("there", [True, False])
def test_a_failure_while_files_take_their_places_undoes_those_before(form, tmp_path, monkeypatch, there):
    folder = tmp_path / "one"
    if there:
        folder.mkdir()
    rename = Path.rename

    def fails_at_the_second(path, target):
        if path.name == "lever-1.yaml":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails_at_the_second)
    with pytest.raises(StudyError) as raised:
        take_in(form, folder)
    assert kinds(raised.value.problems) == ["NotWritable"]
    assert list(everything(tmp_path)) == ["form.xlsx"] and not list(tmp_path.glob(".import*"))
    assert folder.exists() is there


def test_what_the_codebook_would_refuse_is_not_written(form, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "questionnaire_texts", lambda *_: {"study.yaml": "languages: []\n"})
    with pytest.raises(StudyError):
        take_in(form, tmp_path / "one")
    assert list(everything(tmp_path)) == ["form.xlsx"] and not (tmp_path / "one").exists()


def test_languages_are_chosen_among_the_form_s(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook(survey=table("type|name|label::fr|label::en", ["text", "q", "Pourquoi ?", "Why?"])))
    assert take_in(path, tmp_path / "a").study.languages == ("fr", "en")
    assert take_in(path, tmp_path / "b", ["en"]).study.languages == ("en",)
    with pytest.raises(UsageError) as raised:
        take_in(path, tmp_path / "c", ["fr", "de", "it"])
    assert [problem.value for problem in raised.value.problems] == ["de", "it"]


@pytest.mark.parametrize("version", [3, 6])
def test_a_structure_file_of_limesurvey(tmp_path, version):
    path = tmp_path / "survey.lss"
    lime = Lime(version).ask("Y", "A", "Un plan ?").ask("S", "B", "Lequel ?", relevance='A.NAOK == "Y"')
    path.write_bytes(lime.bytes())
    study = take_in(path, tmp_path / "new").study
    assert [(question.question, question.type.value) for question in study.questions] == [
        ("a", "yes_no"),
        ("b", "text"),
    ]
    assert study.question("b").universe.answers == ("yes",)


def test_a_form_of_people_alone_is_no_questionnaire(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook(survey=survey({"type": "text", "name": "email", FR: "E-mail"})))
    with pytest.raises(StudyError) as raised:
        take_in(path, tmp_path / "new")
    assert kinds(raised.value.problems) == ["EmptyForm"]


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the samples are not beside the repository")
def test_the_sample_form(tmp_path):
    taken = take_in(SAMPLE, tmp_path / "new", ["en"])
    assert [(lever.title.text("en"), len(lever.questions)) for lever in taken.study.levers] == [
        ("Sample Dataset KoboloadeR", 2), ("Respondant profile", 4),
    ]  # fmt: skip
    assert taken.study.question("reason").type == "multiple"


# Our own forms come back as they went out.


def offered(question, study):
    """What may be chosen, with its words in each language."""
    labels = {code.code: code.label.root for code in (*study.codes, *question.codes)}
    return {code: labels[code] for code in made.codes_of(question.model_dump())}


def as_shown(texts):
    return {lang: tidy(text) for lang, text in sorted(texts.items())}


def said(question, study):
    """What a form says of a question, apart from its name and its codes."""
    unit = study.units.get(question.unit)
    return {
        "type": question.type,
        "wording": as_shown(question.wording.root),
        "hint": as_shown(question.hint.root) if question.hint else None,
        "required": question.required,
        "other": question.other,
        "bounds": (question.minimum, question.maximum),
        "unit": unit.root if unit else question.unit and dict.fromkeys(study.languages, question.unit),
        "labels": sorted(str(as_shown(labels)) for labels in offered(question, study).values()),
    }


def came_back(study, lang, target, tmp_path, frame):
    form = made.form(study, frame, lang)
    path = tmp_path / "form"
    path.write_bytes(form_bytes(form, target))
    read, problems = read_form(path)
    assert problems == []
    taken = adopted(read, read.languages)
    assert read.languages == form.languages
    return taken.study


def paired(study, back):
    assert [lever.lever for lever in back.levers] == [lever.lever for lever in study.levers]
    assert [as_shown(lever.title.root) for lever in back.levers] == [
        as_shown(lever.title.root) for lever in study.levers
    ]
    for lever, other in zip(study.levers, back.levers, strict=True):
        yield from zip(lever.questions, other.questions, strict=True)


def code_pairs(question, study, other, back):
    """Each code of a question and what it became, found by their words."""
    words = {str(as_shown(labels)): code for code, labels in offered(other, back).items()}
    return {code: words[str(as_shown(labels))] for code, labels in offered(question, study).items()}


def holds_universe(pairs, study, back):
    by_name = {question.question: (question, other) for question, other in pairs if question.type != "text"}
    for question, other in pairs:
        if question.universe is None:
            assert other.universe is None
        else:
            gate, gate_back = by_name[question.universe.question]
            became = code_pairs(gate, study, gate_back, back)
            assert other.universe.question == gate_back.question
            assert set(other.universe.answers) == {became[code] for code in question.universe.answers}


ROUND_TRIP = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize("target", [Target.XLSFORM, Target.LIMESURVEY])
@ROUND_TRIP
@given(data=st.data())
def test_an_exported_form_comes_back(target, tmp_path, data):
    study = data.draw(made.studies())
    lang = data.draw(st.sampled_from(study.languages))
    back = came_back(study, lang, target, tmp_path, data.draw(made.territories()))
    pairs = list(paired(study, back))
    for question, other in pairs:
        assert said(other, back) == said(question, study)
    holds_universe(pairs, study, back)
    assert [(as_shown(contact.wording.root), contact.required) for contact in back.contact] == [
        (as_shown(contact.wording.root), contact.required) for contact in study.contact
    ]


@ROUND_TRIP
@given(data=st.data())
def test_names_and_codes_come_back_from_an_xlsform(tmp_path, data):
    study = data.draw(made.studies())
    back = came_back(study, study.languages[0], Target.XLSFORM, tmp_path, data.draw(made.territories()))
    for question, other in paired(study, back):
        assert other.question == question.question
        assert offered(other, back).keys() == offered(question, study).keys()


@ROUND_TRIP
@given(data=st.data())
def test_a_limesurvey_structure_that_comes_back_goes_out_with_the_same_codes(tmp_path, data):
    study = data.draw(made.studies())
    names = limesurvey_names(study)
    # Names that are one without their levers and signs get a number, which the next round does not know of.
    assume(len({re.sub(r"^L\d+", "", name)[:15] for name in names.values()}) == len(names))
    back = came_back(study, study.languages[0], Target.LIMESURVEY, tmp_path, data.draw(made.territories()))
    again = limesurvey_names(back)
    assert [again[key_of(other)] for _, other in paired(study, back)] == [
        names[key_of(question)] for question in study.questions
    ]
