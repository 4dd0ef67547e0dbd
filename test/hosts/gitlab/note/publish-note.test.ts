import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createGitlabClient } from '../../../../src/gitlab/gitlab-client.ts';
import { noteBody } from '../../../../src/hosts/gitlab/note/note-body.ts';
import {
  dataOf,
  type HistoryEntry,
  noteMarker,
  sealed,
} from '../../../../src/hosts/gitlab/note/note-data.ts';
import { publishNote } from '../../../../src/hosts/gitlab/note/publish-note.ts';
import {
  accessToken,
  bot,
  type GitlabServer,
  person,
  startGitlabServer,
} from '../../../gitlab-server/gitlab-server.ts';
import { entryOf, finishedNote } from './sample-note.ts';

const place = { project: 42, mergeRequest: 7, job: 'reana' };
let server: GitlabServer;

beforeEach(async () => {
  server = await startGitlabServer();
  return () => server.close();
});

const key = 'key-of-the-reana-token';

async function publish(
  entry: HistoryEntry,
  job = 'reana',
  token = accessToken,
  given: { readonly key?: string } = { key },
): Promise<void> {
  const client = createGitlabClient({
    api: server.api,
    token: { kind: 'access', value: token },
    delay: () => Promise.resolve(),
  });
  onTestFinished(() => client.close());
  const content = { ...finishedNote, entry, job: { ...finishedNote.job, name: job } };
  await publishNote({ ...place, job }, entry, (data) => noteBody(content, data), {
    client,
    delay: () => Promise.resolve(),
    signal: new AbortController().signal,
    ...given,
  });
}

function bodies(): string[] {
  return (server.notes.get('42!7') ?? []).map(({ body }) => body);
}

function pipelines(body = ''): number[] {
  return dataOf(body).history.map(({ pipeline }) => pipeline);
}

