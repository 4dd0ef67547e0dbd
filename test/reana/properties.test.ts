/** Properties: what holds for all answers and archives, whoever has written them. */
import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { isReanaCiError } from '../../src/base/error.ts';
import { ArchiveError, forEachArchived } from '../../src/reana/archive.ts';
import type { ReanaClient } from '../../src/reana/reana-client.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ScriptedServer, startScriptedServer, testClient } from './scripted-server.ts';

let server: ScriptedServer;
let client: ReanaClient;
beforeAll(async () => {
  server = await startScriptedServer();
  ({ client } = testClient(server.url, { retryBudget: 0 }));
});
afterAll(async () => {
  await client.close();
  await server.close();
});

const questions: readonly (readonly [route: string, ask: () => Promise<unknown>])[] = [
  ['GET /api/ping', () => client.ping()],
  ['GET /api/you', () => client.user()],
  ['GET /api/info', () => client.info()],
  ['GET /api/secrets', () => client.secrets()],
  ['GET /api/workflows', () => client.listRuns({})],
  ['GET /api/workflows/run-1/logs', () => client.logs('run-1')],
  ['GET /api/workflows/run-1/logs', () => client.logs('run-1', { longLogs: 'cut' })],
  ['GET /api/workflows/run-1/workspace', () => client.listFiles('run-1')],
];
const wordsOfReana = [
  ...['items', 'total', 'has_next', 'logs', 'name', 'size', 'raw', 'status', 'message', 'email'],
  ...['id', 'progress', 'finished', 'job_logs', 'workflow_logs', 'created', 'quota', 'value'],
];
const json = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, fc.jsonValue({ maxDepth: 1 }), tie('array'), tie('object')),
  array: fc.array(tie('any'), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom(...wordsOfReana), tie('any'), { maxKeys: 6 }),
})).any;

describe('whatever answers', () => {
  it('is understood, or is an error that is expected: never a bug', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          json.map((value) => JSON.stringify(value)),
          fc.string({ unit: 'binary' }),
        ),
        fc.constantFrom(200, 200, 201, 400, 403, 404, 500),
        fc.nat(questions.length - 1),
        async (body, status, number) => {
          const [route, ask] = questions[number] ?? [];
          server.on(route ?? '', { status, body });
          const error: unknown = await ask?.().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          expect(error === undefined || isReanaCiError(error), String(error)).toBe(true);
          if (status >= 400) expect(error).toBeDefined();
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('whatever a ZIP holds', () => {
  const name = fc
    .array(fc.constantFrom('..', '.', 'a', 'ü', '', ' ', 'C:', '\\', 'x'.repeat(300)), {
      minLength: 1,
      maxLength: 5,
    })
    .map((parts) => parts.join('/'));

  it('hands over paths that stay inside, and each file as it was packed', async () => {
    const folder = await temporaryFolder({});
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.uint8Array({ maxLength: 40 })), async (files) => {
        const file = path.join(folder, 'a.zip');
        await writeFile(file, await zipOf(files));
        await forEachArchived(file, async (found, size, open) => {
          expect(path.posix.normalize(`/r/${found}`)).toBe(`/r/${found}`);
          const chunks: Uint8Array[] = [];
          for await (const chunk of await open()) chunks.push(chunk);
          const content = Buffer.concat(chunks);
          expect(content).toHaveLength(size);
          expect(Object.values(files).some((packed) => content.equals(packed))).toBe(true);
        }).catch((error: unknown) => {
          // The reader refuses an archive whose names lead out of it.
          expect(String(error)).toMatch(/relative path|absolute path|invalid characters/);
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('says so when a byte of it is another one, or gives the same files', async () => {
    const folder = await temporaryFolder({});
    const packed = await zipOf({ 'a.txt': Buffer.from('one\n'), 'b/c.bin': Buffer.alloc(300, 7) });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(packed.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const broken = Buffer.from(packed);
          broken.writeUInt8(broken.readUInt8(at) ^ bits, at);
          const file = path.join(folder, 'b.zip');
          await writeFile(file, broken);
          try {
            await forEachArchived(file, async (_found, _size, open) => {
              const chunks: Uint8Array[] = [];
              for await (const chunk of await open()) chunks.push(chunk);
              const content = Buffer.concat(chunks);
              expect(['one\n', String.fromCharCode(7).repeat(300)]).toContain(content.toString());
            });
          } catch (error) {
            expect(error instanceof ArchiveError || error instanceof Error).toBe(true);
            expect((error as Error).name).not.toBe('AssertionError');
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

async function zipOf(files: Readonly<Record<string, Uint8Array>>): Promise<Buffer> {
  const zip = new ZipFile();
  const names: [string, string][] = [];
  for (const [index, [name, content]] of Object.entries(files).entries()) {
    // The writer refuses such names itself: they are put in afterwards, in the same length.
    const harmless = String(index).padStart(Buffer.byteLength(name), 'n');
    // Shorter ones could stand elsewhere, too.
    if (harmless.length < 8 || harmless.length !== Buffer.byteLength(name)) continue;
    names.push([harmless, name]);
    zip.addBuffer(Buffer.from(content), harmless);
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  for (const [harmless, name] of names) {
    for (let at = bytes.indexOf(harmless); at >= 0; at = bytes.indexOf(harmless, at + 1)) {
      bytes.write(name, at);
    }
  }
  return bytes;
}
