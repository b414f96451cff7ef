"""The codebook against DDI-Codebook 2.5: no schema of it comes in a package, so its content model is told here."""

import csv
import hashlib
import io
import re
from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from study.provenance.ddi import NAME

NS = "{ddi:codebook:2_5}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What may stand in an element, in this order, and how often ("?" at most once, "1" just once, "*" any number): those of
# the schema's sequences that we use, read off its types. Elements that are not here hold text only.
MODEL = {
    "codeBook": "stdyDscr1 fileDscr* dataDscr*",
    "stdyDscr": "citation1 stdyInfo* method* dataAccs*",
    "citation": "titlStmt1 rspStmt? prodStmt? distStmt? verStmt*",
    "titlStmt": "titl1 subTitl* altTitl* parTitl* IDNo*",
    "rspStmt": "AuthEnty*",
    "prodStmt": "producer* copyright? prodDate* prodPlac* software*",
    "distStmt": "distrbtr* contact* depositr* depDate* distDate?",
    "verStmt": "version? verResp? notes*",
    "stdyInfo": "subject* abstract* sumDscr*",
    "subject": "keyword* topcClas*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox? boundPoly? anlyUnit* universe* dataKind*",
    "method": "dataColl?",
    "dataColl": "timeMeth* dataCollector* frequenc* sampProc* sampleFrame* deviat* collMode* resInstru* sources? collSitu* "
    "actMin* ConOps* weight* cleanOps*",
    "dataAccs": "setAvail* useStmt*",
    "useStmt": "confDec? specPerm? restrctn? contact* citReq? deposReq? conditions? disclaimer?",
    "fileDscr": "fileTxt* locMap? notes*",
    "fileTxt": "fileName? fileCitation? fileCont? fileStrc? dimensns? fileType? format? filePlac? dataChck* ProcStat?",
    "dimensns": "caseQnty* varQnty* logRecL* recPrCas* recNumTot*",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "varGrp": "labl* txt* concept* defntn? universe? notes*",
    "var": "location* labl* imputation? security? embargo? respUnit? anlysUnit? qstn* valrng* invalrng* undocCod* universe* "
    "TotlResp? sumStat* txt* stdCatgry* catgryGrp* catgry* codInstr* verStmt* concept* derivation? varFormat? notes*",
    "qstn": "preQTxt* qstnLit* postQTxt* forward* backward* ivuInstr*",
    "valrng": "range* key? notes*",
    "catgry": "catValu? labl* txt* catStat* mrow?",
}
ATTRIBUTES = {
    "codeBook": {"version", "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"},
    "software": {"version"}, "distDate": {"date"}, "version": {"date"},
    "timePrd": {"date", "event", "cycle"}, "collDate": {"date", "event", "cycle"}, "universe": {"clusion"},
    "fileDscr": {"URI"}, "fileType": {"charset"}, "notes": {"type", "level"},
    "varGrp": {"type", "var", "name"},
    "var": {"name", "files", "intrvl", "measUnit", "representationType", "geog"},
    "qstn": {"responseDomainType"}, "range": {"UNITS", "min", "max"}, "sumStat": {"type"},
    "catgry": {"missing", "missType"}, "catStat": {"type"}, "varFormat": {"type", "schema", "category"},
}  # fmt: skip
VALUES = {
    ("sumStat", "type"): {"vald", "invd"}, ("catStat", "type"): {"freq"}, ("catgry", "missing"): {"Y"},
    ("var", "intrvl"): {"contin", "discrete"}, ("varFormat", "type"): {"numeric", "character"},
    ("var", "representationType"): {"text", "numeric", "code", "datetime"}, ("varGrp", "type"): {"section"},
    ("qstn", "responseDomainType"): {"text", "numeric", "code", "category", "datetime", "multiple"},
}  # fmt: skip


