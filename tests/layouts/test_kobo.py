import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.codebook.names import key_of, xlsform_names
from study.codebook.wordings import respondent_text, write_in_text
from study.layouts import kobo

OWN = ["start", "end", "today", "deviceid", "_id", "_uuid", "_submission_time", "_validation_status", "_notes",
       "_status", "_submitted_by", "__version__", "_tags", "_index"]  # fmt: skip
OWN_MEAN = ["(system started)", "(system else)", "(system else)", "(personal)", "(system response)", "(system else)",
            "(system submitted)", "(system else)", "(system else)", "(system else)", "(personal)", "(system version)",
            "(system else)", "(system else)"]  # fmt: skip
NAMES = ["territory", "lever_1/fund", "lever_1/partners", "lever_1/partners/cigales", "lever_1/partners/france_active",
         "lever_1/partners/other", "lever_1/partners_other", "lever_1/path", "lever_1/path_other", "lever_1/budget",
         "lever_1/since", "lever_1/lever_1_actions", "lever_2/lever_2_actions"]  # fmt: skip
LABELS = ["Votre métropole", "Levier 1/Votre métropole a-t-elle un fonds ?", "Levier 1/Quels partenaires soutenez-vous ?",
          "Levier 1/Quels partenaires soutenez-vous ?/Clubs Cigales",
          "Levier 1/Quels partenaires soutenez-vous ?/France Active", "Levier 1/Quels partenaires soutenez-vous ?/Autre",
          "Autre, précisez", "Levier 1/Par quelle voie ?", "Levier 1/Autre, précisez", "Levier 1/Quel budget (en €) ?",
          "Levier 1/Depuis quel jour ?", "Levier 1/Citez vos actions.", "Levier 2/Citez d’autres actions."]  # fmt: skip
ALL = ["(respondent)", "fund", "partners", "partners[cigales]", "partners[france_active]", "partners[other]",
       "partners other", "path", "path other", "budget", "since", "actions", "lever_2.actions"]  # fmt: skip


def read(tools, headings, rows=2, **more):
    filled = [[f"{n}{i}" for i in range(len(headings))] for n in range(rows)]
    return tools.read(tools.grid_of([headings, *filled]), **more)


def codes(problems):
    return [item.code for item in problems if item.code != "several-versions"]


@pytest.mark.parametrize(
    "headings",
    [
        NAMES,
        [name.rpartition("/")[2] if "partners/" not in name else name[8:] for name in NAMES],
        [name.replace("/", ".") for name in NAMES],
        [name.replace("/", ":") for name in NAMES],
        [name.replace("lever_1/", "lever_1-").replace("lever_2/", "lever_2-") for name in NAMES],
        LABELS,
        [label.removeprefix("Levier 1/").removeprefix("Levier 2/") for label in LABELS],
    ],
    ids=["group paths", "without groups", "points", "colons", "ODK", "labels", "labels without groups"],
)
def test_every_style_of_heading(tools, headings):
    layout, columns, problems = read(tools, headings + OWN)
    assert (layout.flavour, layout.heading_rows, layout.first) == ("kobo", (1,), 1)
    assert tools.means(columns) == ALL + OWN_MEAN
    assert codes(problems) == []


LEVELS = ["Votre métropole", "Levier 1.Votre métropole a-t-elle un fonds ?", "Levier 1.Quels partenaires soutenez-vous ?",
          "Levier 1.Quels partenaires soutenez-vous ?.Clubs Cigales", "Levier 1.Quels partenaires soutenez-vous ?.France Active",
          "Levier 1.Quels partenaires soutenez-vous ?.Autre", "Levier 1.Précisez : Autre", "Levier 1.Par quelle voie ?",
          "Levier 1.Précisez : Autre voie", "Levier 1.Quel budget (en €) ?", "Levier 1.Depuis quel jour ?",
          "Levier 1.Citez vos actions.", "Levier 2.Citez d’autres actions."]  # fmt: skip


