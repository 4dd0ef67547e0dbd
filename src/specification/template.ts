/** Filling in a template: a `reana.yaml` with placeholders becomes one without. */
import { isMap, isSeq, visit } from 'yaml';
import type { Document, Node, Scalar } from 'yaml';
import { ReanaCiError } from '../base/error.ts';
import type { Finding, RuleId } from '../base/error.ts';
import { formatCount } from '../base/format.ts';
import { parseSpecification } from './parse.ts';
import { findGluedPlaceholders, findPlaceholders, replacePlaceholders } from './placeholder.ts';
import type { Replacements } from './placeholder.ts';
import type { Specification } from './specification.ts';
import type { SourceDocument } from '../document/source-document.ts';
import { suggest } from '../document/suggestion.ts';
import { convertToJson } from '../document/yaml-json.ts';
import { rewriteToken } from '../document/yaml-token.ts';
import { readYaml } from '../document/yaml.ts';

export interface TemplateValues {
  /** `scope:name`, as `parseDatasets` gives them; they join with commas in the place of `VAR_INPUT`. */
  readonly datasets: readonly string[];
  /** Values by name: `MASS` fills in `VAR_MASS`. */
  readonly variables: Readonly<Record<string, string>>;
}

interface Use {
  readonly node: Scalar;
  readonly inFlow: boolean;
}

/**
 * Puts values in the place of placeholders. Only what a scalar says changes: no value can add a key, an
 * item or a second document; comments, anchors and every other character of the text stay. A filled-in
 * scalar is always text, also where the value looks like a number.
 *
 * @returns the specification as it is to be uploaded; the same one when it is no template
 * @throws ReanaCiError `specification` naming every placeholder without a value and every value without a
 * placeholder
 */
export function renderTemplate(
  specification: Specification,
  values: TemplateValues,
): Specification {
  const { root, file } = specification;
  const replacements = toReplacements(values);
  // A copy, since the wanted values are written into its tree to compare with.
  const source = readYaml(file, specification.document.text);
  const { uses, findings } = findUses(source, replacements);
  if (findings.length > 0) {
    const count = formatCount(findings.length, 'placeholder problem');
    throw new ReanaCiError('specification', `${file} cannot be filled in: ${count}`, { findings });
  }
  if (uses.length === 0) return specification;
  const text = rewrite(source, uses, replacements);
  const rendered = parseSpecification(root, file, text);
  if (JSON.stringify(convertToJson(source).value) !== JSON.stringify(rendered.data)) {
    throw new Error(`filling in ${file} would have changed its structure`);
  }
  return rendered;
}

function toReplacements({ datasets, variables }: TemplateValues): Replacements {
  const replacements = new Map(
    Object.entries(variables).map(([name, value]) => [`VAR_${name}`, value]),
  );
  if (datasets.length === 0) return replacements;
  if (replacements.has('VAR_INPUT')) {
    throw new ReanaCiError('usage', 'VAR_INPUT is given both by --input and by --var INPUT=…', {
      hint: 'Use --input for datasets.',
    });
  }
  return replacements.set('VAR_INPUT', datasets.join(','));
}

function findUses(
  source: SourceDocument,
  replacements: Replacements,
): { uses: Use[]; findings: Finding[] } {
  const uses: Use[] = [];
  const findings: Finding[] = [];
  const used = new Set<string>();
  visit(source.document, {
    Scalar(key, node, ancestors) {
      if (typeof node.value !== 'string') return;
      const names = findPlaceholders(node.value);
      if (key === 'key' && names.length > 0) {
        report(findings, source, node, 'placeholder-in-key', `${names.join(', ')} stands in a key`);
        return;
      }
      for (const word of findGluedPlaceholders(node.value, replacements.keys())) {
        const message = `${word} is not a placeholder: it has to be a word of its own`;
        report(findings, source, node, 'glued-placeholder', message);
      }
      if (names.length > 0) uses.push({ node, inFlow: isInFlow(ancestors) });
      for (const name of names) {
        used.add(name);
        if (!replacements.has(name)) findings.push(unreplaced(source, node, name, replacements));
      }
    },
  });
  for (const name of replacements.keys()) {
    if (!used.has(name)) findings.push(unused(source.file, name, used));
  }
  return { uses, findings };
}

function rewrite(source: SourceDocument, uses: readonly Use[], replacements: Replacements): string {
  let text = '';
  let copied = 0;
  for (const { node, inFlow } of uses) {
    const [start, end] = node.range ?? [0, 0];
    const names = findPlaceholders(String(node.value));
    const value = replacePlaceholders(String(node.value), replacements);
    // Inside of a block scalar only values that can neither break nor indent a line fit as they are.
    const fits = names.every((name) => /^[!-~]+(?: [!-~]+)*$/.test(replacements.get(name) ?? ''));
    const token = { type: node.type, text: source.text.slice(start, end), inFlow };
    const replace = (line: string): string => replacePlaceholders(line, replacements);
    text +=
      source.text.slice(copied, start) + rewriteToken(token, value, fits ? replace : undefined);
    copied = end;
    node.value = value;
    node.type = 'QUOTE_DOUBLE';
  }
  return text + source.text.slice(copied);
}

function isInFlow(ancestors: readonly (Document | Node | object)[]): boolean {
  return ancestors.some((node) => (isMap(node) || isSeq(node)) && node.flow === true);
}

function unreplaced(
  source: SourceDocument,
  node: Scalar,
  name: string,
  replacements: Replacements,
): Finding {
  const bare = name.slice('VAR_'.length);
  const near = suggest(name, replacements.keys());
  return {
    rule: 'unreplaced-placeholder',
    severity: 'error',
    message: `${name} has no value`,
    hint:
      near !== undefined
        ? `There is a value for ${near}: is it the same?`
        : name === 'VAR_INPUT'
          ? 'Give the dataset with --input.'
          : `Give it with --var ${bare}=VALUE.`,
    ...placeOf(source, node, name),
  };
}

function unused(file: string, name: string, placeholders: ReadonlySet<string>): Finding {
  const option = name === 'VAR_INPUT' ? '--input' : `--var ${name.slice('VAR_'.length)}`;
  const near = suggest(name.replace(/^VAR_VAR_/, 'VAR_'), placeholders);
  const hint =
    near === undefined
      ? `Write ${name} where the value belongs, or leave the option out.`
      : `Did you mean ${near.slice('VAR_'.length)}?`;
  const message = `${option} is given, but the template does not use ${name}`;
  return { rule: 'unused-variable', severity: 'error', message, hint, file };
}

function report(
  findings: Finding[],
  source: SourceDocument,
  node: Scalar,
  rule: RuleId,
  message: string,
): void {
  findings.push({ rule, severity: 'error', message, ...placeOf(source, node, 'VAR_') });
}

/** Where in the scalar the name stands, also far down in a block of lines. */
function placeOf(
  source: SourceDocument,
  node: Scalar,
  name: string,
): Omit<Finding, 'rule' | 'severity' | 'message'> {
  const [start, end] = node.range ?? [0, 0];
  const inside = source.text.slice(start, end).indexOf(name);
  return source.positionAt(start + Math.max(inside, 0));
}
