import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { requiredSecrets } from '../../src/languages/secret-requirement.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { specificationFrom } from '../specification/analysis.ts';

/** What is needed, as `file:line:column reason`. */
async function needs(text: string, files: Record<string, string> = {}): Promise<string[]> {
  return needsIn(await temporaryFolder(files), text);
}

async function needsIn(root: string, text: string): Promise<string[]> {
  const requirements = await requiredSecrets(specificationFrom(text, root));
  return requirements.map(
    ({ reason, position }) =>
      `${position?.file ?? ''}:${position?.line ?? 0}:${position?.column ?? 0} ${reason}`,
  );
}

describe('secrets', () => {
  it('are needed by serial steps', async () => {
    const text = [
      'workflow:',
      '  type: serial',
      '  specification:',
      '    steps:',
      '      - {environment: a, commands: [ls], voms_proxy: false, rucio: true}',
      '      - {environment: a, commands: [ls], name: fit, compute_backend: slurmcern}',
      '      - {environment: a, commands: [ls], name: gen, compute_backend: kubernetes}',
    ].join('\n');
    expect(await needs(text)).toEqual([
      'reana.yaml:5:68 rucio of step 1',
      'reana.yaml:6:70 compute_backend slurmcern of step fit',
    ]);
  });

  it('are needed by the workflow as a whole', async () => {
    const text =
      'workflow: {type: yadage, file: none.yml, resources: {kerberos: true, voms_proxy: true}}';
    expect(await needs(text)).toEqual([
      'reana.yaml:1:82 voms_proxy of the workflow',
      'reana.yaml:1:64 kerberos of the workflow',
    ]);
  });

  it('are needed by the yadage steps that the workflow uses, wherever they stand', async () => {
    const files = {
      'specs/workflow.yml': [
        'stages:',
        '- name: rucio_download',
        "  scheduler: {step: {$ref: 'specs/steps.yml#/download'}}",
        '- name: inner',
        "  scheduler: {workflow: {$ref: 'specs/inner.yml'}}",
        "- {$ref: 'https://example.org/stage.yml'}",
        "- {$ref: '../../etc/passwd'}",
        "- {$ref: 'specs/gone.yml'}",
      ].join('\n'),
      'specs/inner.yml': [
        'stages:',
        '- name: fit',
        "  scheduler: {step: {$ref: 'steps.yml#/f~1it'}}",
        '- name: circle',
        "  scheduler: {workflow: {$ref: 'inner.yml'}}",
      ].join('\n'),
      'specs/steps.yml': [
        'download:',
        '  environment:',
        '    resources: [CVMFS, {voms_proxy: false}, {voms_proxy: true}]',
        'unused:',
        '  environment: {resources: [{kerberos: true}]}',
        'f/it:',
        '  environment: {resources: [{compute_backend: htcondorcern}]}',
      ].join('\n'),
    };
    const text = 'workflow: {type: yadage, file: specs/workflow.yml}';
    expect(await needs(text, files)).toEqual([
      'specs/steps.yml:3:58 voms_proxy of step rucio_download',
      'specs/steps.yml:7:47 compute_backend htcondorcern of step fit',
    ]);
  });

  it.each([
    ['with an escaped space', () => 'my%20steps.yml#/fit'],
    ['by a file: URL', (root: string) => `${pathToFileURL(root).href}/my%20steps.yml#/fit`],
    ['with an escaped slash', () => 'my%20steps.yml#/more/f~1it'],
  ])('are needed by a yadage step that is referred to %s', async (_, reference) => {
    const root = await temporaryFolder({
      'my steps.yml':
        'fit: &fit {environment: {resources: [{voms_proxy: true}]}}\nmore: {f/it: *fit}',
    });
    const stage = `{name: fit, scheduler: {step: {$ref: '${reference(root)}'}}}`;
    await writeFile(path.join(root, 'flow.yml'), `stages: [${stage}]`);
    expect(await needsIn(root, 'workflow: {type: yadage, file: flow.yml}')).toEqual([
      expect.stringContaining('my steps.yml:1:'),
    ]);
  });

  it.each([
    ['a later null, which leaves the hint as it is', '[{voms_proxy: true}, {voms_proxy: null}]', 1],
    ['a later false', '[{voms_proxy: true}, {voms_proxy: false}]', 0],
    ['circular resources', '[{$ref: "#/circle"}]', 0],
  ])('are needed by a yadage step with %s', async (_, resources, count) => {
    const step = `{environment: {resources: ${resources}}}`;
    const flow = `circle: {again: {$ref: "#/circle"}}\nstages: [{name: fit, scheduler: {step: ${step}}}]`;
    const text = 'workflow: {type: yadage, file: flow.yml}';
    expect(await needs(text, { 'flow.yml': flow })).toHaveLength(count);
  });

  it('are not needed by a yadage step that the workflow file holds and no stage uses', async () => {
    const flow = 'steps: {fit: {environment: {resources: [{rucio: true}]}}}\nstages: []';
    const text = 'workflow: {type: yadage, file: flow.yml}';
    expect(await needs(text, { 'flow.yml': flow })).toEqual([]);
  });

  it('are needed by CWL steps and the tools they run', async () => {
    const files = {
      'cwl/flow.cwl': [
        'steps:',
        '  first:',
        '    run: tool.cwl',
        '    hints: {reana: {kerberos: true}}',
        '  second:',
        '    run: {class: CommandLineTool, hints: [{class: reana, voms_proxy: true}]}',
      ].join('\n'),
      'cwl/tool.cwl': 'hints:\n  reana: {compute_backend: htcondorcern}\nrun: flow.cwl',
    };
    expect(await needs('workflow: {type: cwl, file: cwl/flow.cwl}', files)).toEqual([
      'cwl/flow.cwl:4:31 kerberos of step first',
      'cwl/tool.cwl:2:28 compute_backend htcondorcern of step first',
      'cwl/flow.cwl:6:70 voms_proxy of step second',
    ]);
  });

  it('are needed by Snakemake rules', async () => {
    const files = {
      Snakefile: [
        'include: "rules/fit.smk"',
        'rule gen:',
        '    resources:',
        '        kerberos=True, # rucio=True',
        '        compute_backend="kubernetes",',
        '        my_voms_proxy=True, voms_proxy=False',
        '    shell: "gen"',
        'rule all:',
        '    resources: rucio=True',
      ].join('\n'),
      'rules/fit.smk':
        "include: '../Snakefile'\nrule fit:\n    resources: compute_backend='slurmcern'\n    shell: 'fit'",
    };
    expect(await needs('workflow: {type: snakemake, file: Snakefile}', files)).toEqual([
      'Snakefile:4:9 kerberos of step gen',
      'rules/fit.smk:3:16 compute_backend slurmcern of step fit',
    ]);
  });

  it.each([
    '',
    '- a',
    'a: [',
    'stages: 5',
    'stages: [{name: [], scheduler: {step: 7}}]',
    '$ref: "#/%"',
  ])('are not looked for in the odd workflow file %j, which is no error here', async (content) => {
    for (const type of ['yadage', 'cwl', 'snakemake']) {
      expect(await needs(`workflow: {type: ${type}, file: flow}`, { flow: content })).toEqual([]);
    }
  });
});

it('of each kind come with their alternatives', async () => {
  const resources = 'voms_proxy: true, rucio: true, kerberos: true';
  const text = `workflow: {type: yadage, file: a, resources: {${resources}}}`;
  const requirements = await requiredSecrets(specificationFrom(text));
  const names = requirements.map(({ anyOf }) =>
    anyOf.map((secrets) => secrets.map(({ name, type }) => `${type} ${name}`)),
  );
  const proxy = ['env VONAME', 'env VOMSPROXY_FILE'];
  const certificate = ['env VONAME', 'env VOMSPROXY_PASS', 'file usercert.pem', 'file userkey.pem'];
  expect(names).toEqual([
    [proxy, certificate],
    [
      [...proxy, 'env RUCIO_USERNAME'],
      [...certificate, 'env RUCIO_USERNAME'],
    ],
    [['env CERN_USER', 'env CERN_KEYTAB']],
  ]);
});
