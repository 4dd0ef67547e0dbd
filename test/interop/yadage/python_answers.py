"""Writes what Python makes of thousands of format strings, templates and paths.

usage: python_answers.py ANSWERS.json
"""
import json
import random
import string
import sys

import jsonpath_rw

random.seed(7)
VALUES = dict(
    x="ab", y=5, n=1234567, f=3.14159, g=2.5, h=1e-7, i=1e20, m=-0.0, k=-42, b=True, none=None, e="",
    l=[1, "a", [2.0, None]], d={"k": 1, "z z": {"q": True}}, s="it's \"q\"\n\t\u00e9\u200b\U0001f600",
    big=12345678901234567890123, half=0.5, neg=-1234.5,
)
STEPS = {
    "a": [{"_nodeid": "n1"}, {"_nodeid": "n2"}], "s": "str", "n": 5, "f": 1.5, "t": True, "z": None,
    "sub": [{"_offset": "/sub/0", "in": [{"_nodeid": "n3"}]}], "d": {"k": {"m": 1}, "l": ["p", "q"]}, "e": [],
}
PATHS = (
    "a sub in d k l s n f z e * . . . .. [0] [1] [*] [-1] [0:1] [:] [a,b] [k] $ ( ) , | & where `this` 'a' "
    "\"d\" \"a 1 -3 / # [ [5] : [-9] [1 @x"
).split() + [" ", "\n"]


def field():
    if random.random() < 0.25:
        return random.choice(["{{", "}}", "{", "}", "text ", "$", "\n", "a:b"])
    name = random.choice(list(VALUES) + ["0", "", "workdir"])
    access = random.choice([""] * 8 + ["[0]", "[k]", "[-1]", ".real", ".foo", "[z z][q]", "[", ".", "[]", "[0]x"])
    conversion = random.choice([""] * 5 + ["!r", "!s", "!a", "!z", "!", "!rr"])
    return "{" + name + access + conversion + spec() + "}"


def spec():
    if random.random() < 0.3:
        return random.choice(["", ":{y}", ":{y:{n}}"])
    pick = random.choice
    return ":" + "".join([
        pick([""] * 4 + ["*", "0", "x", "\u00e9"]), pick(["", ""] + list("<>=^")), pick([""] * 4 + list("+- ")),
        pick([""] * 8 + ["z"]), pick([""] * 6 + ["#"]), pick([""] * 4 + ["0"]), pick(["", "", "5", "12", "20"]),
        pick([""] * 4 + [",", "_", ",_"]), pick([""] * 3 + [".0", ".1", ".10", ".", ".25"]),
        pick(["", "", "s"] + list("dbcoxXneEfFgG%qr")),
    ])


def template():
    parts = ["$x", "${y}", "$$", "$", "${", "}", "$(", "$1", "${n:-1}", "$none", "\n", "\r\n", "a ", "$zz", "\u00e9"]
    return "".join(random.choice(parts) for _ in range(random.randint(1, 5)))


def answer(call):
    try:
        return ["ok", call()]
    except Exception as error:  # noqa: B902
        return [type(error).__name__, str(error)]


def is_stable(outcome):
    return "built-in method" not in str(outcome) and " object at 0x" not in str(outcome)


def main():
    formats = ["".join(field() for _ in range(random.choice([1, 1, 2, 3]))) for _ in range(8000)]
    templates = [template() for _ in range(2000)]
    paths = ["".join(random.choice(PATHS) for _ in range(random.randint(1, 6))) for _ in range(1000)]
    answers = {
        "values": VALUES,
        "steps": STEPS,
        "formats": [[t, answer(lambda: t.format(**VALUES))] for t in formats],
        "templates": [[t, answer(lambda: string.Template(t).substitute(VALUES))] for t in templates],
        "paths": [[p, answer(lambda: [m.value for m in jsonpath_rw.parse(p).find(STEPS)])] for p in paths],
    }
    for key in ("formats", "templates", "paths"):
        answers[key] = [pair for pair in answers[key] if is_stable(pair[1])]
    with open(sys.argv[1], "w") as stream:
        json.dump(answers, stream)


main()
