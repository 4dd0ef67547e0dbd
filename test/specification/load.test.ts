import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSpecification } from '../../src/specification/load.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { errorOf, places, serialWorkflow, specificationFrom } from './analysis.ts';

describe('a specification', () => {
  it('is loaded with its parts in plain form', async () => {
    const root = await temporaryFolder({
      'specs/reana-yadage.yml': [
        'version: 0.9.0',
        'inputs:',
        '  files: [./code//fit.py]',
        '  directories: [data/, ./specs]',
        '  parameters: {mass: 30.0, events: 30}',
        '  options: {initdir: data}',
        'workflow: {type: yadage, file: ./specs/workflow.yml}',
        'outputs: {files: ["plots/*.png"], directories: [limits]}',
      ].join('\n'),
    });
    const specification = await loadSpecification(root, 'specs/reana-yadage.yml');
    expect(specification).toMatchObject({
      root,
      file: 'specs/reana-yadage.yml',
      language: 'yadage',
      workflowFile: 'specs/workflow.yml',
      inputs: {
        files: ['code/fit.py'],
        directories: ['data', 'specs'],
        options: { initdir: 'data' },
      },
      outputs: { files: ['plots/*.png'], directories: ['limits'] },
    });
    expect(JSON.stringify(specification.inputs.parameters)).toBe('{"mass":30.0,"events":30}');
  });

  it('may lie outside of the analysis, or be given by its absolute path', async () => {
    const folder = await temporaryFolder({ 'template.yaml': serialWorkflow, 'analysis/a.txt': '' });
    const root = path.join(folder, 'analysis');
    expect((await loadSpecification(root, '../template.yaml')).file).toBe('../template.yaml');
    const absolute = path.join(folder, 'template.yaml');
    expect((await loadSpecification(root, absolute)).file).toBe('../template.yaml');
  });

  it('that is missing is an error which names those that are there', async () => {
    const root = await temporaryFolder({
      'reana-cwl.yaml': '',
      'specs/reana.yml': '',
      'other.yaml': '',
    });
    const error = await errorOf(() => loadSpecification(root, 'reana.yaml'));
    expect(error).toMatchObject({
      code: 'specification',
      message: 'reana.yaml does not exist',
      hint: 'Found here: reana-cwl.yaml, specs/reana.yml.',
    });
  });

  it('that is a folder, no text, or a broken link is an error', async () => {
    const root = await temporaryFolder({ 'folder/x': '' });
    await writeFile(path.join(root, 'latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
    await symlink('nowhere', path.join(root, 'link.yaml'));
    const load = (file: string) => errorOf(() => loadSpecification(root, file));
    expect((await load('folder')).message).toBe('folder is a directory');
    expect((await load('latin.yaml')).message).toBe('latin.yaml is not UTF-8 text');
    expect((await load('link.yaml')).message).toBe('link.yaml does not exist');
  });
});

describe('what is wrong with a specification', () => {
  it('is told all at once, each thing at its place', async () => {
    const text = [
      'version: 0.9',
      'inputs:',
      '  files:',
      '    - /etc/passwd',
      '    - ../secret',
      '    - data/x.root',
      '    - code/a.py',
      '    - ./code/a.py',
      '    - 7',
      '  directories: data',
      '  parameters: []',
      'outputs:',
      '  files: {a: b}',
      'workflow:',
      '  type: seriel',
    ].join('\n');
    const error = await errorOf(() => specificationFrom(text));
    expect(error.message).toBe('reana.yaml has 9 mistakes');
    expect(places(error)).toEqual([
      '1:10 wrong-type',
      '4:7 unsafe-path',
      '5:7 unsafe-path',
      '8:7 duplicate-input',
      '9:7 wrong-type',
      '10:16 wrong-type',
      '11:15 wrong-type',
      '13:10 wrong-type',
      '15:9 unknown-workflow-type',
    ]);
  });

  it.each([
    ['- a', 'wrong-type'],
    ['', 'wrong-type'],
    ['inputs: {}', 'no-workflow'],
    ['workflow: serial', 'wrong-type'],
    ['workflow: {file: a}', 'no-workflow-type'],
    ['workflow: {type: yadage}', 'no-workflow'],
    ['workflow: {type: cwl, file: /a.cwl}', 'unsafe-path'],
    ['workflow: {type: serial}', 'no-workflow'],
    ['workflow: {type: serial, specification: {}}', 'no-steps'],
    ['workflow: {type: serial, specification: {steps: []}}', 'no-steps'],
    ['workflow: {type: serial, specification: {steps: [{environment: a}]}}', 'no-commands'],
    ['workflow: {type: serial, specification: {steps: [{commands: [ls]}]}}', 'no-environment'],
    ['workflow: {type: serial, specification: {steps: [ls]}}', 'wrong-type'],
    ['workflow: {type: serial, file: a.json}\ninputs:', 'wrong-type'],
    ['workflow: {type: yadage, file: a.yml}\ninputs: {options: {TARGET: a}}', 'unknown-option'],
    ['workflow: {type: yadage, file: a.yml}\nworkspace: {retention_days: {a: soon}}', 'wrong-type'],
    ['workflow: {type: yadage, file: a.yml}\nworkspace: {retention_days: {}}', 'wrong-type'],
    ['workflow: {type: yadage, file: a.yml}\nworkspace: {retention_days: {/a: 1}}', 'unsafe-path'],
    ['workflow: {type: yadage, file: a.yml}\nworkspace: {root_path: reana}', 'wrong-type'],
    ['workflow: {type: yadage, file: a.yml}\ntests: {files: [1]}', 'wrong-type'],
    [
      'workflow: {type: yadage, file: a.yml}\ninputs: {parameters: {day: 2026-01-31}}',
      'yaml-value',
    ],
  ])('%j is found', async (text, rule) => {
    const error = await errorOf(() => specificationFrom(text));
    expect(error.findings.map((finding) => finding.rule)).toContain(rule);
  });

  it.each([
    ['Serial', 'Did you mean serial?'],
    ['snakmake', 'Did you mean snakemake?'],
    ['“serial”', 'Write serial without these quotation marks.'],
    ['luigi', 'Give one of serial, yadage, cwl, snakemake.'],
  ])('has a hint for the workflow type %s: %s', async (type, hint) => {
    const error = await errorOf(() => specificationFrom(`workflow: {type: ${type}}`));
    expect(error.findings[0]?.hint).toBe(hint);
  });

  it.each([
    ['files: [data/a, data-2/b]\n  directories: [data]', ['2:11 duplicate-input']],
    ['directories: [data, data/raw]', ['2:23 duplicate-input']],
    ['files: [a]\n  directories: [.]', ['3:17 unsafe-path']],
    ['files: [data]\n  directories: [data]', ['2:11 duplicate-input']],
  ])('is an input inside of another: %j', async (inputs, expected) => {
    const error = await errorOf(() => specificationFrom(`inputs:\n  ${inputs}${serialWorkflow}`));
    expect(places(error)).toEqual(expected);
  });

  it('is not a CWL file that names its process, nor a serial one in JSON', () => {
    expect(specificationFrom('workflow: {type: cwl, file: flow.cwl#main}').workflowFile).toBe(
      'flow.cwl',
    );
    expect(specificationFrom('workflow: {type: serial, file: steps.json}').workflowFile).toBe(
      'steps.json',
    );
  });
});
