/**
 * `node scripts/report-picture.ts`: shows the page of a run of `examples/counting-limit`, in `docs/pictures/report.png`.
 *
 * Chromium comes from Debian where it is missing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createShell } from '../src/base/shell.ts';
import { startChromium } from './pictures/chromium.ts';

const repository = path.resolve(import.meta.dirname, '..');
const dataset =
  'mc23_13p6TeV:mc23_13p6TeV.801234.toy_signal_m750.deriv.DAOD_PHYSLITE.e8514_s4159_p6266';
const place = path.join(await mkdtemp(path.join(tmpdir(), 'reana-ci-')), 'results');
const shell = createShell({ cwd: repository });
const program = [process.execPath, 'src/cli.ts', 'run', 'examples/counting-limit'];
const options = ['--spec', 'reana-template.yaml', '--local', '--executor', 'process'];
const files = ['--results', place, '--archive', `${place}.tar`, '--state', `${place}.state`];
const run = await shell`${[...program, ...options, ...files]} --input ${dataset}`;
if (run.exitCode !== 0) throw new Error(run.stderr);

const browser = await startChromium(console.error);
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  await page.goto(pathToFileURL(path.join(place, 'report.html')).href);
  const file = path.join(repository, 'docs/pictures/report.png');
  await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
  console.error(path.relative(repository, file));
} finally {
  await browser.close();
  await rm(path.dirname(place), { recursive: true });
}
