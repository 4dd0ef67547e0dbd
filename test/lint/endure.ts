/**
 * Lints harmed analyses one after the other and prints the longest time and the largest memory that one of
 * them took: `node endure.ts SEED FROM TO`. It is a process of its own, so that nothing else is measured, and
 * stops early when too much is left over of the ones before.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isReanaCiError } from '../../src/base/error.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';
import type { RuleExample } from '../../src/lint/kit/rule.ts';
import { loadRuleGroups } from '../../src/lint/rule-list.ts';
import type { Peak } from './endurance.ts';
import { harm } from './hostility.ts';
import { seededRandom } from './mutations.ts';

const [seed = 1, from = 0, to = 100] = process.argv.slice(2).map(Number);
/** Bytes; a process that has just started has half of it. */
const mostAtRest = 200e6;
const random = seededRandom(seed);
const analyses = await readAnalyses();
const root = await mkdtemp(path.join(tmpdir(), 'reana-ci-hostile-'));
let slowest: Peak = { value: 0, index: -1, kind: '' };
let largest: Peak = { value: 0, index: -1, kind: '' };
const crashes: string[] = [];
let findings = 0;

let index = 0;
for (; index < to; index += 1) {
  const analysis = pick(analyses) ?? {};
  const name = pick(Object.keys(analysis).filter((file) => file !== 'server.json')) ?? '';
  const { kind, content } = harm(analysis[name] ?? '', random);
  if (index < from) continue;
  if (index > from && process.memoryUsage.rss() > mostAtRest) break;
  const folder = path.join(root, String(index));
  await writeAnalysis(folder, { ...analysis, [name]: content });
  forgetPeak();
  const begun = process.cpuUsage();
  try {
    findings += (await lintAnalysis(folder, 'reana.yaml')).length;
  } catch (error) {
    if (!isReanaCiError(error)) crashes.push(`${index} ${kind}: ${String((error as Error).stack)}`);
  }
  // Of the processor: a machine that is busy with other things is no fault of lint's.
  const { user, system } = process.cpuUsage(begun);
  const milliseconds = (user + system) / 1000;
  const megabytes = peak();
  if (milliseconds > slowest.value) slowest = { value: milliseconds, index, kind };
  if (megabytes > largest.value) largest = { value: megabytes, index, kind };
  await rm(folder, { recursive: true });
}

await rm(root, { recursive: true });
process.stdout.write(JSON.stringify({ slowest, largest, crashes, findings, next: index }));

function pick<T>(items: readonly T[]): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** Those of the rules, right and wrong, and the project's own. */
async function readAnalyses(): Promise<RuleExample[]> {
  const groups = await loadRuleGroups();
  const folder = path.resolve(import.meta.dirname, '../../examples/counting-limit');
  const own = Object.fromEntries(
    globSync('**/*.{yaml,yml}', { cwd: folder }).map((file) => [
      file === 'reana-template.yaml' ? 'reana.yaml' : file,
      readFileSync(path.join(folder, file), 'utf8'),
    ]),
  );
  const examples = groups.flatMap(({ rules }) =>
    rules.flatMap(({ examples: { right, wrong } }) => [...right, ...wrong]),
  );
  return [own, ...examples];
}

async function writeAnalysis(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

/** From here on, {@link peak} counts anew. */
function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

/** Largest memory of this process since {@link forgetPeak}, in MB. */
function peak(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1.024e-3;
}
