/** The stories of the built program: every kind of request with every fault, and a signal at every request. */
import { bodyTooLarge, type Fault, temporaryFaults, wordedFaults } from '../faults.ts';
import { boundaries } from '../story.ts';
import type { Boundary } from '../simulated-wire.ts';
import type { BuiltStory, Mishap } from './program-story.ts';

export interface NamedStory extends BuiltStory {
  readonly title: string;
}

/** Kinds of request that are met only when a job is ended from outside. */
const ofAnEnd: readonly Boundary[] = ['stop', 'delete'];
/** A job that is ended while its run goes on, and one whose run is in the queue: at the request after `start`. */
const term = (boundary: Boundary): Mishap => ({
  boundary,
  signal: 'SIGTERM',
  when: 'after',
  nth: 0,
});

/** Faults that take the client's own timeouts, of a minute and more. */
function isSlow({ answer }: Fault): boolean {
  return answer.kind === 'silence' || answer.kind === 'drip';
}

export function faultStories(): NamedStory[] {
  return boundaries.flatMap((boundary) => {
    const isLook = boundary === 'look' || boundary === 'logs';
    const worded = isLook ? wordedFaults : [];
    const faults = [
      ...temporaryFaults,
      ...worded,
      ...(boundary === 'upload' ? [bodyTooLarge] : []),
    ];
    return faults.map((fault) => faultStory(boundary, fault));
  });
}

function faultStory(boundary: Boundary, fault: Fault): NamedStory {
  const isEnd = ofAnEnd.includes(boundary);
  const mishaps: Mishap[] = [{ boundary, fault }];
  if (isEnd) mishaps.unshift(term(boundary === 'stop' ? 'logs' : 'create'));
  return {
    title: `${boundary} × ${fault.name}`,
    mishaps,
    codes: isEnd ? [143] : codesOf(boundary, fault),
    ...(isSlow(fault) ? { longestTry: 500_000 } : {}),
  };
}

/** As docs/reliability.md has it. */
function codesOf(boundary: Boundary, fault: Fault): number[] {
  if (fault === bodyTooLarge) return [4];
  const { answer } = fault;
  const isForeign = answer.kind === 'other' && answer.reply.status < 408;
  return boundary === 'ping' && isForeign ? [4, 5] : [0];
}

export function killStories(): NamedStory[] {
  return boundaries.flatMap((boundary) =>
    (['before', 'after'] as const).map((when) => {
      const isEnd = ofAnEnd.includes(boundary);
      const kill: Mishap = { boundary, signal: 'SIGKILL', when };
      return {
        title: `killed ${when} ${boundary}`,
        mishaps: isEnd ? [term(boundary === 'stop' ? 'logs' : 'create'), kill] : [kill],
        // Stopped or deleted before it was killed: the next try sees that, or begins anew.
        codes: isEnd ? [0, 1] : [0],
      };
    }),
  );
}

export function termStories(): NamedStory[] {
  return boundaries
    .filter((boundary) => !ofAnEnd.includes(boundary))
    .map((boundary) => ({
      title: `SIGTERM at ${boundary}`,
      mishaps: [{ boundary, signal: 'SIGTERM', when: 'before' }],
      // A run that has finished by then is brought home.
      codes: [143, 0],
    }));
}

/** Each kind of request and each fault once at least, those left out that take a minute. */
export function shareOfFaultStories(): NamedStory[] {
  const quick = temporaryFaults.filter((fault) => !isSlow(fault));
  return quick.map((fault, index) =>
    faultStory(boundaries[index % boundaries.length] ?? 'ping', fault),
  );
}
