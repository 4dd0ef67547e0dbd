import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatTable } from '../../src/base/table.ts';
import { authorities, buildCanary, image, nodeImage, repository } from './image.ts';
import { type Layer, readLayers } from './layers.ts';

const parts = ['Debian, git, curl', 'Node', 'reana-ci'];
const names: string[] = [];
/** Files with something in them that should have stayed on the machine that built the image. */
const suspicious: string[] = [];
let layers: Layer[];
let plain: Layer[];

beforeAll(async () => {
  const authority = await privateAuthority();
  layers = await readLayers(image, ({ name, content }) => {
    names.push(name);
    if (
      /["'](file:\/\/)?\/build\/(src|dist|node_modules)\//.test(content.toString('latin1')) ||
      content.includes(repository)
    )
      suspicious.push(name);
    if (content.includes(buildCanary)) suspicious.push(name);
    if (authority !== undefined && content.includes(authority)) suspicious.push(name);
    if (
      /^-----BEGIN (EC |RSA )?PRIVATE KEY-----\n[A-Za-z0-9+/]{40}/m.test(content.toString('latin1'))
    ) {
      suspicious.push(name);
    }
  });
  plain = await readLayers(nodeImage);
});

describe('the layers of the image', () => {
  it('are three, of which a release changes the last', () => {
    expect(layers).toHaveLength(parts.length);
    expect(layers[2]?.size).toBeLessThan(16e6);
  });

  it('hold no secret, no key, no private authority and no path of the machine that built them', () => {
    expect(names.length).toBeGreaterThan(1000);
    expect(suspicious).toEqual([]);
  });

  it('hold no cache, no source map, no package manager of Node and no log', () => {
    const unwanted =
      /\.map$|node_modules|(^|\/)\.(npm|cache|git|npmrc)(\/|$)|^var\/(cache|log)\/.|^var\/lib\/apt\/lists\/.|^root\/.|^tmp\/.|private-ca/;
    expect(names.filter((name) => unwanted.test(name))).toEqual([]);
  });

  it('weigh what docs/image.md says', async () => {
    const rows = [
      ['layer', 'MB', 'MB compressed'],
      ...layers.map((layer, index) => [parts[index] ?? '', ...sizesOf([layer])]),
      ['reana-ci, all', ...sizesOf(layers)],
      ['Debian, Node, npm', ...sizesOf(plain)],
    ];
    process.stdout.write(`${formatTable(rows).join('\n')}\n`);
    const page = await readFile(path.join(repository, 'docs/image.md'), 'utf8');
    for (const [name = '', ...sizes] of rows.slice(1)) {
      const documented = new RegExp(`^\\| ${name} +\\| +(\\d+) +\\| +(\\d+) +\\|`, 'm').exec(page);
      for (const [index, size] of sizes.entries()) {
        const said = Number(documented?.[index + 1]);
        // Debian's packages and our own code grow a little between two looks at this page.
        expect(
          Math.abs(said - Number(size)),
          `${name}: ${size}, docs: ${said}`,
        ).toBeLessThanOrEqual(Math.max(2, 0.1 * Number(size)));
      }
    }
  });
});

function sizesOf(chosen: readonly Layer[]): string[] {
  const sum = (size: (layer: Layer) => number) =>
    String(Math.round(chosen.reduce((total, layer) => total + size(layer), 0) / 1e6));
  return [sum((layer) => layer.size), sum((layer) => layer.compressed)];
}

/** A line of the last certificate of the machine's authorities: those of Debian come before its own. */
async function privateAuthority(): Promise<string | undefined> {
  if (!existsSync(authorities)) return undefined;
  const lines = (await readFile(authorities, 'utf8')).trim().split('\n');
  return lines.at(-3);
}
