"""Sets a 95% CL upper limit on the signal strength mu (1 = the nominal cross section).

Model: in every bin a Poisson count of mu * signal + background * (1 + uncertainty * theta), with theta
constrained by a unit Gaussian. Method: CLs with the test statistic q-tilde and its asymptotic
distributions (Cowan, Cranmer, Gross, Vitells, Eur. Phys. J. C 71 (2011) 1554).
"""

import argparse
import functools
import json
import math
import pathlib

CONFIDENCE = 0.95
BANDS = {"exp_m2": -2, "exp_m1": -1, "exp": 0, "exp_p1": 1, "exp_p2": 2}
LABELS = {"exp": "expected (median)", "obs": "observed"}


def main():
    arguments = parse_arguments()
    limits = upper_limits(json.loads(arguments.histograms.read_text()))
    arguments.limits.write_text(json.dumps(limits, indent=2) + "\n")
    table = as_table(limits)
    arguments.table.write_text(table)
    print(table, end="")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histograms", required=True, type=pathlib.Path)
    parser.add_argument("--limits", required=True, type=pathlib.Path)
    parser.add_argument("--table", required=True, type=pathlib.Path)
    return parser.parse_args()


def upper_limits(histograms):
    """Limits on mu: `exp` with its bands of 1 and 2 standard deviations, and `obs`."""
    signal = histograms["signal"]
    if sum(signal) <= 0:
        raise SystemExit("No signal event is left in the histogram: there is nothing to set a limit on.")
    model = Model(signal, histograms["expected"], histograms["relative_uncertainty"])
    data = Data(histograms["observed"], 0.0)
    asimov = model.asimov(data)
    limits = {}
    for name, deviations in BANDS.items():
        limits[name] = solve(lambda mu: expected_cls(model.q_tilde(mu, asimov), deviations))
    limits["obs"] = solve(lambda mu: observed_cls(model.q_tilde(mu, data), model.q_tilde(mu, asimov)))
    return limits


class Data:
    """Counts per bin, and the outcome of the measurement that constrains theta."""

    def __init__(self, counts, auxiliary):
        self.counts = counts
        self.auxiliary = auxiliary


class Model:
    def __init__(self, signal, background, uncertainty):
        self.signal = signal
        self.background = background
        self.uncertainty = uncertainty

    def rates(self, mu, theta):
        scale = 1 + self.uncertainty * theta
        return [mu * s + scale * b for s, b in zip(self.signal, self.background)]

    def negative_log_likelihood(self, mu, theta, data):
        total = (theta - data.auxiliary) ** 2 / 2
        for rate, count in zip(self.rates(mu, theta), data.counts):
            total += rate - count * math.log(rate)
        return total

    def best_theta(self, mu, data):
        """The theta of greatest likelihood for a fixed mu; its slope grows steadily, so one root."""

        def slope(theta):
            total = theta - data.auxiliary
            for b, rate, count in zip(self.background, self.rates(mu, theta), data.counts):
                total += self.uncertainty * b * (1 - count / rate)
            return total

        return root(slope, -1 / self.uncertainty * (1 - 1e-9), 1 / self.uncertainty + 20)

    def best_mu(self, data):
        """The mu of greatest likelihood, not below 0."""

        def slope(mu):
            rates = self.rates(mu, self.best_theta(mu, data))
            return sum(s * (1 - n / rate) for s, rate, n in zip(self.signal, rates, data.counts))

        if slope(0.0) >= 0:
            return 0.0
        return root(slope, 0.0, upper_bound(slope))

    def asimov(self, data):
        """The data set without any statistical fluctuation of the background-only model."""
        theta = self.best_theta(0.0, data)
        return Data(self.rates(0.0, theta), theta)

    @functools.cache  # It is the same for every mu that is tried.
    def free_fit(self, data):
        """The best mu, and the negative logarithm of the likelihood there."""
        best = self.best_mu(data)
        return best, self.negative_log_likelihood(best, self.best_theta(best, data), data)

    def q_tilde(self, mu, data):
        best, free = self.free_fit(data)
        if best >= mu:
            return 0.0
        fixed = self.negative_log_likelihood(mu, self.best_theta(mu, data), data)
        return max(2 * (fixed - free), 0.0)


def observed_cls(q, q_asimov):
    root_q, root_asimov = math.sqrt(q), math.sqrt(q_asimov)
    if root_q <= root_asimov:
        distance = root_q - root_asimov
    else:
        distance = (q - q_asimov) / (2 * root_asimov)
    return tail(distance + root_asimov) / tail(distance)


def expected_cls(q_asimov, deviations):
    return tail(math.sqrt(q_asimov) - deviations) / tail(-deviations)


def tail(z):
    """Probability of a unit Gaussian above z."""
    return math.erfc(z / math.sqrt(2)) / 2


def solve(cls):
    """The mu at which CLs falls to 1 - CONFIDENCE."""

    def excess(mu):
        return (1 - CONFIDENCE) - cls(mu)

    return root(excess, 1e-9, upper_bound(excess))


def upper_bound(rising):
    """A value at which `rising` is positive."""
    bound = 1.0
    while rising(bound) <= 0:
        bound *= 2
        if bound > 1e9:
            raise SystemExit("No limit below 10^9 times the nominal cross section.")
    return bound


def root(rising, low, high):
    """Where a rising function crosses 0, to the precision of a float."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def as_table(limits):
    lines = ["95% CL upper limits on the signal strength (1 = nominal cross section)", ""]
    for name, deviations in BANDS.items():
        lines.append(f"{LABELS.get(name, f'expected {deviations:+d} sigma'):20} {limits[name]:8.4f}")
    lines.append(f"{LABELS['obs']:20} {limits['obs']:8.4f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
