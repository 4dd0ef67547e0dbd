"""Runs the real reana-client's commands in one process, as starting it takes longer than most of them.

Reads a JSON list of argument lists from standard input, prints a JSON list of exit codes and outputs.
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

from click.testing import CliRunner  # noqa: E402
from reana_client.cli import cli  # noqa: E402


def run(arguments):
    result = CliRunner().invoke(cli, arguments, prog_name="reana-client")
    return {"exitCode": result.exit_code, "stdout": result.stdout, "stderr": result.stderr}


print(json.dumps([run(arguments) for arguments in json.load(sys.stdin)]))
