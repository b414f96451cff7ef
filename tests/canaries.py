"""Canaries: invented people planted in every place of a survey export that may hold a person, for every kind of export.

Promise: nothing of them stands anywhere else in a study, so that any of them that is found has leaked. `planted` is the
small study with a territory for each export; what must not leave the intake is in `Person.needles`, what must (the rest
of their answers) in `KEPT`. Left out: looking for them (`tests/searched.py`).
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from stdnum.iso7064 import mod_97_10

from study.base.layout import StudyPaths

WAVE = "2020"
KEPT = "Charte des achats cousue main"
"""What stands beside the canaries in each free text, and must reach the report."""
ANOTHER = "Marché aux tissus"

COLLEAGUE, HOME = "Zéphirine Quenouille-Vybrask", "14 impasse des Tournevis-Mauves"
"""Somebody who answered nothing and whom no column is about: respondents name her in their own words."""
COLLEAGUES = {
    "first name": "Zéphirine",
    "surname": "Quenouille",
    "other surname": "Vybrask",
    "street": "Tournevis",
    "house": "Mauves",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answered for a territory, with all that a platform may note of them."""

    territory: str
    first: str
    last: str
    email: str
    phone: str
    ip: str
    lat: str
    lon: str
    token: str
    user: str
    device: str
    iban: str

    @property
    def name(self) -> str:
        """Return the whole name."""
        return f"{self.first} {self.last}"

    @property
    def place(self) -> str:
        """Return where they were, as people write it."""
        return f"{self.lat},{self.lon}"

    @property
    def note(self) -> str:
        """Return a free text with all of it, between words of an answer."""
        return (
            f"{KEPT}. contact: {self.name}, {self.email}, {self.phone}, {self.ip}, {self.place}, {self.iban}, "
            f"jeton {self.token}, compte {self.user}. Mme {self.last.upper()} suit le dossier avec {COLLEAGUE}, {HOME}."
        )

    @property
    def needles(self) -> dict[str, str]:
        """Return each canary by its kind, with the parts by which somebody would be known as well."""
        parts = {f"part of the name {part}": part for part in (self.first, *self.last.split("-"))}
        return {
            "e-mail": self.email, "local part": self.email.partition("@")[0], "telephone": self.phone,
            "telephone abroad": "33" + "".join(self.phone.split())[1:], "address": self.ip, "latitude": self.lat,
            "longitude": self.lon, "token": self.token, "account name": self.user, "device": self.device,
            "bank account": self.iban, **parts,
        }  # fmt: skip


def _iban(basic: str) -> str:
    return "FR" + mod_97_10.calc_check_digits(basic + "FR") + basic


# Telephone numbers, addresses and domains set apart for fiction and documents.
PEOPLE = {
    person.territory: person
    for person in (
        Person("arbois", "Iphigénie", "Tournesol-Zwyndray", "iphi.tournesol@nullepart.example", "06 39 98 41 73",
               "198.51.100.171", "46.903718", "5.774621", "q7Zk4RtWmB2x", "iphito77", "collect:Xk81TsvPqa", _iban("30006000011234567890189")),
        Person("belleville", "Théodebert", "Coquelicot-Brvathek", "tbrvath@nullepart.example", "01 99 00 63 28",
               "2001:db8:77ab::4c91", "46.112873", "4.753918", "9vNpLw3KdY6s", "tbrvath_ess", "collect:Hw52LmczRb", _iban("30006000019876543210912")),
        Person("cassis", "Ludmilla", "Pervenche-Oukszard", "l-oukszard@nullepart.example", "06 39 98 20 55",
               "203.0.113.148", "43.214937", "5.539418", "Jf8XqTb1Vn5c", "ludmi.ouksz", "collect:Pz63NkqyUd", _iban("30006000015555444433371")),
        Person("dole", "Barnabé", "Hellébore-Tchykane", "barnabe@tchyk.example", "03 53 01 74 29",
               "198.51.100.204", "47.092461", "5.489137", "Rm2HsGw7Cz4p", "barnatchyk", "collect:Vb74QxwjTe", _iban("30006000012468135792461")),
        Person("embrun", "Apolline", "Mirabelle-Dwghoran", "apo.dwghor@nullepart.example", "+33 6 39 98 77 61",
               "2001:db8:5e1f::b07d", "44.563819", "6.495271", "Tk5YbVd9Lf3m", "apodwghor", "collect:Cn95RzvhSg", _iban("30006000019753197531953")),
    )
}  # fmt: skip
OUTSIDER = Person(
    "", "Hildegonde", "Bergamote-Sklyftel", "hildeg@sklyft.example", "06 39 98 55 02", "203.0.113.219", "48.871234",
    "2.331279", "Wd6PfRx8Bt2k", "hildesklyft", "collect:Mq16TyubWf", _iban("30006000018642086420873"),
)  # fmt: skip
"""Somebody who answered with their name where a territory is asked for."""
EVERYBODY = (*PEOPLE.values(), OUTSIDER)


