"""What PyYAML makes of files: read_yaml.py LIST ANSWERS, a JSON list of names and their values as JSON text, or null."""

import hashlib
import json
import sys

import yaml


def read(name):
    try:
        with open(name, encoding="utf-8") as file:
            value = yaml.safe_load(file)
        # Python's JSON takes numbers that are none.
        return json.dumps(value, allow_nan=False)
    except Exception:
        return None


names = json.load(open(sys.argv[1]))
json.dump([read(name) for name in names], open(sys.argv[2], "w"))
