/** Failures of connections that mean that a certificate is not trusted. */

const codes =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

/** @param code of the error, as Node or OpenSSL name it */
export function isUntrusted(code: unknown): boolean {
  return codes.test(String(code));
}
