import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.exports.encodings import decodes, encoding_of, holds_other, holds_utf8

FRENCH = "Réponse;Métropole\nÀ côté d’un café;Saint-Étienne\n« déjà été » – cœur, 12 €;Nîmes, Besançon, Orléans\n"
WORDS = [
    "été",
    "Œuvre",
    "«\u00a0déjà\u00a0»",
    "SOCIÉTÉ\u00a0:",
    "l’économie",
    "âgé",
    "Île",
    "cœur",
    "ça",
    "12 €",
    "où",
    "Noël",
    "–",
]


@pytest.mark.parametrize(
    ("codec", "name"),
    [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("iso8859-15", "ISO 8859-15"), ("cp850", "DOS 850")],
)
def test_french_is_told_in_what_windows_mac_linux_and_dos_wrote(codec, name):
    text = FRENCH if codec in ("cp1252", "mac_roman") else FRENCH.translate({0x2019: "'", 0x2013: "-"})
    text = text.translate({0x153: "oe", 0x20AC: "e"}) if codec == "cp850" else text
    encoding = encoding_of(text.encode(codec))
    assert (encoding.codec, encoding.name, encoding.word) == (codec, name, "Réponse")


@pytest.mark.parametrize(
    ("word", "codec"), [("Œuvre", "mac_roman"), ("ŒUVRE", "mac_roman"), ("Île", "cp1252"), ("ÎLE", "cp1252")]
)
def test_one_capital_of_two_systems_is_told_by_what_follows(word, codec):
    assert encoding_of(word.encode(codec)).codec == codec


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [("l’âge;l’âge", "mac_roman", "Mac Roman"), ("Չ; Երևան", "utf-8", "UTF-8"), ("lՉge;Երևան", "utf-8", "UTF-8")],
)
def test_what_is_utf_8_by_chance_is_a_macs(text, codec, name):
    assert encoding_of(text.encode(codec)).name == name


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
@settings(deadline=None, max_examples=60)
def test_any_french_of_windows_is_read_as_that(words):
    text = ";".join(words)
    assert text.encode("cp1252").decode(encoding_of(text.encode("cp1252")).codec) == text


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_is_certain(mark, codec):
    encoding = encoding_of(mark + FRENCH.encode(codec))
    assert encoding.word == "" and (mark + FRENCH.encode(codec)).decode(encoding.codec) == FRENCH


@given(st.text(min_size=1))
@settings(deadline=None)
def test_utf8_is_certain(text):
    encoding = encoding_of(text.encode())
    assert (encoding.codec.removesuffix("-sig"), encoding.word) == ("utf-8", "")


def test_a_mark_that_the_bytes_contradict_tells_nothing():
    assert encoding_of(codecs.BOM_UTF8 + "été".encode("cp1252")) is None
    assert encoding_of(codecs.BOM_UTF16_LE + b"abc") is None


def test_another_script_is_left_to_the_library_and_reads_right():
    text = "Вопрос;Ответ\n" + "Город участвует в программе поддержки социальных предприятий;да\n" * 5
    encoding = encoding_of(text.encode("cp1251"))
    assert text.encode("cp1251").decode(encoding.codec) == text and not encoding.word.isascii()


def test_bytes_that_no_encoding_explains_give_none():
    assert encoding_of(bytes(range(0x80, 0x100)) * 3) is None or decodes(
        bytes(range(0x80, 0x100)), encoding_of(bytes(range(0x80, 0x100)) * 3).codec
    )


def test_a_file_is_decoded_across_the_blocks_in_which_it_is_tried(monkeypatch):
    monkeypatch.setattr("study.exports.encodings._BLOCK", 3)
    assert decodes("aéé€é".encode(), "utf-8") and not decodes("aéé€é".encode()[:-1], "utf-8")


def test_what_was_written_in_utf8_is_told_from_what_was_not():
    assert holds_utf8("été".encode()) and not holds_other("été".encode())
    assert holds_other("été".encode("cp1252")) and not holds_utf8("été".encode("cp1252"))
    assert not holds_utf8("«\u00a0été\u00a0»".encode("cp1252")), (
        "é, a no-break space and » look like one character of UTF-8"
    )
    assert not holds_utf8(b"ascii") and not holds_other(b"ascii")
