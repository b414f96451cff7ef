import pytest

from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.codebook.load import load_study, read_study
from study.codebook.model import QuestionType

Q = "data/raw/questionnaire/"
STUDY, LEVER_0, LEVER_1 = Q + "study.yaml", Q + "lever-0.yaml", Q + "lever-1.yaml"


def replaced(old, new):
    def edit(text):
        assert old in text
        return text.replace(old, new, 1)

    return edit


def added(more):
    return lambda text: text + more


def test_the_small_study_loads(small_study):
    study = load_study(small_study)
    assert [lever.lever for lever in study.levers] == [0, 1]
    assert [question.question for question in study.lever(1).questions] == [
        "scheme",
        "clauses",
        "purchases_eur",
        "actions",
    ]
    assert {question.lever for question in study.lever(1).questions} == {1}
    assert study.question("purchases_eur").type is QuestionType.NUMBER


def test_one_lever_alone_reads_no_other_lever(make_study):
    paths = make_study({LEVER_0: None})
    assert [lever.lever for lever in load_study(paths, only=1).levers] == [1]
    with pytest.raises(StudyError) as caught:
        load_study(paths, only=0)
    assert [problem.code for problem in caught.value.problems] == ["missing-lever-file"]
    with pytest.raises(StudyError) as caught:
        load_study(paths, only=7)
    assert caught.value.problems[0].value == "lever-7.yaml"


NEW_QUESTION = """
  - question: {name}
    type: {type}
    label: {{fr: a, en: a}}
    wording: {{fr: a, en: a}}
"""

