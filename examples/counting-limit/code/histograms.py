"""Fills the mass histogram of the signal, scaled to its cross section, beside background and data."""

import argparse
import bisect
import csv
import json
import pathlib


def main():
    arguments = parse_arguments()
    background = json.loads(arguments.background.read_text())
    generated = json.loads(arguments.cutflow.read_text())["all"]
    weight = arguments.cross_section * arguments.luminosity / generated
    signal = fill(arguments.ntuple, background["edges"], weight)
    histograms = {**background, "signal": signal}
    arguments.output.write_text(json.dumps(histograms, indent=2) + "\n")
    print(f"expected signal    {sum(signal):8.2f} events")
    print(f"expected background{sum(background['expected']):8.2f} events")
    print(f"observed           {sum(background['observed']):8d} events")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ntuple", required=True, type=pathlib.Path)
    parser.add_argument("--cutflow", required=True, type=pathlib.Path)
    parser.add_argument("--background", required=True, type=pathlib.Path)
    parser.add_argument("--cross-section", required=True, type=float, help="fb")
    parser.add_argument("--luminosity", required=True, type=float, help="1/fb")
    parser.add_argument("--output", required=True, type=pathlib.Path)
    return parser.parse_args()


def fill(ntuple, edges, weight):
    counts = [0] * (len(edges) - 1)
    with open(ntuple, newline="") as file:
        for event in csv.DictReader(file):
            position = bisect.bisect_right(edges, float(event["mass"])) - 1
            if 0 <= position < len(counts):
                counts[position] += 1
    return [count * weight for count in counts]


if __name__ == "__main__":
    main()
