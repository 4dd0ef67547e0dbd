"""What Snakemake says of workflows before it would run them: dry_run.py CASES ANSWERS."""

import json
import os
import sys
from multiprocessing import Pool
from pathlib import Path

from snakemake.api import SnakemakeApi
from snakemake.settings.types import (
    ConfigSettings,
    OutputSettings,
    Quietness,
    ResourceSettings,
)


def dry_run(case):
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.chdir(case["root"])
    output = OutputSettings(quiet={Quietness.ALL}, dryrun=True)
    try:
        with SnakemakeApi(output) as api:
            workflow = api.workflow(
                resource_settings=ResourceSettings(nodes=1),
                config_settings=ConfigSettings(
                    configfiles=[Path(file) for file in case["config"]]
                ),
                snakefile=Path("Snakefile"),
                workdir=Path(case["root"]),
            )
            workflow.dag().execute_workflow(executor="dryrun")
        return ""
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:300]


cases = json.load(open(sys.argv[1]))
# Snakemake keeps much in its modules: each case gets a process that is used once.
with Pool(2, maxtasksperchild=1) as pool:
    answers = pool.map(dry_run, cases, chunksize=1)
json.dump(answers, open(sys.argv[2], "w"))
