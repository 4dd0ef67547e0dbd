/** The keywords of Snakemake, by its versions. */
import type { ServerGeneration } from '../../specification/server-generation.ts';

/** REANA 0.9 runs Snakemake 7.32, later ones 8 and 9; `any` where it is not known which it will be. */
export type SnakemakeDialect = '7' | '8' | 'any';

export function dialectOf(generation: ServerGeneration | undefined): SnakemakeDialect {
  if (generation === undefined) return 'any';
  return generation === '0.9' ? '7' : '8';
}

/** How a keyword is read: with arguments, as a rule, as a list of names … */
export type KeywordKind = 'arguments' | 'names' | 'python' | 'rule' | 'module' | 'use' | 'storage';

interface Keyword {
  readonly kind: KeywordKind;
  /** Where it is a name like any other in the other ones. */
  readonly only?: '7' | '8';
}

const globalKeywords: ReadonlyMap<string, Keyword> = new Map([
  ...kindOf('arguments', [
    ...['envvars', 'include', 'workdir', 'configfile', 'pepfile', 'pepschema', 'report'],
    ...['wildcard_constraints', 'singularity', 'container', 'containerized', 'scattergather'],
    'resource_scopes',
  ]),
  ...kindOf('arguments', ['pathvars', 'conda', 'inputflags', 'outputflags'], '8'),
  ...kindOf('storage', ['storage'], '8'),
  ...kindOf('names', ['ruleorder', 'localrules']),
  ...kindOf('python', ['onsuccess', 'onerror', 'onstart']),
  ...kindOf('rule', ['rule', 'checkpoint']),
  ...kindOf('module', ['module']),
  ...kindOf('module', ['subworkflow'], '7'),
  ...kindOf('use', ['use']),
]);

/** `maybe`: a keyword to some versions only, and it is not known which one it will be. */
export function globalKeyword(
  word: string,
  dialect: SnakemakeDialect,
): { readonly kind: KeywordKind; readonly isMaybe: boolean } | undefined {
  const keyword = globalKeywords.get(word);
  if (keyword === undefined) return undefined;
  const { kind, only } = keyword;
  if (only !== undefined && dialect !== 'any' && only !== dialect) return undefined;
  return { kind, isMaybe: only !== undefined && dialect === 'any' };
}

/** Of these a rule has one, behind all others. */
export const runKeywords = [
  ...['run', 'shell', 'script', 'notebook', 'wrapper', 'template_engine', 'cwl'],
];
const anyRuleKeywords: readonly string[] = [
  ...runKeywords,
  ...['name', 'input', 'output', 'params', 'threads', 'resources', 'retries', 'priority', 'log'],
  ...['message', 'benchmark', 'conda', 'singularity', 'container', 'containerized', 'envmodules'],
  ...['wildcard_constraints', 'shadow', 'group', 'cache', 'handover', 'default_target'],
  'localrule',
];

export function ruleKeywords(dialect: SnakemakeDialect): readonly string[] {
  return [
    ...anyRuleKeywords,
    ...(dialect === '7' ? [] : ['pathvars']),
    ...(dialect === '8' ? [] : ['version']),
  ];
}

export function moduleKeywords(dialect: SnakemakeDialect): readonly string[] {
  const all = [
    'snakefile',
    'meta_wrapper',
    'config',
    'skip_validation',
    'replace_prefix',
    'prefix',
  ];
  return dialect === '7' ? all : [...all, 'name', 'pathvars'];
}

export const subworkflowKeywords = ['snakefile', 'workdir', 'configfile'];

/** Others have to have a value. */
export const mayBeEmpty = new Set([
  ...['input', 'output', 'params', 'resources', 'log', 'envmodules', 'wildcard_constraints'],
  ...['envvars', 'pathvars', 'scattergather', 'inputflags', 'outputflags', 'storage', 'run'],
  ...['resource_scopes', 'prefix', 'config', 'replace_prefix'],
]);

/** What they hold is Python of one value; Snakemake reads it line by line. */
export const commandKeywords = new Set(runKeywords.filter((keyword) => keyword !== 'run'));

/** Those that take one text. */
export const textKeywords = new Set(['include', 'configfile', 'workdir']);

/** Those that take one text, or None in a rule that wants none. */
export const imageKeywords = new Set(['container', 'singularity']);

function kindOf(
  kind: KeywordKind,
  words: readonly string[],
  only?: '7' | '8',
): [string, Keyword][] {
  return words.map((word) => [word, only === undefined ? { kind } : { kind, only }]);
}
