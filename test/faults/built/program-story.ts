/** One job of the built program from its first try to the end, through a proxy that lets one thing go wrong. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReanaClient } from '../../../src/reana/reana-client.ts';
import type { RunStatus } from '../../../src/reana/types.ts';
import type { Fault } from '../faults.ts';
import type { Boundary } from '../simulated-wire.ts';
import { startFaultProxy } from './fault-proxy.ts';

/** What goes wrong at the `nth` request of a kind, counted from 0 over all tries. */
export type Mishap = { readonly boundary: Boundary; readonly nth?: number } & (
  | { readonly fault: Fault; readonly count?: number }
  | { readonly signal: 'SIGTERM' | 'SIGKILL'; readonly when: 'before' | 'after' }
);

export interface BuiltStory {
  readonly mishaps: readonly Mishap[];
  /** Exit codes that the last try may have. */
  readonly codes: readonly number[];
  /** Milliseconds that one try may take. */
  readonly longestTry?: number;
}

export interface BuiltEnding {
  readonly codes: readonly (number | 'killed' | 'hung')[];
  /** What must hold and does not. */
  readonly violations: readonly string[];
  /** What the last try printed. */
  readonly output: string;
  /** Whether what was to go wrong has gone wrong. */
  readonly isTold: boolean;
}

export interface Stage {
  /** The script that Node is started with. */
  readonly program: string;
  readonly url: string;
  readonly token: string;
  readonly client: ReanaClient;
}

const mostTries = 5;
const live: readonly RunStatus[] = ['queued', 'pending', 'running'];
let names = 0;

export async function tellBuilt(story: BuiltStory, stage: Stage): Promise<BuiltEnding> {
  const home = await mkdtemp(path.join(tmpdir(), 'reana-ci-story-'));
  names += 1;
  const name = `story-${process.pid}-${names}`;
  const secret = `TOKEN_${names}`;
  await writeAnalysis(home, secret);
  let child: ChildProcess | undefined;
  const signalled = new Set<Mishap>();
  let fired = 0;
  const proxy = await startFaultProxy(stage.url, {
    fault(boundary, nth) {
      for (const mishap of story.mishaps) {
        if (!('fault' in mishap) || mishap.boundary !== boundary) continue;
        const first = mishap.nth ?? 0;
        if (nth < first || nth >= first + (mishap.count ?? 1)) continue;
        fired += 1;
        return mishap.fault;
      }
      return undefined;
    },
    async passing(boundary, nth, when) {
      for (const mishap of story.mishaps) {
        if (!('signal' in mishap) || mishap.boundary !== boundary || mishap.when !== when) continue;
        if (nth < (mishap.nth ?? 0) || signalled.has(mishap)) continue;
        signalled.add(mishap);
        const exit = child === undefined ? undefined : once(child, 'exit');
        child?.kill(mishap.signal);
        if (mishap.signal === 'SIGKILL') await exit;
      }
    },
  });
  const codes: (number | 'killed' | 'hung')[] = [];
  let output = '';
  try {
    for (let attempt = 1; attempt <= mostTries; attempt += 1) {
      child = start(stage, proxy.url, home, name, secret);
      const { code, printed } = await ended(child, story.longestTry ?? 240_000);
      codes.push(code);
      output = printed;
      if (code !== 'killed' && code !== 75) break;
    }
    const violations = await judge(story, stage, { codes, home, name });
    return { codes, violations, output, isTold: fired + signalled.size >= story.mishaps.length };
  } finally {
    child?.kill('SIGKILL');
    await proxy.close();
    await rm(home, { recursive: true, force: true });
  }
}

const content = 'one\ntwo\n';
const secretValue = 'a secret of the story';

/** Each computation leaves a line outside of the workspace, where a second one shows. */
async function writeAnalysis(home: string, secret: string): Promise<void> {
  const analysis = path.join(home, 'analysis');
  await mkdir(path.join(analysis, 'data'), { recursive: true });
  await writeFile(path.join(analysis, 'data/in.txt'), content);
  await writeFile(
    path.join(analysis, 'reana.yaml'),
    `inputs: { directories: [data] }
workflow:
  type: serial
  specification:
    steps:
      - name: copy
        environment: docker.io/library/debian:bookworm
        commands:
          - echo computed >> ${home}/computed && sleep 2 && cat data/in.txt > out.txt && printenv ${secret} | tr -d '\\n' | wc -c >> out.txt
outputs: { files: [out.txt] }
`,
  );
}

function start(
  { program, token }: Stage,
  url: string,
  home: string,
  name: string,
  secret: string,
): ChildProcess {
  const arguments_ = [
    ...['run', path.join(home, 'analysis'), '--name', name, '--resume', '--no-lint'],
    ...['--secret-env', secret, '--results', path.join(home, 'results'), '--outage-timeout', '5m'],
  ];
  return spawn(process.execPath, [program, ...arguments_], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      REANA_SERVER_URL: url,
      REANA_ACCESS_TOKEN: token,
      [secret]: secretValue,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(
  child: ChildProcess,
  patience: number,
): Promise<{ code: number | 'killed' | 'hung'; printed: string }> {
  let printed = '';
  child.stdout?.on('data', (chunk) => (printed += String(chunk)));
  child.stderr?.on('data', (chunk) => (printed += String(chunk)));
  let isOver = false;
  const alarm = setTimeout(() => {
    isOver = true;
    child.kill('SIGKILL');
  }, patience);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(alarm);
  const wasKilled = () => isOver;
  return { code: wasKilled() ? 'hung' : (code ?? 'killed'), printed };
}

interface Evidence {
  readonly codes: BuiltEnding['codes'];
  readonly home: string;
  readonly name: string;
}

/** One live run, right bytes, an end with a code that fits. */
async function judge(
  story: BuiltStory,
  { client }: Stage,
  { codes, home, name }: Evidence,
): Promise<string[]> {
  const violations: string[] = [];
  const end = codes.at(-1);
  if (typeof end !== 'number' || !story.codes.includes(end)) {
    violations.push(`ends with ${codes.join(' ')}, not ${story.codes.join(' or ')}`);
  }
  const computed = (await readFile(path.join(home, 'computed'), 'utf8').catch(() => '')).length;
  if (computed > 'computed\n'.length) violations.push('computed more than once');
  const all = await client.listRuns({});
  const runs = all.filter(
    (run) => run.name.startsWith(name) && /^-|^\./.test(run.name.slice(name.length)),
  );
  const left = runs.filter(({ status }) => live.includes(status) || status === 'created');
  if (left.length > 0) {
    violations.push(`left behind: ${left.map(({ status }) => status).join(', ')}`);
  }
  if (end !== 0) return violations;
  const out = await readFile(path.join(home, 'results/outputs/out.txt'), 'utf8').catch(() => '');
  if (out !== `${content}${secretValue.length}\n`)
    violations.push(`wrong bytes: ${JSON.stringify(out)}`);
  if (runs.filter(({ status }) => status === 'finished').length !== 1) {
    violations.push(`runs: ${runs.map(({ status }) => status).join(', ')}`);
  }
  const logs = await readdir(path.join(home, 'results/logs')).catch(() => []);
  if (logs.length < 2) violations.push(`logs: ${logs.join(', ')}`);
  return violations;
}
