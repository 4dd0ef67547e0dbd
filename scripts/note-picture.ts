/**
 * `node scripts/note-picture.ts`: shows how the notes of merge requests read, in `docs/pictures/note-*.png`.
 *
 * The notes are those that the tests compare with. Markdown, sanitiser and Mermaid are the real ones, got
 * into `.cache/note-picture` on the first run (some 200 MB); Chromium comes from Debian where it is missing.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { startChromium } from './pictures/chromium.ts';
import { drawMermaid, loadMermaid } from './pictures/mermaid.ts';
import { gitlabPage } from './pictures/gitlab-page.ts';

interface Picture {
  readonly name: string;
  readonly note: string;
  /** Words that the summaries begin with which a reader has clicked on. */
  readonly open: readonly string[];
}

const pictures: readonly Picture[] = [
  { name: 'note-success', note: 'finished', open: [] },
  { name: 'note-failure', note: 'failed', open: ['Log of', 'Workflow'] },
  { name: 'note-scan', note: 'scan-finished', open: [] },
];

/** GitLab asks before it draws longer diagrams in a note. */
const longestDrawn = 2000;

const repository = path.resolve(import.meta.dirname, '..');
const browser = await startChromium(tell);
try {
  for (const picture of pictures) await take(browser, picture);
} finally {
  await browser.close();
}

async function take(chromium: Browser, { name, note, open }: Picture): Promise<void> {
  const markdown = await readFile(
    path.join(repository, 'test/hosts/gitlab/golden', `${note}.md`),
    'utf8',
  );
  const html = await withDiagrams(chromium, await gitlabPage(markdown, tell));
  const page = await chromium.newPage({ viewport: { width: 932, height: 200 } });
  await page.setContent(html);
  for (const words of open) {
    for (const summary of await page.locator('summary', { hasText: words }).all()) {
      await summary.click();
    }
  }
  const file = path.join(repository, 'docs/pictures', `${name}.png`);
  await page.locator('body').screenshot({ path: file, animations: 'disabled' });
  await page.close();
  tell(path.relative(repository, file));
}

/** Draws in a page of its own, as GitLab does: a diagram cannot touch the note. */
async function withDiagrams(chromium: Browser, html: string): Promise<string> {
  const page = await chromium.newPage();
  await loadMermaid(page, tell);
  let drawn = '';
  let end = 0;
  for (const found of html.matchAll(/<pre><code class="language-mermaid">(.*?)<\/code><\/pre>/gs)) {
    const text = plainText(found[1] ?? '');
    const diagram =
      text.length > longestDrawn
        ? '<div class="warning">Displaying this diagram might cause performance issues on this page. [Display]</div>'
        : `<div class="diagram">${(await drawMermaid(page, text)).svg}</div>`;
    drawn += html.slice(end, found.index) + diagram;
    end = found.index + found[0].length;
  }
  await page.close();
  return drawn + html.slice(end);
}

function plainText(html: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  };
  return html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
}

function tell(message: string): void {
  console.log(message);
}
