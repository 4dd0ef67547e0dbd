/** Text in XML and HTML. */

/** Control characters but tab and line ends, which XML cannot hold or readers stumble over. */
const unprintable = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;

/** `text` for an element or an attribute in double quotes; what cannot be written is shown as `\ufffd`. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(unprintable, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
