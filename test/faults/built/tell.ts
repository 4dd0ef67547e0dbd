/**
 * Tells the stories of the built program (`npm run build` first): `node test/faults/built/tell.ts [words] [--slow]`
 * tells those whose titles hold the words, several at a time.
 */
import path from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { startLocalReana } from '../../../src/local/local-reana.ts';
import { createReanaClient } from '../../../src/reana/reana-client.ts';
import { tellBuilt } from './program-story.ts';
import { faultStories, killStories, termStories } from './stories.ts';

const [words = ''] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const withSlow = process.argv.includes('--slow');
const atATime = Number(process.env.STORIES_AT_A_TIME ?? 4);
const program =
  process.env.STORIES_PROGRAM ?? path.resolve(import.meta.dirname, '../../../dist/cli.js');

const stateDirectory = await mkdtemp(path.join(tmpdir(), 'reana-ci-stories-'));
await using server = await stage(stateDirectory);
const stories = [...faultStories(), ...killStories(), ...termStories()].filter(
  ({ title, longestTry }) => title.includes(words) && (withSlow || longestTry === undefined),
);
let wrong = 0;
let next = 0;
await Promise.all(
  Array.from({ length: atATime }, async () => {
    for (let story = stories[next++]; story !== undefined; story = stories[next++]) {
      const begun = performance.now();
      const { codes, violations, isTold, output } = await tellBuilt(story, server);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      const verdict = violations.length > 0 ? 'WRONG' : isTold ? 'ok' : 'NOT MET';
      if (verdict === 'WRONG') wrong += 1;
      process.stdout.write(
        `${verdict} ${story.title}: ${codes.join(' ')} (${seconds} s) ${violations.join('; ')}\n`,
      );
      if (verdict === 'WRONG')
        process.stdout.write(
          `${output.trimEnd().split('\n').slice(-7).join('\n').replace(/^/gm, '    ')}\n`,
        );
    }
  }),
);
process.stdout.write(`${stories.length} stories, ${wrong} with violations\n`);
process.exitCode = wrong === 0 ? 0 : 1;

async function stage(folder: string) {
  const reana = await startLocalReana({
    stateDirectory: folder,
    executor: 'process',
    environment: { PATH: process.env.PATH },
    jobs: 16,
  });
  const { url, token } = reana;
  const client = createReanaClient({ server: url, token });
  return {
    program,
    url,
    token,
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await reana.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
