/** Lint: everything that REANA would tell of an analysis only after it was submitted, and what it never tells. */
import path from 'node:path';
import type { Finding } from '../base/error.ts';
import { isReanaCiError, ReanaCiError } from '../base/error.ts';
import { readSpecificationText } from '../specification/load.ts';
import { examineSpecification } from '../specification/parse.ts';
import type { Specification } from '../specification/specification.ts';
import { createTolerantReader, type TolerantReader } from '../document/tolerant-document.ts';
import { readSettings } from '../specification/settings-file.ts';
import { specificationWarnings, workflowPlaceholders } from './warnings.ts';
import { folderFiles, type AnalysisFiles } from './kit/analysis-files.ts';
import { checkLanguage } from './check-language.ts';
import { ignoreComments, silence } from './ignore-comment.ts';
import { checkRules } from './kit/rule.ts';
import { commonRules } from './common/rules.ts';
import { undeclaredSource } from './common/undeclared-source.ts';
import { applyLevels, readRuleLevels } from './settings.ts';
import type { OutsideCheck } from './kit/step.ts';
import type { ClusterLimits, LintSubject } from './kit/subject.ts';

export interface LintOptions {
  /** Where the analysis' files are looked up; the folder itself by default. */
  readonly files?: AnalysisFiles;
  /** What the server tells of itself; without it nothing is compared with it. */
  readonly cluster?: ClusterLimits;
  /** Asked after the rules; an analysis whose language is not known is not shown to them. */
  readonly outside?: readonly OutsideCheck[];
}

/**
 * Lints the analysis of one specification.
 *
 * @param root folder of the analysis
 * @param file the specification, absolute or relative to `root`
 * @returns findings sorted by place, as the analysis' settings and comments leave them
 * @throws ReanaCiError `specification` when there is no such file
 */
export async function lintAnalysis(
  root: string,
  file: string,
  options: LintOptions = {},
): Promise<Finding[]> {
  const { shown, text, folder } = await readSpecificationText(root, file);
  try {
    const { errors, specification } = examineSpecification(folder, shown, text);
    if (specification !== undefined) return await lint(specification, errors, options);
    return await finish(folder, errors, new Map([[shown, text]]));
  } catch (error) {
    if (!isReanaCiError(error) || error.findings.length === 0) throw error;
    return finish(folder, error.findings, new Map([[shown, text]]));
  }
}

/** Lints an analysis whose specification has been read (and filled in) already. */
export async function lintSpecification(
  specification: Specification,
  options: LintOptions = {},
): Promise<Finding[]> {
  return lint(specification, [], options);
}

/** Throws the errors among `findings`, if there are any. @throws ReanaCiError `specification` */
export function throwErrors(findings: readonly Finding[], file: string): void {
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length === 0) return;
  throw new ReanaCiError('specification', `${file} would fail on REANA`, {
    findings: errors,
    hint: 'reana-ci lint --explain RULE tells more about a rule.',
  });
}

async function lint(
  specification: Specification,
  errors: readonly Finding[],
  options: LintOptions,
): Promise<Finding[]> {
  const { root, file, document } = specification;
  const reader = createTolerantReader(root);
  const subject: LintSubject = {
    specification,
    files: options.files ?? folderFiles(root),
    reader,
    ...(options.cluster === undefined ? {} : { cluster: options.cluster }),
  };
  const workflow = await checkLanguage(subject);
  const findings: Finding[] = [
    ...errors,
    ...specificationWarnings(specification).filter(({ severity }) => severity !== 'error'),
    ...(await workflowPlaceholders(specification)),
    ...workflow.findings,
    ...(await checkRules(commonRules, subject)),
    ...(await checkRules([undeclaredSource], { ...subject, sources: workflow.files })),
  ];
  for (const check of options.outside ?? []) {
    findings.push(...(await check({ ...subject, steps: workflow.steps }, findings)));
  }
  const texts = await textsOf([...workflow.files, ...filesOf(findings)], reader);
  return finish(root, findings, texts.set(file, document.text));
}

/** Puts findings through settings and comments, and in order. */
async function finish(
  root: string,
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
): Promise<Finding[]> {
  const settings = await readSettings(root);
  const { levels, problems } = await readRuleLevels(settings);
  const comments = [...texts].flatMap(([file, text]) => ignoreComments(file, text));
  const heard = await silence(findings, comments);
  return unique([...problems, ...applyLevels(levels, [...heard, ...settings.problems])]).sort(
    byPlace,
  );
}

async function textsOf(
  files: Iterable<string>,
  reader: TolerantReader,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const file of new Set(files)) {
    const text = path.isAbsolute(file) ? undefined : await reader.text(file);
    if (text !== undefined) texts.set(file, text);
  }
  return texts;
}

function filesOf(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ file }) => (file === undefined ? [] : [file]));
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.file ?? '', b.file ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
