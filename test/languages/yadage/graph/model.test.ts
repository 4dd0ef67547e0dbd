import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../specification/analysis.ts';
import { edgesOf, jobsOf, modelOf } from '../../load-workflow.ts';

function analysis(workflow: string, parameters = '{}', more: Record<string, string> = {}) {
  return modelOf({
    'reana.yaml': `
inputs: { parameters: ${parameters} }
workflow: { type: yadage, file: workflow.yaml }
`,
    'workflow.yaml': workflow,
    ...more,
  });
}

const step = (output: string) =>
  `{ process: { process_type: string-interpolated-cmd, cmd: run }, publisher: { publisher_type: frompar-pub, outputmap: { ${output}: ${output} } }, environment: { environment_type: docker-encapsulated, image: docker.io/library/busybox, imagetag: '1.36', resources: [{ voms_proxy: true }, { kubernetes_memory_limit: 4Gi }, { kubernetes_uid: 500 }] } }`;

/** A stage that publishes one output, `out`. */
const plain = (name: string, dependencies: string, parameters: string) => `
  - name: ${name}
    dependencies: [${dependencies}]
    scheduler:
      scheduler_type: singlestep-stage
      parameters: ${parameters === '{}' ? '{ x: 1 }' : parameters}
      step: { process: { process_type: string-interpolated-cmd, cmd: run }, publisher: { publisher_type: constant-pub, publish: { out: file } }, environment: null }
`;

