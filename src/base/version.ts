/** The version of this program, as `package.json` says it. */
import description from '../../package.json' with { type: 'json' };

/** Semantic version, `1.2.3`. */
export const version: string = description.version;
