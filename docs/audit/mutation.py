"""Mutation testing of the core with mutmut: in a copy, part by part, all mutants or a drawn sample.

Promise: the working folder is never touched; each part's mutants are tried on that part's tests alone; a sample is
drawn by module in proportion (three at least), by a seed: the same code gives the same sample. What was found is left
as JSON for `mutation_report.py`. Left out: constants of modules and decorated functions, which mutmut does not mutate.

    .venv-audit/bin/python docs/audit/mutation.py --sample 450     # a sample; without it, every mutant
    .venv-audit/bin/python docs/audit/mutation.py --part ledger --again   # what survived last time, on today's tests
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core import HERE, ROOT, Part, parts

RESULTS = ROOT / ".cache" / "mutation"
KILLED, SURVIVED, TIMEOUT, UNTESTED = "killed", "survived", "timeout", "no tests"
# mutmut's exit codes; 5 and 33: no test reaches the mutant. Whatever else ends a run otherwise than well, kills.
_STATUS = {0: SURVIVED, 5: UNTESTED, 33: UNTESTED, 24: TIMEOUT, 36: TIMEOUT, 152: TIMEOUT, -24: TIMEOUT, -9: TIMEOUT}
_COPIED = ("src", "notebooks", "docs", "data", "README.md", "LICENSE", "LICENSE-DATA", "requirements.lock")
_LEAST = 3
# Each mutant's process begins with these alone: with the package in it, what is computed once, at import or in a cache,
# would have been computed without the mutant.
_PRELOADED = """pytest hypothesis pandas pandera.pandas pyarrow.parquet pydantic yaml babel nbformat nbconvert nbclient
jinja2 duckdb matplotlib.figure phonenumbers stdnum"""
# Plain assertions: pytest refuses to rewrite those of plugins that are loaded already.
_PYTEST = "--assert=plain -p no:xdist -p no:cacheprovider -p mutation_profile --hypothesis-profile=mutation"
# A run that did not come to its tests: it says nothing of the mutant, and is no kill.
_BROKEN = (-1, 255)


def copy_for(part: Part, folder: Path) -> None:
    """Copy the repository's files to `folder`, set up for mutmut to mutate one part."""
    named = ("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".", ":!reports/published")
    listed = subprocess.run(["git", "-C", str(ROOT), *named], capture_output=True, check=True, text=True).stdout
    for name in listed.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    settings: dict[str, Any] = {
        "source_paths": ["src/study"],
        "only_mutate": list(part.modules),
        "also_copy": list(_COPIED),
        "pytest_add_cli_args": _PYTEST.split(),
        "pytest_add_cli_args_test_selection": list(part.tests),
        "use_git_change_detection": False,
        "process_isolation": "forkserver",
        "forkserver_warmup": "import",
        "preload_modules_file": "preloaded.txt",
        "timeout_constant": 10.0,
    }
    (folder / "preloaded.txt").write_text("\n".join(_PRELOADED.split()), "utf-8")
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as stream:
        lines = [f"{key} = {json.dumps(value)}\n" for key, value in settings.items()]
        stream.write("\n[tool.mutmut]\n" + "".join(lines))


def mutmut(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run mutmut in a copy."""
    environment = os.environ | {"PYTHONPATH": str(HERE), "PYTHONHASHSEED": "0"}
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def mutants(folder: Path) -> dict[str, dict[str, int | None]]:
    """Return the exit codes of each module's mutants by name; None where one was not tried."""
    found = {}
    for path in sorted((folder / "mutants" / "src" / "study").rglob("*.meta")):
        codes: dict[str, int | None] = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        if codes:
            found[path.relative_to(folder / "mutants").with_suffix("").as_posix()] = codes
    return found


def drawn(names: Mapping[str, Sequence[str]], size: int, seed: int) -> list[str]:
    """Return `size` names or a few more, drawn by module in proportion to its mutants, three at least of each."""
    total = sum(len(group) for group in names.values())
    chance = random.Random(seed)
    found: list[str] = []
    for _, group in sorted(names.items()):
        share = max(_LEAST, round(size * len(group) / total))
        found += sorted(chance.sample(sorted(group), min(share, len(group))))
    return found


def try_part(part: Part, share: float | None, seed: int, again: Sequence[str], children: int) -> dict[str, Any]:
    """Try mutants of one part in a copy; return what became of each, with the change that each survivor is."""
    modules: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix=f"mutation-{part.name}-") as name:
        folder = Path(name)
        copy_for(part, folder)
        # mutmut makes all mutants and times the tests before it says that nothing is called so.
        made = mutmut(folder, "run", "--max-children", str(children), "none.of.these")
        names = {module: list(codes) for module, codes in mutants(folder).items()}
        if not names or "nothing matches" not in made.stdout + made.stderr:
            raise SystemExit(f"{part.name}: no mutants were made\n{made.stdout[-3000:]}\n{made.stderr[-3000:]}")
        total = sum(map(len, names.values()))
        tried = list(again) or (
            drawn(names, round(share * total), seed) if share else [n for g in names.values() for n in g]
        )
        done = mutmut(folder, "run", "--max-children", str(children), *tried)
        asked = set(tried)
        codes = mutants(folder)
        counts = Counter(code for group in codes.values() for key, code in group.items() if key in asked)
        broken = sum(counts[code] for code in (None, *_BROKEN))
        if broken > len(tried) / 50:
            said = done.stdout[-3000:] + done.stderr[-3000:]
            raise SystemExit(f"{part.name}: {broken} of {len(tried)} mutants were not tried: {dict(counts)}\n{said}")
        for module, group in codes.items():
            mine = {key: code for key, code in group.items() if key in asked and code not in (None, *_BROKEN)}
            states = {key: _STATUS.get(code, KILLED) for key, code in mine.items() if code is not None}
            changes = {k: mutmut(folder, "show", k).stdout for k, state in states.items() if state != KILLED}
            first = sum(state == KILLED for state in states.values())
            modules[module] = {"mutants": len(group), "found_at_first": first, "states": states, "changes": changes}
    return {"part": part.name, "seed": seed, "sampled": bool(share), "modules": modules}


def survivors(found: dict[str, Any]) -> list[str]:
    """Return the names of the mutants of a part that no test found."""
    return [key for module in found["modules"].values() for key, state in module["states"].items() if state != KILLED]


def update(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return a part's findings with those of a second try in their place."""
    for name, module in now["modules"].items():
        held = before["modules"][name]
        held["states"] |= module["states"]
        held["changes"] = {k: v for k, v in held["changes"].items() if k not in module["states"]} | module["changes"]
    return before


def main() -> None:
    """Try the mutants that the command line asks for."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--sample", type=int, help="how many mutants, over all parts; without it, all")
    reader.add_argument(
        "--total", type=int, default=9300, help="mutants that there are, about: the sample's share of each part"
    )
    reader.add_argument("--seed", type=int, default=2026)
    reader.add_argument("--part", action="append", help="this part only; may be given several times")
    reader.add_argument("--again", action="store_true", help="only what survived last time")
    reader.add_argument("--children", type=int, default=os.cpu_count() or 2)
    asked = reader.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    for part in parts():
        if asked.part and part.name not in asked.part:
            continue
        file = RESULTS / f"{part.name}.json"
        before = json.loads(file.read_text("utf-8")) if asked.again else None
        again = survivors(before) if before else []
        if before and not again:
            continue
        share = asked.sample / asked.total if asked.sample else None
        found = try_part(part, share, asked.seed, again, asked.children)
        file.write_text(json.dumps(update(before, found) if before else found, indent=1), "utf-8")
        tried = sum(len(module["states"]) for module in found["modules"].values())
        print(f"{part.name}: {len(survivors(found))} of {tried} mutants were not found", flush=True)


if __name__ == "__main__":
    main()
