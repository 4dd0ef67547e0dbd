/** Values that a shell would read as more than a text, where REANA puts them into commands as they are. */
import type { RunSettings } from './settings.ts';
import type { WorkflowLanguage } from '../../specification/specification.ts';

/** Ends a command, begins another, or leads its output elsewhere. */
const steering = /[;&|<>`\r\n]|\$\(/;
/** Languages whose commands are texts in which REANA replaces names; the others quote. */
const replacing: readonly WorkflowLanguage[] = ['serial', 'yadage'];

/** @returns a warning that names what holds such a value; `undefined` without any */
export function warningOfShellText(
  { datasets, parameters, variables }: Pick<RunSettings, 'datasets' | 'parameters' | 'variables'>,
  language: WorkflowLanguage,
): string | undefined {
  if (!replacing.includes(language)) return undefined;
  const given = { ...variables, ...parameters };
  const names = Object.keys(given).filter((name) => steering.test(given[name] ?? ''));
  const all = [...names, ...(datasets.some((name) => steering.test(name)) ? ['a dataset'] : [])];
  if (all.length === 0) return undefined;
  return (
    `The value of ${all.join(', ')} holds a character that means something to a shell, such as ";". ` +
    'REANA puts values into commands as they are; a value from somebody else can run its own commands in your run.'
  );
}
