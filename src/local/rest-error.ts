/** A request that is refused, with the status and body that REANA answers. */
import type { Json } from '../base/json.ts';

export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly body: Json;

  /** @param message sent as `{"message": …}` unless `body` is given */
  constructor(status: number, message: string, body: Json = { message }) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** How the workflow controller answers for a run it does not know. */
export function unknownRun(name: string, status: 403 | 404 = 404): RestError {
  return new RestError(
    status,
    `REANA_WORKON is set to ${name}, but that workflow does not exist. ` +
      'Please set your REANA_WORKON environment variable appropriately.',
  );
}