# file, edit, code, line, column, value, English, French
CASES = [
    (STUDY, None, "missing-file", None, None, None, "This file is missing", "Ce fichier est absent"),
    (
        *(LEVER_1, replaced("lever: 1", "lever: [1"), "not-yaml", 2, "6", None),
        *("This is not YAML", "Ce n’est pas du YAML"),
    ),
    (
        *(LEVER_1, replaced("    unit: eur", "    units: eur"), "unknown-key", 22, "units", "units"),
        *("Did you mean “unit”?", "La clé « units » est inconnue"),
    ),
    (
        *(STUDY, replaced("defaults: {yes_years", "defaults: {yes_year"), "unknown-key", 9, "yes_year", "yes_year"),
        *("Did you mean “yes_years”?", "Vouliez-vous dire « yes_years »"),
    ),
    (
        *(
            LEVER_1,
            replaced("    type: yes_no\n", "    type: yes_no\n    lever: 1\n"),
            "unknown-key",
            7,
            "lever",
            "lever",
        ),
        *("The key “lever” is unknown here", "est inconnue ici"),
    ),
    (
        *(LEVER_0, replaced("    type: text\n", ""), "missing-key", 20, "type", "type"),
        *("The key “type” is missing", "La clé « type » manque"),
    ),
    (
        *(LEVER_0, replaced("lever: 0\n", ""), "missing-key", 1, "lever", "lever"),
        *("The key “lever” is missing", "Ajoutez une ligne « lever: … »"),
    ),
    (
        *(LEVER_1, replaced("    core: true", "    core: maybe"), "wrong-type", 7, "core", "maybe"),
        *("is not true or false", "n’est pas true ou false"),
    ),
    (
        *(LEVER_1, replaced("{kind: permanent}", "permanent"), "wrong-type", 10, "validity", "permanent"),
        *("is not keys with their values", "n’est pas des clés"),
    ),
    (
        *(STUDY, replaced("2014-03-30", "2014-03-31x"), "wrong-type", 8, "elections", "2014-03-31x"),
        *("is not a date such as", "n’est pas une date comme"),
    ),
    (
        *(LEVER_1, replaced("type: number", "type: numbre"), "value-not-allowed", 19, "type", "numbre"),
        *("Did you mean “number”?", "Choisissez parmi : yes_no, choice, multiple, number, date et text."),
    ),
    (
        *(LEVER_1, replaced("question: clauses", "question: Clauses"), "bad-identifier", 12, "question", "Clauses"),
        *("cannot be a name", "ne peut pas être un nom"),
    ),
    (
        *(LEVER_1, replaced("short: {fr: Achats,", "short: {fr: '',"), "empty-text", 3, "fr", None),
        *("This text is empty", "Ce texte est vide"),
    ),
    (
        *(LEVER_0, replaced('answers: ["yes"]', "answers: []"), "empty-list", 18, "answers", None),
        *("This list is empty", "Cette liste est vide"),
    ),
    (
        *(STUDY, replaced("no_years: 2", "no_years: -2"), "out-of-range", 9, "no_years", "-2"),
        *("Correct the number: ≥ 0", "Corrigez le nombre : ≥ 0"),
    ),
    (
        *(LEVER_0, replaced("{fr: Équipe, en: Staff}", "{fr: Équipe}"), "missing-translation", 16, "label", "en"),
        *("has no version in the language “en”", "n’a pas de version dans la langue"),
    ),
    (
        *(LEVER_0, replaced("en: Staff}", "en: Staff, de: Stab}"), "unknown-language", 16, "de", "de"),
        *("is not a language of this study", "n’est pas une langue de cette étude"),
    ),
    (
        *(STUDY, replaced("  - lever-1.yaml", "  - lever-1.yaml\n  - lever-2.yaml"), "missing-lever-file"),
        *(20, "levers", "lever-2.yaml", "is not in this folder", "n’est pas dans ce dossier"),
    ),
    (
        *(STUDY, replaced("  - lever-1.yaml", "  - lever-1.yaml\n  - ../../frame.csv"), "missing-lever-file"),
        *(20, "levers", "../../frame.csv", "is not in this folder", "n’est pas dans ce dossier"),
    ),
    (
        *(Q + "lever-9.yaml", "lever: 9\n", "unlisted-lever-file", None, None, None),
        *("study.yaml does not list this file", "study.yaml ne cite pas ce fichier"),
    ),
    (
        *(
            STUDY,
            replaced("  - lever-1.yaml", "  - lever-1.yaml\n  - lever-1.yaml"),
            "duplicate-lever",
            20,
            "levers",
            "1",
        ),
        *("already used by lever-1.yaml", "déjà pris par lever-1.yaml"),
    ),
    (
        *(LEVER_1, replaced("lever: 1", "lever: 0"), "duplicate-lever", 1, "lever", "0"),
        *("already used by lever-0.yaml", "déjà pris par lever-0.yaml"),
    ),
    (
        *(LEVER_1, replaced("question: clauses", "question: staff"), "duplicate-question", 12, "question", "staff"),
        *("already stands in data/raw/questionnaire/lever-0.yaml:13", "figure déjà dans"),
    ),
    (
        *(LEVER_1, added(NEW_QUESTION.format(name="actions", type="text")), "duplicate-question"),
        *(32, "question", "actions", "lever-1.yaml:25", "lever-1.yaml:25"),
    ),
    (
        *(LEVER_1, replaced("code: charter", "code: clauses"), "duplicate-code", 30, "code", "clauses"),
        *("The code “clauses” already stands in", "Le code « clauses » figure déjà"),
    ),
    (
        *(STUDY, replaced("code: unknown", "code: planned"), "duplicate-code", 14, "code", "planned"),
        *("study.yaml:12", "study.yaml:12"),
    ),
    (
        *(LEVER_0, replaced("{question: elected,", "{question: electd,"), "unknown-universe-question", 18, "question"),
        *("electd", "Did you mean “elected”?", "qui n’existe pas"),
    ),
    (
        *(LEVER_0, replaced("{question: elected,", "{question: scheme,"), "later-universe-question", 18, "question"),
        *("scheme", "does not come before this one", "ne vient pas avant celle-ci"),
    ),
    (
        *(LEVER_0, replaced('answers: ["yes"]', "answers: [oui]"), "unknown-universe-answer", 18, "answers", "oui"),
        *("Choose one of: yes, planned and no.", "Choisissez parmi : yes, planned et no."),
    ),
    (
        *(
            LEVER_1,
            replaced(
                "    type: yes_no\n    core: true\n    label: {fr: Schéma",
                "    type: yes_no\n    core: true\n"
                "    universe: {question: actions, answers: [x]}\n    label: {fr: Schéma",
            ),
            "universe-without-codes",
            8,
        ),
        *("question", "actions", "whose answers are not coded", "dont les réponses ne sont pas codées"),
    ),
    (
        *(LEVER_1, replaced("{kind: permanent}", "{kind: years}"), "validity-without-years", 10, "validity", None),
        *("their number is missing", "leur nombre manque"),
    ),
    (
        *(LEVER_1, replaced("{kind: permanent}", "{kind: permanent, years: 2}"), "validity-with-years", 10, "validity"),
        *("permanent", "takes no number of years", "ne prend pas de nombre d’années"),
    ),
    (
        *(STUDY, replaced("elections: [2014-03-30, 2020-06-28]\n", ""), "mandate-without-elections", None, "validity"),
        *(None, "study.yaml has no election date", "aucune date d’élection"),
    ),
    (
        *(
            LEVER_1,
            replaced("    unit: eur", "    unit: eur\n    core: true"),
            "core-not-yes-no",
            23,
            "core",
            "purchases_eur",
        ),
        *("is marked core", "est marquée core"),
    ),
    (
        *(
            LEVER_1,
            replaced("[documented, median, total]", "[documented, count]"),
            "indicator-not-of-type",
            24,
            "indicators",
        ),
        *("count", "from a question of type number", "d’une question de type number"),
    ),
    (
        *(
            LEVER_1,
            replaced("[documented, median, total]", "[documentd]"),
            "value-not-allowed",
            24,
            "indicators",
            "documentd",
        ),
        *("Did you mean “documented”?", "Vouliez-vous dire"),
    ),
    (
        *(LEVER_1, replaced("    unit: eur\n", ""), "number-without-unit", 18, "question", "purchases_eur"),
        *("has no unit", "n’a pas d’unité"),
    ),
    (
        *(LEVER_1, replaced("    core: true", "    additive: true"), "additive-not-number", 7, "additive", "scheme"),
        *("is marked additive", "est marquée additive"),
    ),
    (
        *(LEVER_1, replaced("    additive: true\n", ""), "total-not-additive", 23, "indicators", "purchases_eur"),
        *("asks for a total", "demande un total"),
    ),
]


