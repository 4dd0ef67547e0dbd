/** Name and type of a downloaded file. */
import path from 'node:path';

/**
 * The Content-Disposition header of a file.
 *
 * @param name path in the workspace; non-ASCII names are encoded as RFC 5987 says
 * @param inline whether the file is to be shown rather than saved
 */
export function attachment(name: string, inline = false): string {
  const kind = inline ? 'inline' : 'attachment';
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return `${kind}; filename=${name}`;
  if (/^[\x20-\x7e]*$/.test(name)) {
    return `${kind}; filename="${name.replace(/["\\]/g, '\\$&')}"`;
  }
  const plain = name.normalize('NFKD').replace(/[^\x20-\x7e]|["\\]/g, '');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, percent);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The media type of files that a browser may show; `undefined` for all others. */
export function previewType(name: string): string | undefined {
  return previewTypes[path.extname(name).toLowerCase()];
}

const previewTypes: Readonly<Record<string, string | undefined>> = {
  '.gif': 'image/gif',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
