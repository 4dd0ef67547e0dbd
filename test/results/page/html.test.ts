import { describe, expect, it } from 'vitest';
import { addressOf, fileLink, html, trusted, webLink } from '../../../src/results/page/html.ts';

describe('a template', () => {
  it('escapes what is put into it', () => {
    const step = '<script>"&';
    expect(html`<td title="${step}">${step}</td>`.html).toBe(
      '<td title="&lt;script&gt;&quot;&amp;">&lt;script&gt;&quot;&amp;</td>',
    );
  });

  it('takes HTML, lists of it, numbers, and nothing', () => {
    const items = ['a', '<'].map((text) => html`<b>${text}</b>`);
    const none = undefined as string | undefined;
    expect(html`${items}${2}${none}${false}${trusted('<hr>')}`.html).toBe(
      '<b>a</b><b>&lt;</b>2<hr>',
    );
  });
});

describe('a link', () => {
  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '', 'x'])(
    'leads to the web only, not to %j',
    (address) => {
      expect(webLink('run', address).html).toBe('run');
    },
  );

  it('leads to the web', () => {
    expect(webLink('run', 'https://reana.example.org/details/1?a="').html).toBe(
      '<a href="https://reana.example.org/details/1?a=&quot;">run</a>',
    );
  });

  it.each([
    ['plots/a b#1?.png', './plots/a%20b%231%3F.png'],
    ['javascript:alert(1)', './javascript%3Aalert(1)'],
    ['//example.org/x', './//example.org/x'],
    ['100%.txt', './100%25.txt'],
    ['\ud800.txt', './%EF%BF%BD.txt'],
  ])('leads to the file %j beside the page', (path, address) => {
    expect(addressOf(path)).toBe(address);
    const page = new URL('https://pages.example.org/artifacts/results/report.html');
    expect(new URL(addressOf(path), page).href).toContain('/artifacts/results/');
    expect(fileLink('x', path).html).toBe(`<a href="${address}">x</a>`);
  });
});
