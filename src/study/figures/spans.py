"""Shares and their bounds in words, as every figure writes them.

Promise: shares from 0 to 1 come out in whole per cent as the language writes them; what is missing is a dash.
"""

import math

from study.base.text import number_text, percent_text, say

DASH = "–"


def share_text(share: float, lang: str) -> str:
    """Return a share in whole per cent, or a dash when it is missing.

    >>> share_text(0.2727, "en")
    '27%'
    """
    return DASH if math.isnan(share) else percent_text(share, lang)


def bounds_text(lower: float, upper: float, lang: str) -> str:
    """Return two bounds, the unit written once; one share when they print the same, a dash when one is missing.

    >>> bounds_text(0.2727, 0.6818, "en")
    '27–68%'
    """
    if math.isnan(lower) or math.isnan(upper):
        return DASH
    if percent_text(lower, lang) == percent_text(upper, lang):
        return percent_text(lower, lang)
    return say("{lower}–{upper}", lang, lower=number_text(lower * 100, lang), upper=percent_text(upper, lang))
