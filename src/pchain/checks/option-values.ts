/** Values that PanDA's reader accepts for the options of `prun`. */
import { numberOptions } from '../prun-options.ts';

/** Options by name with their values; a switch has none. */
export type Arguments = ReadonlyMap<string, readonly string[]>;

/** @returns one sentence for every value that ends the reader, and every pair of options that do not go together */
export function describeValues(options: Arguments): string[] {
  const given = [...options].flatMap(([option, values]) =>
    values.map((value) => describeValue(option, value)),
  );
  return [...given.filter((problem) => problem !== undefined), ...describePairs(options)];
}

/** Below, PanDA does not ask whether this is meant, which nobody would answer. */
const mostMemory = 4000;
const mostCpu = 1_000_000_000;
const gridPart = /^(?:[^:#]*[:#]\s*[-+]?\d+\s*[:#].+)$/;

const rules: Readonly<Record<string, readonly [RegExp, string]>> = {
  '--workDir': [
    /^\.{0,2}(?:\/+\.{0,2})*$/,
    'is the folder that pchain is called in, or one above it',
  ],
  '--nCore': [/^\s*\+?0*[18]\s*$/, 'is 1 or 8'],
  '--dbRelease': [/^(?:LATEST|.*:.*)$/s, 'is DATASET:FILE or LATEST'],
  '--nGBPerJob': [/^(?:MAX|\s*\+?0*[1-9]\d*\s*)$/, 'is a positive whole number or MAX'],
  '--writeInputToTxt': [
    /^[^:,]*:[^:,]*(?:,[^:,]*:[^:,]*)*$/,
    'is STREAM:FILE, also several with commas',
  ],
  '--transferType': [
    /^(?:root|direct|davs|file)(?:,(?:root|direct|davs|file))*$/,
    'is root, direct, davs or file',
  ],
};

function describeValue(option: string, value: string): string | undefined {
  if (numberOptions.includes(option) && !/^\s*[-+]?\d+(?:_\d+)*\s*$/.test(value)) {
    return `${option} is a whole number, not ${value}`;
  }
  const [pattern, words] = rules[option] ?? [];
  if (pattern !== undefined && !pattern.test(value))
    return `${option} ${words ?? ''}, not ${value}`;
  if (option === '--secondaryDSs') {
    const wrong = value
      .split(',')
      .find((part) => !gridPart.test(part) || part.split(/[:#]/).length > 6);
    if (wrong !== undefined) return `${option} is STREAM:NUMBER:DATASET, not ${wrong}`;
  }
  if (option === '--maxCpuCount' && Number(value) > mostCpu) return `${option} is too large`;
  return undefined;
}

function describePairs(options: Arguments): string[] {
  const last = (option: string) => options.get(option)?.at(-1) ?? '';
  const count = (option: string) => Number(last(option));
  const isSplitBySize = last('--nGBPerJob') !== '';
  const problems: string[] = [];
  if (isSplitBySize && count('--nFilesPerJob') > 0) {
    problems.push('--nFilesPerJob and --nGBPerJob do not go together');
  }
  if (isSplitBySize && count('--nEventsPerJob') > 0) {
    problems.push('--nEventsPerJob and --nGBPerJob do not go together');
  }
  if (count('--memory') > mostMemory && !options.has('-y')) {
    problems.push(`--memory above ${String(mostMemory)} (MB a core) is asked about; add -y`);
  }
  if (last('--eventPickEvtList') !== '' && last('--eventPickDataType') === '') {
    problems.push('--eventPickEvtList needs --eventPickDataType');
  }
  if (last('--pfnList') !== '' && last('--site') === '') problems.push('--pfnList needs --site');
  if (options.has('--bulkSubmission') && last('--inOutDsJson') === '') {
    problems.push('--bulkSubmission needs --inOutDsJson');
  }
  return problems;
}
