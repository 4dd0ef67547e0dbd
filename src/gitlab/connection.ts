/** The way to GitLab that all its clients share: proxy, certificates, and the check of what comes back. */
import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import * as v from 'valibot';
import type { Delay } from '../base/delay.ts';
import { ReanaCiError } from '../base/error.ts';
import { usableProxy } from '../base/proxy.ts';

export interface GitlabClientOptions {
  /** `https://gitlab.example.org/api/v4`. */
  readonly api: string;
  /** A job token reads; a project or personal access token also writes. */
  readonly token: { readonly kind: 'job' | 'access'; readonly value: string };
  /** PEM file of an authority to trust besides the usual ones. */
  readonly caFile?: string;
  /** Address of the HTTP proxy that leads there. */
  readonly proxy?: string;
  /** Milliseconds that repetitions of one call may take together. */
  readonly retryBudget?: number;
  readonly delay?: Delay;
  /** Ends all calls. */
  readonly signal?: AbortSignal;
}

/** Milliseconds. */
export const defaultBudget = 60_000;

/** @throws ReanaCiError `usage` when `caFile` cannot be read, or the proxy is of no use */
export function createDispatcher({
  caFile,
  proxy,
}: Pick<GitlabClientOptions, 'caFile' | 'proxy'>): Dispatcher {
  const tls = tlsOptions(caFile);
  return proxy === undefined
    ? new Agent({ connect: tls })
    : new ProxyAgent({ uri: usableProxy(proxy), requestTls: tls });
}

/** @throws ReanaCiError `unreachable` when `value` is not what GitLab's API gives */
export function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new ReanaCiError('unreachable', 'GitLab answered in another form than its API has.', {
    hint: 'Check that CI_API_V4_URL leads to GitLab and not to a page in front of it.',
  });
}

function tlsOptions(caFile: string | undefined): { ca?: string[] } {
  if (caFile === undefined) return {};
  try {
    return { ca: [...getCACertificates('default'), readFileSync(caFile, 'utf8')] };
  } catch (error) {
    throw new ReanaCiError('usage', `The certificate authority ${caFile} cannot be read.`, {
      hint: 'CI_SERVER_TLS_CA_FILE has to name a readable file.',
      cause: error,
    });
  }
}