describe('the model of a yadage workflow', () => {
  it('knows what a stage needs, and what passes from the parameters on', async () => {
    const model = await analysis(
      `
stages:
  - name: fit
    dependencies: [init]
    scheduler:
      scheduler_type: singlestep-stage
      parameters: { events: { step: init, output: number }, plot: '{workdir}/plot.png' }
      step: ${step('plot')}
`,
      '{ number: 10 }',
    );
    expect(model.stages.map(({ kind, parameters }) => [kind, parameters])).toEqual([
      ['inputs', ['number']],
      ['step', []],
    ]);
    expect(model.stages[1]?.needs).toEqual({
      image: 'docker.io/library/busybox:1.36',
      memory: '4Gi',
      uid: '500',
      credentials: ['voms_proxy'],
    });
    expect(edgesOf(model)).toEqual(['init -> fit: number>events']);
    expect(model.stages[1]?.places).toEqual([{ file: 'workflow.yaml', first: 3, last: 8 }]);
  });

  it('counts no job for a stage without a process, which the engine publishes', async () => {
    const pure = `{ process: null, environment: null, publisher: { publisher_type: constant-pub, publish: { out: 1 } } }`;
    const model = await analysis(
      `stages:\n${plain('made', 'init', '{}').replace(/step: .*/, `step: ${pure}`)}${plain('used', 'made', '{ x: { step: made, output: out } }')}`,
      '{ number: 10 }',
    );
    expect(jobsOf(model)).toEqual(['init 0', 'made 0', 'used 1']);
    expect(model.stages[1]?.notes).toEqual(['runs in the engine']);
  });

  const fan = (scatter: string) => `
stages:
  - name: many
    scheduler:
      scheduler_type: multistep-stage
      parameters: { a: [1, 2, 3, 4, 5], b: [x, y], out: '{workdir}/o' }
      ${scatter}
      step: ${step('out')}
`;
  it.each([
    ['scatter: { method: zip, parameters: [a] }', '5'],
    ['scatter: { method: zip, parameters: [a, b] }', '2'],
    ['scatter: { method: cartesian, parameters: [a, b] }', '10'],
    ['{ batchsize: 2, scatter: { method: zip, parameters: [a] } }', '3'],
    ['{ partitionsize: 2, scatter: { method: zip, parameters: [a] } }', '2'],
    ['scatter: { method: zipp, parameters: [a] }', '0'],
  ])('counts the steps of %s', async (scatter, count) => {
    const text = scatter.startsWith('{')
      ? scatter.slice(2, -2).replace(', scatter', '\n      scatter')
      : scatter;
    expect(jobsOf(await analysis(fan(text)))).toEqual([`many ${count}`]);
  });

  it('does not guess how many files a pattern will match', async () => {
    const model = await analysis(
      `
stages:
  - name: split
    scheduler:
      scheduler_type: singlestep-stage
      parameters: {}
      step: { process: { process_type: string-interpolated-cmd, cmd: run }, publisher: { publisher_type: fromglob-pub, globexpression: '*.root', outputkey: parts }, environment: null }
  - name: each
    dependencies: [split]
    scheduler:
      scheduler_type: multistep-stage
      parameters: { part: { step: split, output: parts }, out: '{workdir}/o' }
      scatter: { method: zip, parameters: [part] }
      step: ${step('out')}
  - name: after
    dependencies: [each]
    scheduler:
      scheduler_type: multistep-stage
      parameters: { all: { stages: each, output: out }, out: '{workdir}/o' }
      scatter: { method: zip, parameters: [all] }
      step: ${step('out')}
`,
    );
    expect(jobsOf(model)).toEqual(['split 1', 'each ?', 'after ?']);
    expect(edgesOf(model)).toEqual(['split -> each: parts>part', 'each -> after: out>all']);
  });

  it('follows data into and out of sub-workflows, and counts their copies', async () => {
    const model = await analysis(
      `
stages:
  - name: first
    dependencies: [init]
    scheduler:
      scheduler_type: singlestep-stage
      parameters: { out: '{workdir}/o' }
      step: ${step('out')}
  - name: sub
    dependencies: [first]
    scheduler:
      scheduler_type: multistep-stage
      parameters: { file: { step: first, output: out }, region: { step: init, output: regions }, spare: { step: first, output: out } }
      scatter: { method: zip, parameters: [region] }
      workflow: { $ref: sub.yaml }
  - name: last
    dependencies: [sub]
    scheduler:
      scheduler_type: singlestep-stage
      parameters: { files: { stages: 'sub[*].inner', output: out }, out: '{workdir}/o' }
      step: ${step('out')}
`,
      '{ regions: [a, b] }',
      {
        'sub.yaml': `
stages:
  - name: inner
    dependencies: [init]
    scheduler:
      scheduler_type: multistep-stage
      parameters: { file: { step: init, output: file }, name: { step: init, output: region }, part: [1, 2, 3], out: '{workdir}/o' }
      scatter: { method: zip, parameters: [part] }
      step: ${step('out')}
`,
      },
    );
    expect(jobsOf(model)).toEqual(['init 0', 'first 1', 'sub 6', 'sub/inner 6', 'last 1']);
    expect(model.stages.find(({ name }) => name === 'sub')?.copies).toBe(2);
    expect(edgesOf(model)).toEqual([
      'first -> sub/inner: out>file',
      'init -> sub/inner: regions>name',
      'sub/inner -> last: out>files',
      'first -> sub: out>spare',
    ]);
  });

  it('tells dependencies without data, and whether they really wait', async () => {
    const stage = (name: string, dependencies: string, publisher: string) => `
  - name: ${name}
    dependencies: [${dependencies}]
    scheduler:
      scheduler_type: singlestep-stage
      parameters: {}
      step: { process: { process_type: string-interpolated-cmd, cmd: run }, publisher: ${publisher}, environment: null }
`;
    const early = '{ publisher_type: constant-pub, publish: {} }';
    const late = '{ publisher_type: fromglob-pub, globexpression: x, outputkey: y }';
    const model = await analysis(
      `stages:${stage('a', '', early)}${stage('b', '', late)}${stage('c', 'a, b', early)}`,
    );
    expect(edgesOf(model)).toEqual(['a ..> c !', 'b ..> c']);
  });

  it('knows that a stage waits when another one between them does', async () => {
    const model = await analysis(
      `stages:${plain('a', '', '{}')}${plain('b', 'a', '{ in: { step: a, output: out } }')}${plain('c', 'a, b', '{ in: { step: b, output: out } }')}`,
    );
    expect(edgesOf(model)).toEqual(['a -> b: out>in', 'b -> c: out>in', 'a ..> c']);
  });

  it('shows what is null, false or empty in the parameters as handed on', async () => {
    const model = await analysis(
      `stages:${plain('a', 'init', '{ flag: { step: init, output: debug }, list: { step: init, output: extra } }')}`,
      '{ debug: false, extra: [], unused: 1 }',
    );
    expect(edgesOf(model)).toEqual(['init -> a: debug>flag extra>list']);
  });

  it('counts stages of the same name apart', async () => {
    const model = await analysis(`stages:${plain('a', '', '{}')}${plain('a', '', '{}')}`);
    expect(jobsOf(model)).toEqual(['a 1', 'a (2) 1']);
  });

  it('starts from the parameters of initfiles, too', async () => {
    const model = await modelOf({
      'reana.yaml': `
inputs: { parameters: { debug: true }, options: { initfiles: [init.yaml] } }
workflow: { type: yadage, file: workflow.yaml }
`,
      'init.yaml': 'parts: [1, 2, 3]',
      'workflow.yaml': fan('scatter: { method: zip, parameters: [a] }')
        .replace('[1, 2, 3, 4, 5]', '{ step: init, output: parts }')
        .replace('scheduler:', 'dependencies: [init]\n    scheduler:'),
    });
    expect(model.stages[0]?.parameters).toEqual(['parts', 'debug']);
    expect(jobsOf(model)).toEqual(['init 0', 'many 3']);
  });

  it('shows stages that never start', async () => {
    const model = await analysis(`
stages:
  - name: fit
    dependencies: [mergee]
    scheduler:
      scheduler_type: singlestep-stage
      parameters: { out: '{workdir}/o' }
      step: ${step('out')}
`);
    expect(model.stages[0]).toMatchObject({
      jobs: 0,
      notes: ['never starts: waits for mergee'],
    });
  });

  it('shows that stages never start behind one that makes no steps, or ends the run', async () => {
    const model = await analysis(
      `${fan('scatter: { method: zip, parameters: [none] }')}${plain('after', 'many', '{}')}${plain('beside', '', '{}')}${plain('single', "'beside[*]'", '{}')}${plain('last', 'single', '{}')}`,
    );
    expect(jobsOf(model)).toEqual(['many 0', 'after 0', 'beside 1', 'single 0', 'last 0']);
    expect(model.stages.filter(({ notes }) => notes.length > 0).map(({ id }) => id)).toEqual([
      'after',
      'single',
      'last',
    ]);
  });

  it('tells the mistakes of a workflow that cannot be loaded', async () => {
    const error = await errorOf(() => analysis('stages:\n  - name: fit\n'));
    expect(error.code).toBe('specification');
    expect(error.findings.map(({ file }) => file)).toContain('workflow.yaml');
  });

  it('gives up on telling steps apart where there are too many', async () => {
    const values = JSON.stringify(Array.from({ length: 300 }, (_, index) => index));
    const model = await analysis(
      fan('scatter: { method: cartesian, parameters: [a, b] }')
        .replace('[1, 2, 3, 4, 5]', values)
        .replace('[x, y]', values),
    );
    expect(jobsOf(model)).toEqual(['many 90000']);
  });
});
