"""What can be wrong with the frame as a whole: one class per kind of failure.

Promise: the sentences of each class are the catalogue's keys. What is wrong with one cell is in `problems`. Left out:
finding the problems (`frame`).
"""

from study.base.errors import Problem
from study.base.text import mark


class EmptyFrame(Problem):
    """A frame with its heading and nothing else."""

    code = "empty-frame"
    what = mark("This table has no rows.")
    why = mark("It says which territories are in scope: without any there is nothing to study.")
    remedy = mark("Add a row per territory and vintage.")


class AliasClash(Problem):
    """A name that two territories claim."""

    code = "alias-clash"
    what = mark("“{value}” also names the territory “{other}” (row {other_row}).")
    why = mark("An answer that gives this name could belong to either.")
    remedy = mark("Keep the name with one of the two territories.")


class UnknownVintage(Problem):
    """A vintage that the frame does not hold."""

    code = "unknown-vintage"
    what = mark("frame.csv holds no vintage {value}.")
    why = mark("Which territories are in scope, or how many people live there, would not be known.")
    remedy = mark("Choose one of: {known}; or add the rows of this vintage to frame.csv.")


class TerritoryWithoutPopulation(Problem):
    """A territory of the frame that the population's vintage lacks."""

    code = "territory-without-population"
    what = mark("The territory “{value}” is not in vintage {vintage}, which the wave takes populations from.")
    why = mark("Shares weighted by population need the population of every territory in the frame.")
    remedy = mark("Add the row to frame.csv, or choose another population_vintage in wave.yaml.")


class NoPopulations(Problem):
    """Shares weighted by populations that the frame does not hold."""

    code = "no-populations"
    what = mark("No population is given, and these questions ask for a share weighted by it: {questions}.")
    why = mark("Shares weighted by population need the population of every territory in the frame.")
    remedy = mark("Fill the column “population_municipal”, or remove weighted_share from the questions' indicators.")


class MissingPopulation(Problem):
    """A territory without the population that weighted shares need."""

    code = "missing-population"
    what = mark("The population of “{value}” is missing; these questions ask for a share weighted by it: {questions}.")
    why = mark("Shares weighted by population need the population of every territory in the frame.")
    remedy = mark("Fill the cell, or remove weighted_share from the questions' indicators.")
