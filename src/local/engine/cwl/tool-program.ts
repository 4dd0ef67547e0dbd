/**
 * The program that stands in front of every CWL tool's command: cwltool runs it in place of the tool, and
 * it has the tool run as a job.
 */

/**
 * Source of the program. Its arguments: the tool's number, then the tool's command; or only the number,
 * with a shell script on standard input. Environment and working directory are those that CWL demands.
 *
 * @param socket path of the job broker's socket
 */
export function toolProgram(socket: string): string {
  return String.raw`#!/usr/bin/env python3
import json
import os
import shlex
import shutil
import socket
import sys
import tempfile

number, *words = sys.argv[1:]
command = shlex.join(words) if words else sys.stdin.read()
own = {"PATH", "PWD", "OLDPWD", "SHLVL", "_", "LC_CTYPE", "PYTHONUNBUFFERED"}
exports = " ".join(f"{name}={shlex.quote(value)}" for name, value in os.environ.items()
                   if name not in own and name.isidentifier())

with tempfile.TemporaryDirectory(prefix="streams-", dir=os.environ["TMPDIR"]) as streams:
    given = os.path.join(streams, "input")
    printed = os.path.join(streams, "output")
    if words and not os.isatty(0):
        with open(given, "wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(${JSON.stringify(socket)})
        connection.sendall(json.dumps({
            "tool": int(number),
            "setup": f"cd {shlex.quote(os.getcwd())} && export {exports}",
            "command": command,
            "input": given if os.path.exists(given) and os.path.getsize(given) else None,
            "output": printed,
        }).encode() + b"\n")
        with connection.makefile() as answers:
            answer = json.loads(answers.readline())
    if os.path.exists(printed):
        with open(printed, "rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)

if "error" in answer:
    sys.exit(answer["error"])
code = answer["exitCode"]
sys.exit(1 if code is None else code)
`;
}
