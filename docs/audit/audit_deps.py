"""`make audit-deps`: every locked dependency has hashes and an allowed licence; the bill and the list are written anew.

Promise: all locks are read; what no environment here holds is fetched, for its licence alone; then docs/licences.csv,
docs/sbom.cdx.json and docs/dependencies.md are written, whole, and only if nothing stands against it. Problems are told
as the study's own commands tell them, all at once, with exit status 1.

    .venv/bin/python docs/audit/audit_deps.py .venv-audit/lib/python3.11/site-packages
"""

import sys
import sysconfig
import tempfile
from pathlib import Path

import document
import environments
import licences
import locks
import sbom

from study.base.errors import Problem, StudyError, raise_if
from study.base.files import write_atomic
from study.base.show import render


def audit(others: list[Path]) -> str:
    """Audit the repository; return what to say. `others`: site-packages folders beside this environment's own."""
    pins = locks.read(locks.lock_files())
    direct = locks.direct()
    known = licences.rules()
    here = environments.installed([Path(sysconfig.get_path("purelib"))])
    have = environments.installed(others) | here
    wanted = {(pin.name, pin.version): pin for pin in pins}
    with tempfile.TemporaryDirectory() as folder:
        missing = [pin for key, pin in wanted.items() if key not in have]
        uv = Path(sys.executable).with_name("uv")
        have |= environments.installed(environments.fetch(missing, Path(folder), uv)) if missing else {}
        told = [licences.licence_of(have[key], known, held) for key, held in licences.locks_of(pins).items()]
    rows = [item for item in told if isinstance(item, licences.Licence)]
    found = document.measured(direct, {name: dist for (name, _), dist in here.items()})
    raise_if(
        [
            *(item for item in told if isinstance(item, Problem)),
            *licences.judge(
                rows, [pin for pin in pins if (pin.name, pin.version) in {(r.package, r.version) for r in rows}], known
            ),
            *document.problems(document.reasons(), direct),
            *document.too_large(found.files_bytes()),
        ]
    )
    main = [pin for pin in pins if pin.lock == locks.MAIN]
    write_atomic(licences.TABLE, licences.table_text(rows))
    write_atomic(sbom.TARGET, sbom.written(rows=rows))
    write_atomic(document.TARGET, document.text(found, main, rows))
    held = f"{len(wanted)} packages in {len(locks.lock_files())} locks: hashes and licences hold"
    return f"{held}; {len(missing)} were fetched to be read"


def main() -> None:
    """Run the audit for the command line."""
    try:
        print(audit([Path(argument) for argument in sys.argv[1:]]))
    except StudyError as error:
        sys.stderr.write(render(error.problems, "en", limit=None))
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