def _csv(rows: Sequence[Sequence[object]], separator: str = ";") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


LIMESURVEY = (
    "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl", "token",
    "firstname", "lastname", "email", "emailstatus", "participant_id", "attribute_1", "attribute_2", "territory", "contactname",
    "contactemail", "scheme", "clauses", "L1actions", "path", "path[other]", "partners[clubs]", "partners[banks]",
    "partners[other]", "since", "purchases_eur", "elected", "interviewtime", "groupTime1", "schemeTime",
)  # fmt: skip


def _lime(who: Person, number: int, **said: str) -> list[str]:
    values = {
        "id": str(number), "submitdate": "2020-11-12 17:16:20", "lastpage": "3", "startlanguage": "fr", "seed": "681694853",
        "startdate": "2020-11-12 16:22:31", "datestamp": "2020-11-12 17:16:20", "ipaddr": who.ip,
        "refurl": f"https://nullepart.example/?jeton={who.token}", "token": who.token, "firstname": who.first, "lastname": who.last,
        "email": who.email, "emailstatus": "OK", "participant_id": who.device, "attribute_1": who.phone, "attribute_2": who.user,
        "territory": who.territory, "contactname": f"{who.name}, chargée de mission", "contactemail": who.email,
        "scheme": "oui", "clauses": "non", "L1actions": who.note, "path": "-oth-", "path[other]": f"{ANOTHER}, voir {who.name} et {COLLEAGUE}",
        "partners[clubs]": "Y", "partners[other]": f"Réseau de {who.first} et de {COLLEAGUE} ({who.phone})", "since": "2019-05-01 00:00:00",
        "purchases_eur": "1200000", "elected": "oui", "interviewtime": "3219.4", "groupTime1": "88.2", "schemeTime": "12.7",
    }  # fmt: skip
    return [({**values, **said}).get(name, "") for name in LIMESURVEY]


