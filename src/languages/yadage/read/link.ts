/** Following `$ref` as jsonref does: lazily, so that only those in use can fail. */
import { unescapeStep } from '../../../base/json-pointer.ts';
import { PythonError } from '../../python/error.ts';
import { pythonRepr } from '../../python/value.ts';
import type { NodePath } from '../../../document/source-document.ts';
import { resolveReference, type WorkflowDocument, type WorkflowDocuments } from './documents.ts';
import { buildNode, type Slot, type SpecNode } from './spec-node.ts';

/** The root of the workflow, with every `$ref` in it standing for what it points at. */
export function linkDocuments(first: WorkflowDocument, documents: WorkflowDocuments): Slot {
  return new Linker(documents).rootOf(first);
}

class Linker {
  readonly #documents: WorkflowDocuments;
  readonly #roots = new Map<string, Slot>();

  constructor(documents: WorkflowDocuments) {
    this.#documents = documents;
  }

  rootOf(document: WorkflowDocument): Slot {
    const known = this.#roots.get(document.base);
    if (known !== undefined) return known;
    const { source, base } = document;
    const root = buildNode(document.data, source, [], (reference, path) =>
      this.#link(new Reference(reference, base, document, path)),
    );
    this.#roots.set(base, root);
    return root;
  }

  #link(reference: Reference): Slot {
    let found: SpecNode | 'searching' | undefined;
    const search = (): SpecNode => this.#find(reference);
    return {
      viaRef: true,
      get node() {
        if (found === 'searching') return reference.broken('Reference refers directly to itself.');
        if (found === undefined) {
          found = 'searching';
          found = search();
        }
        return found;
      },
    };
  }

  #find(reference: Reference): SpecNode {
    const { base, pointer } = resolveReference(reference.text, reference.base);
    const document = this.#documents.byBase.get(base);
    if (document === undefined || !('base' in document)) {
      return reference.broken('RuntimeError: ', document?.reason ?? `there is no ${base}`);
    }
    const node = follow(this.rootOf(document).node, pointer);
    if (node !== undefined) return node;
    const file = document.source.file;
    return reference.broken(
      `Unresolvable JSON pointer: ${pythonRepr(pointer)}`,
      `${file} holds nothing at ${pointer}`,
    );
  }
}

/** One `$ref` and the place where it is written. */
class Reference {
  readonly text: string;
  readonly base: string;
  readonly #document: WorkflowDocument;
  readonly #path: NodePath;

  constructor(text: string, base: string, document: WorkflowDocument, path: NodePath) {
    this.text = text;
    this.base = base;
    this.#document = document;
    this.#path = path;
  }

  broken(problem: string, reason = problem): SpecNode {
    const { base, pointer } = resolveReference(this.text, this.base);
    const address = pointer === '' ? base : `${base}#${pointer}`;
    const { source } = this.#document;
    const isFirst = base !== this.base && this.base.endsWith('/');
    return {
      kind: 'broken',
      source,
      path: this.#path,
      error: new PythonError('JsonRefError', `Error while resolving \`${address}\`: ${problem}`),
      finding: {
        rule: 'yadage-reference',
        severity: 'error',
        message: `$ref ${this.text} leads nowhere: ${reason}`,
        ...(isFirst
          ? { hint: 'In the workflow file itself, $ref is relative to the folder of reana.yaml.' }
          : {}),
        ...source.position([...this.#path, '$ref']),
      },
    };
  }
}

/** What a JSON pointer, percent-encoded as in an address, leads to. */
function follow(root: SpecNode, pointer: string): SpecNode | undefined {
  if (pointer === '') return root;
  const steps = decode(pointer.replace(/^\/+/, '')).split('/');
  let node: SpecNode | undefined = root;
  for (const step of steps) {
    const key = unescapeStep(step);
    if (node?.kind === 'dict') node = node.entries.get(key)?.node;
    else if (node?.kind === 'list' && /^\s*[+-]?\d+\s*$/.test(key)) {
      node = node.items.at(Number(key))?.node;
    } else return undefined;
  }
  return node;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
