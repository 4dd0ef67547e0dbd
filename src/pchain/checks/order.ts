/** The order of steps: PanDA's reader looks for one without an end when steps feed each other. */
import type { Finding } from '../../base/error.ts';
import { type Chain, type ChainStep, findingOn } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';

/** One finding for every step that feeds itself, directly or through others. */
export function checkOrder(chain: Chain): Finding[] {
  const feeders = new Map(chain.steps.map((step) => [step.name, feedersOf(chain, step)]));
  return chain.steps.flatMap((step) => {
    const way = wayBack(step.name, feeders);
    if (way === undefined) return [];
    const rule: ChainRuleId = 'circle';
    const message = `it waits for itself: ${way.join(' ← ')}`;
    const hint = 'A loop is a step with hints: [loop] that runs a workflow of its own.';
    return [findingOn(chain, step, '', { rule, severity: 'error', message, hint })];
  });
}

/** Names of the steps that a step takes something of. */
export function feedersOf(chain: Chain, step: ChainStep): ReadonlySet<string> {
  const names = [...step.inputs.values()].flatMap(({ sources }) =>
    sources.flatMap((source) => feederOf(chain, source)?.name ?? []),
  );
  return new Set(names);
}

/** The step that has `source` as an output. */
export function feederOf(chain: Chain, source: string): ChainStep | undefined {
  const [name, output, ...more] = source.replace(/^#/, '').split('/');
  if (output === undefined || more.length > 0) return undefined;
  return chain.steps.find((step) => step.name === name && step.outputs.includes(output));
}

/** The shortest way from a step back to itself, with its name at both ends. */
function wayBack(
  name: string,
  feeders: ReadonlyMap<string, ReadonlySet<string>>,
): string[] | undefined {
  const ways = [[name]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const feeder of feeders.get(way.at(-1) ?? '') ?? []) {
      if (feeder === name) return [...way, name];
      if (seen.has(feeder)) continue;
      seen.add(feeder);
      ways.push([...way, feeder]);
    }
  }
  return undefined;
}
