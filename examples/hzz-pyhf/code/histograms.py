"""Builds the statistical model around one mass: signal, background from the sidebands, observed counts.

The background falls exponentially; its level and slope come from the numbers of events below and above the
signal window. The result is a pyhf workspace.
"""

import argparse
import json
import math
import pathlib

import numpy as np

BIN_WIDTH = 10.0  # GeV
BINS = 5
SIDEBAND = 40.0  # GeV, on either side of the window
RESOLUTION = 0.02  # of the mass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--masses", required=True, type=pathlib.Path)
    parser.add_argument("--mass", required=True, type=float, help="of the resonance, GeV")
    parser.add_argument("--signal-events", required=True, type=float)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    masses = np.array(json.loads(arguments.masses.read_text()))
    workspace = build(masses, arguments.mass, arguments.signal_events)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(workspace, indent=2) + "\n")
    print(f"observed: {workspace['observations'][0]['data']}")


def build(masses, mass, signal_events):
    edges = mass + BIN_WIDTH * (np.arange(BINS + 1) - BINS / 2)
    observed = np.histogram(masses, edges)[0]
    background, uncertainty = interpolate(masses, edges)
    cumulative = [
        0.5 * (1 + math.erf((edge - mass) / (RESOLUTION * mass * math.sqrt(2)))) for edge in edges
    ]
    signal = signal_events * np.diff(cumulative)
    return {
        "version": "1.0.0",
        "channels": [
            {
                "name": "dimuon",
                "samples": [
                    {
                        "name": "signal",
                        "data": signal.tolist(),
                        "modifiers": [{"name": "mu", "type": "normfactor", "data": None}],
                    },
                    {
                        "name": "background",
                        "data": background.tolist(),
                        "modifiers": [
                            {
                                "name": "sidebands",
                                "type": "normsys",
                                "data": {"hi": 1 + uncertainty, "lo": 1 / (1 + uncertainty)},
                            }
                        ],
                    },
                ],
            }
        ],
        "observations": [{"name": "dimuon", "data": observed.astype(float).tolist()}],
        "measurements": [{"name": "limit", "config": {"poi": "mu", "parameters": []}}],
    }


def interpolate(masses, edges):
    """Background per bin, by an exponential through both sidebands, and its relative uncertainty."""
    below = count(masses, edges[0] - SIDEBAND, edges[0])
    above = count(masses, edges[-1], edges[-1] + SIDEBAND)
    if below == 0 or above == 0:
        raise SystemExit("A sideband holds no event: choose another mass.")
    distance = edges[-1] - edges[0] + SIDEBAND  # from centre to centre
    slope = math.log(above / below) / distance
    centres = (edges[:-1] + edges[1:]) / 2
    level = below * BIN_WIDTH / SIDEBAND
    background = level * np.exp(slope * (centres - (edges[0] - SIDEBAND / 2)))
    return background, 0.5 * math.sqrt(1 / below + 1 / above)


def count(masses, low, high):
    return int(((masses >= low) & (masses < high)).sum())


if __name__ == "__main__":
    main()
