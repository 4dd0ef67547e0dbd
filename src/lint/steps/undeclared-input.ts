/** A file of the repository that a command names, and that does not get to REANA. */
import { readIgnoreRules } from '../../specification/ignore-rules.ts';
import { lists } from '../../specification/path-list.ts';
import { listedSources } from '../../specification/workflow-source.ts';
import { serialExample } from '../kit/example.ts';
import { namedFiles } from '../kit/named-file.ts';
import type { Problem, Rule, RuleExample } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

/** So many names are looked up, each once. */
const mostNames = 2000;

function example(inputs: string, ...commands: string[]): RuleExample {
  const { 'reana.yaml': text = '' } = serialExample(commands);
  return { 'reana.yaml': `${inputs}${text}`, 'code/fit.py': '', 'requirements.txt': '' };
}

export const undeclaredInput: Rule<StepsSubject> = {
  id: 'undeclared-input',
  severity: 'warning',
  title: 'a command names a file of the repository that is not among the inputs',
  consequence:
    'Only inputs get to REANA: unless a step before makes such a file, the command does not find it.',
  fix: 'List the file under inputs.files, or its folder under inputs.directories.',
  examples: {
    wrong: [
      example('inputs: {files: [code/fit.py]}\n', 'pip install -r requirements.txt'),
      example('', 'python -m code.fit'),
      example('inputs: {parameters: {script: code/fit.py}}\n', 'python ${script}'),
    ],
    right: [
      example('inputs: {files: [requirements.txt]}\n', 'pip install -r requirements.txt'),
      example('inputs: {directories: [code]}\n', 'python code/fit.py'),
      example('', 'curl -O https://example.org/requirements.txt', 'cd /opt && python code/fit.py'),
    ],
  },
  async check({ specification, steps, files }) {
    const { root, language, inputs, outputs, file } = specification;
    // What gets to REANA, and what is made there.
    const present = [inputs, outputs, listedSources(specification)];
    const value = (name: string): string | undefined => {
      const given = language === 'serial' ? inputs.parameters[name] : undefined;
      return typeof given === 'string' ? given : undefined;
    };
    const rules = await readIgnoreRules(root);
    const known = new Set([file]);
    const problems: Problem[] = [];
    for (const { label, commands } of steps) {
      for (const command of commands) {
        const { used, made } = namedFiles(command.text, value);
        for (const path of made) known.add(path);
        for (const { path, index } of used) {
          if (known.has(path) || known.size > mostNames) continue;
          known.add(path);
          if (present.some((list) => lists(list, path)) || rules.ignoresFile(path)) continue;
          if ((await files.kindOf(path)) !== 'file') continue;
          const message = `${label} names ${path}, which is not among the inputs`;
          problems.push({ message, ...command.positionOf(index) });
        }
      }
    }
    return problems;
  },
};
