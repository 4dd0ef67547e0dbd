/** Small workflows, what the real yadage answered on each, and what lint finds in it. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/base/error.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';
import { reference, references } from './references.ts';
import { parseAnswers, type ExpectedAnswer } from './yadage/answers.ts';

const folder = reference('yadage-cases');
const golden = path.join(import.meta.dirname, 'yadage/golden/lint-cases.md');

/** Where lint and the real engine differ for a reason. */
const exceptions: Readonly<Record<string, string>> = {
  // The stage makes no steps, and nothing depends on it: the engine calls that a success.
  D8_scatter_badmethod: 'stricter',
  // The command itself fails: only the run can tell.
  E1_failed_step: 'milder',
};

describe.skipIf(references === undefined)('lint of the recorded cases', () => {
  const answers =
    references === undefined
      ? []
      : parseAnswers(readFileSync(path.join(folder, 'answers.txt'), 'utf8'));

  it('has an error exactly where the real engine stops or leaves a stage out', async () => {
    const wrong = [];
    for (const answer of answers) {
      const isWrong = answer.status === 'failed' || (answer.unapplied?.length ?? 0) > 0;
      const hasErrors = (await lintCase(answer)).some(({ severity }) => severity === 'error');
      if (isWrong !== hasErrors) wrong.push([answer.name, hasErrors ? 'stricter' : 'milder']);
    }
    expect(Object.fromEntries(wrong)).toEqual(exceptions);
  });

  it('finds what the table says', async () => {
    const rows = [];
    for (const answer of answers) rows.push(row(answer, await lintCase(answer)));
    const table = `| case | real yadage | lint |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
    await expect(table).toMatchFileSnapshot(golden);
  });
});

/** The cases run without containers, which REANA does not. */
async function lintCase({ name, init }: ExpectedAnswer): Promise<Finding[]> {
  const text = readFileSync(path.join(folder, 'cases', `${name}.yml`), 'utf8');
  const container = 'environment_type: docker-encapsulated';
  const root = await mkdtemp(path.join(tmpdir(), 'lint-case-'));
  try {
    const workflow = text.replaceAll(
      /^( *)environment_type: localproc-env$/gm,
      `$1${container}\n$1image: docker.io/library/python\n$1imagetag: 3.12-slim`,
    );
    await writeFile(path.join(root, 'workflow.yml'), workflow);
    const specification = {
      inputs: { files: ['workflow.yml'], parameters: init },
      workflow: { type: 'yadage', file: 'workflow.yml' },
    };
    await writeFile(path.join(root, 'reana.yaml'), JSON.stringify(specification, null, 2));
    const findings = await lintAnalysis(root, 'reana.yaml');
    return findings.filter(({ rule }) => /^ya(?:ml|dage)-/.test(rule));
  } finally {
    await rm(root, { recursive: true });
  }
}

function row(answer: ExpectedAnswer, findings: readonly Finding[]): string {
  const { error, unapplied = [] } = answer;
  const text = error === undefined ? '' : `${error.type} ${error.text}`.slice(0, 60);
  const idle = unapplied.length > 0 ? `never run: ${unapplied.join(', ')}` : '';
  const real = [answer.status, text.trim(), idle].filter((part) => part !== '').join('; ');
  const found = findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, rule, file = '', line = 0, column = 0, message }) =>
      cell(`${severity} ${rule} at ${file}:${line}:${column}: ${message}`),
    );
  return `| ${answer.name} | ${cell(real)} | ${found.join('<br>')} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
