"""Runs the real reana-client for each line of standard input, a JSON list of arguments; answers with a line of JSON.

Each command has a process of its own, forked from one that has the client's packages loaded: loading them takes
longer than most commands.
"""

import json
import os
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")

from reana_client.cli import cli  # noqa: E402


def run(arguments):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            sys.argv = ["reana-client", *arguments]
            cli(prog_name="reana-client")
        _, status = os.waitpid(child, 0)
        return {
            "exitCode": os.waitstatus_to_exitcode(status),
            "stdout": read(out),
            "stderr": read(err),
        }


def read(file):
    file.seek(0)
    return file.read().decode(errors="replace")


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
