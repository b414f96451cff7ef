import pytest

from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.intake.evidence import counted, load_corrections, load_evidence, load_sources
from study.intake.inputs import input_problems, load_inputs
from study.intake.references import Known

EVIDENCE, SOURCES = "data/raw/evidence/evidence.csv", "data/raw/evidence/sources.csv"
CORRECTIONS = "data/raw/evidence/corrections.csv"


def row(new):
    """Add one row to a table."""
    return lambda text: text + new + "\n"


def replaced(old, new):
    def edit(text):
        assert text.count(old) == 1
        return text.replace(old, new)

    return edit


def test_codes_gathered_by_a_text_question_become_that_question(small_study):
    evidence = load_inputs(small_study, "2020").evidence.set_index("evidence")
    assert evidence.loc["E013", ["question", "code", "lever"]].tolist() == ["actions", "charter", 1]
    assert evidence.loc["E005", ["question", "code"]].tolist() == ["scheme", "scheme"]


def test_a_study_without_the_folder_has_the_same_tables_without_rows(small_study, make_study):
    files = dict.fromkeys((EVIDENCE, SOURCES, CORRECTIONS))
    paths = make_study(files, sealed=False)
    paths.evidence_folder.rmdir()
    known = Known(load_study(paths), ["arbois"], [], ["2020"])
    for load in (load_evidence, lambda paths, _: load_sources(paths), load_corrections):
        made, problems = load(paths, known)
        there, _ = load(small_study, known)
        assert problems == [] and made.empty
        assert made.dtypes.astype("str").to_dict() == there.dtypes.astype("str").to_dict()


def test_without_a_list_of_sources_nothing_that_names_one_is_checked_and_an_empty_list_knows_none(make_study):
    paths = make_study(dict.fromkeys((EVIDENCE, SOURCES, CORRECTIONS)), sealed=False)
    paths.evidence_folder.rmdir()
    assert input_problems(paths) == []
    headings = {name: lambda text: text.partition("\n")[0] + "\n" for name in (EVIDENCE, SOURCES, CORRECTIONS)}
    problems = input_problems(make_study(headings))
    assert [(problem.code, problem.value) for problem in problems] == [
        *[
            ("unknown-source", "S001"),
            ("unknown-source", "S001"),
            ("unknown-source", "S001"),
            ("unknown-source", "S002"),
        ]
    ]


def test_withdrawn_rows_stay_and_are_not_counted(small_study):
    evidence = load_inputs(small_study, "2020").evidence
    assert "E014" in evidence["evidence"].tolist()
    assert set(evidence["evidence"]) - set(counted(evidence)["evidence"]) == {"E014"}


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "column", "value", "english", "french"),
    [
        (
            *("E010,cassis", "E010,casis", "unknown-territory", 11, "territory", "casis"),
            *("Did you mean “cassis”?", "« casis » n’est pas un territoire"),
        ),
        (
            *("E010,cassis,1", "E010,cassis,7", "unknown-lever", 11, "lever", "7"),
            *("Choose one of: 0 and 1.", "Choisissez parmi : 0 et 1."),
        ),
        (
            *("E010,cassis,1,clauses", "E010,cassis,1,clausse", "unknown-question", 11, "question", "clausse"),
            *("Did you mean “clauses”?", "n’est pas une question de l’étude"),
        ),
        (
            *("E010,cassis,1,clauses", "E010,cassis,0,clauses", "question-of-other-lever", 11, "question", "clauses"),
            *("belongs to lever 1, not to lever 0", "appartient au levier 1, et non au levier 0"),
        ),
        (
            *("E013,cassis,1,charter", "E013,cassis,0,charter", "question-of-other-lever", 14, "question", "charter"),
            *("belongs to lever 1", "appartient au levier 1"),
        ),
        (
            *("E010,cassis,1,clauses,yes", "E010,cassis,1,clauses,oui", "answer-not-allowed", 11, "answer", "oui"),
            *("Choose one of: yes, planned, no and proposed.", "n’est pas une réponse à la question « clauses »"),
        ),
        (
            *("25000000.5", '"25 000 000,5"', "answer-not-number", 13, "answer", "25 000 000,5"),
            *("which the question “purchases_eur” asks for", "comme le demande la question « purchases_eur »"),
        ),
        (
            *("2020-01,month", "soon,month", "bad-date", 11, "as_of", "soon"),
            *("Write a day (2019-07-05)", "Écrivez un jour (2019-07-05)"),
        ),
        (
            *("2020-01,month", "janv.-20,month", "mangled-date", 11, "as_of", "janv.-20"),
            *("a spreadsheet has rewritten", "est une date réécrite par un tableur"),
        ),
        (
            *("2016-02,month,2020", "2016-02,month,31/12/2020", "mangled-date", 6, "valid_until", "31/12/2020"),
            *("import this column as text", "importez cette colonne en format texte"),
        ),
        (
            *("2020-01,month", "2020-01,day", "precision-mismatch", 11, "as_of", "2020-01"),
            *("has not the precision “day”", "n’a pas la précision « day »"),
        ),
        (
            *("2020-01,month", "2020-01,mois", "value-not-allowed", 11, "as_of_precision", "mois"),
            *("Choose one of: day, month, year and inferred.", "Choisissez parmi : day, month, year et inferred."),
        ),
        (
            *("2016-02,month,2020", "2016-02,month,2015", "ends-before-start", 6, "valid_until", "2015"),
            *("before its own date, 2016-02", "avant sa propre date, 2016-02"),
        ),
        (
            *("2020-01,month,,S002", "2020-01,month,,S200", "unknown-source", 11, "source", "S200"),
            *("is not in sources.csv", "n’est pas dans sources.csv"),
        ),
        (
            *("S002,high,Clauses in", "S002,sure,Clauses in", "value-not-allowed", 11, "confidence", "sure"),
            *("Choose one of: high, medium, low and withdrawn.", "Choisissez parmi"),
        ),
        (
            *("E010,cassis", "E009,cassis", "duplicate-key", 11, "evidence", "E009"),
            *("already stands in row 10", "figure déjà à la ligne 10"),
        ),
        (
            *("E010,cassis,1,clauses,yes", "E010,cassis,1,clauses,", "empty-cell", 11, "answer", None),
            *("This cell is empty", "Cette cellule est vide"),
        ),
        (
            *("E010,cassis", "é 10,cassis", "bad-key", 11, "evidence", "é 10"),
            *("cannot be a key", "ne peut pas être une clé"),
        ),
    ],
)
def test_each_fault_of_the_evidence(check_one, old, new, code, at, column, value, english, french):
    check_one(EVIDENCE, replaced(old, new), code, at, column, value, english, french)


