"""How many sheets a second: the 22 of 2025, and those of a frame of 1,259 territories with made-up answers.

Promise: the 22 are those of the wave as it is built here (`study report 2025` first); the many are written by seeded
chance from the same questionnaire, a survey's answers, without facts. Prints one JSON object: seconds and counts, and
processor seconds, of which a sheet's share on one core follows. Run by `bench.py`, once per repetition.
"""

import json
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

from study.answers.states import Status
from study.base.layout import StudyPaths
from study.sheets.build import make
from study.sheets.content import sheet_of
from study.sheets.limits import LADDER
from study.sheets.material import Cell, Material, open_material
from study.sheets.paper import pages, press

REPOSITORY = Path(__file__).resolve().parents[2]
MANY = 1259


def of_the_wave(material: Material) -> dict[str, float]:
    """Return how long the sheets of all territories of a wave take."""
    start, work = time.perf_counter(), time.process_time()
    made = sum(1 for _ in make(material, material.context.territories, ["fr"]))
    return {"sheets": made, "seconds": time.perf_counter() - start, "processor": time.process_time() - work}


def answered(material: Material, chance: random.Random) -> Material:
    """Return the same wave answered to a survey by chance, without facts or earlier waves."""
    words = ("yes", "no", "planned", None)
    cells = {}
    for key, of in material.cells.items():
        kinds = {str(cell.answer) for cell in of.values() if cell.status == Status.ANSWERED} & {"yes", "no", "planned"}
        cells[key] = {}
        for territory in of:
            answer = chance.choice(words) if kinds else None
            status = Status.ANSWERED if answer else Status.NO_ANSWER
            cells[key][territory] = Cell(str(status), answer, "", "2025-03-02" if answer else "")
    bare = replace(material, earlier=(), facts={})
    states = {key: {t: str(cell.answer or "unknown") for t, cell in of.items()} for key, of in cells.items()}
    bare.__dict__.update(
        {"cells": cells, "states": {material.context.wave.wave: states}, "actions": {}}
    )  # in place of what its answers and facts would give
    return bare


def of_a_large_frame(material: Material) -> dict[str, float]:
    """Return how long as many sheets take as a national frame has territories, on one core."""
    chance = random.Random(2025)
    territories = material.context.territories
    start, work, made = time.perf_counter(), time.process_time(), 0
    with press(material.context.wave.publication_date) as machine:
        while made < MANY:
            other = answered(material, chance)
            for territory in territories[: MANY - made]:
                pdf = machine.printed(sheet_of(other, territory, "fr", LADDER[0]).data, territory)
                assert pages(pdf) == 2
                made += 1
    return {"sheets": made, "seconds": time.perf_counter() - start, "processor": time.process_time() - work}


def main(wave: str = "2025") -> None:
    """Print how long the sheets take."""
    material = open_material(StudyPaths(REPOSITORY), wave)
    print(json.dumps({"wave": of_the_wave(material), "frame": of_a_large_frame(material)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
