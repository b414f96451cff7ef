"""Make epci_2019.csv: the 1,259 intermunicipal bodies (EPCI with their own taxes) of France on 1 January 2019.

Promise: the same package gives the same bytes. Usage, with the npm package @etalab/decoupage-administratif 0.7.0 unpacked
into a folder (`npm pack @etalab/decoupage-administratif@0.7.0`, then `tar xzf`):

    python docs/bench/make_epci.py FOLDER/package

Source: that package's data/epci.json and data/communes.json, made by Etalab from the list of EPCI of the DGCL and the
legal populations and codes of INSEE, under the Licence Ouverte. Kept: what a frame of the study package holds. The
`departements` are those of the member communes; the `region` is the one where most of them are. Paris and the
other cities that are no member of an EPCI are not in the list.
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).resolve().parent / "epci_2019.csv"
COLUMNS = ("siren", "nature", "population_total", "population_municipal", "communes_count", "departements", "region", "name")  # fmt: skip


def rows(package: Path) -> list[dict[str, str | int]]:
    """Return a row per body, by its SIREN."""
    data = package / "data"
    communes = json.loads((data / "communes.json").read_text("utf-8"))
    # Communes of today alone, since those of the past may share their code; overseas collectivities have no département.
    where = {c["code"]: (c["departement"], c["region"]) for c in communes
             if c["type"] == "commune-actuelle" and "departement" in c}  # fmt: skip
    made = []
    for body in json.loads((data / "epci.json").read_text("utf-8")):
        places = [where[member["code"]] for member in body["membres"]]
        regions = Counter(region for _, region in places)
        made.append(
            {
                "siren": body["code"],
                "nature": body["type"],
                "population_total": body["populationTotale"],
                "population_municipal": body["populationMunicipale"],
                "communes_count": len(places),
                "departements": "|".join(sorted({departement for departement, _ in places})),
                "region": min(regions, key=lambda region: (-regions[region], region)),
                "name": " ".join(body["nom"].split()),
            }
        )
    return sorted(made, key=lambda row: str(row["siren"]))


def main(package: str) -> None:
    """Write the table."""
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(Path(package)))


if __name__ == "__main__":
    main(*sys.argv[1:])
