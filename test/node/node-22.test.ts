/** The built program on Node 22: the first release that the package allows, and a late one. */
import { describe } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { tour } from '../built/tour.ts';
import { requireNode } from './release.ts';

const [oldest = ''] = /\d+\.\d+\.\d+/.exec(packageJson.engines.node) ?? [];

for (const version of [oldest, '22.23.3']) {
  const node = await requireNode(version);
  describe(`the built program on Node ${version}`, () => {
    tour(node);
  });
}
