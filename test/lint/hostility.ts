/** Files made to hurt a reader, the same ones for the same seed: what chance and malice can make of a text. */
import { isCollection, isMap, isNode, parseDocument, visit, type Node } from 'yaml';
import { mutate, type Random } from './mutations.ts';

export type Hostility = 'slip' | 'nodes' | 'deep' | 'aliases' | 'huge' | 'binary';

/** Which one, and how often of a hundred. */
const shares: readonly (readonly [Hostility, number])[] = [
  ['slip', 60],
  ['nodes', 20],
  ['deep', 8],
  ['aliases', 8],
  ['huge', 1],
  ['binary', 3],
];

const changes: Readonly<Record<Hostility, (text: string, random: Random) => string | Uint8Array>> =
  {
    slip: (text, random) => mutate(mutate(text, random), random),
    nodes: changeNodes,
    deep: nest,
    aliases: multiply,
    huge: enlarge,
    binary: (text, random) => scramble(Buffer.from(text), random),
  };

/** What becomes of `text`, and by what. */
export function harm(
  text: string,
  random: Random,
): { readonly kind: Hostility; readonly content: string | Uint8Array } {
  let left = random() * 100;
  const [kind] = shares.find(([, share]) => (left -= share) < 0) ?? ['slip'];
  return { kind, content: changes[kind](text, random) };
}

const values = [null, '', 0, -1, 1e308, true, [], {}, [[]], { a: null }, '{x}', '../..', 'init'];

/** Exchanges, repeats, removes or replaces whole parts of the tree. */
function changeNodes(text: string, random: Random): string {
  // What is large already would make this process large, whose memory is measured.
  const document = parseDocument(text.slice(0, 20_000), { logLevel: 'silent' });
  if (document.errors.length > 0) return mutate(text, random);
  const nodes: Node[] = [];
  visit(document, { Node: (_key, node) => void nodes.push(node) });
  for (let count = 1 + random() * 3; count > 0; count -= 1) {
    const parents = nodes.filter(isCollection).filter(({ items }) => items.length > 0);
    const parent = pick(parents, random);
    if (parent === undefined) break;
    const at = Math.floor(random() * parent.items.length);
    const value = random() < 0.5 ? pick(nodes, random) : document.createNode(pick(values, random));
    const copy = isNode(value) ? value.clone() : value;
    const way = random();
    if (way < 0.2) parent.items.splice(at, 1);
    else if (way < 0.36) parent.items.push(parent.items[at] as never);
    else if (isMap(parent)) (parent.items[at] as { value: unknown }).value = copy;
    else parent.items[at] = copy;
  }
  try {
    return document.toString();
  } catch {
    // An alias has lost its anchor.
    return mutate(text, random);
  }
}

/** Puts a value into many brackets, or a line below many keys. */
function nest(text: string, random: Random): string {
  const depth = Math.floor(10 ** (1 + random() * 4));
  const styles: readonly (readonly [string, string])[] = [
    ['[', ']'],
    ['{a: ', '}'],
    ['[{b: ', '}]'],
    ['- ', ''],
    ['? ', ''],
    ['(', ')'],
  ];
  const [open, close] = pick(styles, random) ?? ['[', ']'];
  const ends = [...text.matchAll(/(?<=: )\S.*$/gm)];
  const match = pick(ends, random);
  if (match === undefined) return open.repeat(depth) + text;
  const closing = random() < 0.8 ? close.repeat(depth) : '';
  return `${text.slice(0, match.index)}${open.repeat(depth)}${match[0]}${closing}${text.slice(match.index + match[0].length)}`;
}

/** Gives a value an anchor that lists of aliases multiply, and uses it in the place of other values. */
function multiply(text: string, random: Random): string {
  const ends = [...text.matchAll(/(?<=: )[^\s|>[{&*].*$/gm)];
  const match = pick(ends, random);
  if (match === undefined) return text;
  const width = 2 + Math.floor(random() * 12);
  const levels = 1 + Math.floor(random() * 14);
  const isMapping = random() < 0.3;
  const bomb = Array.from({ length: levels }, (_, level) => {
    const inner = level === 0 ? 'x' : `*b${level - 1}`;
    const items = Array.from({ length: width }, (__, index) =>
      isMapping ? `k${index}: ${inner}` : inner,
    ).join(', ');
    return `b${level}: &b${level} ${isMapping ? `{${items}}` : `[${items}]`}\n`;
  }).join('');
  const used =
    text.slice(0, match.index) + `*b${levels - 1}` + text.slice(match.index + match[0].length);
  const merged = random() < 0.2 ? `<<: *b${levels - 1}\n` : '';
  return bomb + merged + used;
}

/** Repeats a piece until the file has up to 11 MB; at times every copy has a name of its own. */
function enlarge(text: string, random: Random): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const piece =
    random() < 0.5
      ? `${lines.slice(at, at + 1 + Math.floor(random() * 4)).join('\n')}\n`
      : text.slice(text.length * random()).slice(0, 1 + Math.floor(random() * 20));
  const size = 10 ** (4 + random() * 3.04);
  const copies = Math.ceil(size / Math.max(piece.length, 1));
  const repeated =
    random() < 0.5 || piece.length < 10
      ? piece.repeat(copies)
      : Array.from({ length: Math.min(copies, 100_000) }, (_, copy) =>
          piece.replace(/\w\b/, `$&${copy}`),
        ).join('');
  return [...lines.slice(0, at), repeated, ...lines.slice(at)].join('\n');
}

function scramble(bytes: Buffer, random: Random): Uint8Array {
  const count = 1 + Math.floor(random() ** 2 * bytes.length);
  for (let index = 0; index < count; index += 1) {
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  }
  return bytes;
}

function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}
