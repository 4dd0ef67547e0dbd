/**
 * Measures the documented script, made of calls of reana-client 0.9, under the faults that reana-ci is tried with, and
 * prints a table: `node test/faults/built/compare.ts`. It takes a quarter of an hour.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalReana } from '../../../src/local/local-reana.ts';
import { createReanaClient } from '../../../src/reana/reana-client.ts';
import { requirePeer } from '../../interop/peers.ts';
import { type Fault, type FaultName, temporaryFaults } from '../faults.ts';
import type { Boundary } from '../simulated-wire.ts';
import { startFaultProxy } from './fault-proxy.ts';

const boundaries = ['create', 'store secrets', 'upload', 'start', 'look', 'download'] as const;
const names: readonly FaultName[] = [
  ...(['refuse', 'answer lost', 'truncate', 'stall', 'duplicate', 'wrong size'] as const),
  ...(['page with 200', 'nothing with 200', 'redirect', 'page with 401'] as const),
  ...([429, 503] as const),
];
const faults = names.flatMap((name) =>
  temporaryFaults.filter((fault) => fault.name === String(name)),
);
const atATime = 4;
/** Seconds; undisturbed, the script takes 15 on a busy machine. */
const patience = 200;

/** The loop of the script, looking each second in place of each minute. */
const script = `
reana-client create -w $JOB
export REANA_WORKON=$JOB
reana-client secrets-add --overwrite --env TOKEN=value
reana-client upload
reana-client start
while [[ $status != 'finished' ]]; do
  sleep 1
  status=$(reana-client status --format NAME,RUN_NUMBER,STATUS | tr -s ' ' | cut -d ' ' -f 3 | sed -n 2p)
  if [[ $status == 'failed' ]]; then break; fi
done
reana-client download -w $JOB
tar -czf output_from_reana.tar out
`;
const specification = `inputs: { directories: [data] }
workflow:
  type: serial
  specification:
    steps: [{ environment: debian, commands: ['mkdir -p out && cat data/a.txt data/b.txt > out/out.txt'] }]
outputs: { files: [out/out.txt] }
`;

const programs = await requirePeer('reana-client-0.9');
const stateDirectory = await mkdtemp(path.join(tmpdir(), 'reana-ci-compare-'));
const reana = await startLocalReana({
  stateDirectory,
  executor: 'process',
  environment: { PATH: process.env.PATH },
  jobs: 16,
});
const client = createReanaClient({ server: reana.url, token: reana.token });
const verdicts = new Map<string, string>();
const cells = [undefined, ...faults].flatMap((fault) =>
  (fault === undefined ? (['create'] as const) : boundaries).map((boundary) => ({
    boundary,
    fault,
  })),
);
let next = 0;
await Promise.all(
  Array.from({ length: atATime }, async () => {
    for (let cell = cells[next++]; cell !== undefined; cell = cells[next++]) {
      const verdict = await measure(cell.boundary, cell.fault, next);
      verdicts.set(`${cell.fault?.name ?? 'nothing'} ${cell.boundary}`, verdict);
      process.stderr.write(`${cell.boundary} × ${cell.fault?.name ?? 'nothing'}: ${verdict}\n`);
    }
  }),
);
await client.close();
await reana.close();
await rm(stateDirectory, { recursive: true, force: true });
process.stdout.write(
  `| fault | ${boundaries.join(' | ')} |\n|${' --- |'.repeat(boundaries.length + 1)}\n`,
);
for (const fault of faults) {
  const row = boundaries.map((boundary) => verdicts.get(`${fault.name} ${boundary}`) ?? '');
  process.stdout.write(`| ${fault.name} | ${row.join(' | ')} |\n`);
}

async function measure(
  boundary: Boundary,
  fault: Fault | undefined,
  number: number,
): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), 'reana-ci-script-'));
  const job = `script-${process.pid}-${number}`;
  const proxy = await startFaultProxy(reana.url, {
    fault: (each, nth) => (each === boundary && nth === 0 ? fault : undefined),
  });
  try {
    await writeFile(path.join(home, 'reana.yaml'), specification);
    await mkdir(path.join(home, 'data'));
    await writeFile(path.join(home, 'data/a.txt'), 'one\n');
    await writeFile(path.join(home, 'data/b.txt'), 'two\n');
    const child = spawn('bash', ['-c', script], {
      cwd: home,
      detached: true,
      stdio: 'ignore',
      env: {
        PATH: `${programs}:${process.env.PATH ?? ''}`,
        HOME: home,
        JOB: job,
        REANA_SERVER_URL: proxy.url,
        REANA_ACCESS_TOKEN: reana.token,
        PYTHONWARNINGS: 'ignore',
      },
    });
    let hangs = false;
    const alarm = setTimeout(() => {
      hangs = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, patience * 1000);
    const [code] = (await once(child, 'exit')) as [number | null];
    clearTimeout(alarm);
    const wasKilled = () => hangs;
    const runs = (await client.listRuns({})).filter(({ name }) => name.startsWith(`${job}.`));
    const count = runs.length > 1 ? `, ${runs.length} runs` : '';
    if (wasKilled()) return `hangs${count}`;
    const out = await readFile(path.join(home, 'out/out.txt'), 'utf8').catch(() => undefined);
    const isRight = out === 'one\ntwo\n';
    if (code === 0) return `${isRight ? '0' : '**0, wrong bytes**'}${count}`;
    return `${String(code)}, ${isRight ? 'outputs here' : 'no outputs'}${count}`;
  } finally {
    await proxy.close();
    await rm(home, { recursive: true, force: true });
  }
}
