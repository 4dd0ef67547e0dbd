import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayJobToken } from './job-token.ts';
import {
  accessToken,
  bot,
  type GitlabServer,
  jobToken,
  startGitlabServer,
} from './gitlab-server.ts';
import { storeAnnotations, storeDotenv } from './reports.ts';

const sha = 'a'.repeat(40);
const merged = 'b'.repeat(40);
let server: GitlabServer;

beforeEach(async () => {
  server = await startGitlabServer();
  server.users.set(accessToken, { ...bot, role: 'developer' });
  server.pipelines.push(
    { id: 1, sha, ref: 'refs/merge-requests/7/head' },
    { id: 2, sha: merged, ref: 'refs/merge-requests/7/merge' },
    { id: 3, sha, ref: 'tighter', source: 'parent_pipeline' },
    { id: 4, sha: 'c'.repeat(40), ref: 'main' },
  );
});

afterEach(() => server.close());

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { 'private-token': accessToken },
): Promise<number> {
  const answer = await fetch(`${server.api}${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.status;
}

describe('the stand-in of GitLab', () => {
  const status = { state: 'running', name: 'REANA: reana-submit' };

  it.each([
    ['the branch as the ref of a merge request', sha, { ref: 'tighter', pipeline_id: 1 }, 404],
    ['the source commit of a merged result', sha, { pipeline_id: 2 }, 404],
    ['the pipeline of a child', sha, { pipeline_id: 3 }, 404],
    ['an unknown commit', 'd'.repeat(40), { pipeline_id: 1 }, 404],
    ['a protected branch, from a developer', 'c'.repeat(40), { pipeline_id: 4 }, 403],
    ['the commit and the pipeline', sha, { pipeline_id: 1 }, 201],
    ['the commit and the pipeline of a merged result', merged, { pipeline_id: 2 }, 201],
    ['the commit alone', sha, {}, 201],
  ])('judges a status that names %s', async (_what, commit, place, answer) => {
    const path = `/projects/42/statuses/${commit}`;
    expect(await ask('POST', path, { ...status, ...place })).toBe(answer);
  });

  it('refuses to begin a status twice', async () => {
    const path = `/projects/42/statuses/${sha}`;
    expect(await ask('POST', path, { ...status, pipeline_id: 1 })).toBe(201);
    expect(await ask('POST', path, { ...status, pipeline_id: 1 })).toBe(400);
  });

  it.each([
    ['PUT', '/projects/42/pipelines/1/metadata', { name: 'reana: limit 0.3' }, 200],
    [
      'POST',
      '/projects/42/deployments',
      { environment: 'reana/a', sha, ref: 'a', tag: false, status: 'running' },
      201,
    ],
    ['GET', '/projects/42/merge_requests/7/notes', undefined, 200],
    ['POST', '/projects/42/merge_requests/7/notes', { body: 'a' }, 403],
    ['POST', `/projects/42/statuses/${sha}`, status, 401],
    ['POST', '/projects/42/uploads', {}, 401],
    ['GET', '/user', undefined, 401],
    ['GET', '/projects/42/pipelines/1', undefined, 401],
  ])('lets the token of a job %s %s or not', async (method, path, body, answer) => {
    expect(await ask(method, path, body, { 'job-token': jobToken })).toBe(answer);
  });

  it('knows all of what a job token may do', () => {
    expect(mayJobToken('DELETE /projects/42/environments/3')).toBe(true);
    expect(mayJobToken('POST /projects/42/releases')).toBe(true);
    expect(mayJobToken('PUT /projects/42/merge_requests/7')).toBe(false);
  });

  it('refuses two reports with a list of one name, and too many lists', () => {
    const list = (name: string) => JSON.stringify({ [name]: [] });
    expect(() => storeAnnotations([list('REANA'), list('REANA')])).toThrow('21000');
    const many = Array.from({ length: 21 }, (_one, index) => list(`run ${index}`));
    expect(() => storeAnnotations(many)).toThrow('20 annotation lists');
    expect(storeAnnotations([list('REANA')])).toEqual({ REANA: [] });
  });

  it('refuses variables that are none, or too many', () => {
    expect(() => storeDotenv('A=\n')).toThrow('Invalid Format');
    expect(() => storeDotenv('A=1\n'.repeat(21))).toThrow('too many');
    expect(storeDotenv('A=1 2\n')).toEqual({ A: '1 2' });
  });
});
