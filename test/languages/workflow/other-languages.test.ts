import { describe, expect, it } from 'vitest';
import { errorOf } from '../../specification/analysis.ts';
import { edgesOf, jobsOf, modelOf } from '../load-workflow.ts';

describe('the model of a serial workflow', () => {
  it('is a chain; every command is a job', async () => {
    const model = await modelOf({
      'reana.yaml': `
workflow:
  type: serial
  specification:
    steps:
      - name: skim
        environment: docker.io/library/python:3.12
        kerberos: true
        commands: [a, b]
      - environment: docker.io/library/python:3.12
        commands: ['echo $nothing']
      - name: skim
        environment: docker.io/library/python:3.12
        commands: [c]
`,
    });
    expect(jobsOf(model)).toEqual(['skim 2', 'step 2 1', 'skim (2) 1']);
    expect(edgesOf(model)).toEqual(['skim => step 2', 'step 2 => skim (2)']);
    expect(model.stages[0]?.needs.credentials).toEqual(['kerberos']);
  });
});

describe('the model of a CWL workflow', () => {
  const reana = 'workflow: { type: cwl, file: main.cwl, parameters: { file: job.yaml } }\n';
  const tool = `
class: CommandLineTool
hints: { DockerRequirement: { dockerPull: 'docker.io/library/busybox:1.36' } }
inputs: { sample: string }
outputs: { out: File }
`;

  it('reads the tools that steps name, and counts scatters over known lists', async () => {
    const model = await modelOf({
      'reana.yaml': reana,
      'job.yaml': 'samples: [a, b, c]\n',
      'tool.cwl': tool,
      'main.cwl': `
class: Workflow
inputs: { samples: 'string[]' }
outputs: {}
steps:
  - id: each
    run: tool.cwl
    scatter: sample
    in: [{ id: sample, source: samples }]
    out: [out]
    hints: { reana: { kubernetes_memory_limit: 2Gi, voms_proxy: true } }
  - id: again
    run: tool.cwl
    scatter: sample
    in: [{ id: sample, source: each/out }]
    out: [{ id: out }]
  - id: merge
    run: tool.cwl
    in: { sample: { source: [each/out, again/out] } }
    out: [out]
    when: $(true)
`,
    });
    expect(jobsOf(model)).toEqual(['~inputs 0', 'each 3', 'again 3', 'merge ?']);
    expect(edgesOf(model)).toEqual([
      '~inputs -> each: samples>sample',
      'each -> again: out>sample',
      'each -> merge: out>sample',
      'again -> merge: out>sample',
    ]);
    expect(model.stages[1]?.needs).toEqual({
      image: 'docker.io/library/busybox:1.36',
      memory: '2Gi',
      credentials: ['voms_proxy'],
    });
  });

  it('follows packed documents into sub-workflows', async () => {
    const model = await modelOf({
      'reana.yaml': reana,
      'main.cwl': JSON.stringify({
        cwlVersion: 'v1.0',
        $graph: [
          { id: '#tool', class: 'CommandLineTool', inputs: [], outputs: [{ id: '#tool/out' }] },
          {
            id: '#inner',
            class: 'Workflow',
            inputs: [{ id: '#inner/x' }],
            outputs: [{ id: '#inner/result', outputSource: '#inner/make/out' }],
            steps: [
              {
                id: '#inner/make',
                run: '#tool',
                in: [{ id: '#inner/make/a', source: '#inner/x' }],
                out: ['#inner/make/out'],
              },
            ],
          },
          {
            id: '#main',
            class: 'Workflow',
            inputs: [{ id: '#main/number' }],
            outputs: [],
            steps: [
              {
                id: '#main/sub',
                run: '#inner',
                in: [{ id: '#main/sub/x', source: '#main/number' }],
                out: ['#main/sub/result'],
              },
              {
                id: '#main/end',
                run: '#tool',
                in: [{ id: '#main/end/a', source: '#main/sub/result' }],
                out: [],
              },
            ],
          },
        ],
      }),
    });
    expect(jobsOf(model)).toEqual(['~inputs 0', 'sub 1', 'sub/make 1', 'end 1']);
    expect(edgesOf(model)).toEqual(['~inputs -> sub/make: number>a', 'sub/make -> end: out>a']);
  });

  it('shows the process that the specification names', async () => {
    const model = await modelOf({
      'reana.yaml': 'workflow: { type: cwl, file: "main.cwl#other" }\n',
      'main.cwl': `
cwlVersion: v1.0
$graph:
  - { id: main, class: Workflow, inputs: {}, outputs: {}, steps: {} }
  - { id: other, class: Workflow, inputs: {}, outputs: {}, steps: { fit: { run: '#tool', in: {}, out: [] } } }
  - { id: tool, class: CommandLineTool, inputs: {}, outputs: {} }
`,
    });
    expect(jobsOf(model)).toEqual(['fit 1']);
  });

  it('does not run in circles', async () => {
    const model = await modelOf({
      'reana.yaml': reana,
      'main.cwl': `
class: Workflow
inputs: {}
outputs: { o: { outputSource: b/o } }
steps:
  a: { run: main.cwl, in: { x: b/o }, out: [o] }
  b: { run: missing.cwl, in: { x: a/o }, out: [o] }
`,
    });
    expect(model.stages.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(model.stages[1]?.notes).toEqual(['what it runs cannot be read']);
  });
});

describe('the model of a Snakemake workflow', () => {
  const reana =
    'inputs: { parameters: { input: config.yaml } }\nworkflow: { type: snakemake, file: flow/Snakefile }\n';

  it('ties rules by the files they make and want', async () => {
    const model = await modelOf({
      'reana.yaml': reana,
      'config.yaml': 'merged: results/merged.root\n',
      'flow/Snakefile': `
container: "docker://docker.io/library/busybox:1.36"
SAMPLES = ["a", "b"]
include: "more.smk"

rule all:  # rule nothing:
    input: "results/plot.png"

rule skim:
    input: "data/{sample}.root"
    output: temp("skimmed/{sample}.root")
    shell: """
    rule fake:
        output: "results/plot.png"
    """

rule merge:
    input:
        files=expand("skimmed/{sample}.root", sample=SAMPLES),
        more=some_function,
    output:
        config["merged"]
    container: "docker://docker.io/library/python:3.12"
    resources:
        kubernetes_memory_limit="1Gi",
        kerberos=True
    shell: "hadd"
`,
      'flow/more.smk': `
rule plot:
    input: merged=rules.merge.output
    output: "results/plot.png"
    shell: "plot"
`,
    });
    expect(jobsOf(model)).toEqual(['all 0', 'skim ?', 'merge 1', 'plot 1']);
    expect(edgesOf(model)).toEqual([
      'plot -> all: plot.png>',
      'skim -> merge: {sample}.root>files',
      'merge -> plot: >merged',
    ]);
    expect(model.stages[2]).toMatchObject({
      needs: { image: 'docker.io/library/python:3.12', memory: '1Gi', credentials: ['kerberos'] },
      notes: ['more inputs, which only the run can tell'],
    });
    expect(model.stages[3]?.needs.image).toBe('docker.io/library/busybox:1.36');
    expect(model.stages[3]?.places).toEqual([{ file: 'flow/more.smk', first: 2, last: 5 }]);
  });

  it('understands what people put names of files together with', async () => {
    const model = await modelOf({
      'reana.yaml': reana,
      'config.yaml': 'out: results\nraw: [data/a.root, data/b.root]\nplot: { format: .png }\n',
      'flow/Snakefile': `
rule skim:
    input: config["raw"]
    output: f"skimmed/{sample}.root"
    shell: "skim"

rule fit:
    input: [f"skimmed/{s}.root" for s in SAMPLES] + ["model.json"]
    output: multiext(config["out"] + "/fit", ".json", ".txt")
    shell: "fit"

rule plot:
    input: table=report("results/fit.txt", caption="fit.rst"), all=glob_wildcards("x/{y}")
    output: "plot" + config["plot"]["format"]
    shell: "plot"

rule:
    input: expand(rules.plot.output, n=NAMES), "results/fit.json"
    output: touch("done")
    shell: "pack"
`,
    });
    expect(jobsOf(model)).toEqual(['skim ?', 'fit 1', 'plot 1', '4 1']);
    expect(edgesOf(model)).toEqual([
      'skim -> fit: {s}.root>',
      'fit -> plot: fit.txt>table',
      'plot -> 4: >',
      'fit -> 4: fit.json>',
    ]);
    expect(model.stages.filter(({ notes }) => notes.length > 0).map(({ id }) => id)).toEqual([
      'plot',
    ]);
  });

  it('follows wildcards with patterns, and what expand leaves to the rule', async () => {
    const model = await modelOf({
      'reana.yaml': reana,
      'config.yaml': '{}',
      'flow/Snakefile': `
rule made:
    input: expand("{{n}}.{e}", e=["raw", "log"]), "{n}.{k,[0-9]{2}}.in"
    output: "{n}.made.txt"
    benchmark: "{n}.time"
    shell: "make"

rule raw:
    output: "{n}.raw"
    log: "{n}.log"
    shell: "take"

rule other:
    output: "{n}.other"
    shell: "other"

rule numbered:
    output: "run.{k,[0-9]{2}}.in"
    shell: "count"

rule times:
    input: "a.time"
    shell: "sort"
`,
    });
    expect(edgesOf(model)).toEqual([
      'raw -> made: {n}.{e}>',
      'numbered -> made: {n}.{k,[0-9]{2}}.in>',
      'made -> times: a.time>',
    ]);
  });

  it('shows rules made of others, and says which rules it does not know', async () => {
    const model = await modelOf({
      'reana.yaml': reana,
      'config.yaml': '{}',
      'flow/Snakefile': `
include: f"sub/{part}.smk"
module other:
    snakefile: "other.smk"
use rule * from other as other_*

rule all:
    input: "again.txt"

rule made:
    output: "made.txt"
    shell: "make"

use rule made as again with:
    output: "again.txt"
`,
    });
    expect(jobsOf(model)).toEqual([
      ...['all 0', 'made 1', 'again 1', 'include sub~1{part}.smk ?', 'module other ?'],
    ]);
    expect(edgesOf(model)).toEqual(['again -> all: again.txt>']);
    expect(model.stages.at(-1)?.notes).toEqual([
      'its rules are not read: only the run can tell them',
    ]);
  });

  it('says which file it cannot read', async () => {
    const error = await errorOf(() => modelOf({ 'reana.yaml': reana }));
    expect(error.message).toContain('flow/Snakefile');
  });
});