def faults(root):
    """What the content model, the attributes, and the ids of a document break."""
    for element in root.iter():
        tag = element.tag.removeprefix(NS)
        children = [child.tag.removeprefix(NS) for child in element]
        allowed = dict(re.findall(r"(\w+)([?1*])", MODEL.get(tag, "")))
        order = [list(allowed).index(child) if child in allowed else -1 for child in children]
        if -1 in order or order != sorted(order):
            yield f"{tag}: {children}"
        for child, times in allowed.items():
            if (times == "1" and children.count(child) != 1) or (times == "?" and children.count(child) > 1):
                yield f"{tag}: {children.count(child)} × {child}"
        if children and (element.text or "").strip():
            yield f"{tag}: text beside elements"
        for name, value in element.items():
            if name not in {XML_LANG, "ID"} | ATTRIBUTES.get(tag, set()):
                yield f"{tag} {name}"
            if value not in VALUES.get((tag, name), {value}):
                yield f"{tag} {name}={value}"
    named = Counter(element.get("ID") for element in root.iter() if element.get("ID"))
    yield from (
        f"twice: {name}" for name, times in named.items() if times > 1 or not re.fullmatch(r"[A-Za-z_][\w.-]*", name)
    )
    for element in root.iter():
        for name in ("files", "var"):
            yield from (f"no {ref}" for ref in (element.get(name) or "").split() if ref not in named)


def parsed(files):
    return ET.fromstring(files[NAME])


def variable(root, identifier):
    return next(element for element in root.iter(f"{NS}var") if element.get("ID") == identifier)


def texts(element, path):
    return {
        found.get(XML_LANG): found.text for found in element.findall("/".join(NS + step for step in path.split("/")))
    }


@pytest.fixture
def root(described):
    return parsed(described.added)


def test_it_is_as_the_standard_says(root):
    assert root.tag == f"{NS}codeBook" and root.get("version") == "2.5"
    assert list(faults(root)) == []


@pytest.mark.parametrize("name", ["catValu", "titl", "labl"])
def test_the_test_of_the_standard_can_fail(root, name):
    parent = next(element for element in root.iter() if any(child.tag == NS + name for child in element))
    child = next(child for child in parent if child.tag == NS + name)
    parent.remove(child)
    parent.append(child)
    parent.append(ET.Element(f"{NS}titl"))
    assert list(faults(root))


def test_a_question_has_its_words_in_every_language(root):
    scheme = variable(root, "V_1_scheme")
    assert texts(scheme, "labl") == {"fr": "Schéma adopté", "en": "Scheme adopted"}
    assert texts(scheme, "qstn/qstnLit") == {"fr": "Avez-vous adopté un schéma ?", "en": "Have you adopted a scheme?"}
    staff = variable(root, "V_0_staff")
    assert texts(staff, "universe") == {
        "fr": "ceux dont la réponse à «\u00a0Élu délégué\u00a0» est\u00a0: oui",
        "en": "those whose answer to “Elected member” is: yes",
    }
    # Two levers have a question of that name.
    assert variable(root, "V_0_actions").get("name") == variable(root, "V_1_actions").get("name") == "actions"


def test_codes_and_missing_reasons_are_categories_with_their_counts(described, root):
    scheme = variable(root, "V_1_scheme")
    found = {
        category.find(f"{NS}catValu").text: (
            category.get("missing"),
            texts(category, "labl")["fr"],
            category.find(f"{NS}catStat").text,
        )
        for category in scheme.findall(f"{NS}catgry")
    }
    assert list(found) == ["yes", "planned", "no", "unknown", "conflict", "not_asked", "no_answer", "no_response"]
    assert found["yes"] == (None, "oui", "1") and found["planned"] == (None, "en projet", "1")
    assert (found["unknown"][0], found["unknown"][2]) == ("Y", "1") and "inconnu" in found["unknown"][1]
    assert sum(int(count) for _, _, count in found.values()) == 3
    stats = {stat.get("type"): stat.text for stat in scheme.findall(f"{NS}sumStat")}
    assert stats == {"vald": "2", "invd": "1"}


