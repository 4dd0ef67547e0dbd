/** A CWL workflow for the rules, with what is wrong with its files as such. */
import { isReanaCiError, type Finding } from '../../base/error.ts';
import { readCwlWorkflow, type CwlWorkflow } from './workflow.ts';
import type { SourceDocument } from '../../document/source-document.ts';
import type { TolerantDocument } from '../../document/tolerant-document.ts';
import { mostParts } from '../../document/yaml-size.ts';
import { convertToJson } from '../../document/yaml-json.ts';
import { readYaml, toJson } from '../../document/yaml.ts';
import type { LintSubject } from '../../lint/kit/subject.ts';

/** A CWL workflow, and the files that it is written in. */
export interface CheckedCwl extends CwlWorkflow {
  /** Of files that are not YAML. */
  readonly findings: readonly Finding[];
  readonly files: readonly string[];
}

export interface CwlSubject extends LintSubject {
  readonly cwl: CheckedCwl;
}

/** Reads `workflow.file` and everything that steps run from there. */
export async function readCwl({ specification, files, reader }: LintSubject): Promise<CheckedCwl> {
  const documents = new Map<string, TolerantDocument | undefined>();
  const findings: Finding[] = [];
  let parts = 0;
  const read = async (file: string): Promise<TolerantDocument | undefined> => {
    const text = await reader.text(file);
    if (text === undefined || parts > mostParts) return undefined;
    try {
      const source = readYaml(file, text);
      parts += source.parts;
      const data = toJson(source, { takesDates: true });
      findings.push(...duplicateKeys(source));
      return { source, data };
    } catch (error) {
      if (!isReanaCiError(error)) throw error;
      findings.push(...error.findings);
      return undefined;
    }
  };
  const workflow = await readCwlWorkflow(specification, {
    async document(file) {
      if (!documents.has(file)) documents.set(file, await read(file));
      return documents.get(file);
    },
    exists: async (file) => (await files.kindOf(file)) === 'file',
  });
  const { processes, deadEnds } = workflow;
  return {
    processes,
    deadEnds,
    processOf: (step) => workflow.processOf(step),
    findings,
    files: Array.from(documents.keys()),
  };
}

/** The CWL reader takes no key twice, where those of the other languages take the last one. */
function duplicateKeys(source: SourceDocument): Finding[] {
  return convertToJson(source)
    .findings.filter(({ rule }) => rule === 'yaml-duplicate-key')
    .map((finding) => ({ ...finding, severity: 'error' }));
}
