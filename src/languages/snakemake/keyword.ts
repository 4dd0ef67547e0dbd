/** The keywords of Snakemake. */

/** Those that REANA's versions of Snakemake know, 7 to 9. */
export const runKeywords = [
  ...['run', 'shell', 'script', 'notebook', 'wrapper', 'template_engine', 'cwl'],
];
export const ruleKeywords: readonly string[] = [
  ...runKeywords,
  ...['name', 'input', 'output', 'params', 'threads', 'resources', 'retries', 'priority', 'log'],
  ...['message', 'benchmark', 'conda', 'singularity', 'container', 'containerized', 'envmodules'],
  ...['wildcard_constraints', 'shadow', 'group', 'cache', 'handover', 'default_target'],
  ...['localrule', 'pathvars'],
];
export const globalKeywords = new Set([
  ...['envvars', 'include', 'workdir', 'configfile', 'pathvars', 'pepfile', 'pepschema', 'report'],
  ...['wildcard_constraints', 'singularity', 'container', 'containerized', 'conda'],
  ...['scattergather', 'inputflags', 'outputflags', 'storage', 'resource_scopes'],
]);
/** What follows is no list of arguments: names, or Python. */
export const otherKeywords = new Set([
  'ruleorder',
  'localrules',
  'onsuccess',
  'onerror',
  'onstart',
]);

/** Others have to have a value. */
export const mayBeEmpty = new Set([
  ...['input', 'output', 'params', 'resources', 'log', 'envmodules', 'wildcard_constraints'],
  ...['envvars', 'pathvars', 'scattergather', 'inputflags', 'outputflags', 'storage', 'run'],
  ...['resource_scopes'],
]);

/** What they hold is Python of one value; Snakemake reads it line by line. */
export const commandKeywords = new Set(runKeywords.filter((keyword) => keyword !== 'run'));

/** Those that take one text. */
export const textKeywords = new Set([
  'include',
  'configfile',
  'workdir',
  'container',
  'singularity',
]);
