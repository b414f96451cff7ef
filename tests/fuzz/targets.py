"""Coverage-guided fuzzing (atheris) of one reader: `python tests/fuzz/targets.py READER [libFuzzer's options] FOLDER`.

Run by `make test-long`, each reader for FUZZ_SECONDS. The folder holds what was found to lead further, and starts from
the regression corpus of tests/hostile. What breaks a promise (tests/hostile/invariant.py) ends the run and leaves the
input, which becomes a case of that corpus once it is mended. A workbook is fuzzed by its sheet: the bytes stand for the
XML of the first sheet in a package that is sound, since a mutated archive would be refused by its checksum alone.
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["study"]):
    from hostile import invariant
    from hostile.readers import READERS

from hostile.packages import WRAPPED
from hostile.seeds import seeds


def target(reader: str):
    """Return what atheris calls with each input."""
    wrap = WRAPPED.get(reader, bytes)

    def one(data: bytes) -> None:
        invariant.check(reader, wrap(data))

    return one


def main() -> None:
    reader, *options = sys.argv[1:]
    if reader not in READERS:
        sys.exit(f"readers: {', '.join(READERS)}")
    folder = Path(options[-1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(reader)):
        (folder / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *options], target(reader))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
