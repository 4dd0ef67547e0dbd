/** The frame of all pages: a page contains everything it needs, and loads and runs nothing. */
import { html, type Html, trusted } from './html.ts';
import { pageStyle } from './page-style.ts';

/** What a page shows comes from steps and servers: none of it may load or run anything. */
const policy = "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'";

/** A whole HTML document. */
export function documentOf(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>${title}</title>
        <style>
          ${trusted(pageStyle)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.html;
}
