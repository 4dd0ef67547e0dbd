/** The points of a scan on standard output. */
import { formatTable } from '../../base/table.ts';
import type { PointResult } from '../../results/scan/point-result.ts';
import { scanTable } from '../../results/scan/table.ts';
import type { Edge } from '../edge.ts';
import { printJson, printLines } from '../output.ts';

/** Prints what `scan.json` holds, or a table of it. */
export function printScan(edge: Edge, results: readonly PointResult[], json: boolean): void {
  if (json) {
    printJson(edge, results);
    return;
  }
  const { heading, rows } = scanTable(results);
  printLines(edge, formatTable([heading, ...rows]));
}
