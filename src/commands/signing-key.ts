/** The secret that `submit` and `settle` share, though a login of each may live for minutes only. */
import { ReanaCiError } from '../base/error.ts';
import { isJwt } from '../reana/authorization.ts';
import { type ConnectionOptions, readConnection } from './connection.ts';
import type { Edge } from './edge.ts';

/**
 * The value of `REANA_CI_SIGNING_KEY`, or else the REANA token, where that lasts.
 *
 * @throws ReanaCiError `usage` when there is no lasting secret; what {@link readConnection} throws
 */
export async function readSigningKey(edge: Edge, options: ConnectionOptions): Promise<string> {
  const { token, tokens } = await readConnection(edge, options);
  const given = edge.env.REANA_CI_SIGNING_KEY?.trim() ?? '';
  if (given !== '') return given;
  if (token !== '' && (tokens === undefined || !isJwt(token))) return token;
  throw new ReanaCiError(
    'usage',
    'submit and settle need a secret that lasts, and the login of this job does not.',
    {
      hint: 'Add a long random value as the masked variable REANA_CI_SIGNING_KEY of the project, for both jobs.',
    },
  );
}
