/** Snakefiles as people write them, for the comparison of lint with Snakemake. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface SnakemakeSample {
  readonly name: string;
  /** Besides `reana.yaml`. */
  readonly files: Readonly<Record<string, string>>;
  /** Files and folders of `inputs`. */
  readonly inputs: readonly string[];
}

const pictured = path.resolve(import.meta.dirname, '../../../docs/pictures/snakemake');

/** As REANA's own demonstrations: two steps, nothing but texts. */
const chain = `rule all:
    input:
        "results/plot.png"

rule gendata:
    input:
        gendata_tool="code/gendata.C"
    output:
        "results/data.root"
    params:
        events=20000
    container:
        "docker://docker.io/reanahub/reana-env-root6:6.18.04"
    shell:
        "mkdir -p results && root -b -q '{input.gendata_tool}({params.events},\\"{output}\\")'"

rule fitdata:
    input:
        fitdata_tool="code/fitdata.C",
        data="results/data.root"
    output:
        "results/plot.png"
    container:
        "docker://docker.io/reanahub/reana-env-root6:6.18.04"
    resources:
        kubernetes_memory_limit="256Mi"
    log:
        "logs/fit.log"
    shell:
        "root -b -q '{input.fitdata_tool}(\\"{input.data}\\",\\"{output}\\")' > {log}"
`;

/** Wildcards, lists, constraints, several lines, an included file. */
const scatter = `configfile: "config.yaml"

include: "rules/plots.smk"

rule all:
    input:
        expand("histograms/{sample}_{region}.json", sample=["data", "mc"], region=["SR", "CR"]),
        "plots/summary.pdf"
    default_target: True

rule histogram:
    input:
        script="code/fill.py",
        data="data/{sample}.csv"
    output:
        temp("histograms/{sample}_{region}.json")
    wildcard_constraints:
        sample="[a-z]+"
    threads: 2
    log: "logs/{sample}_{region}.log"
    container: "docker://docker.io/library/python:3.12-slim"
    shell:
        r"""
        python {input.script} --region {wildcards.region} \\
            --threads {threads} {input.data} > {output} 2> {log}
        awk '{{print $1}}' {output}
        """
`;
const plots = `rule summary:
    input: expand("histograms/{sample}_SR.json", sample=["data", "mc"])
    output: "plots/summary.pdf"
    container: "docker://docker.io/library/python:3.12-slim"
    shell: "python code/plot.py {input} {output}"
`;

/** Python around and in the rules. */
const python = `import os

SAMPLES = ["a", "b"]

def data_of(wildcards):
    return os.path.join("data", wildcards.sample + ".csv")

rule all:
    input: expand("out/{sample}.txt", sample=SAMPLES)

rule count:
    input: data_of
    output: "out/{sample}.txt"
    params: top=lambda wildcards: len(wildcards.sample)
    container: "docker://docker.io/library/debian:12-slim"
    shell: "head -n {params.top} {input} > {output}"
`;

