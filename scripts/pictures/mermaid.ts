/** Mermaid itself, in a page of Chromium, set up as GitLab does: strict, and with labels in HTML. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { requirePackage } from './npm-tools.ts';

/** The newest that was tried; GitLab ships this one or one before. */
export const mermaidVersion = '12.3.0';

/** What a reader finds in a drawing. */
export interface Drawing {
  readonly svg: string;
  /** Texts of the boxes, each line of a label as a line. */
  readonly boxes: readonly string[];
  readonly frames: readonly string[];
  readonly arrows: number;
  readonly arrowLabels: readonly string[];
  /** Names of all elements and attributes in it, each once. */
  readonly elements: readonly string[];
  readonly attributes: readonly string[];
}

/** Makes Mermaid ready in `page`; it needs no network from then on. */
export async function loadMermaid(page: Page, tell: (message: string) => void): Promise<void> {
  const folder = await requirePackage('mermaid', mermaidVersion, tell);
  await page.addScriptTag({ path: path.join(folder, 'dist/mermaid.min.js') });
  await page.evaluate(() => {
    mermaid.initialize({
      startOnLoad: false,
      theme: 'neutral',
      securityLevel: 'strict',
      flowchart: { useMaxWidth: true, htmlLabels: true },
    });
  });
}

/** @throws Error when Mermaid does not take the text */
export async function drawMermaid(page: Page, text: string): Promise<Drawing> {
  return page.evaluate(async (source) => {
    document.body.innerHTML = '<div id="place"></div>';
    const place = document.querySelector('#place');
    // GitLab hands line breaks on in this form.
    const { svg } = await mermaid.render('drawing', source.replace(/<br\s*\/>/g, '<br>'));
    if (place !== null) place.innerHTML = svg;
    const texts = (selector: string) =>
      [...document.querySelectorAll(`#place ${selector}`)].map((found) => found.innerText.trim());
    const all = [...document.querySelectorAll('#place *')];
    return {
      svg,
      boxes: texts('.node .nodeLabel'),
      frames: texts('.cluster .nodeLabel'),
      arrows: document.querySelectorAll('#place path.flowchart-link').length,
      arrowLabels: texts('.edgeLabel .edgeLabel').filter((label) => label !== ''),
      elements: [...new Set(all.map(({ localName }) => localName))].sort(),
      attributes: [...new Set(all.flatMap((each) => each.getAttributeNames()))].sort(),
    };
  }, text);
}

/** As much of the page as is used there; the project's own code never sees a browser. */
declare const mermaid: {
  initialize(settings: object): void;
  render(id: string, text: string): Promise<{ readonly svg: string }>;
};

interface PageElement {
  readonly localName: string;
  readonly innerText: string;
  innerHTML: string;
  getAttributeNames(): string[];
}

declare const document: {
  readonly body: PageElement;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement> & { readonly length: number };
};
