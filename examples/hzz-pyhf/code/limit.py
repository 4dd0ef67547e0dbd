"""Sets 95% CL upper limits on the signal strength with pyhf: CLs, asymptotic."""

import argparse
import json
import pathlib

import pyhf
from pyhf.infer.intervals.upper_limits import toms748_scan

# The search stays off 0, where numerator and denominator of CLs vanish together.
LOWEST, HIGHEST = 0.001, 10.0
NAMES = ["exp_m2", "exp_m1", "exp", "exp_p1", "exp_p2", "obs"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path, help="folder")
    arguments = parser.parse_args()
    limits = upper_limits(json.loads(arguments.workspace.read_text()))
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "limits.json").write_text(json.dumps(limits, indent=2) + "\n")
    table = "".join(f"{name:8} {limits[name]:8.4f}\n" for name in NAMES)
    (arguments.output / "limits.txt").write_text(table)
    print(table, end="")


def upper_limits(specification):
    pyhf.set_backend("numpy", pyhf.optimize.scipy_optimizer(tolerance=1e-10))
    workspace = pyhf.Workspace(specification)
    model = workspace.model()
    data = workspace.data(model)
    observed, expected = toms748_scan(data, model, LOWEST, HIGHEST, rtol=1e-8)
    return dict(zip(NAMES, [float(value) for value in [*expected, observed]]))


if __name__ == "__main__":
    main()