def test_each_data_file_is_described_with_its_size_and_hash(described, root):
    found = {file.get("URI"): file for file in root.findall(f"{NS}fileDscr")}
    assert set(found) == {"data/answers-lever-0.csv", "data/answers-lever-1.csv", "data/answers.csv"}
    for name, file in found.items():
        content = described.every[name]
        rows = list(csv.reader(io.StringIO(content.decode())))
        assert file.find(f"{NS}notes").text == hashlib.sha256(content).hexdigest()
        sizes = [file.find(f"{NS}fileTxt/{NS}dimensns/{NS}{tag}").text for tag in ("caseQnty", "varQnty")]
        assert sizes == [str(len(rows) - 1), str(len(rows[0]))]


def test_the_study_is_described_in_every_language(root):
    study = root.find(f"{NS}stdyDscr")
    assert texts(study, "citation/titlStmt/titl") == {"fr": "Une petite étude"}
    assert texts(study, "citation/titlStmt/parTitl") == {"en": "A small study"}
    assert texts(study, "stdyInfo/sumDscr/geogCover")["fr"] == "Arbois, Belleville et Cassis"
    assert texts(study, "stdyInfo/sumDscr/universe")["en"] == "all métropoles of the list of 2020: 3"
    assert study.find(f"{NS}stdyInfo/{NS}sumDscr/{NS}collDate").get("date") == "2020-12-31"
    assert study.find(f"{NS}citation/{NS}distStmt/{NS}distDate").get("date") == "2021-01-15"
    assert study.find(f"{NS}dataAccs/{NS}useStmt/{NS}conditions") is None
    assert "fictive" in texts(study, "dataAccs/useStmt/disclaimer")["fr"]


def test_texts_are_never_markup(make_study, clean_study, describe):
    hostile = '"]]><x a=1>&amp; é"'
    paths = make_study(
        {"data/raw/questionnaire/lever-1.yaml": lambda text: text.replace("{fr: Schéma adopté,", f"{{fr: {hostile},")}
    )
    root = parsed(describe(clean_study(paths)).added)
    assert texts(variable(root, "V_1_scheme"), "labl")["fr"] == "]]><x a=1>&amp; é"
    assert list(faults(root)) == []


def test_every_type_of_question_is_described(make_study, clean_study, describe):
    more = """
  - question: mode
    type: choice
    label: {fr: Mode, en: Mode}
    wording: {fr: Lequel ?, en: Which?}
    hint: {fr: Un seul., en: One only.}
    codes: [{code: bike, label: {fr: vélo, en: bicycle}}, {code: other, label: {fr: autre, en: other}}]
    other: true
    indicators: [count]
  - question: helps
    type: multiple
    label: {fr: Aides, en: Help}
    wording: {fr: Lesquelles ?, en: Which?}
    codes: [{code: grant, label: {fr: subvention, en: grant}}, {code: loan, label: {fr: prêt, en: loan}}]
    indicators: [count]
  - question: since
    type: date
    label: {fr: Depuis, en: Since}
    wording: {fr: Depuis quand ?, en: Since when?}
    minimum: 2000-01-01
    indicators: [documented]
"""
    facts = "E020,arbois,1,helps,grant;loan,2020,year,,S001,high,a,b\nE021,arbois,1,since,2019-03-01,2020,year,,S001,high,a,b\n"
    paths = make_study({
        "data/raw/questionnaire/lever-1.yaml": lambda text: text.rstrip("\n") + more,
        "data/raw/evidence/evidence.csv": lambda text: text + facts,
    })  # fmt: skip
    found = describe(clean_study(paths))
    root = parsed(found.added)
    assert list(faults(root)) == []
    kinds = {v.get("name"): v.get("representationType") for v in root.iter(f"{NS}var")}
    assert (kinds["mode"], kinds["helps"], kinds["since"], kinds["purchases_eur"]) == (
        "code",
        "text",
        "datetime",
        "numeric",
    )
    assert variable(root, "V_1_since").find(f"{NS}valrng/{NS}range").get("min") == "2000-01-01"
    assert texts(variable(root, "V_1_mode"), "qstn/ivuInstr")["en"] == "One only."
    helps = variable(root, "V_1_helps").findall(f"{NS}catgry")
    assert [category.find(f"{NS}catStat") is None for category in helps] == [True, True, *[False] * 5]
