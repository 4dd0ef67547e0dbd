/** The facts of a run that features are held to, from the server; each is asked for once. */
import { createReadStream } from 'node:fs';
import { declaredOutputs } from '../reana/declared-outputs.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import type { RunLogs } from '../reana/types.ts';
import type { Evidence } from './check.ts';

export interface EvidenceOptions {
  /** UUID of the run. */
  readonly id: string;
  /** Read before. */
  readonly logs?: RunLogs;
  /** Files that have been fetched: where each is (absolute), by its path in the workspace. */
  readonly local?: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal;
}

/** Nothing is downloaded twice, and nothing that no step looks into. */
export function createEvidence(client: ReanaClient, options: EvidenceOptions): Evidence {
  const { id, signal } = options;
  return {
    run: once(() => client.run(id, signal)),
    logs: once(async () => options.logs ?? (await client.logs(id, {}, signal))),
    usage: once(() => client.diskUsage(id, signal)),
    outputs: once(async () =>
      declaredOutputs((await client.specification(id, signal)).specification),
    ),
    find: (pattern) => client.listFiles(id, pattern, signal),
    async read(file, take) {
      const here = options.local?.get(file.path);
      if (here === undefined) {
        await client.downloadFiles(id, [file], (_file, content) => pass(content, take), signal);
      } else await pass(createReadStream(here), take);
    },
    readLog: (file, take) => pass(createReadStream(file), take),
  };
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

async function pass(
  content: AsyncIterable<Uint8Array>,
  take: (part: Uint8Array) => void,
): Promise<void> {
  for await (const part of content) take(part);
}
