/** Text in XML and HTML. */
import { unprintable } from './printable.ts';

/** Tab and line ends are the only ones that XML can hold and readers do not stumble over. */
const unwritable = new RegExp(`(?![\\t\\n\\r])${unprintable.source}`, 'gu');

/** `text` for an element or an attribute in double quotes; what cannot be written is shown as `\ufffd`. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(unwritable, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
