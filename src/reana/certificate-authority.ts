/** The certificate authorities a server's certificate is checked against. */
import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';

import { ReanaCiError } from '../base/error.ts';

/**
 * Node's and the system's authorities together with `additional`.
 *
 * @param additional one or more PEM certificates, with text between them allowed
 * @returns `undefined` when nothing is added, for Node's own choice
 * @throws ReanaCiError `usage` when `additional` holds no readable certificate
 */
export function certificateAuthorities(additional: string | undefined): string[] | undefined {
  if (additional === undefined) return undefined;
  const blocks =
    additional.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0 || !blocks.every(isCertificate)) {
    throw new ReanaCiError('usage', 'The certificate authorities given are not in PEM format.', {
      hint: 'REANA_SERVER_CA_CERTS must name a file of "-----BEGIN CERTIFICATE-----" blocks.',
    });
  }
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...blocks])];
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
