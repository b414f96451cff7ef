"""Kill builds of the real study at many moments: `python -m tests.faults.campaign --kills 60 --seed 2019`.

Every stage is struck as often as any other, cold (nothing is built) and warm (a fact has changed), at moments drawn from
the seed. Prints a line for each kill and the sums, which docs/reliability.md quotes; ends with 1 if anything was wrong.
"""

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

from .killing import ROOT, STAGES, Strike, World, aftermath, world

# Where each victim can be struck; who forks kernels and the kernels are there from the first notebook on.
VICTIMS = {"all": STAGES, "kernel": ("cleaning", "levers"), "server": ("cleaning", "levers", "sheets", "pdf")}
OF_TEN = {"all": 6, "kernel": 2, "server": 2}
SHARES = {"cold": 1 / 3, "warm": 2 / 3}


def drawn(kills: int, seed: int) -> list[tuple[str, Strike]]:
    """Moments for `kills` kills, a third of them cold: the stages in turn for each victim, the shares by chance."""
    chance = random.Random(seed)
    found = []
    for warmth, share in SHARES.items():
        for victim, of_ten in OF_TEN.items():
            stages = VICTIMS[victim]
            for turn in range(round(kills * share * of_ten / 10)):
                found.append((warmth, Strike(stages[turn % len(stages)], victim, chance.random())))
    chance.shuffle(found)
    return found


def undisturbed(made: World) -> tuple[dict[str, dict[str, float]], list[dict[str, bytes]]]:
    """Build both states of the inputs; return the stages' durations, cold and warm, and the files of each state."""
    cold = made.undisturbed()
    first = made.files()
    made.edit()
    warm = made.undisturbed()
    second = made.files()
    return {"cold": cold, "warm": warm}, [first, second]


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=60)
    options.add_argument("--seed", type=int, default=2019)
    options.add_argument("--study", type=Path, default=ROOT)
    options.add_argument("--wave", default="2019")
    options.add_argument("--minutes", type=float, default=600, help="begin no further kill after so many minutes")
    asked = options.parse_args()
    began, wrong_in_all, struck_in_all = time.monotonic(), 0, 0
    hits: Counter[tuple[str, str, str]] = Counter()
    missed: Counter[str] = Counter()
    strays: Counter[str] = Counter()
    with world(asked.study, asked.wave) as made:
        times, states = undisturbed(made)
        for warmth, stages in times.items():
            told = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in stages.items())
            print(f"undisturbed, {warmth}: {told}", flush=True)
        for number, (warmth, strike) in enumerate(drawn(asked.kills, asked.seed), start=1):
            if warmth == "cold":
                made.forget()
            else:
                made.edit()
                states.reverse()
            if time.monotonic() - began > 60 * asked.minutes:
                break
            struck_in_all += 1
            for _ in range(4):
                struck = made.struck(strike, times[warmth])
                if struck.hit:
                    break
                missed[strike.stage] += 1  # the stage was over sooner than undisturbed: struck again, and earlier
                strike = Strike(strike.stage, strike.victim, strike.share / 2)
                if warmth == "cold":
                    made.forget()
                else:
                    made.edit()
                    states.reverse()
            wrong, stray = aftermath(made, struck, strike, *([{}, states[1]] if warmth == "cold" else states))
            wrong_in_all += bool(wrong)
            hits[warmth, strike.victim, strike.stage] += struck.hit
            for name in stray:
                strays["folder" if ".new" in name or ".old" in name else "file" if ".tmp" in name else "temporary"] += 1
            print(f"{number:3} {warmth} {strike.victim:6} {strike.stage:8} {strike.share:.3f} "
                  f"{'hit' if struck.hit else 'MISSED'} ended {struck.done.returncode} left {len(stray)}"
                  f"{''.join(f'{chr(10)}      WRONG {line}' for line in wrong)}", flush=True)  # fmt: skip
    print(f"kills that hit: {sum(hits.values())} of {struck_in_all}, struck again: {sum(missed.values())}, "
          f"with something wrong afterwards: {wrong_in_all}, in {time.monotonic() - began:.0f} s")  # fmt: skip
    for victim, stages in VICTIMS.items():
        print(f"  {victim}: " + ", ".join(f"{s} {hits['cold', victim, s]}+{hits['warm', victim, s]}" for s in stages))
    print(f"  left until the next build: {dict(strays)}")
    return int(bool(wrong_in_all) or sum(hits.values()) < struck_in_all)


if __name__ == "__main__":
    sys.exit(main())
