/** The first thing that a program does: it looks which Node this is. Node releases of many years can read this file. */
import { nodeRange } from './base/version.ts';

/** As for any wrong use. */
const exitCode = 4;

/** One alternative of {@link nodeRange}: `^22.19.0` or `>=24.0.0`. */
interface Alternative {
  readonly upwards: boolean;
  readonly major: number;
  readonly minor: number;
}

/** Calls `start` where this Node is new enough, and otherwise tells in one line which one is needed. */
export async function onSupportedNode(start: () => Promise<void>): Promise<void> {
  const alternatives = readRange(nodeRange);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (!alternatives.some((alternative) => allows(alternative, major, minor))) {
    const needed = alternatives.map(describe).join(', or ');
    const message = `This is Node ${process.versions.node}, and reana-ci needs Node ${needed}.`;
    process.stderr.write(`error: ${message}\n`);
    process.exitCode = exitCode;
    return;
  }
  hideWarningsOfNode();
  await start();
}

function readRange(range: string): Alternative[] {
  return range.split('||').map((alternative) => {
    const [, sign, major, minor] = /^\s*(\^|>=)(\d+)\.(\d+)\./.exec(alternative) ?? [];
    return { upwards: sign === '>=', major: Number(major), minor: Number(minor) };
  });
}

function allows({ upwards, major, minor }: Alternative, ofMajor: number, ofMinor: number): boolean {
  return (ofMajor === major && ofMinor >= minor) || (upwards && ofMajor > major);
}

function describe({ upwards, major, minor }: Alternative): string {
  const first = minor === 0 ? String(major) : `${major}.${minor}`;
  return upwards ? `${first} or newer` : `${first} or a later ${major}`;
}

/**
 * Node 22 calls its SQLite experimental, and says of old functions that packages call that they will go: nothing
 * that a user can do something about.
 */
function hideWarningsOfNode(): void {
  process.noDeprecation = true;
  const emitWarning = process.emitWarning.bind(process) as (...rest: unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).startsWith('SQLite is an experimental')) emitWarning(warning, ...rest);
  };
}
