/** HTML in which every text is escaped, and only what is HTML already is not. */
import { escapeXml } from '../../base/xml.ts';

/** Made by {@link html} and {@link trusted} only. */
export interface Html {
  readonly html: string;
}

/** `undefined` and `false` leave nothing behind. */
export type HtmlValue = string | number | Html | readonly Html[] | undefined | false;

/** A template whose values are escaped, which makes them fit for elements and for attributes in quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { html: parts.map((part, index) => part + textOf(values[index])).join('') };
}

/** Markup of our own making that is HTML already: a picture, a style sheet. */
export function trusted(text: string): Html {
  return { html: text };
}

/** A link where the address is one of the web, and the bare text where it is not. */
export function webLink(text: string, address: string | undefined): Html {
  const isWeb = ['http:', 'https:'].includes(URL.parse(address ?? '')?.protocol ?? '');
  return isWeb ? html`<a href="${address}">${text}</a>` : html`${text}`;
}

/** A link to a file beside the page. */
export function fileLink(text: string, path: string): Html {
  return html`<a href="${addressOf(path)}">${text}</a>`;
}

/** @param path with `/`, relative to the page */
export function addressOf(path: string): string {
  // The dot keeps a name with a colon from being the scheme of an address.
  return `./${path.toWellFormed().split('/').map(encodeURIComponent).join('/')}`;
}

function textOf(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value === 'number') return String(value);
  if ('html' in value) return value.html;
  return value.map((part) => part.html).join('');
}
