/** Files that options of `prun` name: PanDA's reader opens them beside the chain. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from '../../base/error.ts';
import { type Chain, type ChainStep, findingOn } from '../chain.ts';
import { fileOptions } from '../prun-options.ts';
import type { ChainRuleId } from '../rules.ts';
import { argumentsOf } from './arguments.ts';

/** @param sandbox folder that pchain is called in, absolute */
export async function checkFiles(
  chain: Chain,
  step: ChainStep,
  sandbox: string,
): Promise<Finding[]> {
  const options = argumentsOf(step);
  const given = fileOptions.flatMap((option) =>
    (options.get(option) ?? []).map((file) => ({ option, file })),
  );
  const missing = await Promise.all(
    given.map(async ({ option, file }) => {
      const isThere = await access(path.resolve(sandbox, file)).then(
        () => true,
        () => false,
      );
      if (isThere) return [];
      return [
        findingOn(chain, step, 'opt_args', {
          rule: 'arguments' satisfies ChainRuleId,
          severity: 'error',
          message: `opt_args: ${option} names ${file}, which is not beside the chain`,
          hint: 'PanDA reads it while it reads the chain.',
        }),
      ];
    }),
  );
  return missing.flat();
}
