"""Draws the spectrum of the dimuon mass."""

import argparse
import json
import pathlib

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--masses", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    figure, axes = plt.subplots()
    axes.hist(json.loads(arguments.masses.read_text()), bins=48, range=(60, 300), histtype="step")
    axes.set(xlabel=r"$m_{\mu\mu}$ [GeV]", ylabel="events / 5 GeV", yscale="log")
    figure.savefig(arguments.output, dpi=100)


if __name__ == "__main__":
    main()
