/** Rules of a Snakefile, and those that are made of others. */
import type { Cursor } from './cursor.ts';
import { takeDirective } from './directive.ts';
import { moduleKeywords, type SnakemakeDialect, subworkflowKeywords } from './keyword.ts';
import type { SnakefileDirective, SnakefileRule, SnakefileUse } from './snakefile.ts';
import type { Position } from '../../document/source-document.ts';

/** Reads from `rule` or `checkpoint` on. */
export function takeRule(cursor: Cursor, isConditional: boolean): SnakefileRule | undefined {
  const keyword = cursor.take();
  if (keyword === undefined) return undefined;
  // Of several names, Snakemake takes the last.
  let name = '';
  while (cursor.peek()?.kind === 'name') name = cursor.take()?.text ?? '';
  if (!cursor.takeColon(keyword)) return undefined;
  const { all, strays } = takeKeywords(cursor, isConditional);
  const { position } = keyword;
  return {
    ...{ name, position, last: cursor.lastLine(), all, strays, isConditional },
    directives: byKeyword(all),
  };
}

/** Reads from `use` on. */
export function takeUse(cursor: Cursor, isConditional: boolean): SnakefileUse | undefined {
  const keyword = cursor.take();
  const header: string[] = [];
  while (
    cursor.peek() !== undefined &&
    !/^(?:newline|indent|dedent)$/.test(cursor.peek()?.kind ?? '')
  ) {
    const text = cursor.take()?.text ?? '';
    if (text === ':') break;
    header.push(text);
  }
  if (keyword === undefined) return undefined;
  const written =
    /^rule (?<rules>\w+(?: , \w+)*|\*)(?: from (?<module>\w+))?(?: exclude (?:\w+(?: , )?)+)?(?: as (?<name>[\w* ]+?))?(?<with> with)?$/.exec(
      header.join(' '),
    )?.groups;
  if (written?.rules === undefined) {
    cursor.fail('Snakemake cannot read this use of rules', keyword);
    return undefined;
  }
  const all = written.with === undefined ? [] : takeKeywords(cursor, isConditional).all;
  return {
    position: keyword.position,
    last: cursor.lastLine(),
    rules: written.rules.split(' , '),
    ...(written.module === undefined ? {} : { module: written.module }),
    ...(written.name === undefined ? {} : { newName: written.name.replaceAll(' ', '') }),
    all,
    isConditional,
  };
}

/** Reads a module, or a workflow within this one, from its keyword on. */
export function takeModule(
  cursor: Cursor,
  isConditional: boolean,
  dialect: SnakemakeDialect,
): SnakefileDirective | undefined {
  const keyword = cursor.take();
  let isNamed = false;
  for (; cursor.peek()?.kind === 'name'; isNamed = true) cursor.take();
  if (keyword === undefined || !cursor.takeColon(keyword)) return undefined;
  const { all } = takeKeywords(cursor, isConditional);
  const known = keyword.text === 'module' ? moduleKeywords(dialect) : subworkflowKeywords;
  const odd = all.find((directive) => !known.includes(directive.keyword));
  if (odd !== undefined) cursor.fail(`${keyword.text} has no ${odd.keyword}`, odd);
  const given = all.map((directive) => directive.keyword);
  const source =
    keyword.text === 'module' ? ['snakefile', 'meta_wrapper'] : ['snakefile', 'workdir'];
  if (isNamed === given.includes('name')) {
    cursor.fail(`this ${keyword.text} has to have one name`, keyword);
  } else if (!source.some((name) => given.includes(name))) {
    cursor.fail(`this ${keyword.text} has neither ${source.join(' nor ')}`, keyword);
  }
  const { text, position } = keyword;
  const found = all.flatMap((directive) => directive.arguments);
  return { keyword: text, position, arguments: found, isOpen: true, isConditional };
}

/** The rules that `use` makes of `rules`; `undefined` for what it takes from elsewhere. */
export function usedRules(
  use: SnakefileUse,
  rules: ReadonlyMap<string, SnakefileRule>,
): readonly SnakefileRule[] | undefined {
  const found = use.module === undefined ? use.rules.map((name) => rules.get(name)) : [undefined];
  if (!found.every((rule) => rule !== undefined)) return undefined;
  const changed = byKeyword(use.all);
  return found.map((rule) => ({
    ...rule,
    name: use.newName?.replace('*', rule.name) ?? rule.name,
    position: use.position,
    last: use.last,
    directives: new Map([...rule.directives, ...changed]),
    all: [...rule.all.filter(({ keyword }) => !changed.has(keyword)), ...use.all],
    isConditional: rule.isConditional || use.isConditional,
  }));
}

interface Keywords {
  readonly all: readonly SnakefileDirective[];
  readonly strays: readonly Position[];
}

function takeKeywords(cursor: Cursor, isConditional: boolean): Keywords {
  const all: SnakefileDirective[] = [];
  const strays: Position[] = [];
  cursor.walkBlock((token) => {
    if (token.kind === 'name') {
      const directive = takeDirective(cursor, isConditional);
      if (directive !== undefined) all.push(directive);
      return;
    }
    // The first one says what the rule does.
    if (token.kind === 'string' && all.length > 0) strays.push(token.position);
    if (token.kind !== 'string') cursor.fail('only keywords can stand in a rule', token);
    cursor.take();
  });
  return { all, strays };
}

function byKeyword(all: readonly SnakefileDirective[]): ReadonlyMap<string, SnakefileDirective> {
  return new Map(all.toReversed().map((directive) => [directive.keyword, directive]));
}
