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