@pytest.mark.parametrize("sign", [".", ":", "-"])
def test_labels_behind_the_title_of_a_lever_with_another_sign_between_them(tools, sign):
    headings = [text.replace("Levier 1.", f"Levier 1{sign}").replace("Levier 2.", f"Levier 2{sign}") for text in LEVELS]
    headings[3:6] = [text.replace("?.", f"?{sign}") for text in headings[3:6]]
    _, columns, problems = read(tools, headings + OWN)
    assert tools.means(columns) == ALL + OWN_MEAN
    assert codes(problems) == []


def test_a_sentence_that_ends_with_a_question_is_not_that_question(tools):
    headings = ["territory", "lever_1/path", "Remarques.Quel budget (en €) ?", "Autre-Depuis quel jour ?", *OWN]
    _, columns, problems = read(tools, headings)
    assert tools.means(columns)[2:4] == ["(ignored)"] * 2
    assert [item.code for item in problems if item.severity == "error"] == ["heading-of-no-question"] * 2


def test_a_question_whose_name_ends_like_a_write_in(tools):
    made = tools.study_of([
        {"question": name, "type": "text", "label": name, "wording": f"{name} ?"} for name in ("plan", "plan_other")
    ])  # fmt: skip
    grid = tools.grid_of([["territory", "lever_1/plan", "lever_1/plan_other", *OWN], ["a", "b", "c"]])
    assert tools.means(tools.read(grid, made)[1])[1:3] == ["plan", "plan_other"]


@pytest.mark.parametrize("sign", ["/", ".", ":", "-"])
@pytest.mark.parametrize("summary", [[], ["lever_1-plan"]])
def test_an_option_and_a_question_of_nearly_the_same_name(tools, sign, summary):
    made = tools.study_of([
        {"question": "plan", "type": "multiple", "other": True, "label": "Plan", "wording": "Quel plan ?",
         "codes": {"a": "A", "other": "Autre"}},
        {"question": "plan_other", "type": "text", "label": "Reste", "wording": "Que reste-t-il ?"},
    ])  # fmt: skip
    names = [*summary, "lever_1-plan-a", "lever_1-plan-other", "lever_1-plan_other2", "lever_1-plan_other"]
    headings = ["territory", *(name.replace("-", sign) for name in names), *OWN]
    means = tools.means(tools.read(tools.grid_of([headings, ["x"] * len(headings)]), made)[1])
    assert means[1 + len(summary) : -len(OWN)] == ["plan[a]", "plan[other]", "plan other", "plan_other"]


@pytest.mark.parametrize("kept", [slice(2, 3), slice(3, 6)], ids=["summary alone", "details alone"])
def test_a_multiple_choice_in_one_column_or_in_many(tools, kept):
    headings = [NAMES[0], *NAMES[kept], *OWN]
    _, columns, _ = read(tools, headings)
    assert tools.means(columns)[1 : -len(OWN)] == ALL[kept]


def test_odk_centrals_own_columns(tools):
    own = ["SubmissionDate", "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "Status",
           "ReviewState", "DeviceID", "Edits", "FormVersion"]  # fmt: skip
    layout, columns, _ = read(tools, [*own, "territory", "fund"])
    assert layout.flavour == "kobo"
    assert tools.means(columns) == [
        "(system submitted)", "(system else)", "(system response)", "(personal)", "(personal)", "(system else)",
        "(system else)", "(system else)", "(personal)", "(system else)", "(system version)", "(respondent)", "fund",
    ]  # fmt: skip


def test_places_on_the_map_are_personal(tools):
    gps = ["here", "_here_latitude", "_here_longitude", "_here_altitude", "_here_precision", "g/spot", "g/_spot_latitude",
           "there", "there-Latitude", "there-Accuracy"]  # fmt: skip
    _, columns, _ = read(tools, [*OWN, "territory", "fund", *gps])
    assert tools.means(columns)[-len(gps) :] == ["(personal)"] * len(gps)


def test_a_question_may_be_called_as_a_device_calls_its_own(tools):
    study = tools.study_of([{"question": "end", "type": "date"}, {"question": "status", "type": "text"}])
    _, columns, problems = read(tools, [*OWN[3:], "territory", "end", "status"], study=study)
    assert (tools.means(columns)[-2:], codes(problems)) == (["end", "status"], [])


