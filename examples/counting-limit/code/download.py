"""Stands in for `rucio download`: makes the events of a signal dataset from its name.

The same name gives the same events everywhere. A mass in the name (`..._m750.deriv...`) becomes the mass
of the resonance; any other name gets a mass of its own.
"""

import argparse
import csv
import hashlib
import pathlib
import random
import re

EVENTS = 20_000
RESOLUTION = 0.04  # of the mass


def main():
    arguments = parse_arguments()
    mass = mass_of(arguments.dataset)
    folder = arguments.output
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "events.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["mass", "pt1", "pt2", "eta1", "eta2"])
        writer.writerows(events(random.Random(arguments.dataset), mass))
    print(f"{arguments.dataset}: {EVENTS} events of a resonance of {mass} GeV")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", required=True, help="scope:name")
    parser.add_argument("--output", required=True, type=pathlib.Path, help="folder to make")
    return parser.parse_args()


def mass_of(dataset):
    """Mass of the resonance in GeV."""
    named = re.search(r"_m(\d{3,4})(?!\d)", dataset)
    if named:
        return int(named.group(1))
    digest = hashlib.sha256(dataset.encode()).digest()
    return 550 + int.from_bytes(digest[:2], "big") % 400


def events(dice, mass):
    """Rows of invariant mass, transverse momenta (GeV) and pseudorapidities of two objects."""
    for _ in range(EVENTS):
        measured = dice.gauss(mass, RESOLUTION * mass)
        sharing = dice.uniform(0.3, 0.5)
        yield [
            f"{measured:.3f}",
            f"{measured * (1 - sharing) * dice.uniform(0.5, 0.9):.3f}",
            f"{measured * sharing * dice.uniform(0.2, 0.9):.3f}",
            f"{dice.gauss(0, 1.5):.4f}",
            f"{dice.gauss(0, 1.5):.4f}",
        ]


if __name__ == "__main__":
    main()
