"""The sheet: its size, its SVG and its PNG."""

import re
import struct
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from study.figures.canvas import Canvas, line_mm
from study.figures.style import drawing


@pytest.fixture
def sheet() -> Canvas:
    with drawing():
        canvas = Canvas(40)
        canvas.text(10, 10, "--> $a$ & <b> Été")
        canvas.pattern(50, 10, 20, 10, kind="crosses", ink="#000000")
        canvas.pattern(80, 10, 20, 10, kind="dots", ink="#000000")
        canvas.line(0, 39, 165, 39, color="#000000")
    return canvas


def test_svg_is_one_bare_element_of_the_printed_size(sheet: Canvas) -> None:
    with drawing():
        svg = sheet.svg("a-key")
    root = ET.fromstring(svg)
    assert svg.startswith("<svg")
    assert root.tag.endswith("svg")
    assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(165 / 25.4 * 72, abs=0.01)
    for unwanted in ("<!--", "<?xml", "<!DOCTYPE", "<metadata", "<style", "<text", "Date", "<script"):
        assert unwanted not in svg


def test_ids_carry_the_key_and_are_found(sheet: Canvas) -> None:
    with drawing():
        svg = sheet.svg("a-key")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    used = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)
    assert ids
    assert all(name.startswith("a-key-") for name in ids)
    assert len(set(ids)) == len(ids)
    assert {one or other for one, other in used} <= set(ids)


def test_png_has_200_dots_per_inch_and_no_software(sheet: Canvas) -> None:
    with drawing():
        png = sheet.png()
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (int(165 / 25.4 * 200), int(40 / 25.4 * 200))
    assert b"Software" not in png
    assert b"tEXt" not in png


def test_patterns_stay_in_their_rectangle(sheet: Canvas) -> None:
    for patch in sheet.figure.axes[0].patches:
        points = np.asarray(patch.get_path().vertices)
        assert points[:, 0].min() >= 50 - 1e-6
        assert points[:, 0].max() <= 100 + 1e-6
        assert points[:, 1].min() >= 10 - 1e-6
        assert points[:, 1].max() <= 20 + 1e-6


def test_what_is_drawn_later_lies_above(sheet: Canvas) -> None:
    with drawing():
        sheet.box(0, 0, 10, 10, fill="#000000")
        sheet.line(0, 5, 10, 5, color="#FFFFFF")
        sheet.dot(5, 5, 1, fill="#FF0000")
    axes = sheet.figure.axes[0]
    box, dot = axes.patches[-2:]
    assert box.get_zorder() < axes.lines[-1].get_zorder() < dot.get_zorder()


def test_lines_are_spaced_by_their_size() -> None:
    assert line_mm(17) == pytest.approx(2 * line_mm(8.5))
