/** Markdown as GitLab shows it in the discussion of a merge request: what it keeps of it, and how it looks. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { requirePackage } from './npm-tools.ts';

const markedVersion = '18.2.1';
const sanitizeHtmlVersion = '2.18.1';

/** A whole page with one note; its diagrams are still text, in `pre > code.language-mermaid`. */
export async function gitlabPage(
  markdown: string,
  tell: (message: string) => void,
): Promise<string> {
  const { marked } = await load<Marked>('marked', markedVersion, 'lib/marked.esm.js', tell);
  const { default: sanitize } = await load<SanitizeHtml>(
    'sanitize-html',
    sanitizeHtmlVersion,
    'index.js',
    tell,
  );
  const note = sanitize(marked.parse(markdown, { gfm: true, async: false }), kept);
  const style = await readFile(path.join(import.meta.dirname, 'gitlab-page.css'), 'utf8');
  return `<!doctype html><meta charset="utf-8"><title>Note</title><style>${style}</style>
    <article>
      <header><span class="avatar">R</span><b>reana-ci</b> <span>@project_42_bot · 2 minutes ago</span></header>
      <div class="note">${note}</div>
    </article>`;
}

/** What users may write on GitLab in HTML and Markdown, as far as notes use it. */
const kept = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'ul', 'ol', 'li', 'blockquote'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary'],
    ...['a', 'img', 'b', 'i', 'strong', 'em', 'del', 'sub', 'sup', 'code', 'pre', 'kbd'],
  ],
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    code: ['class'],
    th: ['align'],
    td: ['align'],
  },
  allowedClasses: { code: ['language-*'] },
};

async function load<T>(
  name: string,
  version: string,
  file: string,
  tell: (message: string) => void,
): Promise<T> {
  const folder = await requirePackage(name, version, tell);
  return (await import(path.join(folder, file))) as T;
}

interface Marked {
  readonly marked: { parse(text: string, options: object): string };
}

interface SanitizeHtml {
  readonly default: (html: string, options: object) => string;
}
