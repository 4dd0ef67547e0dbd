"""Prints the command table of the installed reana-client as JSON: for each command its arguments and options."""

import json
import warnings

warnings.filterwarnings("ignore")

import click  # noqa: E402
from reana_client.cli import cli  # noqa: E402

table = {}
for name, command in sorted(cli.commands.items()):
    options = sorted(
        flag
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for flag in [*parameter.opts, *parameter.secondary_opts]
    )
    count = sum(isinstance(parameter, click.Argument) for parameter in command.params)
    table[name] = {"arguments": count, "options": options}
print(json.dumps(table))
