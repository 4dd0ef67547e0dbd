/** `scan.csv` and `scan.json`: the points of a scan for people and for scripts, in the folder of the scan. */
import path from 'node:path';
import * as v from 'valibot';
import { masked } from '../../base/masked.ts';
import type { Redact } from '../../base/redact.ts';
import { makeFolder, replaceFile } from '../../base/replace-file.ts';
import { metricSchema } from '../metrics/metrics-file.ts';
import type { PointResult } from './point-result.ts';
import { scanTable, tableAsCsv } from './table.ts';

export const scanFile = 'scan.json';
export const scanTableFile = 'scan.csv';

/**
 * Writes both files.
 *
 * @param folder of the scan, absolute
 * @param redact masks secrets
 * @throws ReanaCiError `local-io` when they cannot be written
 */
export async function writeScanFiles(
  folder: string,
  results: readonly PointResult[],
  redact: Redact,
): Promise<void> {
  await makeFolder(folder, '');
  // Text by text, as a secret may be spelled with escapes in the whole file.
  const shown = masked(results, redact);
  const files = {
    [scanTableFile]: tableAsCsv(scanTable(shown)),
    [scanFile]: `${JSON.stringify(shown, undefined, 2)}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    await replaceFile(path.join(folder, name), (handle) => handle.writeFile(text), {
      size: Buffer.byteLength(text),
    });
  }
}

export type PastPoint = Pick<PointResult, 'inputs' | 'metrics'>;

/** Reads a `scan.json` for comparison. @returns `undefined` when `text` is none */
export function readScanFile(text: string): PastPoint[] | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

const schema = v.array(
  v.object({
    inputs: v.object({
      datasets: v.array(v.string()),
      variables: v.record(v.string(), v.string()),
      parameters: v.exactOptional(v.record(v.string(), v.string())),
    }),
    metrics: v.array(metricSchema),
  }),
) satisfies v.GenericSchema<unknown, PastPoint[]>;
