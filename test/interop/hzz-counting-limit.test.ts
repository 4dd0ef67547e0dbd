import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { requirePeer } from './peers.ts';

const programs = await requirePeer('hzz');
const code = path.resolve(import.meta.dirname, '../../examples/counting-limit/code');

/** Strong, weak and absent excess; many and few events. */
const histograms = [
  { signal: [2, 9, 3], expected: [60, 40, 26], relative_uncertainty: 0.1, observed: [57, 44, 25] },
  { signal: [1, 2, 0.5], expected: [5, 3, 1.5], relative_uncertainty: 0.3, observed: [9, 8, 2] },
  { signal: [0.5, 1], expected: [2.1, 1.4], relative_uncertainty: 0.05, observed: [0, 1] },
];

/** Prints for each histogram the limits of the example and those of pyhf for the same model. */
const comparison = `
import json, sys
sys.path.insert(0, sys.argv[1])
import limit, numpy, pyhf
from pyhf.infer.intervals.upper_limits import toms748_scan

pyhf.set_backend("numpy", pyhf.optimize.scipy_optimizer(tolerance=1e-10))
answers = []
for histograms in json.load(open(sys.argv[2])):
    expected = numpy.array(histograms["expected"], dtype=float)
    shift = 1 + histograms["relative_uncertainty"] * numpy.array([[1], [-1]])
    high, low = (expected * shift).tolist()
    level = {"name": "level", "type": "histosys", "data": {"hi_data": high, "lo_data": low}}
    mu = {"name": "mu", "type": "normfactor", "data": None}
    model = pyhf.Model({"channels": [{"name": "mass", "samples": [
        {"name": "signal", "data": histograms["signal"], "modifiers": [mu]},
        {"name": "background", "data": expected.tolist(), "modifiers": [level]},
    ]}]}, poi_name="mu")
    data = histograms["observed"] + model.config.auxdata
    observed, bands = toms748_scan(data, model, 0.001, 10, rtol=1e-8)
    ours = limit.upper_limits(histograms)
    answers.append([list(ours.values()), [float(value) for value in [*bands, observed]]])
print(json.dumps(answers))
`;

it('the limits of the counting-limit example are those of pyhf', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'counting-limit-'));
  const file = path.join(folder, 'histograms.json');
  await writeFile(file, JSON.stringify(histograms));
  const result =
    await createShell()`${path.join(programs, 'python')} -B -c ${comparison} ${code} ${file}`;
  await rm(folder, { recursive: true });
  expect(result.exitCode, result.stderr).toBe(0);
  const answers = JSON.parse(result.stdout) as [number[], number[]][];
  expect(answers).toHaveLength(histograms.length);
  for (const [ours, pyhf] of answers) {
    expect(ours).toHaveLength(6);
    for (const [index, value] of ours.entries()) {
      expect(Math.abs(value / pyhf[index]! - 1)).toBeLessThan(1e-5);
    }
  }
});