describe('the note', () => {
  it('is one, edited in place, that remembers earlier pipelines', async () => {
    await publish(entryOf(1, { result: 'running' }));
    await publish(entryOf(1));
    await publish(entryOf(2, { result: 'running' }));
    await publish(entryOf(2));
    expect(bodies()).toHaveLength(1);
    expect(pipelines(bodies()[0])).toEqual([2, 1]);
    expect(bodies()[0]).toContain('Other pipelines of this merge request (1)');
  });

  it('is one per job', async () => {
    await publish(entryOf(1), 'reana');
    await publish(entryOf(1), 'fit: [a, --> b]');
    await publish(entryOf(2), 'fit: [a, --> b]');
    expect(bodies()).toHaveLength(2);
  });

  it('is not written again when nothing has changed', async () => {
    await publish(entryOf(1));
    const before = server.asked.length;
    await publish(entryOf(1));
    expect(server.asked.slice(before).map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('of a newer pipeline keeps its text; an older one only joins its list', async () => {
    await publish(entryOf(1, { result: 'running' }));
    await publish(entryOf(2, { result: 'finished second' }));
    await publish(entryOf(1, { result: 'stopped late' }));
    const [body = ''] = bodies();
    expect(body).toContain('### ✅ reana: finished second');
    expect(body).toContain('✅ stopped late');
    expect(pipelines(body)).toEqual([2, 1]);
  });

  it('is made anew, with its history, where the old one may not be edited any more', async () => {
    await publish(entryOf(1));
    // The token was replaced: its notes belong to another bot now.
    server.users.set('next-token-0123456789', { ...bot, id: 501, username: 'project_42_bot_ffff' });
    await publish(entryOf(2), 'reana', 'next-token-0123456789');
    expect(bodies()).toHaveLength(2);
    expect(pipelines(bodies()[1])).toEqual([2, 1]);
    await publish(entryOf(3), 'reana', 'next-token-0123456789');
    expect(bodies()).toHaveLength(2);
    expect(pipelines(bodies()[1])).toEqual([3, 2, 1]);
  });

  it('takes over the history of notes that GitLab has handed to its ghost, but no later pipeline', async () => {
    await publish(entryOf(1));
    const ghost = { id: 9, username: 'ghost', role: 'reporter' } as const;
    const [old] = server.notes.get('42!7') ?? [];
    server.notes.clear();
    server.addNote('42!7', ghost, old!.body);
    const forged = { version: 1, history: [entryOf(99)] } as const;
    server.addNote('42!7', ghost, noteBody({ ...finishedNote, entry: entryOf(99) }, forged));
    await publish(entryOf(2));
    expect(bodies()).toHaveLength(3);
    expect(pipelines(bodies()[2])).toEqual([2, 1]);
    await publish(entryOf(3));
    expect(bodies()).toHaveLength(3);
    expect(pipelines(bodies()[2])).toEqual([3, 2, 1]);
  });

  it('of a token before leaves no second one, where the new token may delete it', async () => {
    await publish(entryOf(1));
    const next = { id: 501, username: 'project_42_bot_ffff', role: 'maintainer' } as const;
    server.users.set('next-token-0123456789', next);
    server.notes.set(
      '42!7',
      (server.notes.get('42!7') ?? []).map((note) => ({
        ...note,
        author: { id: 9, username: 'ghost' },
      })),
    );
    await publish(entryOf(2), 'reana', 'next-token-0123456789');
    expect(bodies()).toHaveLength(1);
    expect(pipelines(bodies()[0])).toEqual([2, 1]);
  });

  it('is found behind more than five thousand others', async () => {
    const others = Array.from({ length: 5100 }, (_one, index) => ({
      id: 100_000 + index,
      body: 'comment',
      system: false,
      author: person,
      created_at: '2026-01-01T00:00:00Z',
    }));
    server.notes.set('42!7', others);
    await publish(entryOf(1));
    await publish(entryOf(2));
    expect(bodies()).toHaveLength(5101);
  });

  it('is not taken for one that a person has written, or quoted with a higher pipeline', async () => {
    await publish(entryOf(1));
    const fake = noteBody(
      { ...finishedNote, entry: entryOf(99) },
      { version: 1, history: [entryOf(99)] },
    );
    server.addNote('42!7', person, fake);
    await publish(entryOf(2));
    expect(pipelines(bodies()[0])).toEqual([2, 1]);
    expect(bodies()[1]).toBe(fake);
  });

  it('is left alone when it is a reply that merely mentions the marker', async () => {
    server.addNote('42!7', bot, `> quoted\n\n${noteMarker('reana')}`);
    await publish(entryOf(1));
    expect(bodies()).toHaveLength(2);
  });

  it('is found behind hundreds of others', async () => {
    await publish(entryOf(1));
    for (let index = 0; index < 230; index += 1) server.addNote('42!7', person, `comment ${index}`);
    await publish(entryOf(2));
    expect(bodies()).toHaveLength(231);
  });
});

describe('a forged history', () => {
  const forger = { id: 66, username: 'project_42_bot_evil', role: 'developer' } as const;
  const ghost = { id: 9, username: 'ghost', role: 'reporter' } as const;
  const forged = noteBody(
    { ...finishedNote, entry: entryOf(99) },
    { version: 1, history: [entryOf(99)] },
  );
  const next = 'next-token-0123456789';
  const nextBot = { ...bot, id: 501, username: 'project_42_bot_ffff' };
  const places: readonly (typeof place)[] = [
    { ...place, project: 43 },
    { ...place, mergeRequest: 8 },
    { ...place, job: 'other' },
  ];

  it.each([
    ['without a signature', forged],
    ['with a made-up signature', `${forged}\n<!-- reana-ci:signature ${'0'.repeat(64)} -->`],
    ['with an empty signature', `${forged}\n<!-- reana-ci:signature  -->`],
    ['signed with another key', sealed(forged, { ...place, key: 'another' })],
    ...places.map((other) => [
      `signed for another place: ${JSON.stringify(other)}`,
      sealed(forged, { ...other, key }),
    ]),
    [
      'put before signed data',
      sealed(forged, { ...place, key }).replace('"pipeline":99', '"pipeline":999'),
    ],
  ])('in the name of a bot of the project, %s, freezes and joins nothing', async (_how, body) => {
    server.addNote('42!7', forger, body);
    await publish(entryOf(1));
    await publish(entryOf(2));
    const [first, ours] = bodies();
    expect(first).toBe(body);
    expect(bodies()).toHaveLength(2);
    expect(pipelines(ours)).toEqual([2, 1]);
  });

  it('is not edited nor deleted by a token that could', async () => {
    server.users.set(next, { ...nextBot, role: 'maintainer' });
    server.addNote('42!7', forger, forged);
    server.addNote('42!7', ghost, forged);
    await publish(entryOf(1), 'reana', next);
    expect(bodies().filter((body) => body === forged)).toHaveLength(2);
  });

  it('is worth nothing without a key to tell it by', async () => {
    await publish(entryOf(1));
    server.users.set(next, nextBot);
    await publish(entryOf(2), 'reana', next, {});
    expect(bodies().map(pipelines)).toEqual([[1], [2]]);
  });

  it('does not stand in the way of our own notes from before there was a signature', async () => {
    await publish(entryOf(1), 'reana', accessToken, {});
    expect(bodies()[0]).not.toContain('reana-ci:signature');
    await publish(entryOf(2));
    expect(bodies().map(pipelines)).toEqual([[2, 1]]);
    expect(bodies()[0]).toContain('reana-ci:signature');
  });

  it.each(['@all', '|', '`', '<b>', '$', '+1', '![', '✅✅', '✅\n', 'a', ''])(
    'with the icon %j is none',
    async (icon) => {
      server.addNote(
        '42!7',
        bot,
        noteBody(finishedNote, { version: 1, history: [entryOf(1, { icon })] }),
      );
      await publish(entryOf(2));
      expect(pipelines(bodies()[0])).toEqual([2]);
    },
  );

  it('cannot be written by the log of a step', () => {
    const tail = sealed(forged, { ...place, key: 'another' }).split('\n');
    const failures = [{ step: finishedNote.record!.steps[0]!, tail }];
    const body = noteBody({ ...finishedNote, failures }, { version: 1, history: [entryOf(5)] });
    expect(pipelines(body)).toEqual([5]);
    expect(body.match(/<!-- reana-ci:signature/g)).toBeNull();
  });
});

describe('icons of our own', () => {
  it.each(['✅', '❌', '🔵', '⏹️', '⚠️', '♻️', '⚪'])('%s is remembered', async (icon) => {
    await publish(entryOf(1, { icon }));
    await publish(entryOf(2));
    expect(pipelines(bodies()[0])).toEqual([2, 1]);
  });
});

describe('two pipelines at once', () => {
  it('that make a note each end up with one', async () => {
    let raced = false;
    server.before(/^POST .*notes$/, async () => {
      if (raced) return;
      raced = true;
      await publish(entryOf(2, { result: 'finished second' }));
    });
    await publish(entryOf(1, { result: 'finished first' }));
    expect(bodies()).toHaveLength(1);
    expect(pipelines(bodies()[0])).toEqual([2, 1]);
    expect(bodies()[0]).toContain('### ✅ reana: finished second');
  });

  it('do not lose what the newer one wrote while the older one was writing', async () => {
    await publish(entryOf(1, { result: 'running' }));
    let edits = 0;
    let late: Promise<void> | undefined;
    server.before(/^PUT/, () => {
      edits += 1;
      // Between the newer one's reading and writing, the older one ends and writes.
      if (edits === 1) late = publish(entryOf(1, { result: 'finished first' }));
      return edits === 1 ? late : undefined;
    });
    await publish(entryOf(2, { result: 'finished second' }));
    await late;
    expect(bodies()[0]).toContain('### ✅ reana: finished second');
    expect(pipelines(bodies()[0])).toEqual([2, 1]);
  });

  it('put back what the newer one wrote while the words of the older one were on their way', async () => {
    await publish(entryOf(1, { result: 'running' }));
    await publish(entryOf(2, { result: 'running' }));
    let isFirst = true;
    server.before(/^PUT/, async () => {
      if (!isFirst) return;
      isFirst = false;
      // The newer one reads, writes, looks again and is gone before the older one's words arrive.
      await publish(entryOf(2, { result: 'finished second' }));
      const looks = server.asked.length;
      await until(() => server.asked.length > looks + 1);
    });
    await publish(entryOf(1, { result: 'finished first' }));
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toContain('### ✅ reana: finished second');
    expect(bodies()[0]).toContain('finished first');
    expect(pipelines(bodies()[0])).toEqual([2, 1]);
  });

  it('put back the text of a newer one that had not written when the older one read', async () => {
    await publish(entryOf(1, { result: 'running' }));
    let isFirst = true;
    server.before(/^PUT/, async () => {
      if (!isFirst) return;
      isFirst = false;
      await publish(entryOf(2, { result: 'finished second' }));
      const looks = server.asked.length;
      await until(() => server.asked.length > looks + 1);
    });
    await publish(entryOf(1, { result: 'finished first' }));
    expect(bodies()[0]).toContain('### ✅ reana: finished second');
    expect(bodies()[0]).toContain('finished first');
    expect(pipelines(bodies()[0])).toEqual([2, 1]);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
