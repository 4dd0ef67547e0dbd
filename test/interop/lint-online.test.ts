/** `lint --online` beside REANA's own API descriptions, and the reports of its own validation. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerLint } from '../../src/commands/lint.ts';
import { reportFindings } from '../../src/commands/lint/server-report.ts';
import { formatFinding } from '../../src/base/error.ts';
import { createShell } from '../../src/base/shell.ts';
import type { ValidationReport } from '../../src/reana/requests.ts';
import { examineSpecification } from '../../src/specification/parse.ts';
import type { ServerGeneration } from '../../src/specification/server-generation.ts';
import { call } from '../commands/call.ts';
import { startReana } from '../embedded-reana.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { loadApiDescription } from './openapi.ts';
import { requirePeer } from './peers.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import { reference, references } from './references.ts';

const files = {
  'reana.yaml': 'inputs: {files: [flow.yml]}\nworkflow: {type: yadage, file: flow.yml}\n',
  'flow.yml': 'stages: [{name: fit}]\n',
};
const questions = ['get_you', 'get_secrets', 'info', 'ping'];

describe.skipIf(references === undefined)('lint --online', () => {
  it.each<[ServerGeneration, string, string[]]>([
    ['0.9', 'reana_server.v0.9.4.json', questions],
    ['0.95', 'reana_server.v0.95.json', questions],
    ['next', 'reana_server.v0.95.0a7.json', [...questions, 'validate_workflow_specification']],
  ])('keeps to the API description of %s', async (generation, file, operations) => {
    const reana = await startReana({ generation });
    const description = await loadApiDescription(reference('reana-openapi', file));
    const proxy = await startRecordingProxy(reana.url, description);
    const cwd = await temporaryFolder(files);
    const env = { ...reana.variables, REANA_SERVER_URL: proxy.url };
    await call(registerLint, ['lint', '--online'], env, { cwd });
    await proxy.close();
    expect(proxy.operations()).toEqual(operations.toSorted());
    expect(proxy.requestProblems()).toEqual([]);
    expect(proxy.responseProblems()).toEqual([]);
  });

  it('places what the next server reports where it belongs', async () => {
    const python = path.join(await requirePeer('reana-client-next'), 'python');
    const root = await temporaryFolder({ 'reana.yaml': wrong });
    const shell = createShell({ cwd: root, env: { PATH: '/usr/bin:/bin', HOME: root } });
    const { stdout } = await shell`${python} -W ignore -c ${report}`;
    const { specification } = examineSpecification(root, 'reana.yaml', wrong);
    if (specification === undefined) throw new Error('The specification cannot be read.');
    const findings = reportFindings(specification, JSON.parse(stdout) as ValidationReport);
    expect(findings.map((finding) => `${finding.severity} ${formatFinding(finding)}`)).toEqual([
      'error reana.yaml:4:12: the server says: Operational option "TARGETS" not supported.',
      'error reana.yaml:6:3: the server says: Compute backend "slurmcern" found in step "fit" is not supported. List of supported compute backends: "kubernetes"',
      'error reana.yaml:16:14: the server says: Desired workspace "/eos" is not valid.',
      'error reana.yaml:2:3: the server says: Input path declared multiple times: fit.py',
      'error reana.yaml:18:5: the server says: Retention rule /data cannot be an absolute path',
      "warning reana.yaml:14:1: the server says: Unexpected property 'output'",
      "warning reana.yaml:12:9: the server says: Unexpected property 'colour'",
    ]);
  });
});

/** Everything is wrong that can be wrong at once. */
const wrong = `inputs:
  files: [fit.py]
  directories: [fit.py]
  options: {TARGETS: a}
workflow:
  type: serial
  specification:
    steps:
      - name: fit
        environment: python:3.12
        compute_backend: slurmcern
        colour: blue
        commands: [ls]
output: {files: [limit.json]}
workspace:
  root_path: /eos
  retention_days:
    /data: 3
`;

/** As the server makes it, in the words of REANA's own library. */
const report = `
import json, logging
logging.disable(logging.CRITICAL)
from reana_commons.specification import load_reana_spec
from reana_commons.validation.report import validate_serialized_spec
policy = {'supported_backends': ['kubernetes'], 'workspace_paths': ['/var/reana']}
print(json.dumps(validate_serialized_spec(load_reana_spec('reana.yaml'), policy)))
`;
