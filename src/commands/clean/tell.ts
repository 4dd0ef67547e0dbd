/** The last word on runs of a job that was killed before it could say one: the note, and the deployment. */
import { createRedact } from '../../base/redact.ts';
import type { GitlabSettings } from '../../hosts/gitlab/environment.ts';
import { createJobMarks } from '../../hosts/gitlab/job-marks.ts';
import { noteBody } from '../../hosts/gitlab/note/note-body.ts';
import { createNoteWriter, frameOf } from '../../hosts/gitlab/note-writer.ts';
import type { Edge } from '../edge.ts';
import { secretsOfEnvironment } from '../known-secrets.ts';

const cancelled = { icon: '⏹️', words: 'cancelled' };

/** Edits a note that says the run goes on; makes none. Whatever goes wrong is a warning. */
export async function tellCancelled(edge: Edge, gitlab: GitlabSettings): Promise<void> {
  const redact = createRedact(secretsOfEnvironment(edge.env));
  const { signal } = edge;
  const warn = (message: string) => {
    edge.stderr.write(`warning: ${message}\n`);
  };
  const writer =
    gitlab.writeToken === undefined
      ? undefined
      : createNoteWriter(gitlab, { redact, warn, signal, onlyEdit: true });
  const frame = frameOf(gitlab, cancelled, '');
  const content = { ...frame, metrics: [], failures: [], linkTo: () => gitlab.job.url };
  await Promise.all([
    writer?.finish(() =>
      Promise.resolve({ entry: frame.entry, body: (data) => noteBody(content, data) }),
    ),
    createJobMarks(gitlab, { redact, signal })?.finish({
      state: 'canceled',
      words: cancelled.words,
      page: gitlab.job.url,
    }),
  ]);
}
