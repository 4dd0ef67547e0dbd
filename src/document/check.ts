/** Looking into a document's data and noting, with its place, everything that is not as it should be. */
import type { Finding, RuleId } from '../base/error.ts';
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { NodePath, SourceDocument } from './source-document.ts';
import { suggestionHint } from './suggestion.ts';

/** A document under examination, and what has been found so far. */
export interface Check {
  readonly source: SourceDocument;
  readonly findings: Finding[];
}

/** Notes an error at the value that `path` leads to. */
export function addError(
  check: Check,
  rule: RuleId,
  path: NodePath,
  message: string,
  hint?: string,
): void {
  check.findings.push({
    rule,
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...check.source.position(path),
  });
}

/** The mapping at `path`; empty when there is none, or something else, which is then noted. */
export function mappingAt(check: Check, value: Json | undefined, path: NodePath): JsonObject {
  if (value === undefined) return {};
  if (isJsonObject(value)) return value;
  addError(
    check,
    'wrong-type',
    path,
    `${pathLabel(path) || check.source.file} must be a mapping, not ${kindOf(value)}`,
  );
  return {};
}

/** The list at `path`; empty when there is none, or something else, which is then noted. */
export function listAt(check: Check, value: Json | undefined, path: NodePath): readonly Json[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as readonly Json[];
  addError(check, 'wrong-type', path, `${pathLabel(path)} must be a list, not ${kindOf(value)}`);
  return [];
}

/** The text at `path`; `undefined` when there is none, or something else, which is then noted. */
export function textAt(check: Check, value: Json | undefined, path: NodePath): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  addError(
    check,
    'wrong-type',
    path,
    `${pathLabel(path)} must be text, not ${kindOf(value)}`,
    isJsonObject(value) || Array.isArray(value) || value === null
      ? undefined
      : 'Put the value in quotes.',
  );
  return undefined;
}

/** Notes every key of `mapping` that is not among the known ones. */
export function noteUnknownKeys(
  check: Check,
  mapping: JsonObject,
  path: NodePath,
  known: readonly string[],
): void {
  for (const key of Object.keys(mapping).filter((name) => !known.includes(name))) {
    const holder = path.length === 0 ? check.source.file : pathLabel(path);
    check.findings.push({
      rule: 'unknown-key',
      severity: 'error',
      message: `${holder} has no key ${JSON.stringify(key)}`,
      hint: suggestionHint(key, known),
      ...check.source.position([...path, key]),
    });
  }
}

/** `inputs.files[2]` */
export function pathLabel(path: NodePath): string {
  let label = '';
  for (const step of path) {
    label += typeof step === 'number' ? `[${step}]` : label === '' ? step : `.${step}`;
  }
  return label;
}

function kindOf(value: Json): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (isJsonObject(value)) return 'a mapping';
  if (typeof value === 'string') return 'text';
  return `the ${typeof value === 'boolean' ? 'boolean' : 'number'} ${JSON.stringify(value)}`;
}
