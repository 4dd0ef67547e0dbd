/** CWL workflows that take in what is no file of the analysis, and a Python that looks into the analysis. */
import { chmod, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { canaries, checkOut, createVictim, runThere, sentTo, type Victim } from './victim.ts';

/** A workflow of one tool that brings `entry` along. */
function workflow(entry: string, more = ''): Record<string, string> {
  return {
    'reana.yaml': 'workflow: {type: cwl, file: flow/main.cwl}\noutputs: {files: [out.txt]}\n',
    'flow/main.cwl': `cwlVersion: v1.2
class: Workflow
inputs: []
outputs: []
${more}
steps:
  one:
    run:
      class: CommandLineTool
      baseCommand: [cat, here]
      inputs: []
      outputs: []
      requirements:
        DockerRequirement: {dockerPull: docker.io/library/alpine:3.20}
        InitialWorkDirRequirement:
          listing: [{entryname: here, entry: ${entry}}]
    in: []
    out: []
`,
  };
}

/** A cwltool that tells what it sees: its variables, its folder, and the files beside the workflow. */
const tellingCwltool = `#!/bin/sh
for last; do :; done
root=\${last%/flow/*}
files=$(cd "$root" && find . -type f -o -type l | sort | tr '\\n' ' ')
python3 - "$(pwd)" "$files" <<'END'
import json, os, sys
print(json.dumps({"cwlVersion": "v1.2", "$graph": [{"id": "#main", "class": "Workflow", "inputs": [],
  "outputs": [], "steps": [], "doc": [sys.argv[1], sys.argv[2]] + sorted(os.environ.values())}]}))
END
`;

async function programs(): Promise<string> {
  const folder = await temporaryFolder({ cwltool: tellingCwltool });
  await chmod(path.join(folder, 'cwltool'), 0o755);
  return `${folder}:${process.env.PATH ?? ''}`;
}

function expectNothingSent({ reana, evil }: Victim, output: string) {
  expect(evil.requests).toEqual([]);
  for (const canary of Object.values(canaries)) {
    const sent = sentTo(reana).replaceAll(`access_token=${canary}`, '');
    expect(sent).not.toContain(canary);
    expect(output).not.toContain(canary);
  }
}

describe('a CWL workflow that takes in', () => {
  it.each([
    ['the environment', '{$include: "file:///proc/self/environ"}', 'is an address'],
    ['a key above the analysis', '{$include: ../../home/.ssh/id_rsa}', 'lies outside'],
    [
      'a key above it, in another spelling',
      '{$include: "%2e%2e/..%2fhome/.ssh/id_rsa"}',
      'lies outside',
    ],
    ['an absolute path', '{$include: /proc/self/environ}', 'lies outside'],
    ['a key through a link', '{$include: keys/id_rsa}', 'symbolic link'],
    ['an address', '{$include: "EVIL/x"}', 'is an address'],
    ['an import', '{$import: "EVIL/x"}', 'is an address'],
    ['a file of git', '{$include: ../.git/config}', 'lies outside'],
  ])('%s is refused with its place', async (_what, entry, reason) => {
    const victim = await createVictim();
    const folder = await checkOut(workflow(entry.replace('EVIL', victim.evil.url)), (root) =>
      symlink(path.join(victim.home, '.ssh'), path.join(root, 'flow/keys')),
    );
    const env = { ...victim.env, PATH: await programs() };
    const { exitCode, output } = await runThere(folder, ['run', '--no-lint'], env);
    expect(exitCode).toBe(4);
    expect(output).toMatch(
      new RegExp(`flow/main\\.cwl:\\d+:\\d+: .*${reason}.*\\[cwl-reference\\]`),
    );
    expectNothingSent(victim, output);
  });

  it.each([
    ['identifiers', 'id: "file:///proc/self/x"'],
    ['a base', '$base: "file:///proc/self/"'],
  ])('files beside a place that %s name is refused', async (_what, more) => {
    const victim = await createVictim();
    const folder = await checkOut(workflow('{$mixin: environ}', more));
    const env = { ...victim.env, PATH: await programs() };
    const { exitCode, output } = await runThere(folder, ['run', '--no-lint'], env);
    expect(exitCode).toBe(4);
    expect(output).toContain('names a place outside of the analysis');
    expectNothingSent(victim, output);
  });

  it.each([
    'https://schema.org/schema.rdf',
    'HTTP://127.0.0.1:1/x',
    'ftp://a/b',
    '//a/b',
    '../../x.rdf',
  ])('a schema at %s is refused', async (schema) => {
    const victim = await createVictim();
    const folder = await checkOut(
      workflow('{$include: text/here.txt}', `$schemas: [${JSON.stringify(schema)}]`),
    );
    const env = { ...victim.env, PATH: await programs() };
    const { exitCode, output } = await runThere(folder, ['run', '--no-lint'], env);
    expect(exitCode).toBe(4);
    expect(output).toContain(`$schemas: ${schema} `);
    expectNothingSent(victim, output);
  });

  it('its own files is packed in a folder that has those alone, without a token', async () => {
    const victim = await createVictim();
    const files = {
      ...workflow('{$include: text/here.txt}', '$schemas: [text/schema.rdf]'),
      'flow/text/here.txt': 'hello',
      'flow/other.txt': 'no part of the workflow',
    };
    const folder = await checkOut(files);
    const env = { ...victim.env, PATH: `.::${await programs()}`, PYTHONPATH: `:${folder}` };
    await writeFile(path.join(folder, 'sitecustomize.py'), 'print("canary of python")');
    const { output } = await runThere(folder, ['lint', '--cwltool'], env);
    expect(output).not.toContain('canary');
    const { createProgramShell } = await import('../../src/base/program.ts');
    const { packCwl } = await import('../../src/languages/cwl/pack.ts');
    const packed = await packCwl(folder, 'flow/main.cwl', {
      shell: createProgramShell({ environment: env }),
      temporaryDirectory: await temporaryFolder({}),
    });
    const [{ doc }] = packed.$graph as unknown as [{ doc: string[] }];
    expect(doc.slice(0, 2)).toEqual(['/', './flow/main.cwl ./flow/text/here.txt ']);
    expect(doc.join(' ')).not.toContain('canary');
  });
});
