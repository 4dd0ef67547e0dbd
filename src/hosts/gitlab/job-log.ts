/** The log of a GitLab job: the lines of a plain log, with colours and sections that fold. */
import type { RunEvent, RunPhase } from '../../run/event.ts';
import { createNarrator } from '../terminal/narration.ts';

export interface JobLog {
  announce(event: RunEvent): void;
  /** Closes what is open. */
  end(): void;
}

const headings: Partial<Record<RunPhase, string>> = {
  prepare: 'Submit to REANA',
  watch: 'Run on REANA',
  collect: 'Fetch the results',
};

export const colours = { bold: 1, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/**
 * @param colour whether to colour lines
 * @param now milliseconds since the epoch
 */
export function createJobLog(
  output: NodeJS.WritableStream,
  { colour, now }: { readonly colour: boolean; readonly now: () => number },
): JobLog {
  const narrate = createNarrator(now);
  let open: string | undefined;
  let tails = 0;

  function paint(text: string, style: keyof typeof colours): string {
    return colour && text !== '' ? `\u001b[${colours[style]}m${text}\u001b[0m` : text;
  }

  function begin(name: string, heading: string): void {
    output.write(`${mark('start', now(), name)}${paint(heading, 'bold')}\n`);
  }

  function end(): void {
    if (open !== undefined) output.write(`${mark('end', now(), open)}\n`);
    open = undefined;
  }

  function styleOf(event: RunEvent): keyof typeof colours | undefined {
    if (event.kind === 'warning') return 'yellow';
    if (event.kind === 'submitted') return 'cyan';
    if (event.kind !== 'step-ended' && event.kind !== 'status') return undefined;
    if (event.status === 'failed' || event.status === 'stopped') return 'red';
    return event.status === 'finished' ? 'green' : undefined;
  }

  return {
    announce(event) {
      if (event.kind === 'phase') {
        const heading = headings[event.phase];
        if (heading !== undefined) {
          end();
          open = `reana_${event.phase}`;
          begin(open, heading);
        }
      }
      if (event.kind === 'log-tail') {
        tails += 1;
        const [, heading = '', ...lines] = narrate(event);
        const name = `reana_log_${tails}`;
        begin(name, paint(heading, 'red'));
        output.write(`${lines.join('\n')}\n${mark('end', now(), name)}\n`);
        return;
      }
      const style = styleOf(event);
      const lines = narrate(event).map((line) => (style === undefined ? line : paint(line, style)));
      if (lines.length > 0) output.write(lines.map((line) => `${line}\n`).join(''));
    },
    end,
  };
}

/** GitLab's own notation; the zero and the carriage return belong to it. */
export function mark(which: 'start' | 'end', milliseconds: number, name: string): string {
  return `\u001b[0Ksection_${which}:${Math.floor(milliseconds / 1000)}:${name}\r\u001b[0K`;
}
