"""The headings of columns that identify a person, on every platform and in plain words."""

import pytest

from study.cells.personal import is_personal_name


@pytest.mark.parametrize(
    "heading",
    [
        "ipaddr", "token", "email", "firstname", "lastname", "refurl", "Adresse IP", "IP address", "IP-Adresse",
        "_submitted_by", "username", "deviceid", "phonenumber", "subscriberid", "_geolocation", "group/username", "meta:deviceid",
        "_location_latitude", "_location_longitude", "_q1_altitude", "group/_site_precision",
        "UID", "Nom d’utilisateur", "Nom d'utilisateur", "Benutzername", "Soumis par",
        "Nom", "NOM :", "Prénom", "Nom et prénom *", "Nom, prénom et fonction", "Courriel", "Mél", "E-mail", "Email", "Adresse e-mail",
        "Votre adresse électronique (e-mail)", "Téléphone", "N° de téléphone", "Tél. portable", "Nom de la personne ayant rempli le questionnaire",
        "Name", "First name", "Your e-mail address", "Phone number", "Vorname", "Nachname", "E-Mail-Adresse", "Telefonnummer", "Ihre Telefonnummer",
        "Personne à contacter", "Contact", "email. Votre adresse e-mail",
    ],
)  # fmt: skip
def test_headings_that_identify_a_person(heading):
    assert is_personal_name(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "", "id", "_id", "_uuid", "seed", "submitdate", "startlanguage", "_index", "__version__", "Territoire", "Métropole",
        "Nom de la métropole", "Nom de la structure", "Name of the town", "Name der Stadt", "Adresse", "Fonction", "budget",
        "Nombre de téléphones distribués", "Précision du budget", "Nom du dispositif", "tools/mail_order", "emailing", "tokens", "Soutien à l’ESS",
        "Avez-vous une adresse de contact pour les porteurs de projets ?", "Numéro", "2019",
    ],
)  # fmt: skip
def test_headings_that_do_not(heading):
    assert not is_personal_name(heading)
