/** Workflows that both engines execute: files found by pattern, scattering, sub-workflows, jq. */

export interface Sample {
  readonly name: string;
  /** By path below the analysis' folder; the workflow itself is `workflow.yml`. */
  readonly files: Readonly<Record<string, string>>;
  /** As JSON, so that `1.0` stays what it is. */
  readonly parameters: string;
  /** Files in the folder that parameters can name. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** A step that runs `command` in its folder. */
function step(command: string, publisher: string): string {
  const process = `{process_type: string-interpolated-cmd, cmd: ${JSON.stringify(command)}}`;
  return `{process: ${process}, publisher: ${publisher}, environment: {environment_type: localproc-env}}`;
}

interface Stage {
  readonly name: string;
  readonly after?: string;
  readonly type?: string;
  readonly parameters?: string;
  readonly rest?: string;
  readonly run: string;
}

function stage({ name, after = '[init]', type = 'singlestep', ...more }: Stage): string {
  return `
- name: ${name}
  dependencies: ${after}
  scheduler:
    scheduler_type: ${type}-stage
    ${more.parameters === undefined ? '' : `parameters: ${more.parameters}`}
    ${more.rest ?? ''}
    ${more.run}`;
}

function workflow(...stages: readonly string[]): { 'workflow.yml': string } {
  return { 'workflow.yml': `stages:${stages.join('')}\n` };
}

const constant = '{publisher_type: constant-pub, publish: {o: c}}';
const out = '{publisher_type: frompar-pub, outputmap: {out: out}}';

export const executedSamples: readonly Sample[] = [
  {
    name: 'scatters over files that a pattern finds, and merges',
    parameters: '{"n": 3}',
    files: workflow(
      stage({
        name: 'split',
        parameters: "{n: {step: init, output: n}, dir: '{workdir}'}",
        run: `step: ${step(
          'mkdir -p {dir}/parts/deep; for i in `seq {n}`; do echo $i > {dir}/parts/p$i.txt; done; touch {dir}/parts/.hid.txt {dir}/parts/deep/d.txt',
          "{publisher_type: interpolated-pub, glob: true, publish: {parts: '{dir}/parts/*.txt', all: '{workdir}/**/*.txt', one: '{workdir}/parts/p[12].txt', none: '{workdir}/nothing*'}}",
        )}`,
      }),
      stage({
        name: 'map',
        after: '[split]',
        type: 'multistep',
        parameters: "{part: {step: split, output: parts}, out: '{workdir}/square'}",
        rest: 'scatter: {method: zip, parameters: [part]}',
        run: `step: ${step('echo $((`cat {part}` * 7)) > {out}', out)}`,
      }),
      stage({
        name: 'merge',
        after: '[map]',
        parameters: "{all: {stages: map, output: out}, out: '{workdir}/sum'}",
        run: `step: ${step('cat {all} | sort > {out}', out)}`,
      }),
      stage({
        name: 'look',
        after: '[split]',
        parameters:
          "{all: {step: split, output: all}, one: {step: split, output: one}, no_match: {step: split, output: none}, out: '{workdir}/list'}",
        run: `step: ${step('for f in {all} {one} \'{no}\'; do basename "$f"; done | sort > {out}', out)}`,
      }),
    ),
  },
  {
    name: 'publishes files by pattern and values from YAML',
    parameters: '{"name": "x"}',
    files: workflow(
      stage({
        name: 'make',
        parameters: "{dir: '{workdir}', name: {step: init, output: name}}",
        run: `step: ${step(
          'for i in 1 2 3; do echo {name}$i > {dir}/f$i.dat; done',
          "{publisher_type: fromglob-pub, globexpression: '*.dat', outputkey: files}",
        )}`,
      }),
      stage({
        name: 'describe',
        parameters: "{dir: '{workdir}'}",
        run: `step: ${step(
          'printf "cut: 1.5\\nwhole: 2.0\\nnames: [a, b]\\nyes: no\\nexp: 1e-7\\n" > {dir}/o.yml',
          '{publisher_type: fromyaml-pub, yamlfile: o.yml}',
        )}`,
      }),
      stage({
        name: 'use',
        after: '[make, describe]',
        parameters:
          "{f: {step: make, output: files}, d: {step: describe}, w: {step: describe, output: whole}, n: {step: describe, output: 'names[1]'}, first: {step: make, output: 'files[0]'}, out: '{workdir}/o'}",
        run: `step: ${step('cat {f} > {out}; echo "{d} {w} {n} {w:.2f}" >> {out}', out)}`,
      }),
    ),
  },
  {
    name: 'runs a sub-workflow for each value, and registers what it gives',
    parameters: '{"samples": ["a", "b"], "weight": 0.5, "nested": {"list": [1, 2.0], "t": true}}',
    files: workflow(
      stage({
        name: 'sub',
        type: 'multistep',
        parameters:
          '{sample: {step: init, output: samples}, weight: {step: init, output: weight}, all: {step: init, output: nested}}',
        rest: 'scatter: {method: zip, parameters: [sample]}\n    workflow_opts: {discover: false, relative: false}',
        run: `workflow:
      stages:${[
        stage({
          name: 'gen',
          parameters:
            "{s: {step: init, output: sample}, w: {step: init, output: weight}, a: {step: init, output: all}, out: '{workdir}/g'}",
          rest: 'register_values: {made: {expression_type: stage-output-selector, step: gen, output: out}}',
          run: `step: ${step('echo "{s} {w} {a} {a[t]}" > {out}', out)}`,
        }),
        stage({
          name: 'sel',
          after: '[gen]',
          type: 'multistep',
          parameters: "{i: {step: gen, output: out}, k: [1, 2], out: '{workdir}/s'}",
          rest: 'scatter: {method: cartesian, parameters: [k]}',
          run: `step: ${step('sed s/^/{k}/ {i} > {out}', out)}`,
        }),
      ]
        .join('')
        .replaceAll('\n', '\n      ')}`,
      }),
      stage({
        name: 'merge',
        after: '[sub]',
        parameters:
          "{r: {stages: sub, output: made}, all: {stages: 'sub[*].sel', output: out}, one: {step: 'sub[1].gen', output: out}, out: '{workdir}/m'}",
        run: `step: ${step('cat {r} {all} {one} > {out}', out)}`,
      }),
    ),
  },
  {
    name: 'makes parameters with jq, and chooses between cases',
    parameters:
      '{"runs": [{"id": 1, "type": "data"}, {"id": 2, "type": "mc"}, {"id": 3.5, "type": "none"}]}',
    files: workflow(
      stage({
        name: 'gen',
        parameters: "{out: '{workdir}/g', files: ['{workdir}/g', '{{literal}}']}",
        run: `step: ${step('echo made > {out}', '{publisher_type: fromparjq-pub, script: "{out, n: (.files|length), l: .files}"}')}`,
      }),
      stage({
        name: 'fan',
        after: '[init, gen]',
        type: 'jq',
        rest: `bindings: {runs: {$wflowref: ['.init[]', '.runs']}, gen: {$wflowref: ['.gen[]', '.out']}, k: 1.0}
    stepscript: '. as $b | [.runs[0][0][] | {run: ., gen: $b.gen[0][0], k: $b.k}]'
    postscript: '. + {out: "{workdir}/o"}'`,
        run: `step: ${step('echo "{run} {k}" > {out}; cat {gen} >> {out}', out)}`,
      }),
      stage({
        name: 'choose',
        after: '[init]',
        type: 'multistep',
        parameters: "{r: {step: init, output: runs}, out: '{workdir}/c'}",
        rest: 'scatter: {method: zip, parameters: [r]}',
        run: `cases:
    - if: '.r.type == "data"'
      step: ${step('echo data {r[id]} > {out}', out)}
    - if: '.r.type == "mc"'
      step: ${step('echo mc {r[id]} > {out}', out)}`,
      }),
    ),
  },
  {
    name: 'finds the files that parameters name',
    parameters:
      '{"f": "a.txt", "g": "*.txt", "d": "sub", "no": "missing", "star": "**/*.dat", "whole": 2.0, "list": ["a.txt", "zz", 1], "b": false, "nil": null}',
    inputs: { 'a.txt': 'a\n', 'b.txt': 'b\n', 'sub/x.dat': 'x\n', 'sub/deep/y.dat': 'y\n' },
    files: workflow(
      stage({
        name: 'show',
        parameters:
          "{all: {step: init}, s: {step: init, output: star}, w: {step: init, output: whole}, l: {step: init, output: 'list[0]'}, b: {step: init, output: b}, r: '{readdir0}', out: '{workdir}/o'}",
        run: `step: ${step('echo "{w} {b} {r}" > {out}; cat {s} {l} | sort >> {out}', out)}`,
      }),
    ),
  },
  {
    name: 'goes on beside a step that failed',
    parameters: '{"n": 1}',
    files: workflow(
      stage({
        name: 'bad',
        parameters: "{out: '{workdir}/x'}",
        run: `step: ${step('exit 3', out)}`,
      }),
      stage({
        name: 'after',
        after: '[bad]',
        parameters: "{i: {step: bad, output: out}, out: '{workdir}/y'}",
        run: `step: ${step('cat {i} > {out}', out)}`,
      }),
      stage({
        name: 'later',
        after: '[after]',
        parameters: '{i: {step: after, output: out}}',
        run: `step: ${step('true', constant)}`,
      }),
      stage({
        name: 'beside',
        parameters: "{out: '{workdir}/z'}",
        run: `step: ${step('echo fine > {out}', out)}`,
      }),
      stage({
        name: 'globbed',
        parameters: "{out: '{workdir}/z'}",
        run: `step: ${step('exit 1', "{publisher_type: fromglob-pub, globexpression: '*', outputkey: f}")}`,
      }),
      stage({
        name: 'never',
        after: '[globbed]',
        parameters: '{f: {step: globbed, output: f}}',
        run: `step: ${step('true', constant)}`,
      }),
    ),
  },
  {
    name: 'waits for expressions, reads several files of a workflow',
    parameters: '{"flag": 1, "names": ["q"]}',
    files: {
      'workflow.yml': `stages:
- name: first
  dependencies: [init]
  scheduler:
    scheduler_type: singlestep-stage
    parameters: {out: '{workdir}/f'}
    step: {$ref: 'parts/steps.yml#/echo'}
- name: second
  dependencies:
    dependency_type: expressions_fulfilled
    expressions:
    - {expression_type: stage-output-selector, stages: first, output: out}
  scheduler:
    scheduler_type: singlestep-stage
    parameters:
      in: {stages: 'first', output: out, unwrap: true}
      more: {stages: 'first,init', output: '$'}
      out: '{workdir}/s'
    step: {$ref: 'parts/steps.yml#/copy'}
- name: third
  dependencies: [first, second]
  scheduler:
    scheduler_type: singlestep-stage
    parameters: {p: {step: init, output: 'names[0]'}, q: {steps: 'first', output: out, flatten: true}}
    workflow: {$ref: 'parts/inner.yml#'}
`,
      'parts/steps.yml': `echo: ${step('echo first > {out}', out)}
copy: ${step('cat {in} > {out}', out)}
unused: {$ref: 'nowhere.yml#/x'}
`,
      'parts/inner.yml': `stages:
- name: in
  dependencies: [init]
  scheduler:
    scheduler_type: singlestep-stage
    parameters: {in: {step: init, output: 'q[0]'}, out: '{workdir}/i'}
    step: {$ref: 'steps.yml#/copy'}
`,
    },
  },
  {
    name: 'passes values through steps that only publish',
    parameters: '{"l": [[1, 2], [3]], "e": []}',
    files: workflow(
      stage({
        name: 'pick',
        parameters: '{a: {step: init, output: l}, n: 5}',
        run: "step: {process: null, environment: null, publisher: {publisher_type: interpolated-pub, publish: {x: '{n}', y: [1.0, '{a}'], z: null, t: true, w: '{workdir}/r'}}}",
      }),
      stage({
        name: 'group',
        after: '[init]',
        type: 'multistep',
        parameters: "{a: {step: init, output: l}, b: [1, 2, 3, 4, 5], out: '{workdir}/o'}",
        rest: 'batchsize: 2\n    scatter: {method: cartesian, parameters: [a, b]}',
        run: `step: ${step('echo "{a} {b}" > {out}', out)}`,
      }),
      stage({
        name: 'none',
        type: 'multistep',
        parameters: '{e: {step: init, output: e}}',
        rest: 'scatter: {method: zip, parameters: [e]}',
        run: `step: ${step('true', constant)}`,
      }),
      stage({
        name: 'waits',
        after: '[none]',
        parameters: '{}',
        run: `step: ${step('true', constant)}`,
      }),
      stage({
        name: 'empty',
        parameters: '{}',
        run: 'step: {process: null, environment: null, publisher: {publisher_type: constant-pub, publish: {}}}',
      }),
    ),
  },
];
