/** The headers that REANA's front adds to every answer. */
import type { Generation } from '../generation.ts';

/**
 * The headers of a generation. Those that let web pages of other addresses read the answers are left out:
 * no page but REANA's own has anything to do here.
 */
export function answerHeaders({ extended }: Generation): Readonly<Record<string, string>> {
  return extended ? { ...common, ...alpha } : { ...common, ...stable };
}

const common = {
  'X-XSS-Protection': '1; mode=block',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};

const stable = {
  'Permissions-Policy': 'interest-cohort=()',
  'X-Frame-Options': 'sameorigin',
  'Strict-Transport-Security': 'max-age=31556926; includeSubDomains',
};

const alpha = {
  'Permissions-Policy': [
    ...['accelerometer', 'ambient-light-sensor', 'camera', 'display-capture', 'geolocation'],
    ...['gyroscope', 'magnetometer', 'microphone', 'payment', 'usb'],
  ]
    .map((feature) => `${feature}=()`)
    .join(', '),
  'X-Frame-Options': 'DENY',
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
    "font-src 'self'; connect-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'self'",
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
