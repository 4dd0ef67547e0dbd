/**
 * Credential hints of a Snakemake workflow: `resources:` of its rules. A Snakefile is Python, so this looks
 * for the lines as people write them and does not run anything.
 */
import path from 'node:path';
import { credentialHints } from '../credential-hint.ts';
import type { CredentialHint } from '../credential-hint.ts';
import type { TolerantReader } from '../tolerant-document.ts';

const rulePattern = /^\s*(?:rule|checkpoint)\s+(\w+)\s*:/;
const includePattern = /^\s*include\s*:\s*["']([^"']+)["']/;
const hintPattern =
  /(?<![\w.])(voms_proxy|rucio|kerberos|compute_backend)\s*=\s*(True\b|"[^"]*"|'[^']*')/g;

/** Reads the Snakefile and the files it includes; what cannot be read has no hints. */
export async function snakemakeHints(
  reader: TolerantReader,
  workflowFile: string,
): Promise<CredentialHint[]> {
  const hints: CredentialHint[] = [];
  const files = [workflowFile];
  // The list grows while it is walked, by the files that are included.
  for (const file of files) {
    const text = (await reader.text(file)) ?? '';
    let rule: string | undefined;
    for (const [index, line] of text.split('\n').entries()) {
      const code = line.replace(/(^|\s)#.*$/, '');
      rule = rulePattern.exec(code)?.[1] ?? rule;
      const included = includePattern.exec(code)?.[1];
      if (included !== undefined) {
        const target = path.posix.join(path.posix.dirname(file), included);
        if (!files.includes(target)) files.push(target);
      }
      for (const match of code.matchAll(hintPattern)) {
        const [, name = '', value = ''] = match;
        const position = { file, line: index + 1, column: match.index + 1 };
        const resources = { [name]: value === 'True' ? true : value.slice(1, -1) };
        hints.push(...credentialHints(resources, rule, () => position));
      }
    }
  }
  return hints;
}
