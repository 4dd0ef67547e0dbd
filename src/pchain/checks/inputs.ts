/** The inputs of a workflow: their names, and the values that `pchain --yaml` gives them. */
import type { Finding } from '../../base/error.ts';
import { isJsonObject } from '../../base/json.ts';
import { readNamedText } from '../../document/read-text.ts';
import { readYaml, toJson } from '../../document/yaml.ts';
import { type Chain, entriesOf } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';

/** PanDA counts the turns of a loop as `i`. */
export function checkInputNames(chain: Chain): Finding[] {
  if (!chain.isNested || !chain.inputs.has('param_i')) return [];
  return [
    {
      rule: 'chain-structure' satisfies ChainRuleId,
      severity: 'error',
      message: 'param_i: PanDA itself fills in %{i}, the number of the turn',
      hint: 'Give the input another name.',
      ...chain.source.keyPosition(['inputs', 'param_i']),
    },
  ];
}

/**
 * Whether every input that a step uses has a value.
 *
 * @param file what pchain gets as `--yaml`, relative to `folder`
 * @throws ReanaCiError `specification` when there is no such file, or it is not YAML
 */
export async function checkValueFile(
  folder: string,
  file: string,
  chain: Chain,
): Promise<Finding[]> {
  const source = readYaml(file, await readNamedText(folder, file, file));
  const values = toJson(source);
  const rule: ChainRuleId = 'no-value';
  if (!isJsonObject(values)) {
    if (chain.inputs.size === 0) return [];
    const hint = 'Write {} into it, or NAME: VALUE, one a line.';
    const message =
      'PanDA takes a file of values with nothing in it for a chain without inputs only';
    return [{ rule, severity: 'error', message, hint, ...source.position([]) }];
  }
  const used = new Set(
    chain.steps.flatMap(({ inputs }) => [...inputs.values()].flatMap(({ sources }) => sources)),
  );
  return entriesOf(chain.data.inputs, ['inputs'])
    .filter(({ name }) => used.has(name) || used.has(`#${name}`))
    .filter(({ name, value }) => {
      const fallback = isJsonObject(value) ? value.default : undefined;
      return (values[name] ?? fallback ?? null) === null;
    })
    .map(({ name, path: place }) => ({
      rule,
      severity: 'error',
      message: `${name} has no value: neither in ${file} nor a default`,
      ...chain.source.keyPosition(place),
    }));
}
