"""Selects events with two central objects of high transverse momentum and keeps their mass."""

import argparse
import csv
import json
import pathlib

CUTS = {
    "leading pt > 200 GeV": lambda event: float(event["pt1"]) > 200,
    "second pt > 75 GeV": lambda event: float(event["pt2"]) > 75,
    "both |eta| < 2.5": lambda event: max(abs(float(event["eta1"])), abs(float(event["eta2"]))) < 2.5,
}


def main():
    arguments = parse_arguments()
    cutflow = {"all": 0, **{name: 0 for name in CUTS}}
    with open(arguments.output, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["mass"])
        for event in read_events(arguments.input):
            if passes(event, cutflow):
                writer.writerow([event["mass"]])
    arguments.cutflow.write_text(json.dumps(cutflow, indent=2) + "\n")
    for name, count in cutflow.items():
        print(f"{name:25} {count:8}")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--input", required=True, type=pathlib.Path, help="folder of the dataset")
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--cutflow", required=True, type=pathlib.Path)
    return parser.parse_args()


def read_events(folder):
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise SystemExit(f"{folder} holds no file of events")
    for path in files:
        with open(path, newline="") as file:
            yield from csv.DictReader(file)


def passes(event, cutflow):
    """Applies the cuts in order, counting the events that are left after each."""
    cutflow["all"] += 1
    for name, accepts in CUTS.items():
        if not accepts(event):
            return False
        cutflow[name] += 1
    return True


if __name__ == "__main__":
    main()