def _book(sheets: dict[str, Sequence[Sequence[object]]], who: Person, hidden: Sequence[int] = ()) -> bytes:
    """A workbook whose properties, comments, hidden column and hidden sheet hold the person as well."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties(
            {
                "author": who.name,
                "manager": who.email,
                "company": who.user,
                "comments": who.note,
                "title": who.token,
                "keywords": who.phone,
            }
        )
        book.set_custom_property("Répondant", who.name)
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            sheet.write_comment(1, 0, who.note, {"author": who.name})
            sheet.set_header(f"&L{who.name} {who.email}")
            for column in hidden:
                sheet.set_column(column, column, None, None, {"hidden": True})
        aside = book.add_worksheet("Carnet")
        aside.write_column(0, 0, [who.name, who.email, who.phone, who.iban])
        aside.hide()
        book.define_name("repondant", f'="{who.name}"')
    return out.getvalue()


def _limesurvey_csv() -> bytes:
    who = PEOPLE["arbois"]
    broken = {
        "scheme": f"oui, voir {who.email} ({COLLEAGUE})", "clauses": f"demander à {who.name} ou {COLLEAGUE}", "since": f"mai 2019 ({who.phone}, {COLLEAGUE})",
        "purchases_eur": f"environ 12 ({who.last}, {HOME})", "elected": f"{who.ip} {who.token}",
    }  # fmt: skip
    rows = [
        _lime(who, 1, territory="Arbois", scheme="non"),
        _lime(who, 2, territory="Arbois", **broken),
        _lime(OUTSIDER, 3, territory=OUTSIDER.name),
        _lime(OUTSIDER, 4, territory=f"{OUTSIDER.email} {OUTSIDER.phone}"),
        _lime(OUTSIDER, 6, territory=f"{COLLEAGUE}, {HOME}"),
        _lime(OUTSIDER, 5, territory=OUTSIDER.name, submitdate=""),
    ]
    return _csv([LIMESURVEY, *rows])


def _limesurvey_xlsx() -> bytes:
    who = PEOPLE["belleville"]
    return _book({"Sheet1": [LIMESURVEY, _lime(who, 7, territory="Belleville Métropole", scheme=who.name)]}, who)


def _kobo() -> bytes:
    who = PEOPLE["cassis"]
    heading = [
        "start", "end", "today", "username", "deviceid", "phonenumber", "subscriberid", "simserial", "email", "territory", "location",
        "_location_latitude", "_location_longitude", "_location_altitude", "_location_precision", "scheme", "clauses",
        "lever_1.actions", "path", "path_other", "partners", "partners/clubs", "partners/banks", "partners/other", "partners_other",
        "since", "purchases_eur", "elected", "meta/instanceName", "_id", "_uuid", "_submission_time", "_validation_status", "_notes",
        "_status", "_submitted_by", "_tags", "_geolocation", "__version__", "_index",
    ]  # fmt: skip
    values = {
        "start": "2020-11-12T16:22:31.114+01:00", "end": "2020-11-12T17:16:20.902+01:00", "today": "2020-11-12",
        "username": who.user, "deviceid": who.device, "phonenumber": who.phone, "subscriberid": who.token, "simserial": who.token,
        "email": who.email, "territory": "cassis", "location": f"{who.lat} {who.lon} 12 4.5", "_location_latitude": who.lat,
        "_location_longitude": who.lon, "scheme": "yes", "clauses": f"no, {who.place}", "lever_1.actions": who.note, "path": "other",
        "path_other": f"{ANOTHER} {who.ip} {COLLEAGUE}", "partners": "clubs other", "partners/clubs": "1", "partners/banks": "0",
        "partners/other": "1", "partners_other": f"{who.lat} {who.lon} 12 4.5", "since": f"le jour de {who.name}",
        "purchases_eur": f"{who.iban}", "elected": "yes", "meta/instanceName": who.name, "_id": "410", "_uuid": "6d1f0c5e",
        "_submission_time": "2020-11-12T16:16:25", "_notes": who.note, "_submitted_by": who.user, "_tags": who.last,
        "_geolocation": f"[{who.lat}, {who.lon}]", "__version__": "vA1", "_index": "1",
    }  # fmt: skip
    repeat = [
        ["nom", "_index", "_parent_table_name", "_parent_index", "_submission__id"],
        [who.name, "1", "form", "1", "410"],
    ]
    return _book({"form": [heading, [values.get(name, "") for name in heading]], "equipe": repeat}, who)


def _spreadsheet() -> bytes:
    who = PEOPLE["dole"]
    rows = [
        ["Métropole", "Contact", "Téléphone", "Adresse IP", "deviceid", "Référence du dossier", "Qui avons-nous vu", "scheme", "clauses",
         "L1actions", "purchases_eur", "elected"],
        ["Dole", f"{who.name}, {who.user}, chargé de mission ESS", who.phone, who.ip, who.device, who.token, who.user, "oui",
         f"non mais {who.name}, {COLLEAGUE}", who.note, f"3 ou 4 ({who.token})", "oui"],
    ]  # fmt: skip
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="Retours")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _webform() -> bytes:
    who = PEOPLE["embrun"]
    heading = [
        "Numéro de série", "SID", "Heure de soumission", "Heure de complétion", "Heure de modification", "Brouillon", "Adresse IP",
        "UID", "Nom d'utilisateur", "territory", "Nom et prénom", "Courriel", "token", "scheme", "clauses", "L1actions", "purchases_eur", "elected",
    ]  # fmt: skip
    row = [
        "12", "8841", "12/11/2020 - 16:22", "12/11/2020 - 17:16", "12/11/2020 - 17:16", "0", who.ip, who.device, who.user, "Embrun",
        who.name, who.email, who.token, "oui", f"{who.first} {who.phone}", f"{who.note} ({who.device})", "900000", f"voir {who.place}",
    ]  # fmt: skip
    draft = [*row[:5], "1", *row[6:]]
    return _csv([heading, row, draft])


EXPORTS = {
    "limesurvey.csv": _limesurvey_csv,
    "limesurvey.xlsx": _limesurvey_xlsx,
    "kobo.xlsx": _kobo,
    "tableau.ods": _spreadsheet,
    "framaforms.csv": _webform,
}
_QUESTIONS = """
  - question: path
    type: choice
    label: {fr: Voie, en: Path}
    wording: {fr: Par quelle voie ?, en: By which path?}
    codes:
      - {code: contract, label: {fr: marché, en: contract}}
      - {code: other, label: {fr: autrement, en: otherwise}}
    other: true
    indicators: [count, share]
  - question: partners
    type: multiple
    label: {fr: Partenaires, en: Partners}
    wording: {fr: Avec quels partenaires ?, en: With which partners?}
    codes:
      - {code: clubs, label: {fr: clubs, en: clubs}}
      - {code: banks, label: {fr: banques, en: banks}}
      - {code: other, label: {fr: autres, en: others}}
    other: true
    indicators: [count, share]
  - question: since
    type: date
    label: {fr: Depuis, en: Since}
    wording: {fr: Depuis quel jour ?, en: Since which day?}
    indicators: [documented]
