"""The indicators of a whole wave, computed in memory from its inputs.

Promise: the same functions and values as the notebooks', for the command line and for tests.
"""

from collections.abc import Sequence

import pandas as pd

from study.answers.clean import Cleaned
from study.codebook.model import Lever
from study.indicators.lever import lever_indicators
from study.indicators.table import to_table
from study.intake.inputs import Inputs


def wave_indicators(inputs: Inputs, cleaned: Cleaned, levers: Sequence[Lever]) -> pd.DataFrame:
    """Return the indicators of some levers of a wave, as the table of `study.indicators.table`."""
    population = inputs.frame.set_index("territory")["population_municipal"]
    rows = [
        indicator
        for lever in levers
        for indicator in lever_indicators(
            lever,
            cleaned.levers[lever.lever],
            population,
            inputs.wave.reference_date,
            inputs.wave.survey.multiple_base,
        )
    ]
    return to_table(rows, inputs.wave.wave)
