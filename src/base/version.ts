/** The version of this program, the commit it was made from, and the Node it needs. */
import description from '../../package.json' with { type: 'json' };

/** Put in by the build; empty where that knows of no commit. */
declare const commitOfBuild: string;

/** Semantic version, `1.2.3`. */
export const version: string = description.version;

/** `4477ccc0a1b2`, with `-dirty` when files were changed after it; none in a program that runs from its sources. */
export const commit: string | undefined =
  typeof commitOfBuild === 'undefined' || commitOfBuild === '' ? undefined : commitOfBuild;

/** For people: `1.2.3 (4477ccc0a1b2)`. */
export const release: string = commit === undefined ? version : `${version} (${commit})`;

/** Range of Node releases as npm writes it. */
export const nodeRange: string = description.engines.node;
