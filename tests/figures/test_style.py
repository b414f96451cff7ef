"""Colours are measured, not trusted: contrast by WCAG 2.2, colour blindness by Machado et al."""

from itertools import combinations, pairwise
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from study.figures import style

# Protanopia and deuteranopia at severity 1.0, on linear sRGB: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15(6), 2009, table 1.
SEEN = {
    "": np.identity(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
SRGB_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
D65 = np.array([0.95047, 1.0, 1.08883])
CLEARLY_DIFFERENT = 20  # CIE 1976 distance; about 2.3 is just noticeable side by side


def linear(color: str) -> np.ndarray:
    channels = np.array(to_rgb(color))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(linear(color) @ SRGB_TO_XYZ[1]) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    ratio = SRGB_TO_XYZ @ rgb / D65
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, *, blind: str) -> float:
    seen = [np.clip(SEEN[blind] @ linear(color), 0, 1) for color in (one, other)]
    return float(np.linalg.norm(lab(seen[0]) - lab(seen[1])))


def test_measures_agree_with_known_values() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert lab(linear("#FF0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    for blind in ("protanopia", "deuteranopia"):
        assert distance("#FF0000", "#808000", blind=blind) < distance("#FF0000", "#808000", blind="")


@pytest.mark.parametrize("state", style.STATES)
def test_marks_stand_out_and_words_on_them_are_readable(state: str) -> None:
    look = style.STATES[state]
    assert contrast(look.ink, style.WHITE) >= 3
    assert contrast(look.on_fill, look.fill) >= 4.5


@pytest.mark.parametrize("color", [style.TEXT, style.QUIET_TEXT])
def test_text_is_readable_on_white(color: str) -> None:
    assert contrast(color, style.WHITE) >= 4.5


def test_words_on_every_shade_are_readable() -> None:
    for _, fill, text in style.SHARE_CLASSES:
        assert contrast(text, fill) >= 4.5


@pytest.mark.parametrize("blind", SEEN)
def test_states_differ_in_ink(blind: str) -> None:
    for one, other in combinations(style.STATES, 2):
        if {one, other} == {"no", "unknown"}:
            continue  # both grey: one is solid, the other white with dots
        assert distance(style.STATES[one].ink, style.STATES[other].ink, blind=blind) >= CLEARLY_DIFFERENT, (one, other)


@pytest.mark.parametrize("blind", SEEN)
def test_neighbours_in_a_bar_differ_in_fill(blind: str) -> None:
    order = [style.STATES[state].fill for state in ("yes", "planned", "no", "unknown")]
    assert min(distance(one, other, blind=blind) for one, other in combinations(order, 2)) >= CLEARLY_DIFFERENT


@pytest.mark.parametrize("blind", SEEN)
def test_neighbouring_shades_differ(blind: str) -> None:
    fills = [fill for _, fill, _ in style.SHARE_CLASSES]
    assert min(distance(one, other, blind=blind) for one, other in pairwise(fills)) >= 7


def test_colour_never_stands_alone() -> None:
    looks = style.STATES.values()
    assert len({look.symbol for look in looks}) == len(looks)
    patterned = [look.pattern for look in looks if look.pattern != "solid"]
    assert len(set(patterned)) == len(patterned)
    solid = [look.fill for look in looks if look.pattern == "solid"]
    assert len(solid) == 2


def test_drawing_gives_back_the_callers_settings_and_ignores_them() -> None:
    with matplotlib.rc_context({"savefig.bbox": "tight", "svg.hashsalt": "mine"}):
        with style.drawing(), style.drawing():
            assert matplotlib.rcParams["savefig.bbox"] is None
            assert matplotlib.rcParams["svg.hashsalt"] == "study"
        assert matplotlib.rcParams["savefig.bbox"] == "tight"
        assert matplotlib.rcParams["svg.hashsalt"] == "mine"


def test_settings_come_back_after_a_failure() -> None:
    before = matplotlib.rcParams["svg.fonttype"], matplotlib.rcParams["text.parse_math"]
    with pytest.raises(RuntimeError), style.drawing():
        raise RuntimeError
    assert (matplotlib.rcParams["svg.fonttype"], matplotlib.rcParams["text.parse_math"]) == before
    with style.drawing():
        assert matplotlib.rcParams["svg.fonttype"] == "path"


def test_fonts_are_the_packages_own() -> None:
    for weight in style.FONT_FILES:
        file = Path(str(style.font(weight, 8.5).get_file()))
        assert file.is_file()
        assert file.parent == style.FONT_DIR


@pytest.mark.parametrize(("share", "number"), [(0, 0), (0.01, 1), (0.25, 1), (0.26, 2), (2 / 3, 3), (1, 4)])
def test_share_classes(share: float, number: int) -> None:
    assert style.share_class(share) == style.SHARE_CLASSES[number][1:]


def test_what_is_not_a_share_has_no_class() -> None:
    with pytest.raises(ValueError, match="not a share"):
        style.share_class(1.2)