@pytest.mark.parametrize(
    ("file", "edit", "code", "line", "column", "value", "english", "french"),
    CASES,
    ids=[f"{c[2]}-{i}" for i, c in enumerate(CASES)],
)
def test_each_fault_has_its_place_and_words(make_study, said, file, edit, code, line, column, value, english, french):
    study, problems = read_study(make_study({file: edit}))
    assert study is None
    found = [problem for problem in problems if problem.code == code]
    assert len(found) == 1, [(problem.code, problem.place, problem.value) for problem in problems]
    [problem] = found
    if code != "mandate-without-elections":
        assert problem.place.file == file
        assert problem.place.line == line
    assert problem.place.column == column
    assert problem.value == value
    assert english in said(problem, "en")
    assert french in said(problem, "fr")


def test_all_faults_of_all_files_come_at_once(make_study):
    paths = make_study(
        {
            STUDY: replaced("no_years: 2", "no_years: two"),
            LEVER_0: lambda text: text.replace("core: true", "cor: true").replace("kind: mandate", "kind: forever"),
            LEVER_1: replaced("    unit: eur\n", ""),
        }
    )
    with pytest.raises(StudyError) as caught:
        load_study(paths)
    found = sorted((problem.place.file, problem.code, problem.place.line) for problem in caught.value.problems)
    assert found == [
        (LEVER_0, "unknown-key", 8),
        (LEVER_0, "unknown-key", 15),
        (LEVER_0, "value-not-allowed", 11),
        (LEVER_1, "number-without-unit", 18),
        (STUDY, "wrong-type", 9),
    ]


def test_text_questions_of_two_levers_may_share_a_name(small_study):
    study = load_study(small_study)
    assert [question.lever for question in study.questions if question.question == "actions"] == [0, 1]


def test_the_codebook_of_this_repository_loads(request):
    paths = StudyPaths(request.config.rootpath)
    study = load_study(paths)
    core = [question.question for question in study.questions if question.core]
    assert len(core) == 32
    assert len(study.levers) == 7


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [("fr", 1, "agent"), ("fr", 0, "agent"), ("fr", 2, "agents"), ("en", 1, "officer"), ("en", 0, "officers"),
     ("fr", None, "agent(s)")],
)  # fmt: skip
def test_a_unit_agrees_with_its_number(make_study, lang, count, said):
    def with_units(text):
        return text + '\nunits:\n  people: {fr: "agent(s)", en: "officer(s)"}\n'

    study = load_study(make_study({"data/raw/questionnaire/study.yaml": with_units}))
    assert study.unit_text("people", lang, count) == said
