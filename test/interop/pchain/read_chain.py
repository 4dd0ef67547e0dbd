"""Reads chains with PanDA's own reader, as the server does when pchain submits one.

Arguments: files, in CWL, in PanDA's own language (.yaml), or named Snakefile. Prints one JSON list: for each file either {"error": ...}, or {"steps": {name: ...}} with
what the server would hand to the worker node.
"""

import io
import json
import logging
import multiprocessing
import os
import re
import shlex
import sys
import traceback
import types
from contextlib import redirect_stderr, redirect_stdout

# The reader looks up PanDA's servers as soon as it is imported, unless it is told that it need not.
os.environ["PANDA_BEHIND_REAL_LB"] = "1"
for name in ("PANDA_URL", "PANDA_URL_SSL", "PANDACACHE_URL"):
    os.environ[name] = "http://127.0.0.1:9/"


class Unused:
    """Stands in for what only matters once a chain is handed on for execution."""

    def __init__(self, *_args, **_kwargs):
        pass


def stub(name, *classes):
    module = types.ModuleType(name)
    for class_name in classes:
        setattr(module, class_name, Unused)
    sys.modules[name] = module


stub("idds")
stub("idds.atlas")
stub("idds.atlas.workflowv2")
stub("idds.atlas.workflowv2.atlaslocalpandawork", "ATLASLocalPandaWork")
stub("idds.atlas.workflowv2.atlaspandawork", "ATLASPandaWork")
stub("idds.workflowv2")
stub("idds.workflowv2.workflow", "AndCondition", "Condition", "OrCondition", "Workflow")

from pandaserver.workflow import pcwl_utils, workflow_utils  # noqa: E402


def template(kind):
    """What pchain sends of a task that does nothing; steps fill it in."""
    parameters = [
        {"type": "constant", "value": '-j "" --sourceURL ${SURL}'},
        {"type": "constant", "value": "-r ."},
        {"padding": False, "type": "constant", "value": '-p "'},
        {"padding": False, "type": "constant", "value": "nothing"},
        {"type": "constant", "value": '"'},
        {"type": "constant", "value": "-a sandbox.tar.gz"},
    ]
    task = {
        "sourceURL": "http://127.0.0.1:9",
        "cliParams": "prun",
        "site": None,
        "taskName": "user.nobody.template/",
        "transHome": None,
        "transUses": "",
        "architecture": "",
        "jobParameters": parameters,
    }
    if kind == "athena":
        task["buildSpec"] = {"archiveName": "sources.tar.gz", "jobParameters": ""}
        task["architecture"] = "x86_64-el9-gcc13-opt@el9"
    else:
        task["container_name"] = "nothing"
        task["multiStepExec"] = {}
    return task


def command_of(task):
    words = shlex.split(task.get("cliParams", ""))
    return words[words.index("--exec") + 1] if "--exec" in words else None


def read_cwl(file, log):
    nodes, inputs = pcwl_utils.parse_workflow_file(file, log)
    if nodes is False:
        raise ValueError("unknown workflow")
    return workflow_utils, nodes, inputs, {}


def read_snakefile(file, log):
    from pandaserver.workflow.snakeparser.parser import Parser

    nodes, inputs = Parser(file, logger=log).parse_nodes()
    return workflow_utils, nodes, inputs, {}


def read_native(file, log):
    """What the server's parser does with a description in its own language, without the download of its sandbox."""
    from pandaserver.workflow import workflow_native_utils
    from ruamel.yaml import YAML

    def load(name):
        with open(name) as stream:
            return YAML(typ="safe", pure=True).load(stream)

    description = load(file)
    counter = [0]
    nodes, inputs = workflow_native_utils.parse_workflow_data(description, log, _id_counter=counter)
    data = description.get("inputs", {})
    blocks = description.get("workflow_blocks", {})
    for node in nodes:
        if node.workflow_ref is None:
            continue
        block = blocks[node.workflow_ref] if node.workflow_ref in blocks else load(node.workflow_ref)
        children, declared = workflow_native_utils.parse_workflow_data(block, log, _id_counter=counter)
        if not node.scatter_inputs:
            node.root_inputs = {**(declared or {}), **(node.root_inputs or {})}
        node.sub_nodes = children
        node.workflow_ref = None
        for child in children:
            child.is_tail = False
    return workflow_native_utils, nodes, inputs, data


def reader_of(file):
    if os.path.basename(file) == "Snakefile":
        return read_snakefile
    return read_cwl if file.endswith(".cwl") else read_native


def read(file):
    os.chdir(os.path.dirname(file))
    log = logging.getLogger("reader")
    log.addHandler(logging.NullHandler())
    utils, nodes, inputs, data = reader_of(file)(file, log)
    _, _, nodes = utils.resolve_nodes(nodes, inputs, data, 0, set(), "user.jdoe.wf", log)
    utils.set_workflow_outputs(nodes)
    ids = utils.get_node_id_map(nodes)
    templates = {"athena": template("athena"), "container": template("container")}
    for node in nodes:
        node.resolve_params(templates, ids)
    scattered = set()
    for node in nodes:
        if getattr(node, "scatter_inputs", None) is not None:
            scattered |= node.sub_nodes
    steps = {}
    for node in ids.values():
        if node.id in scattered:
            continue
        is_right, reason = node.verify()
        if not is_right:
            raise ValueError(f"{node.name}: {reason}")
        if node.is_leaf:
            task = node.task_params or {}
            steps[node.name] = {
                "exec": command_of(task),
                "image": task.get("container_name"),
                "secrets": task.get("useSecrets", False),
                "outputs": node.output_types,
            }
    return {"steps": steps}


def try_to_read(file):
    said = io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            return read(file)
    except (Exception, SystemExit) as error:
        if os.environ.get("TRACE"):
            traceback.print_exc()
        text = re.sub(r"\s+", " ", f"{type(error).__name__}: {error} {said.getvalue()}")
        return {"error": text.strip()}


def read_alone(file):
    """Snakemake keeps what it has read: each Snakefile needs a process of its own."""
    if reader_of(file) is not read_snakefile:
        return try_to_read(file)
    import pandaserver.workflow.snakeparser.parser  # noqa: F401

    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(try_to_read, [file])


files = [os.path.abspath(file) for file in sys.argv[1:]]
print(json.dumps([read_alone(file) for file in files]))
