"""docs/sbom.cdx.json held against the standard's own schema, and against another reading of the lock (cyclonedx-bom).

Run by `make audit-deps` in the environment of the audits. Exit status 1 says what differs; nothing is written.
"""

import json
import subprocess
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Say whether the bill is valid, and names what cyclonedx-bom finds in the lock."""
    text = (ROOT / "docs" / "sbom.cdx.json").read_text("utf-8")
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.exit(f"docs/sbom.cdx.json is no CycloneDX 1.6: {wrong}")
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(ROOT / "requirements.lock"), "--of", "JSON"]
    other = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours, theirs = ({(c["name"], c["version"]) for c in bill["components"]} for bill in (json.loads(text), other))
    if ours != theirs:
        sys.exit(f"docs/sbom.cdx.json and cyclonedx-bom differ: {sorted(ours ^ theirs)}")
    print(f"docs/sbom.cdx.json: {len(ours)} components, valid CycloneDX 1.6, as cyclonedx-bom reads the lock")


if __name__ == "__main__":
    main()
