/** Names of datasets and containers on the Grid (Rucio), as PanDA and people write them. */
import { ReanaCiError } from '../base/error.ts';

/** Rucio's alphabet and lengths: scope up to 25 characters, name up to 250. */
const scopePattern = /^[A-Za-z0-9_.-]{1,25}$/;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,249}$/;

/**
 * Reads dataset names; each value may be a list with commas. A name without a scope gets the one its
 * first field stands for (the first two for `user.` and `group.`), and the trailing slash with which
 * PanDA marks a container goes.
 *
 * @returns `scope:name` for each, in the order given; one given twice stays once
 * @throws ReanaCiError `usage` listing everything that is not a dataset name
 */
export function parseDatasets(values: readonly string[]): string[] {
  const datasets = new Set<string>();
  const problems: string[] = [];
  for (const value of values) {
    const names = value.split(',').map((name) => name.trim());
    for (const name of names) {
      const problem = findProblem(name);
      if (problem === undefined) datasets.add(normalise(name));
      else problems.push(`${JSON.stringify(name)} ${problem}`);
    }
  }
  if (problems.length > 0) {
    throw new ReanaCiError('usage', `not the name of a dataset: ${problems.join('; ')}`, {
      hint: 'Write scope:name, or several with commas: mc23_13p6TeV:mc23_13p6TeV.801234.x.deriv.DAOD_PHYSLITE.e1_s2_p3',
    });
  }
  return [...datasets];
}

function normalise(text: string): string {
  const { scope, name } = split(text);
  return `${scope ?? impliedScope(name)}:${name}`;
}

function findProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  if (text.includes('%{')) return 'is a pchain placeholder that was not filled in';
  if (/^%IN\d*$/.test(text))
    return 'is a prun placeholder, which a REANA step does not fill in: use %{DS1}';
  if (text.includes('___idds___')) return 'is an iDDS placeholder that was not filled in';
  if (text.split(':').length > 2) return 'has more than one colon';
  const { scope, name } = split(text);
  if (scope !== undefined && !scopePattern.test(scope))
    return 'has a scope that Rucio does not allow';
  if (!namePattern.test(name)) return 'is not a name that Rucio allows';
  // The scope that the name implies has to be one as well.
  if (scope === undefined && !scopePattern.test(impliedScope(name))) return 'needs a scope';
  return undefined;
}

function split(text: string): { scope: string | undefined; name: string } {
  const bare = text.endsWith('/') ? text.slice(0, -1) : text;
  const colon = bare.indexOf(':');
  return colon < 0
    ? { scope: undefined, name: bare }
    : { scope: bare.slice(0, colon), name: bare.slice(colon + 1) };
}

function impliedScope(name: string): string {
  const fields = name.split('.');
  const count = fields[0] === 'user' || fields[0] === 'group' ? 2 : 1;
  return fields.slice(0, count).join('.');
}
