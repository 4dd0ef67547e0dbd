"""Computes the observed and the median expected limit of this example in one go, without the workflow.

Written apart from `code/`: muon pairs one by one, and the CLs scan by pyhf's hypotest with a bisection.
The numbers of `limit_stage/limits.json` have to agree with what this prints.
"""

import json
import math
import sys

import pyhf
import skhep_testdata
import uproot

MASS, SIGNAL_EVENTS = 150.0, 10.0


def main():
    masses = list(dimuon_masses())
    edges = [MASS - 25 + 10 * i for i in range(6)]
    below = between(masses, edges[0] - 40, edges[0])
    above = between(masses, edges[-1], edges[-1] + 40)
    # 90 GeV lie between the centres of the sidebands, the first bin's centre 25 GeV behind the first.
    background = [
        below / 4 * (above / below) ** ((25 + 10 * i) / 90) for i in range(5)
    ]
    error = math.sqrt(1 / below + 1 / above) / 2
    signal = [SIGNAL_EVENTS * (gauss(high) - gauss(low)) for low, high in zip(edges, edges[1:])]
    observed = [between(masses, low, high) for low, high in zip(edges, edges[1:])]
    model = model_of(signal, background, error)
    data = observed + model.config.auxdata
    pyhf.set_backend("numpy", pyhf.optimize.scipy_optimizer(tolerance=1e-10))
    json.dump({"exp": limit(model, data, 1), "obs": limit(model, data, 0)}, sys.stdout)


def dimuon_masses():
    tree = uproot.open(skhep_testdata.data_path("uproot-HZZ.root"))["events"]
    names = ["Px", "Py", "Pz", "E", "Charge", "Iso"]
    for event in tree.arrays([f"Muon_{name}" for name in names]).to_list():
        muons = list(zip(*(event[f"Muon_{name}"] for name in names)))[:2]
        if len(muons) < 2 or sum(muon[4] for muon in muons) != 0:
            continue
        if all(math.hypot(m[0], m[1]) > 20 and m[5] < 0.1 * math.hypot(m[0], m[1]) for m in muons):
            x, y, z, energy = (sum(muon[i] for muon in muons) for i in range(4))
            yield math.sqrt(max(energy**2 - x**2 - y**2 - z**2, 0))


def between(masses, low, high):
    return sum(low <= mass < high for mass in masses)


def gauss(edge):
    return 0.5 * (1 + math.erf((edge - MASS) / (0.02 * MASS * math.sqrt(2))))


def model_of(signal, background, error):
    mu = {"name": "mu", "type": "normfactor", "data": None}
    level = {"name": "b", "type": "normsys", "data": {"hi": 1 + error, "lo": 1 / (1 + error)}}
    samples = [
        {"name": "s", "data": signal, "modifiers": [mu]},
        {"name": "b", "data": background, "modifiers": [level]},
    ]
    return pyhf.Model({"channels": [{"name": "c", "samples": samples}]}, poi_name="mu")


def limit(model, data, which):
    """Bisects for CLs = 0.05: the observed one (0) or the median expected one (1)."""
    low, high = 0.01, 10.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        cls = pyhf.infer.hypotest(middle, data, model, return_expected=True)
        low, high = (middle, high) if cls[which] > 0.05 else (low, middle)
    return (low + high) / 2


if __name__ == "__main__":
    main()