def test_proposed_is_allowed_and_notes_may_be_empty(problems_of):
    assert problems_of({EVIDENCE: row("E099,cassis,1,clauses,proposed,2020,year,,S001,low,,")}) == []


@pytest.mark.parametrize(
    ("edit", "code", "at", "column", "value", "english", "french"),
    [
        (
            *(row("S009,T,P,2020-13,https://example.org"), "bad-date", 4, "date_published", "2020-13"),
            *("is not a date", "n’est pas une date"),
        ),
        (
            *(row("S009,T,P,5 juil. 2019,https://example.org"), "mangled-date", 4, "date_published", "5 juil. 2019"),
            *("a spreadsheet has rewritten", "réécrite par un tableur"),
        ),
        (
            *(row("S009,T,P,,javascript:alert(1)"), "bad-address", 4, "url", "javascript:alert(1)"),
            *("is not a web address", "n’est pas une adresse web"),
        ),
        (
            *(row("S009,T,P,,https://example.org/a b"), "bad-address", 4, "url", "https://example.org/a b"),
            *("without spaces", "sans espace"),
        ),
        (row("S009,,P,,https://example.org"), "empty-cell", 4, "title", None, "is empty", "est vide"),
        (row("S001,T,P,,https://example.org"), "duplicate-key", 4, "source", "S001", "in row 2", "à la ligne 2"),
    ],
)
def test_each_fault_of_the_sources(check_one, edit, code, at, column, value, english, french):
    check_one(SOURCES, edit, code, at, column, value, english, french)


GOOD = "2020,belleville,clauses,E008=yes|E009=no,yes,Checked with the service,analyst,2021-01-04"


def test_a_right_correction(problems_of):
    assert problems_of({CORRECTIONS: row(GOOD)}) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "column", "value", "english", "french"),
    [
        ("2020,b", "2021,b", "unknown-wave", "wave", "2021", "There is no wave “2021”", "pas de vague « 2021 »"),
        ("belleville", "beleville", "unknown-territory", "territory", "beleville", "“belleville”?", "« belleville »"),
        ("clauses", "clause", "unknown-question", "question", "clause", "“clauses”?", "« clauses »"),
        (",yes,Ch", ",oui,Ch", "answer-not-allowed", "answer", "oui", "Choose one of: yes", "Choisissez parmi : yes"),
        ("E008=yes|E009=no", "", "empty-cell", "expect", None, "is empty", "est vide"),
        ("Checked with the service", "", "empty-cell", "reason", None, "is empty", "est vide"),
        ("2021-01-04", "2021-01", "date-not-day", "date", "2021-01", "is not a day", "n’est pas un jour"),
        ("2021-01-04", "04/01/2021", "mangled-date", "date", "04/01/2021", "has rewritten", "réécrite par"),
    ],
)
def test_each_fault_of_the_corrections(check_one, old, new, code, column, value, english, french):
    assert old in GOOD
    check_one(CORRECTIONS, row(GOOD.replace(old, new, 1)), code, 2, column, value, english, french)


def test_two_corrections_of_one_answer(check_one):
    words = ("already stands in row 2", "figure déjà à la ligne 2")
    check_one(CORRECTIONS, row(f"{GOOD}\n{GOOD}"), "duplicate-key", 3, "wave", "2020, belleville, clauses", *words)


def test_what_could_not_be_loaded_makes_no_echoes(small_study):
    _, problems = load_evidence(small_study, Known())
    assert problems == []


def test_the_evidence_of_this_repository_is_whole(request):
    paths = StudyPaths(request.config.rootpath)
    evidence, problems = load_evidence(paths, Known())
    sources, more = load_sources(paths)
    assert (problems, more) == ([], [])
    assert (len(evidence), len(sources)) == (954, 425)