/** What users of REANA write beyond the demonstrations: much Python, rules made of rules, commands put together. */
const composed = `import glob
import json
from datetime import datetime
from pathlib import Path

IMAGE        = "docker://docker.io/library/python:3.12-slim"
RESULTS      = "results"
STAMPED      = f"{RESULTS}/{datetime(2026, 1, 2).strftime('%Y%m%d')}_{len('ab')}"
FIT_TEMPLATE = "python code/fit.py {{input}} --order {order} > {{output}}"
FINAL        = Path(RESULTS) / "limit.json"

with open("samples.json", "r") as samples_file:
    SAMPLES = json.load(samples_file)

def files_of(wildcards, most=2):
    """At most so many of the files of a sample."""
    files = SAMPLES[wildcards.sample]["files"]
    if not files:
        raise ValueError(
            f"no files for '{wildcards.sample}' "
            "(see samples.json)"
        )
    return [f"data/{name}.csv" for name in files][:most]

wildcard_constraints:
    sample = "|".join(SAMPLES.keys()),
    index  = r"\\d+"

# The last one asks for all others.
rule all:
    input:
        FINAL,
        f"{STAMPED}/.published"

rule skim:
    input:
        script  = "code/skim.py",
        headers = glob.glob("code/*.h"),
        data    = files_of,
    output:
        table = f"{RESULTS}/skim_{{sample}}.csv"
    params:
        title = lambda wildcards: SAMPLES[wildcards.sample]["title"],
        tag   = "{sample}",
    container:
        IMAGE
    resources:
        kubernetes_memory_limit = "2Gi",
        voms_proxy = True
    shell:
        "mkdir -p {RESULTS} && "
        "python {input.script} "
        '--title "{params.title}" '
        "'{input.data}' > {output.table}"

use rule skim as skim_again with:
    output:
        table = f"{RESULTS}/again_{{sample}}.csv"
    params:
        title = "again",
        tag   = "{sample}",

rule fit:
    input: [f"{RESULTS}/skim_{sample}.csv" for sample in SAMPLES] + expand(RESULTS + "/again_{s}.csv", s=SAMPLES)
    output: FINAL
    container: IMAGE
    threads: 2
    shell: FIT_TEMPLATE.format(order=2)

if len(SAMPLES) > 1:

    rule publish:
        input: FINAL
        output: touch(f"{STAMPED}/.published")
        container: IMAGE
        shell:
            """
            # the files of \`{RESULTS}\`
            for file in {input}; do echo "$file" 1> /dev/null 2>&1; done
            """

else:

    rule publish:
        output: touch(f"{STAMPED}/.published")
        container: IMAGE
        shell:
            "echo {}".format("alone")
`;

export const snakemakeSamples: readonly SnakemakeSample[] = [
  {
    name: 'chain',
    files: { Snakefile: chain, 'code/gendata.C': '', 'code/fitdata.C': '' },
    inputs: ['code'],
  },
  {
    name: 'scatter',
    files: {
      Snakefile: scatter,
      'rules/plots.smk': plots,
      'config.yaml': 'mass: 750\n',
      'code/fill.py': '',
      'code/plot.py': '',
      'data/data.csv': '',
      'data/mc.csv': '',
    },
    inputs: ['code', 'data', 'rules', 'config.yaml'],
  },
  {
    name: 'python',
    files: { Snakefile: python, 'data/a.csv': '', 'data/b.csv': '' },
    inputs: ['data'],
  },
  {
    name: 'composed',
    files: {
      Snakefile: composed,
      'samples.json': JSON.stringify({
        signal: { title: 'Signal', files: ['a'] },
        background: { title: 'Background', files: ['b', 'c', 'd'] },
      }),
      'code/skim.py': '',
      'code/fit.py': '',
      'code/cuts.h': '',
      'data/a.csv': '',
      'data/b.csv': '',
      'data/c.csv': '',
    },
    inputs: ['code', 'data', 'samples.json'],
  },
  {
    name: 'pictured',
    files: {
      Snakefile: readFileSync(path.join(pictured, 'Snakefile'), 'utf8'),
      'config.yaml': readFileSync(path.join(pictured, 'config.yaml'), 'utf8'),
      'code/skim.py': '',
      'data/signal.root': '',
      'data/background.root': '',
      'code/binning.json': '',
    },
    inputs: ['code', 'data', 'config.yaml'],
  },
];

/** Each as the end of a Snakefile that has `C`, a text, and `f`, a function: as it stands behind `shell:`. */
export const commandSpellings: readonly string[] = [
  ...[
    ' C',
    ' C + " x"',
    ' f("a")',
    ' (C)',
    ' None',
    ' f"echo {C}"',
    ' "a" if C else "b"',
    ' "%s" % C',
  ],
  ...[
    ' 1',
    ' True',
    ' ["a"]',
    ' lambda w: "a"',
    ' x="a"',
    ' "a", "b"',
    ' C, "b"',
    ' *["a"]',
    ' "a",',
  ],
  ...[' ("a "\n        "b")', '\n        ("a "\n        "b")', ' C.format(\n        a=1)'],
  ...[
    '\n        C.format(\n           a=1,\n         b=2)',
    ' "a" \\\n        "b"',
    ' # why\n        C',
  ],
  ...[' """\n        a\n        """.format(a=1)', ' C + (\n        "b")', ' (\n        C)'],
];
