/** The library `reana-ci/client`: REANA's API for programs. See docs/client.md. */

export { ReanaCiError, isReanaCiError, type ErrorCode, type Finding } from '../base/error.ts';
export type { Delay } from '../base/delay.ts';
export type { Json, JsonObject } from '../base/json.ts';
export type { Log } from '../base/log.ts';
export { createReanaClient } from './reana-client.ts';
export type * from './reana-client.ts';
export type { TokenSource } from './token-source.ts';
export { endedStatuses, runStatuses, workflowTypes } from './types.ts';
export type * from './types.ts';