def test_the_sheet_of_a_repeated_group_is_left_alone(tools):
    headings = ["members/age", "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"]
    layout, _, problems = tools.read(tools.grid_of([headings, ["4", "1", "form", "1", "9", "u"]], sheet="members"))
    assert layout is None
    assert [(item.code, str(item.severity), item.value, item.place.sheet) for item in problems] == [
        ("repeated-group", "note", "members", "members")
    ]


def test_several_versions_are_counted(tools):
    rows = [["territory", "fund", "_id", "__version__"], ["a", "yes", "1", "v2"], ["b", "no", "2", "v1"], ["c", "no", "3", "v2"],
            ["d", "no", "4", ""]]  # fmt: skip
    _, _, problems = tools.read(tools.grid_of(rows))
    versions = next(item for item in problems if item.code == "several-versions")
    assert (versions.details, versions.place.column) == ({"versions": ["— (1)", "v1 (1)", "v2 (2)"]}, "D")


def test_an_option_that_the_question_does_not_have(tools):
    _, columns, problems = read(tools, [*OWN, *NAMES, "lever_1/partners/cigaless"])
    wrong = next(item for item in problems if item.code == "option-of-no-question")
    assert (wrong.value, wrong.details["nearest"], tools.means(columns)[-1]) == ("cigaless", "cigales", "(ignored)")


def test_an_option_called_like_a_question_is_the_options_column(tools):
    study = tools.study_of([
        {"question": "tools", "type": "multiple", "codes": {"grants": "Subventions", "loans": "Prêts"}},
        {"question": "grants", "type": "yes_no", "label": "Subventions"},
    ])  # fmt: skip
    headings = ["territory", "tools", "tools/grants", "tools/loans", "money/grants"]
    _, columns, problems = read(tools, [*OWN, *headings], study=study)
    assert tools.means(columns)[-4:] == ["tools", "tools[grants]", "tools[loans]", "grants"]
    assert codes(problems) == []


def test_an_option_that_is_none_of_its_question_is_not_taken_for_a_question(tools):
    study = tools.study_of([
        {"question": "tools", "type": "multiple", "codes": {"loans": "Prêts"}},
        {"question": "grants", "type": "yes_no", "label": "Subventions"},
    ])  # fmt: skip
    _, columns, problems = read(tools, [*OWN, "territory", "tools", "tools/grants", "tools/loans"], study=study)
    assert tools.means(columns)[-3:] == ["tools", "(ignored)", "tools[loans]"]
    assert "option-of-no-question" in codes(problems)


def test_other_readers_headings_are_no_sign():
    assert kobo.signs(["Territoire", "Et/ou", "Budget", "Oui/non"]).sure == 0


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    style=st.sampled_from(["names", "labels"]),
    groups=st.booleans(),
    separator=st.sampled_from(["/", ".", ":"]),
    lang=st.sampled_from(["fr", "en"]),
    summary=st.booleans(),
)
def test_every_heading_that_kobo_writes_comes_back_to_its_question(
    tools, studies, data, style, groups, separator, lang, summary
):
    study = data.draw(studies)
    names = xlsform_names(study)
    if style == "labels":
        separator = "/"
    headings, expected = [], []
    for question in study.questions:
        name, wording = names.questions[key_of(question)], question.wording.text(lang)
        group = f"lever_{question.lever}" if style == "names" else study.lever(question.lever).title.text(lang)
        path = (group + separator if groups else "") + (name if style == "names" else wording)
        if question.type != "multiple" or summary:
            headings.append(path)
            expected.append((question, "answer", ""))
        if question.type == "multiple":
            for code in question.codes:
                headings.append(path + separator + (code.code if style == "names" else code.label.text(lang)))
                expected.append((question, "tick", code.code))
        if question.other:
            label = next(code.label for code in question.codes if code.code == "other")
            beside = names.others[key_of(question)] if style == "names" else write_in_text(label, lang)
            headings.append((group + separator if groups else "") + beside)
            expected.append((question, "other", "other"))
    who = "territory" if style == "names" else respondent_text(study, lang)
    _, columns, problems = read(tools, [*OWN, who, *headings], study=study)
    assert [(column.question, str(column.use), column.code) for column in columns[15:]] == expected
    assert codes(problems) == []
