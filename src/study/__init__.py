"""A reproducible survey study: from raw facts and answers to indicators with bounds, and to a report.

Rooms, in the order the data flow: `codebook`, `intake`, `answers`, `indicators`, `ledger`, then `blocks` and `figures`
for the notebooks, `notebooks` to run them, `report` to bind them, `pipeline` to do it all. `base` serves every room.
"""

__version__ = "0.4.0"
