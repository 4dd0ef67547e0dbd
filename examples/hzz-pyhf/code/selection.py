"""Selects events with two isolated muons of opposite charge and writes their invariant masses (GeV)."""

import argparse
import json
import pathlib

import numpy as np
import skhep_testdata
import uproot

MINIMUM_PT = 20.0  # GeV
MAXIMUM_ISOLATION = 0.1  # of the muon's transverse momentum


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    with uproot.open(skhep_testdata.data_path("uproot-HZZ.root")) as file:
        masses = select(file["events"])
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(masses.tolist()) + "\n")
    print(f"{len(masses)} events selected")


def select(tree):
    fields = ["Px", "Py", "Pz", "E", "Charge", "Iso"]
    events = tree.arrays([f"Muon_{field}" for field in fields])
    events = events[tree["NMuon"].array() >= 2]
    px, py, pz, energy, charge, isolation = (
        events[f"Muon_{field}"][:, :2].to_numpy() for field in fields
    )
    pt = np.hypot(px, py)
    selected = (
        (charge.sum(axis=1) == 0)
        & (pt > MINIMUM_PT).all(axis=1)
        & (isolation < MAXIMUM_ISOLATION * pt).all(axis=1)
    )
    squared = sum_squared(energy) - sum_squared(px) - sum_squared(py) - sum_squared(pz)
    return np.sqrt(np.maximum(squared, 0))[selected]


def sum_squared(component):
    """The square of the pair's sum, in double precision: masses are small differences."""
    return component.astype(float).sum(axis=1) ** 2


if __name__ == "__main__":
    main()
