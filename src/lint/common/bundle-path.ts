/** Paths that servers of the next generation do not take into a bundle. */
import path from 'node:path';
import { bundleLimits } from '../../base/bundle-limits.ts';
import type { NodePath } from '../../document/source-document.ts';
import { bundlePaths } from '../kit/bundle-scope.ts';
import { levelOn } from '../kit/generation.ts';
import type { Problem, Rule, RuleExample } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const canonicalName = 'reana.yaml';

export const bundlePath: Rule<LintSubject> = {
  id: 'bundle-path',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'a file or folder of the workflow is named in a way that the next servers refuse',
  consequence:
    'Servers of the next generation get the files that define a workflow as one bundle, and refuse it. Servers of today do not mind.',
  fix: 'Write the path plainly: code/fit.py, without ./ and //; and list no folder that is empty.',
  examples: {
    wrong: [
      next(example('./flow/Snakefile', 'directories: [flow]')),
      example('flow/Snakefile', 'directories: [flow/, code//fit]'),
      next(example('flow/Snakefile', 'directories: [flow, code]')),
    ],
    right: [
      next(example('flow/Snakefile', 'directories: [flow/]')),
      {
        ...example('./flow/Snakefile', 'directories: [flow]'),
        'server.json': '{"generation": "0.9"}',
      },
    ],
  },
  async check({ specification, files, cluster }) {
    const severity = levelOn(cluster, ['next']);
    if (severity === undefined) return [];
    const problems: Problem[] = [];
    for (const { text, place, isDirectory } of bundlePaths(specification)) {
      const message = problemOf(text, place, specification.file);
      const position = specification.document.position(place);
      if (message !== undefined) {
        problems.push({ severity, message, ...position });
      } else if (isDirectory && !(await files.holdsFile(text))) {
        problems.push({ severity, message: `${text} holds no file`, ...position });
      }
    }
    return problems;
  },
};

function problemOf(text: string, place: NodePath, specificationFile: string): string | undefined {
  const shown = JSON.stringify(text);
  const plain = text.replace(/\/+$/, '');
  if (path.posix.normalize(plain) !== plain || text.charAt(1) === ':') {
    return `${shown} is not written plainly, which the next servers refuse`;
  }
  if (plain === canonicalName && !(place[0] === 'inputs' && specificationFile === canonicalName)) {
    return `${canonicalName} cannot be a file of the workflow`;
  }
  if (Buffer.byteLength(text) > bundleLimits.pathLength) {
    return `the path is longer than ${bundleLimits.pathLength} bytes`;
  }
  if (plain.split('/').length > bundleLimits.depth) {
    return `${shown} is more than ${bundleLimits.depth} folders deep`;
  }
  return undefined;
}

function example(file: string, inputs: string): RuleExample {
  return {
    'reana.yaml': `inputs: {${inputs}}\nworkflow: {type: snakemake, file: ${file}}\n`,
    'flow/Snakefile':
      'rule all:\n    output: "a"\n    container: "docker://python:3.12"\n    shell: "touch a"\n',
  };
}

function next(analysis: RuleExample): RuleExample {
  return { ...analysis, 'server.json': '{"generation": "next"}' };
}
