"""docs/mutation.md: what mutation testing and branch coverage found of the core, and each survivor explained.

Promise: figures are those that mutation.py and branches.py left; the share of mutants found is that of the whole, each
module's share weighted by its mutants, with Wilson's interval at 95 % where a sample was drawn; every survivor is shown
with its change and its reason from survivors.yaml, or as unexplained; exit status 1 below 90 % or with one unexplained.
"""

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from branches import FIGURES
from core import ROOT, parts
from mutation import KILLED, RESULTS

from study.base.files import write_atomic

TARGET = ROOT / "docs" / "mutation.md"
_HEAD = Path(__file__).with_name("mutation-head.md")
_REASONS = Path(__file__).with_name("survivors.yaml")
_LEAST_SHARE = 0.90
_Z = 1.96


def interval(found: int, tried: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share.

    >>> [round(bound, 3) for bound in interval(90, 100)]
    [0.826, 0.945]
    """
    share, square = found / tried, _Z * _Z / tried
    middle, reach = share + square / 2, _Z * math.sqrt(share * (1 - share) / tried + square / tried / 4)
    return (middle - reach) / (1 + square), (middle + reach) / (1 + square)


def counts(part: Mapping[str, Any], *, first: bool = False) -> tuple[int, int, int, float]:
    """Return of a part: mutants, tried, found, and the share found where each module counts by its mutants.

    `first`: found before tests were written for what this very sample showed.
    """
    modules = [module for module in part["modules"].values() if module["states"]]
    mutants = sum(module["mutants"] for module in modules)
    now = [sum(state == KILLED for state in module["states"].values()) for module in modules]
    killed = [module.get("found_at_first", count) for module, count in zip(modules, now, strict=True)] if first else now
    tried = [len(module["states"]) for module in modules]
    weighted = sum(m["mutants"] * k / t for m, k, t in zip(modules, killed, tried, strict=True)) / mutants
    return mutants, sum(tried), sum(killed), weighted


def changed(diff: str) -> tuple[str, str]:
    """Return the lines that a mutant changes: as they are, and as it has them, blanks aside."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    before, after = ([" ".join(line[1:].split()) for line in lines if line[:1] == sign] for sign in "-+")
    return " ".join(before), " ".join(after)


def survivors(part: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return each survivor of a part: module, state, the line as it is, the line as the mutant has it."""
    return sorted(
        {
            (module.removeprefix("src/study/"), found["states"][name], *changed(diff))
            for module, found in part["modules"].items()
            for name, diff in found["changes"].items()
        }
    )


def text(found: Mapping[str, Mapping[str, Any]], branches: Mapping[str, Mapping[str, int]]) -> tuple[str, list[str]]:
    """Return the document, and what stands against it.

    An explanation of a mutant that does not survive stands against it only where all were tried: a sample may have left
    it out.
    """
    reasons: dict[str, dict[str, str]] = yaml.safe_load(_REASONS.read_text("utf-8")) or {}
    rows, wrong, lines = [], [], []
    mutants_all = tried_all = 0
    weighted_all = first_all = 0.0
    used = set()
    for name in [part.name for part in parts() if part.name in {*found, *branches}]:
        taken = branches.get(name)
        share = f"{taken['taken']} of {taken['branches']} ({taken['taken'] / taken['branches']:.1%})" if taken else "–"
        if name not in found:
            rows.append(f"| {name} | – | not tried | – | – | {share} |")
            continue
        part = found[name]
        mutants, tried, killed, weighted = counts(part)
        *_, at_first = counts(part, first=True)
        mutants_all, tried_all = mutants_all + mutants, tried_all + tried
        weighted_all, first_all = weighted_all + mutants * weighted, first_all + mutants * at_first
        rows.append(f"| {name} | {mutants} | {tried} | {at_first:.1%} | {killed} ({weighted:.1%}) | {share} |")
        for module, state, before, after in survivors(part):
            why = reasons.get(module, {}).get(after)
            used.add((module, after))
            wrong += [] if why else [f"{module}: not explained: {after}"]
            lines += [f"* `{module}` ({state}): `` {before} `` → `` {after} ``. {why or '**Not explained.**'}"]
    if not any(part["sampled"] for part in found.values()):
        explained = ((module, after) for module in reasons for after in reasons[module])
        wrong += [
            f"{module}: explained, and found: {after}" for module, after in explained if (module, after) not in used
        ]
    total, first = weighted_all / mutants_all, first_all / mutants_all
    low, high = interval(round(first * tried_all), tried_all)
    said = f"**{total:.1%} of the mutants tried are found, in {len(found)} of {len(parts())} parts.**"
    said += f" At first it was {first:.1%}"
    said += (
        f" (95 % interval {low:.1%} to {high:.1%}; {tried_all} of {mutants_all} were tried, each module counts by its"
    )
    said += (
        " mutants); tests were then written for what the same mutants showed, so that the first share is the fair one."
    )
    wrong += [f"{total:.1%} of the mutants are found, less than {_LEAST_SHARE:.0%}"] if total < _LEAST_SHARE else []
    body = _HEAD.read_text("utf-8").format(said=said, rows="\n".join(rows), survivors="\n".join(lines) or "None.")
    return body, wrong


def main() -> None:
    """Write the document; exit status 1 and what stands against it, if anything does."""
    files = {part.name: RESULTS / f"{part.name}.json" for part in parts()}
    found = {name: json.loads(path.read_text("utf-8")) for name, path in files.items() if path.is_file()}
    branches = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    body, wrong = text(found, branches)
    write_atomic(TARGET, body)
    missing = files.keys() - found.keys()
    if wrong or missing:
        sys.exit("\n".join([*wrong, *(f"{name}: not tried" for name in sorted(missing))]))


if __name__ == "__main__":
    main()
