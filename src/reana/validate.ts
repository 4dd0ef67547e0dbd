/** The server's own check of a specification. */
import * as v from 'valibot';

import { ReanaCiError } from '../base/error.ts';
import type { Api } from './api.ts';
import { bundleForm } from './bundle.ts';
import type { FileSource, ValidationMessage, ValidationReport } from './requests.ts';
import { text } from './schema.ts';

const messages = v.optional(
  v.array(
    v.pipe(
      v.object({ message: v.optional(v.string(), ''), code: text, path: text }),
      v.transform((raw): ValidationMessage => ({
        message: raw.message,
        ...(raw.code && { code: raw.code }),
        ...(raw.path && { path: raw.path }),
      })),
    ),
  ),
  [],
);

const reportSchema = v.object({ valid: v.boolean(), errors: messages, warnings: messages });

/**
 * Lets the server check a bundle without making a run.
 *
 * @throws ReanaCiError `bad-request` when the server is of a generation that cannot
 */
export async function validateBundle(
  api: Api,
  bundle: readonly FileSource[],
  bundles: boolean,
  signal?: AbortSignal,
): Promise<ValidationReport> {
  if (!bundles) {
    throw new ReanaCiError(
      'bad-request',
      `${api.server} cannot check a specification without making a run.`,
      { hint: 'Servers of this generation find mistakes at the start of a run; check locally.' },
    );
  }
  return await api.json(
    {
      action: 'check the specification',
      method: 'POST',
      path: ['workflows', 'validate'],
      body: bundleForm(bundle),
      transfer: true,
    },
    reportSchema,
    signal,
  );
}
