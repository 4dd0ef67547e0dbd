/** Loading a yadage workflow as the real loader does, with its errors and with the place of every mistake. */
import { formatFinding, type Finding } from '../../../base/error.ts';
import type { JsonObject } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import type { NodePath, SourceDocument } from '../../../document/source-document.ts';
import {
  readDocuments,
  readReferences,
  type WorkflowDocument,
  type WorkflowDocuments,
} from './documents.ts';
import { checkExpansion } from './expansion.ts';
import { explainCrash, explainMismatch } from './explain.ts';
import { linkDocuments } from './link.ts';
import { checkWorkflow } from './schema-check.ts';
import {
  childrenOf,
  keyPositionOf,
  nodeToJson,
  positionOf,
  type Slot,
  type SpecNode,
} from './spec-node.ts';
import type { YadageStage, YadageWorkflow } from './workflow.ts';

/** A workflow that cannot be loaded: what Python says of the first mistake, and all mistakes with their places. */
export class YadageLoadError extends PythonError {
  readonly findings: readonly Finding[];

  constructor(error: PythonError, findings: readonly Finding[]) {
    super(error.type, error.text);
    this.findings = findings;
  }
}

export interface YadageSource {
  /** Absolute folder of the analysis; nothing outside of it is read. */
  readonly toplevel: string;
  /** The workflow file relative to `toplevel`, or a document that holds the workflow itself. */
  readonly workflow: string | SourceDocument;
}

/**
 * The parts of a workflow as they are written, checked or not, with every `$ref` followed.
 *
 * @returns `undefined` when the workflow's own file cannot be read
 */
export async function linkYadageWorkflow(given: YadageSource): Promise<SpecNode | undefined> {
  const documents = await documentsOf(given);
  const { first } = documents;
  return 'base' in first ? linkDocuments(first, documents).node : undefined;
}

/**
 * Reads, normalises and checks a workflow.
 *
 * @throws YadageLoadError when the real loader would refuse it
 */
export async function loadYadageWorkflow(given: YadageSource): Promise<YadageWorkflow> {
  const { workflow } = given;
  const documents = await documentsOf(given);
  const { first } = documents;
  if (!('base' in first)) {
    const file = typeof workflow === 'string' ? workflow : workflow.file;
    throw new YadageLoadError(new PythonError('RuntimeError', ''), [
      { rule: 'yadage-file', severity: 'error', message: first.reason, file },
      ...first.findings,
    ]);
  }
  const root = linkDocuments(first, documents);
  const endless = checkExpansion(root.node);
  const problems =
    endless === undefined
      ? [...checkedProblems(root), ...serialisationProblems(root)]
      : [{ error: endless.error, findings: [explainCrash(endless)] }];
  if (problems[0] !== undefined) {
    const findings = problems.flatMap((problem) => problem.findings);
    throw new YadageLoadError(problems[0].error, withoutRepetition(findings));
  }
  return describe(root, first, documents);
}

function documentsOf({ toplevel, workflow }: YadageSource): Promise<WorkflowDocuments> {
  return typeof workflow === 'string'
    ? readDocuments(toplevel, workflow)
    : readReferences(toplevel, workflow);
}

interface Problem {
  readonly error: PythonError;
  readonly findings: readonly Finding[];
}

function checkedProblems(root: Slot): Problem[] {
  const { crashes, mismatches } = checkWorkflow(root);
  return [
    ...crashes.map((crash) => ({ error: crash.error, findings: [explainCrash(crash)] })),
    ...mismatches.map((mismatch) => ({
      error: new PythonError('ValidationError', mismatch.message),
      findings: explainMismatch(mismatch),
    })),
  ];
}

/** One part can be met on several ways. */
function withoutRepetition(findings: readonly Finding[]): Finding[] {
  return Array.from(new Map(findings.map((finding) => [formatFinding(finding), finding])).values());
}

/** The real loader writes a `$ref` to anything but a mapping as if it were one, and fails. */
function serialisationProblems({ node, viaRef }: Slot): Problem[] {
  if (node.kind === 'broken') return [{ error: node.error, findings: [node.finding] }];
  const own = viaRef && node.kind !== 'dict' ? [notAMapping(node)] : [];
  return [...own, ...childrenOf(node).flatMap(serialisationProblems)];
}

function notAMapping(node: SpecNode): Problem {
  const value = nodeToJson(node);
  const type = node.kind === 'list' ? 'list' : value === null ? 'NoneType' : 'str';
  return {
    error: new PythonError('AttributeError', `'${type}' object has no attribute 'items'`),
    findings: [
      {
        rule: 'yadage-reference',
        severity: 'error',
        message: 'a $ref points here, and may only point at a mapping',
        ...positionOf(node),
      },
    ],
  };
}

function describe(
  root: Slot,
  first: WorkflowDocument,
  documents: WorkflowDocuments,
): YadageWorkflow {
  // The schema has made sure of an object with stages.
  const data = nodeToJson(root.node) as JsonObject;
  const others = Array.from(documents.byBase.values(), (document) =>
    'source' in document ? document.source : undefined,
  );
  const sources = new Set([first.source, ...others.filter((source) => source !== undefined)]);
  return {
    root: root.node,
    data,
    stages: data.stages as unknown as readonly YadageStage[],
    position: (path) => positionOf(nodeAt(root.node, path)),
    keyPosition: (path) => keyPositionOf(nodeAt(root.node, path)),
    origin: (path) => {
      const node = nodeAt(root.node, path);
      return { source: node.source, path: node.path };
    },
    documents: Array.from(sources),
  };
}

/** The part at `path`, or the innermost part above it that is there. */
function nodeAt(root: SpecNode, path: NodePath): SpecNode {
  let node = root;
  for (const step of path) {
    const next =
      node.kind === 'dict'
        ? node.entries.get(String(step))
        : node.kind === 'list'
          ? node.items[Number(step)]
          : undefined;
    if (next === undefined) break;
    node = next.node;
  }
  return node;
}
