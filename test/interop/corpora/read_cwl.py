"""What cwltool refuses of documents: read_cwl.py LIST ANSWERS, its words, or null."""

import json
import logging
import pathlib
import sys

from cwltool.context import LoadingContext
from cwltool.load_tool import load_tool
from cwltool.workflow import default_make_tool

logging.disable(logging.CRITICAL)

options = {"skip_schemas": True, "strict": False, "construct_tool_object": default_make_tool}


def refusal(name):
    try:
        load_tool(pathlib.Path(name).as_uri(), LoadingContext(options))
        return None
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]


names = json.load(open(sys.argv[1]))
json.dump([refusal(name) for name in names], open(sys.argv[2], "w"))
