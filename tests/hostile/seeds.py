"""A sound file for each reader: what mutations and fuzzing start from."""

from .packages import form_parts, ods_cell, ods_content, ods_parts, packed, row, said, sheet, xlsx_parts
from .readers import original

PROSE = """---
summary: Un résumé de 2019.
years: [2019]
---
Du *texte*, un [lien](https://example.org/a), `code` et une note.[^1]

- {{ scheme.count }} territoires.

[^1]: La note.
"""
GLOSSARY = """terms:
  - term: {fr: Clause, en: Clause}
    name: {fr: clause sociale, en: social clause}
    meaning: {fr: "Une ligne de 2014.", en: "A line of 2014."}
    declared: ["2014"]
    source: {title: {fr: Un titre, en: A title}, url: "https://example.org/clause"}
"""
OUTLINE = '{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[0,45],[1,45],[1,46.5],[0,45]]]]}}'
TEXT = 'id;Répondant;"Une question ; longue"\n1;Arbois;"Oui, ""bien"""\n2;Belleville;3,5\n'
XLSX = sheet(
    row(1, "id", "Répondant", "Question")
    + '<row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="b"><v>1</v></c></row>'
    + f'<row r="3"><c r="A3"><f>1+1</f><v>2.5</v></c>{said("B3", "Belleville")}<c r="C3" t="e"><v>#REF!</v></c></row>',
    '<mergeCells><mergeCell ref="A5:B5"/></mergeCells>',
)
ODS = ods_content(
    f"<table:table-row>{ods_cell('id')}{ods_cell('Répondant')}{ods_cell('q')}</table:table-row>"
    '<table:table-row><table:table-cell office:value-type="float" office:value="1.5"><text:p>1,5</text:p></table:table-cell>'
    + ods_cell("Arbois", 'table:number-columns-repeated="2"')
    + "</table:table-row>"
)
SURVEY = sheet(
    row(1, "type", "name", "label", "relevant", "constraint")
    + row(2, "begin_group", "g", "Un groupe")
    + row(3, "select_one l", "q1", "Une question")
    + row(4, "integer", "q2", "Un nombre", "${q1}='x'", ".&gt;=0 and .&lt;=10")
    + row(5, "end_group")
)
LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>366</DBVersion>
<groups><rows><row><gid>1</gid><group_name>G</group_name><group_order>1</group_order><language>fr</language></row></rows></groups>
<questions><rows>
<row><qid>1</qid><parent_qid>0</parent_qid><gid>1</gid><type>L</type><title>q1</title><question><![CDATA[<p>Une question</p>]]></question><question_order>1</question_order><language>fr</language><relevance>1</relevance></row>
<row><qid>2</qid><parent_qid>0</parent_qid><gid>1</gid><type>N</type><title>q2</title><question>Un nombre</question><question_order>2</question_order><language>fr</language><relevance>q1.NAOK == "x"</relevance><preg>/^[0-9]+$/</preg></row>
</rows></questions>
<answers><rows><row><qid>1</qid><code>x</code><answer>X</answer><sortorder>1</sortorder><scale_id>0</scale_id><language>fr</language></row>
<row><qid>1</qid><code>y</code><answer>Y</answer><sortorder>2</sortorder><scale_id>0</scale_id><language>fr</language></row></rows></answers>
<surveys><rows><row><sid>1</sid><language>fr</language></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_language>fr</surveyls_language><surveyls_title>T</surveyls_title></row></rows></surveys_languagesettings>
</document>
"""
TABS = (
    "class\ttype/scale\tname\trelevance\ttext\tlanguage\tmandatory\n"
    "S\t\tlanguage\t\tfr\t\t\n"
    "SL\t\tsurveyls_title\t\tT\tfr\t\n"
    "G\tG0\tG\t1\t\tfr\t\n"
    "Q\tL\tq1\t1\t<p>Une question</p>\tfr\tY\n"
    "A\t0\tx\t\tX\tfr\t\n"
    "A\t0\ty\t\tY\tfr\t\n"
    'Q\tN\tq2\tq1.NAOK == ""x""\tUn nombre\tfr\tN\n'.replace('""x""', '"x"')
)
_FILES = {
    "study.yaml": "questionnaire/study.yaml",
    "lever.yaml": "questionnaire/lever-1.yaml",
    "wave.yaml": "waves/2020/wave.yaml",
    "frame": "frame.csv",
    "evidence": "evidence/evidence.csv",
    "sources": "evidence/sources.csv",
    "claims": "waves/2020/claims.csv",
}
_OWN = {
    "glossary": GLOSSARY,
    "outline": OUTLINE,
    "corrections": "wave,territory,question,expect,answer,reason,role,date\n2020,belleville,clauses,E008=yes;E009=no,yes,Relu,analyste,2021-01-02\n",
    "csv": TEXT,
    "lss": LSS,
    "limesurvey-tabs": TABS,
    "commentary": PROSE,
    # Inside their packages: tests/hostile/packages.py.
    "xlsx": XLSX,
    "ods": ODS,
    "xlsform": SURVEY,
}


def sound(reader: str) -> bytes:
    """Return a sound file; of a workbook, the XML of its sheet."""
    return original(_FILES[reader]) if reader in _FILES else _OWN[reader].encode()


def whole(reader: str, sheet_xml: bytes | None = None) -> bytes:
    """Return a sound file as a reader takes it: a workbook in its package."""
    data = sound(reader) if sheet_xml is None else sheet_xml
    parts = {
        "xlsx": lambda: xlsx_parts(data, strings="<si><t>Arbois</t></si>"),
        "ods": lambda: ods_parts(data),
        "xlsform": lambda: form_parts(data),
    }
    return packed(parts[reader]()) if reader in parts else data


def seeds(reader: str) -> list[bytes]:
    """Return what fuzzing starts from."""
    return [sound(reader)]
