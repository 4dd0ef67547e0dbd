/** Text that the PanDA pilot does not mistake for a problem of its own. */
import { Writable } from 'node:stream';

/**
 * What the pilot looks for in a payload's output: some of it fails a job that has succeeded, the rest becomes
 * the job's error text in place of ours.
 */
const telling = new RegExp(
  [
    'Operation not permitted',
    'No space left on device',
    'error: while mounting',
    'Failed to mount image',
    'Not mounting requested bind point',
    'No more available loop devices',
    'Failed to create user namespace',
    '(?:Singularity|Apptainer) is not installed',
    'FATAL out of memory',
    'St9bad_alloc',
    'std::bad_alloc',
    'prepare 5 database is locked',
    'Error SQLiteStatement',
    'command not found',
    'AtlasSetup\\(FATAL\\)',
    'CRITICAL',
    'ERROR\\s*:',
    '[Ee]rror : ',
  ].join('|'),
  'g',
);

/** Spells the words that the pilot looks for in another way; a reader still recognises them. */
export function unremarkable(text: string): string {
  return text.replace(telling, (words) =>
    words
      .toLowerCase()
      .split(/\s*:+\s*|\s+/)
      .join('-'),
  );
}

/** A stream that passes everything on to `target`, with {@link unremarkable} words. */
export function createPilotStream(target: NodeJS.WritableStream): NodeJS.WritableStream {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, written) {
      const text = typeof chunk === 'string' ? chunk : chunk.toString('utf8');
      target.write(unremarkable(text), () => {
        written();
      });
    },
  });
}
