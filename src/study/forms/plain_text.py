"""Texts of forms as plain text: no mark-up, no control characters, one paragraph.

Promise: what a reader saw stays, word for word, no-break spaces included; tags, scripts and line breaks go.
LimeSurvey's texts are HTML; those of an XLSForm are text in which some tags may stand. Left out: Markdown signs, which
an XLSForm's author may have meant as they are.
"""

import re
import unicodedata
from html.parser import HTMLParser

_SILENT = ("script", "style", "head", "template")
# Tags that authors of XLSForms use; “a < b” is none.
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|small|span|strong|sub|sup|table|tbody|td|th"
    r"|tr|u|ul)(?:\s[^<>]*)?/?>",
    flags=re.IGNORECASE,
)
_INLINE = ("a", "abbr", "b", "big", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u")
# What word processors leave; browsers show nothing of it, and the parser stops at it.
_DECLARATION = re.compile(r"<!\[[^>]*>?")
# What YAML and printers take for a line break or cannot hold; a no-break space is neither.
_SPACE = re.compile("[ \t\r\n\f\v\x85\u2028\u2029]+")
_NOWHERE = ("Cc", "Cs", "Cn", "Co")


def tidy(text: str) -> str:
    r"""Return a text in one paragraph, without control characters.

    >>> tidy(" one\n two\x07\ufeff ")
    'one two'
    """
    spaced = _SPACE.sub(" ", text)
    kept = "".join(sign for sign in spaced if sign != "\ufeff" and unicodedata.category(sign) not in _NOWHERE)
    return re.sub(" {2,}", " ", kept).strip()


class _Words(HTMLParser):
    """Collects what is shown of an HTML text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        self.parts.append("" if tag in _INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))
        self.parts.append("" if tag in _INLINE else " ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def from_html(text: str) -> str:
    r"""Return what a reader sees of an HTML text.

    >>> from_html("<p>Votre <b>nom</b>&nbsp;?</p><script>x()</script>")
    'Votre nom\xa0?'
    """
    words = _Words()
    words.feed(_DECLARATION.sub("", text))
    words.close()
    return tidy("".join(words.parts))


def from_label(text: str) -> str:
    """Return a label of an XLSForm without the tags that stand in it.

    >>> from_label("<span style='color:red'>a < b</span>")
    'a < b'
    """
    return tidy(_TAG.sub(lambda tag: "" if _tag_name(tag[0]) in _INLINE else " ", text))


def _tag_name(tag: str) -> str:
    return tag.strip("</>").split()[0].rstrip("/").casefold()


def first_words(text: str, longest: int = 80) -> str:
    """Return the first sentence of a text, cut after a word where it is longer than `longest` characters.

    >>> first_words("Votre ville a-t-elle un plan ? Répondez oui s’il est voté.")
    'Votre ville a-t-elle un plan ?'
    >>> first_words("one two three", 8)
    'one two…'
    """
    sentence = re.split(r"(?<=[.?!…]) ", text, maxsplit=1)[0]
    if len(sentence) <= longest:
        return sentence
    words = sentence[: longest - 1]
    if sentence[longest - 1] != " " and " " in words:
        words = words.rsplit(" ", 1)[0]
    return words.rstrip(" ,;:(–-") + "…"
