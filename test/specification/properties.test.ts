/** Properties: what holds for all names, values and patterns, whoever has written them. */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReanaCiError } from '../../src/base/error.ts';
import { parseDatasets } from '../../src/specification/dataset.ts';
import { readIgnoreRules } from '../../src/specification/ignore-rules.ts';
import { renderTemplate } from '../../src/specification/template.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { serialWorkflow, specificationFrom } from './analysis.ts';

const nearly = fc.stringMatching(/^[a-z0-9_.:/, -]{0,40}$/);

describe('whatever is given for a dataset', () => {
  it('becomes names of the alphabet of Rucio, which stay what they are, or is refused', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (text) => {
        let names: string[];
        try {
          names = parseDatasets([text]);
        } catch (error) {
          return isReanaCiError(error) && error.code === 'usage';
        }
        expect(names.every((name) => /^[\w.-]{1,25}:[A-Za-z0-9][\w.-]{0,249}$/.test(name))).toBe(
          true,
        );
        expect(parseDatasets(names)).toEqual(names);
        return true;
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('whatever value a placeholder gets', () => {
  const places = [
    'plain: VAR_A',
    "quoted: 'x VAR_A y'",
    'double: "VAR_A"',
    'flow: {in: [VAR_A, 1]}',
  ];
  const yamlText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(fc.constantFrom(...': #\n\r\t-?{}[]*&!%@`|>\'"\\,~= aé'.split(/(?:)/u)), {
        maxLength: 12,
      })
      .map((all) => all.join('')),
  );

  it('it is a text in its place, and all the rest is as it was', () => {
    fc.assert(
      fc.property(yamlText, fc.integer({ min: 0, max: places.length - 1 }), (value, turn) => {
        const chosen = [...places.slice(turn), ...places.slice(0, turn)];
        const lines = [
          'before: 30.0 # a comment',
          ...chosen,
          'after: &x [no, *x]'.replace('*x', 'on'),
        ];
        const text = `inputs:\n  parameters:\n${lines.map((line) => `    ${line}\n`).join('')}${serialWorkflow}`;
        const before = specificationFrom(text);
        let rendered: ReturnType<typeof renderTemplate>;
        try {
          rendered = renderTemplate(before, { datasets: [], variables: { A: value } });
        } catch (error) {
          // Characters that YAML has no way to write are refused.
          return isReanaCiError(error);
        }
        const filledIn = JSON.stringify(before.data).replaceAll('VAR_A', () =>
          JSON.stringify(value).slice(1, -1),
        );
        expect(JSON.parse(JSON.stringify(rendered.data))).toEqual(JSON.parse(filledIn));
        expect(rendered.document.text).toContain('before: 30.0 # a comment');
        return true;
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('whatever a .gitignore says', () => {
  const names = ['a', 'b.txt', 'data', 'out.root', '.keep'];
  const piece = fc.constantFrom(...names, '*', '*.txt', 'd*a', '[ab]*', '?', '**', 'out.*');
  const pattern = fc
    .tuple(
      fc.constantFrom('', '/'),
      fc.array(piece, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '/'),
    )
    .map(([start, pieces, end]) => `${start}${pieces.join('/')}${end}`);
  const files = names.flatMap((first) => [
    first,
    ...names.map((second) => `sub/${first}/${second}`),
  ]);

  it('leaves out what git leaves out, as long as nothing is brought back', async () => {
    const root = await temporaryFolder({});
    execFileSync('git', ['init', '--quiet', root]);
    await fc.assert(
      fc.asyncProperty(fc.array(pattern, { minLength: 1, maxLength: 4 }), async (patterns) => {
        await writeFile(path.join(root, '.gitignore'), `${patterns.join('\n')}\n`);
        const rules = await readIgnoreRules(root);
        const ours = files.filter((file) => rules.ignoresFile(file));
        expect(ours).toEqual(ignoredByGit(root));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  function ignoredByGit(root: string): string[] {
    const input = files.join('\n');
    try {
      const output = execFileSync('git', ['check-ignore', '--no-index', '--stdin'], {
        cwd: root,
        input,
        encoding: 'utf8',
      });
      return output.split('\n').filter((line) => line !== '');
    } catch {
      // It ends with 1 when it ignores none.
      return [];
    }
  }
});
