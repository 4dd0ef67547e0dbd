"""What yadage refuses of workflows when it loads them: read_yadage.py LIST ANSWERS, its words, or null."""

import json
import os
import sys

from yadage.workflow_loader import workflow


def refusal(name):
    folder, file = os.path.split(name)
    try:
        workflow(file, toplevel=folder)
        return None
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:300]


names = json.load(open(sys.argv[1]))
json.dump([refusal(name) for name in names], open(sys.argv[2], "w"))
