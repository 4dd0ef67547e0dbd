import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { createShell } from '../../src/base/shell.ts';

const example = path.resolve(import.meta.dirname, '../../examples/counting-limit');
const code = path.join(example, 'code');
const dataset = 'mc23_13p6TeV:mc23_13p6TeV.801234.toy_signal_m750.deriv.DAOD_PHYSLITE.e1_s1_p1';
const hasPython = (await createShell()`python3 --version`).exitCode === 0;

describe('the specification of the counting-limit example', () => {
  it('has the dataset as its only placeholder', async () => {
    const template = await readFile(path.join(example, 'reana-template.yaml'), 'utf8');
    const values = template.replaceAll(/#.*/g, '');
    expect(values.match(/VAR_\w+/g)).toEqual(['VAR_INPUT']);
  });

  it('gives every step a fixed image, a user and a memory limit', async () => {
    const steps = await readYaml<Record<string, Step>>('specs/steps.yml');
    expect(Object.keys(steps)).toHaveLength(4);
    for (const { environment } of Object.values(steps)) {
      expect(environment.imagetag).toBe('3.12-slim');
      expect(environment.resources).toEqual([
        { kubernetes_memory_limit: '512Mi' },
        { kubernetes_uid: 1000 },
      ]);
    }
  });

  it('refers to steps that exist and reads only what the stage before publishes', async () => {
    const { stages } = await readYaml<{ stages: Stage[] }>('specs/workflow.yml');
    const steps = await readYaml<Record<string, Step>>('specs/steps.yml');
    const published = new Map<string, string[]>();
    for (const { name, scheduler } of stages) {
      const step = steps[scheduler.step.$ref.replace('specs/steps.yml#/', '')];
      published.set(name, Object.keys(step?.publisher.outputmap ?? {}));
      for (const value of Object.values(scheduler.parameters)) {
        if (typeof value === 'string' || value.step === 'init') continue;
        expect(published.get(value.step)).toContain(value.output);
      }
    }
    expect([...published.keys()]).toEqual([
      'rucio_download',
      'ntuple_stage',
      'hist_stage',
      'limit_stage',
    ]);
  });
});

describe.skipIf(!hasPython)('the code of the counting-limit example', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'counting-limit-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('sets ordered limits, the same for the same dataset and others for another mass', async () => {
    const first = await limitsOf('first', dataset);
    expect(Object.keys(first)).toEqual(['exp_m2', 'exp_m1', 'exp', 'exp_p1', 'exp_p2', 'obs']);
    const bands = Object.values(first).slice(0, 5);
    expect(bands).toEqual([...bands].sort((a, b) => a - b));
    expect(await limitsOf('again', dataset)).toEqual(first);
    const light = await limitsOf('light', dataset.replace('m750', 'm600'));
    expect(light.exp).toBeGreaterThan(first.exp ?? Infinity);
  });

  it('finds for one bin without uncertainty what can be computed by hand', async () => {
    // For b = n = 100 and no uncertainty, q(mu) = 2 (s - 100 ln(1 + s / 100)) with s = mu: the median
    // expected limit is where 1 - Phi(sqrt(q)) = 0.025, that is q = 1.959964^2.
    const limits = await run(
      `import json, limit; print(json.dumps(limit.upper_limits({
         "signal": [1.0], "expected": [100.0], "relative_uncertainty": 1e-6, "observed": [100]})))`,
    );
    const { exp, obs } = JSON.parse(limits) as Record<string, number>;
    const q = (s: number): number => 2 * (s - 100 * Math.log(1 + s / 100));
    expect(Math.sqrt(q(exp ?? 0))).toBeCloseTo(1.959964, 5);
    expect(obs).toBeCloseTo(exp ?? 0, 6);
  });

  it('says so when no signal is left', async () => {
    const result = await createShell({ cwd: code })`python3 -B -c ${`import limit
limit.upper_limits({"signal": [0], "expected": [1], "relative_uncertainty": 0.1, "observed": [1]})`}`;
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('No signal event is left');
  });

  async function run(script: string): Promise<string> {
    const result = await createShell({ cwd: code })`python3 -B -c ${script}`;
    expect(result.stderr).toBe('');
    return result.stdout;
  }

  async function limitsOf(name: string, scopedName: string): Promise<Record<string, number>> {
    const shell = createShell();
    const at = (file: string): string => path.join(folder, `${name}-${file}`);
    const steps = [
      [`download.py`, '--dataset', scopedName, '--output', at('dataset')],
      ['ntuple.py', '--input', at('dataset'), '--output', at('ntuple'), '--cutflow', at('cuts')],
      [
        ...['histograms.py', '--ntuple', at('ntuple'), '--cutflow', at('cuts')],
        ...['--background', path.join(example, 'data/background.json')],
        ...['--cross-section', '0.1', '--luminosity', '140.0', '--output', at('histograms')],
      ],
      ['limit.py', '--histograms', at('histograms'), '--limits', at('limits'), '--table', at('t')],
    ];
    for (const [program = '', ...options] of steps) {
      const result = await shell`python3 -B ${path.join(code, program)} ${options}`;
      expect(result.stderr).toBe('');
    }
    return JSON.parse(await readFile(at('limits'), 'utf8')) as Record<string, number>;
  }
});

interface Step {
  environment: { imagetag: string; resources: unknown[] };
  publisher: { outputmap: Record<string, string> };
}

interface Stage {
  name: string;
  scheduler: {
    parameters: Record<string, string | { step: string; output: string }>;
    step: { $ref: string };
  };
}

async function readYaml<T>(file: string): Promise<T> {
  return parseDocument(await readFile(path.join(example, file), 'utf8')).toJS() as T;
}