"""
_CONTACT = """
contact:
  - question: contact_name
    label: {fr: Votre nom, en: Your name}
    wording: {fr: Qui êtes-vous ?, en: Who are you?}
  - question: contact_email
    label: {fr: Votre adresse, en: Your address}
    wording: {fr: Où vous écrire ?, en: Where can we write to you?}
"""
_SURVEY = """
survey:
  ignored_columns: [emailstatus]
  personal_columns: [attribute_1, attribute_2, Qui avons-nous vu, Référence du dossier]
"""
_FRAME = "{0},{1},20000000{2},Métropole de {3},{3},,METRO,50500,50000,10,39,27,Est,{4},46.1,invented\n"


def plant(paths: StudyPaths, exports: Sequence[str] = tuple(EXPORTS)) -> None:
    """Give the small study its two further territories, questions of every type, and the exports."""
    rows = [
        _FRAME.format(key, vintage, digit, key.title(), lon)
        for vintage in (2020, 2021)
        for key, digit, lon in (("dole", 4, 5.49), ("embrun", 5, 6.49))
    ]
    for path, more in (
        (paths.frame, "".join(rows)),
        (paths.lever_yaml(1), _QUESTIONS.lstrip("\n")),
        (paths.study_yaml, _CONTACT),
        (paths.wave_yaml(WAVE), _SURVEY),
    ):
        path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + more, "utf-8")
    paths.responses(WAVE).mkdir()
    for name in exports:
        (paths.responses(WAVE) / name).write_bytes(EXPORTS[name]())
