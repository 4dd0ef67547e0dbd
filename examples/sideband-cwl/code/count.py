"""Counts the masses of a file that lie in a region: count.py FILE LOW HIGH."""

import csv
import json
import sys

name, low, high = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
with open(name, newline="") as file:
    masses = [float(row["mass"]) for row in csv.DictReader(file)]
count = sum(low <= mass < high for mass in masses)
print(json.dumps({"low": low, "high": high, "events": count}))
