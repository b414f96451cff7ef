"""The headings of columns that identify a person: what platforms add, and what people call such columns.

Promise: a heading is judged by its words alone, in French, English or German; one that also speaks of something else
(« Nom de la ville ») is not personal. Left out: which of them a wave uses after all (`columns`).
"""

import re

from study.base.nearest import plain


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What platforms write, as a whole: LimeSurvey, KoboToolbox and ODK, Drupal's webforms.
_PLATFORM = _words(
    """ipaddr ipaddress ip token refurl firstname lastname email emailstatus participant_id zugangscode code_d_acces
    access_token url_referente referrer_url submitted_by username user_name deviceid device_id subscriberid simserial
    simid phonenumber imei geolocation enumerator uid remote_addr nom_d_utilisateur utilisateur user
    benutzer benutzername uri_de_l_utilisateur soumis_par eingereicht_von adresse_ip ip_adresse ip_address"""
)
_GEOPOINT = re.compile(r"(?:.*_)?(?:latitude|longitude|altitude|precision)$")
_GEOLOCATION = re.compile(r"_geolocation\b.*")

# Words of which one is enough, if the others only surround it.
_PERSON = _words(
    """nom noms prenom prenoms courriel courriels mail mails email emails mel telephone telephones tel portable mobile
    fax telecopie name names surname forename firstname lastname phone cellphone vorname nachname familienname telefon
    telefonnummer handy handynummer mailadresse emailadresse interlocuteur interlocutrice repondant repondante
    respondent ansprechpartner ansprechpartnerin contact kontakt contacter signataire iban rib"""
)
_AROUND = _words(
    """a au d de des du et l la le les ou par pour qui un une votre vos the of and or to your our der die das und oder
    ihr ihre fur von zu ein eine n no numero num nr number nummer adresse address e electronique electronic postale
    personne person ligne line direct directe fixe first last family full complet complete famille fonction function
    funktion personnel personnelle professionnel professionnelle chargee charge referent referente questionnaire rempli
    ayant repondu m mme mr mrs ms herr frau civilite obligatoire facultatif optional required"""
)

COMMON_WORDS = _PERSON | _AROUND
"""Words that stand in the headings of such columns, and around names: nobody is called so."""


def _last(heading: str) -> str:
    """Return the last part of a heading with a path (`group/username`) or a bracketed option."""
    return re.split(r"[/:]|\.(?=\w)", heading.strip())[-1]


def _personal(text: str) -> bool:
    words = re.findall(r"\w+", plain(text))
    joined = "_".join(words)
    if joined in _PLATFORM or _GEOPOINT.fullmatch(joined):
        return True
    return bool(set(words) & _PERSON) and all(word in _PERSON or word in _AROUND or word.isdigit() for word in words)


def is_personal_name(heading: str) -> bool:
    """Return whether a column so called identifies a person.

    >>> is_personal_name("Nom et prénom *"), is_personal_name("_submitted_by"), is_personal_name("Nom de la ville")
    (True, True, False)
    """
    if _GEOLOCATION.match(heading.strip().casefold()):
        return True
    return _personal(heading) or _personal(_last(heading))
