/** The embedded REANA beside recorded answers of real servers: 272 requests, good and bad, a generation. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { serve } from '../local/server/serve.ts';
import { builtInEngines } from '../../src/local/run/engines.ts';
import { reference, references } from './references.ts';

const generations = [
  ['0.9', 'exchanges-0.9.4.json'],
  ['0.95', 'exchanges-0.95.0a6.json'],
] as const;

describe.skipIf(references === undefined).concurrent('the embedded REANA', () => {
  it.for(generations)(
    'answers as the recorded server of %s, but for what is meant to differ',
    { timeout: 300_000 },
    async ([generation, recorded], { onTestFinished: atEnd }) => {
      const reana = await serve({ generation, engines: builtInEngines }, atEnd);
      const { stdout } = await promisify(execFile)(
        'python3',
        [
          reference('real-reana', 'ask.py'),
          reference('real-reana', recorded),
          reana.url,
          reana.token,
        ],
        { maxBuffer: 64 * 2 ** 20 },
      );
      const golden = path.join(import.meta.dirname, 'real-answers', `${generation}.txt`);
      expect(differences(stdout)).toEqual(await intended(golden));
    },
  );
});

/** `label status|body`, one for each answer that differs. */
function differences(output: string): string[] {
  return output
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [title = ''] = part.split('\n', 1);
      const label = title.replace(/: [A-Z]+ \/.*$/, '');
      return `${label}: ${/^ {2}STATUS /m.test(part) ? 'status' : 'body'}`;
    })
    .sort();
}

/** Lines `label: status|body – reason`. */
async function intended(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' – ')[0] ?? '')
    .sort();
}
