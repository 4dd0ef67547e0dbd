/** Real specifications, expanded by our serial engine and compared with what REANA's makes of them. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/base/json.ts';
import { planSerialJobs } from '../../src/local/engine/serial.ts';
import { readYaml, toJson } from '../../src/document/yaml.ts';
import { reference, references } from './references.ts';

interface Recording {
  readonly jobs: readonly JsonObject[];
  readonly error: string | null;
}

const golden = reference('serial-golden');
const files = references === undefined ? [] : globSync('*/*.golden.json', { cwd: golden }).sort();

describe.skipIf(references === undefined)('the serial engine plans like the real one', () => {
  it('has all recordings', () => {
    expect(files.length).toBeGreaterThanOrEqual(19);
  });

  it.each(files)('%s', (file) => {
    const text = readFileSync(reference('specs', file.replace(/\.golden\.json$/, '')), 'utf8');
    const specification = toJson(readYaml(file, text)) as JsonObject;
    const inputs = isJsonObject(specification.inputs) ? specification.inputs : {};
    const totals: number[] = [];
    const jobs = planSerialJobs({
      generation: '0.9',
      specification,
      workspace: '$WS',
      parameters: isJsonObject(inputs.parameters) ? inputs.parameters : {},
      options: {},
      setTotal: (total) => totals.push(total),
    }).map((job) => job());
    const expected = JSON.parse(readFileSync(path.join(golden, file), 'utf8')) as Recording;
    expect(expected.error).toBeNull();
    expect(
      jobs.map((job) => ({
        name: job.name,
        image: job.image,
        cmd: job.command,
        prettified_cmd: job.prettyCommand,
      })),
    ).toEqual(expected.jobs.map(({ step: _step, index: _index, ...job }) => job));
    expect(totals).toEqual([expected.jobs.length]);
  });
});
