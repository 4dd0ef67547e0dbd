/** Faults of one request, between the client and a REANA that is well. */
import type { Reply } from './simulated-reana.ts';
import { json, refusal } from './simulated-reana.ts';

/** How a fault acts: whether REANA gets the request, and what comes back. */
export interface Fault {
  readonly name: FaultName;
  /** Times that REANA carries the request out. */
  readonly done: 0 | 1 | 2;
  readonly answer:
    | { readonly kind: 'own' }
    /** The connection breaks; `code` is the system's word for it. */
    | { readonly kind: 'error'; readonly code: string }
    /** No answer at all until the client gives up. */
    | { readonly kind: 'silence' }
    /** Half of the answer, then nothing more: the connection breaks, or seems to be well. */
    | { readonly kind: 'half'; readonly breaks: boolean }
    /** A byte now and then. */
    | { readonly kind: 'drip' }
    /** Something else answers, or REANA in a bad moment. */
    | { readonly kind: 'other'; readonly reply: Reply };
  /** Cuts what REANA is sent. */
  readonly cutsBody?: true;
}

const page = (status: number): Reply => ({
  status,
  type: 'text/html',
  body: Buffer.from('<html><body>Something else</body></html>'),
});
const empty = (status: number): Reply => ({ status, type: 'text/html', body: Buffer.alloc(0) });

function fault(
  done: Fault['done'],
  answer: Fault['answer'],
  rest: { cutsBody?: true } = {},
): Omit<Fault, 'name'> {
  return { done, answer, ...rest };
}
const error = (code: string): Fault['answer'] => ({ kind: 'error', code });
const other = (reply: Reply): Fault['answer'] => ({ kind: 'other', reply });

const table = {
  refuse: fault(0, error('ECONNREFUSED')),
  'reset before': fault(0, error('ECONNRESET')),
  'reset inside': fault(0, error('ECONNRESET')),
  'answer lost': fault(1, error('ECONNRESET')),
  stall: fault(0, { kind: 'silence' }),
  'stall after': fault(1, { kind: 'silence' }),
  truncate: fault(1, { kind: 'half', breaks: true }),
  'cut JSON': fault(1, { kind: 'half', breaks: false }),
  drip: fault(1, { kind: 'drip' }),
  duplicate: fault(2, { kind: 'own' }),
  'wrong size': fault(1, { kind: 'own' }, { cutsBody: true }),
  'page with 200': fault(0, other(page(200))),
  'page with 200 after': fault(1, other(page(200))),
  'nothing with 200': fault(0, other(empty(200))),
  'other JSON': fault(0, other(json(200, { ok: true }))),
  redirect: fault(0, other(empty(302))),
  'page with 401': fault(0, other(page(401))),
  'page with 403': fault(0, other(page(403))),
  'page with 404': fault(0, other(page(404))),
  408: fault(0, other(page(408))),
  429: fault(0, other(json(429, { message: '20 per 1 second' }))),
  500: fault(0, other(refusal(500, 'Internal controller error.'))),
  '500 after': fault(1, other(refusal(500, ''))),
  502: fault(0, other(page(502))),
  503: fault(0, other(page(503))),
  504: fault(0, other(page(504))),
  '504 after': fault(1, other(page(504))),
} as const;

export type FaultName = keyof typeof table | WordedName | '413';

/** In the words of REANA; believed where something is asked of it, and never where somebody only looks. */
const worded = {
  'expired token': fault(0, other(refusal(401, 'Token has expired.'))),
  'token refused': fault(0, other(refusal(403, 'Token not valid.'))),
  'run unknown': fault(0, other(refusal(404, 'Workflow does not exist.'))),
  malformed: fault(0, other(refusal(400, 'Malformed request.'))),
  'not implemented': fault(0, other(refusal(501, 'Not implemented'))),
} as const;

type WordedName = keyof typeof worded;

/** A proxy that takes no body of this size. */
export const bodyTooLarge: Fault = { name: '413', ...fault(0, other(page(413))) };

export const temporaryFaults: readonly Fault[] = named(table);
export const wordedFaults: readonly Fault[] = named(worded);

function named(faults: Readonly<Record<string, Omit<Fault, 'name'>>>): Fault[] {
  return Object.entries(faults).map(([name, rest]) => ({ name: name as FaultName, ...rest }));
}
