/** Every way in which the generations of REANA's servers differ here. */
import type { ServerGeneration } from '../specification/server-generation.ts';

export interface Generation {
  readonly name: ServerGeneration;
  /** What the server says its version is. */
  readonly version: string;
  /** Runs are made and restarted from multipart ZIP bundles instead of JSON. */
  readonly bundles: boolean;
  /** The token is a JWT that comes as `Authorization: Bearer`, and not in the query. */
  readonly bearer: boolean;
  /** Old servers lose the content of an upload without Content-Length; new ones refuse it. */
  readonly chunkedUpload: 'stored empty' | 'refused';
  /** Permission bits of uploaded files: executable until reana-commons stopped that. */
  readonly uploadMode: number;
  /** What running jobs have printed so far is in the logs. */
  readonly liveLogs: boolean;
  /** More matches than this are refused when listing files. */
  readonly listLimit: number;
  /** Status for `search` that is not JSON. */
  readonly badSearchStatus: 400 | 404;
  /** Requests a second that one client has by default, where the limit is on. */
  readonly rateLimit: number;
  /** Query and body are checked as one: 422 for an unknown key or a wrong value, without the reason. */
  readonly strictRequests: boolean;
  /** Pruning reads what to keep from the body instead of the query. */
  readonly pruneBody: boolean;
  /** Secrets that Kubernetes refuses are told, where older servers drop them and answer 201. */
  readonly checksSecrets: boolean;
  /** The alpha's additions to `/api/info` and `/api/you`. */
  readonly extended: boolean;
}

const stable: Generation = {
  name: '0.9',
  version: '0.9.4',
  bundles: false,
  bearer: false,
  chunkedUpload: 'stored empty',
  uploadMode: 0o775,
  liveLogs: false,
  listLimit: Infinity,
  badSearchStatus: 404,
  rateLimit: 20,
  strictRequests: false,
  pruneBody: false,
  checksSecrets: false,
  extended: false,
};

const alpha: Generation = {
  ...stable,
  name: '0.95',
  version: '0.95.0a6',
  liveLogs: true,
  listLimit: 100_000,
  badSearchStatus: 400,
  rateLimit: 40,
  strictRequests: true,
  pruneBody: true,
  checksSecrets: true,
  extended: true,
};

const next: Generation = {
  ...alpha,
  name: 'next',
  version: '0.95.0a7',
  bundles: true,
  bearer: true,
  chunkedUpload: 'refused',
  uploadMode: 0o664,
};

/** The traits of each generation. */
export const generations: Readonly<Record<ServerGeneration, Generation>> = {
  '0.9': stable,
  '0.95': alpha,
  next,
};
