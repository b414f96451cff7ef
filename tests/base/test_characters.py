import unicodedata

from study.base.characters import control_in


def test_every_control_character_is_found_but_the_tabulation_and_line_ends() -> None:
    controls = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cc", "Cs")}
    found = {sign for sign in map(chr, range(0x110000)) if control_in(f"a{sign}b")}
    assert found == controls - {"\t", "\n", "\r"} | {"\ufffe", "\uffff"}


def test_the_first_one_is_named() -> None:
    assert control_in("été\u200d \u202e") is None
    assert control_in("a\x1b\0") == "U+001B"
