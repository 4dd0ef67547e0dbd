"""Runs workflows with the real yadage and writes what came of them.

usage: run_real.py JOBS.json ANSWERS.json
"""
import json
import logging
import os
import sys
import threading
from importlib.metadata import version

logging.disable(logging.CRITICAL)

from yadage.steering_object import YadageSteering  # noqa: E402
from yadage.steering_api import execute_steering  # noqa: E402
from yadage.utils import setupbackend_fromstring  # noqa: E402


def describe_node(node):
    meta = node.task.metadata
    key = "{}/{}[{}]".format(meta["wflow_offset"], meta["wflow_stage"], meta["wflow_stage_node_idx"])
    try:
        result = node.result.json() if node.has_result() else None
    except RuntimeError:
        result = None
    return {
        "key": key,
        "name": node.name,
        "state": str(node.state),
        "parameters": node.task.parameters.json(),
        "result": result,
        "readwrite": node.task.state.readwrite,
        "readonly": node.task.state.readonly,
    }


def describe(workflow):
    nodes = {n: describe_node(workflow.dag.getNode(n)) for n in workflow.dag.nodes()}
    return {
        "nodes": list(nodes.values()),
        "edges": [[nodes[a]["key"], nodes[b]["key"]] for a, b in workflow.dag.edges()],
        "unapplied": sorted("{}/{}".format(r.offset, r.rule.name) for r in workflow.rules),
    }


# Newer versions want to be told where the data is.
place = "" if version("yadage").startswith("0.20.") else "local:"


def run(job, backend):
    answer = {"status": "success", "error": None, "nodes": [], "edges": [], "unapplied": []}
    steering = None
    os.chdir(job["workspace"])
    try:
        steering = YadageSteering.create(
            dataarg=place + job["workspace"],
            dataopts={"initdir": "init"},
            workflow=job["file"],
            toplevel=job["toplevel"],
            initdata=job["parameters"],
        )
        execute_steering(steering, updateinterval=0.005, default_trackers=False, backend=backend)
    except BaseException as error:  # noqa: B902
        answer["status"] = "failed"
        answer["error"] = {"type": type(error).__name__, "text": str(error)}
    if steering is not None:
        answer.update(describe(steering.workflow))
    return answer


if __name__ == "__main__":
    with open(sys.argv[1]) as stream:
        jobs = json.load(stream)
    backend = setupbackend_fromstring("multiproc:2")
    answers = [run(job, backend) for job in jobs]
    with open(sys.argv[2], "w") as stream:
        json.dump(answers, stream)
    assert threading.main_thread() is threading.current_thread()
    os._exit(0)
