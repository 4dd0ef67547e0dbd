/** Cases from the field: the built program gives the answer that is known of each, by other programs or REANA's source. */
import { cpSync, globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createShell, type ShellResult } from '../../src/base/shell.ts';
import { program } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { requirePeer } from './peers.ts';
import { reference, references } from './references.ts';

interface Answer extends ShellResult {
  /** Copy of the case in which the command ran. */
  readonly folder: string;
}

const folder = references === undefined ? '' : reference('cases', 'workflows');
const lint = ['lint'];
const graph = ['graph', '--json'];
const local = ['run', '--local', '--executor', 'process', '--results', 'results'];

/** What the command of each case answers. */
const cases: Readonly<Record<string, readonly [readonly string[], (answer: Answer) => void]>> = {
  'cwl-date-in-metadata': [lint, passes],
  'cwl-import-of-ports': [lint, passes],
  'cwl-requirement-of-later-version': [lint, tells('4:16: error: v1.0 of CWL has no requirement')],
  'cwl-tool-without-image': [local, runsInDefaultImage],
  'graph-expand-escaped': [graph, hasEdge('raw', 'made')],
  'graph-include-fstring': [graph, contains('its rules are not read')],
  'graph-use-rule': [graph, hasEdge('again', 'all')],
  'hint-cpu-request-094': [generation('0.9'), tells('warning: .*kubernetes_cpu_request')],
  'hint-htcondor-request-snakemake': [generation('0.95'), tells('warning: .*htcondor_request')],
  'hint-unpacked-img-serial': [generation('0.9'), tells('warning: .*unpacked_img.*newer-hint')],
  'log-line-without-end': [local, hasNoLongLine],
  'name-that-run-refuses': [lint, refuses('unsafe-name')],
  'pass-no-inputs': [local, makes(['made.txt'])],
  'pass-snk-inline-parameters': [local, makes(['out/part_3.txt', 'out/part_5.txt'])],
  'serial-last-command-twice': [lint, refuses('reana.yaml:8:9: error: .*serial-early-end')],
  'snk-benchmark-is-made': [lint, passes],
  'snk-configfile-if-it-exists': [lint, passes],
  'snk-container-none': [lint, passes],
  'snk-folder-of-listed-files': [lint, passes],
  'snk-lambda-two-arguments': [lint, passes],
  'snk-message-placeholder': [lint, refuses('snakemake-placeholder')],
  'snk-storage-variable': [generation('0.9'), passes],
  'snk-two-makers': [lint, refuses('snakemake-two-makers')],
  'yaml-last-line-without-end': [local, makes(['made.txt'], /^1\s*$/)],
  'yaml-quoted-goes-on-left': [lint, passes],
};

describe.skipIf(references === undefined).concurrent('a case from the field', () => {
  it('has an answer here', () => {
    expect(Object.keys(cases)).toEqual(readdirSync(folder).sort());
  });

  it.for(Object.entries(cases))('%s', async ([name, [command, check]], { onTestFinished }) => {
    const copy = await temporaryFolder({}, onTestFinished);
    cpSync(path.join(folder, name), copy, { recursive: true });
    const engines = await Promise.all([requirePeer('cwltool'), requirePeer('snakemake')]);
    const shell = createShell({
      cwd: copy,
      env: {
        PATH: [...engines, path.dirname(process.execPath), '/usr/bin:/bin'].join(':'),
        HOME: copy,
        XDG_STATE_HOME: path.join(copy, '.state'),
      },
    });
    check({ ...(await shell`${process.execPath} ${program} ${command}`), folder: copy });
  });
});

function generation(name: string): string[] {
  return ['lint', '--generation', name];
}

function passes({ exitCode, stdout, stderr }: Answer): void {
  expect(`${stdout}${stderr}`).not.toMatch(/error:/);
  expect(exitCode).toBe(0);
}

function tells(words: string): (answer: Answer) => void {
  return ({ stdout }) => {
    expect(stdout).toMatch(new RegExp(words));
  };
}

function refuses(words: string): (answer: Answer) => void {
  return ({ exitCode, stdout }) => {
    expect(stdout).toMatch(new RegExp(words));
    expect(exitCode).toBe(4);
  };
}

function contains(words: string): (answer: Answer) => void {
  return ({ exitCode, stdout }) => {
    expect(stdout).toContain(words);
    expect(exitCode).toBe(0);
  };
}

function hasEdge(from: string, to: string): (answer: Answer) => void {
  return ({ stdout }) => {
    const { edges } = JSON.parse(stdout) as { edges: { from: string; to: string }[] };
    expect(edges).toContainEqual(expect.objectContaining({ from, to }));
  };
}

function makes(files: readonly string[], content = /^/): (answer: Answer) => void {
  return ({ exitCode, stderr, folder: copy }) => {
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    const outputs = path.join(copy, 'results/outputs');
    const found = globSync('**/*.txt', { cwd: outputs }).sort();
    expect(found).toEqual(files);
    for (const file of found)
      expect(readFileSync(path.join(outputs, file), 'utf8')).toMatch(content);
  };
}

function runsInDefaultImage({ exitCode, folder: copy }: Answer): void {
  expect(exitCode).toBe(0);
  const logs = globSync('results/logs/*.log', { cwd: copy });
  const printed = logs.map((file) => readFileSync(path.join(copy, file), 'utf8')).join('');
  expect(printed).toContain('frolvlad/alpine-bash');
}

function hasNoLongLine({ exitCode, stdout, stderr }: Answer): void {
  expect(exitCode).toBe(1);
  const lengths = `${stdout}${stderr}`.split('\n').map((line) => line.length);
  expect(Math.max(...lengths)).toBeLessThan(600);
}
