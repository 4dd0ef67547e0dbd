/** The log of a scan in a GitLab job: coloured lines, and logs of failed steps that fold. */
import { colours, mark } from '../job-log.ts';
import type { ScanLine } from '../../terminal/scan-narration.ts';

const styles = { good: 'green', bad: 'red', warning: 'yellow', quiet: 'cyan' } as const;

/**
 * Makes a function that writes lines.
 *
 * @param now milliseconds since the epoch
 */
export function createScanLog(
  output: NodeJS.WritableStream,
  { colour, now }: { readonly colour: boolean; readonly now: () => number },
): (lines: readonly ScanLine[]) => void {
  let tails = 0;

  function paint({ text, style }: ScanLine): string {
    if (!colour || style === undefined) return text;
    return `\u001b[${colours[styles[style]]}m${text}\u001b[0m`;
  }

  function textOf(line: ScanLine): string {
    if (line.tail === undefined) return `${paint(line)}\n`;
    tails += 1;
    const name = `reana_log_${tails}`;
    const content = [paint({ ...line, style: 'bad' }), ...line.tail].join('\n');
    return `${mark('start', now(), name)}${content}\n${mark('end', now(), name)}\n`;
  }

  return (lines) => {
    // One write at a time is searched for secrets.
    if (lines.length > 0) output.write(lines.map(textOf).join(''));
  };
}
