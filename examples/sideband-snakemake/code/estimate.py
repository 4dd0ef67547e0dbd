"""Compares the signal region with what the sidebands beside it expect: estimate.py SIGNAL SIDEBAND..."""

import json
import sys

signal, *sidebands = [json.load(open(name)) for name in sys.argv[1:]]
density = sum(band["events"] for band in sidebands) / sum(band["high"] - band["low"] for band in sidebands)
expected = density * (signal["high"] - signal["low"])
print(json.dumps({"observed": signal["events"], "expected": round(expected, 2)}))
