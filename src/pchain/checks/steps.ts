/** Checks of the steps of a chain, whatever language it is written in. */
import type { Finding } from '../../base/error.ts';
import type { Chain } from '../chain.ts';
import { checkArguments } from './arguments.ts';
import { checkCondition } from './condition.ts';
import { checkDatasets } from './datasets.ts';
import { checkFiles } from './files.ts';
import { checkImage } from './image.ts';
import { checkNames } from './names.ts';
import { checkOrder } from './order.ts';
import { checkPayload } from './payload.ts';

/** @param sandbox absolute folder that pchain is called in */
export async function checkSteps(chain: Chain, sandbox: string): Promise<Finding[]> {
  const ofSteps = chain.steps.flatMap((step) => [
    ...checkCondition(chain, step),
    ...checkDatasets(chain, step),
    ...checkArguments(chain, step),
    ...checkNames(chain, step),
    ...checkImage(chain, step),
    ...checkPayload(chain, step),
  ]);
  const ofFiles = await Promise.all(chain.steps.map((step) => checkFiles(chain, step, sandbox)));
  return [...checkOrder(chain), ...ofSteps, ...ofFiles.flat()];
}
