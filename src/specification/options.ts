/** Operational options: how a workflow engine is told to behave (`inputs.options`, `--option`). */
import { ReanaCiError } from '../base/error.ts';
import type { JsonObject } from '../base/json.ts';
import type { Check } from '../document/check.ts';
import type { Specification, WorkflowLanguage } from './specification.ts';
import { suggestionHint } from '../document/suggestion.ts';

/** REANA's table of options; it refuses a run with any other. */
const knownOptions: Readonly<Record<WorkflowLanguage, readonly string[]>> = {
  serial: ['CACHE', 'FROM', 'TARGET'],
  cwl: ['TARGET'],
  yadage: ['toplevel', 'initdir', 'initfiles', 'accept_metadir'],
  snakemake: ['report'],
};

/**
 * Checks options given at start.
 *
 * @throws ReanaCiError `usage` naming every option the workflow's language does not have
 */
export function parseOptions(
  options: Readonly<Record<string, string>>,
  specification: Specification,
): JsonObject {
  const { language } = specification;
  const known = knownOptions[language];
  const unknown = Object.keys(options).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ReanaCiError(
      'usage',
      `--option: a ${language} workflow has no ${unknown.join(', ')}`,
      {
        hint: suggestionHint(unknown.length === 1 ? (unknown[0] ?? '') : '', known),
      },
    );
  }
  return options;
}

/** Notes the names in `inputs.options` that the language does not have. */
export function checkOptionNames(
  check: Check,
  language: WorkflowLanguage,
  options: JsonObject,
): void {
  const known = knownOptions[language];
  for (const name of Object.keys(options).filter((candidate) => !known.includes(candidate))) {
    check.findings.push({
      rule: 'unknown-option',
      severity: 'error',
      message: `inputs.options: a ${language} workflow has no option ${name}`,
      hint: suggestionHint(name, known),
      ...check.source.keyPosition(['inputs', 'options', name]),
    });
  }
}
