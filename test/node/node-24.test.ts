/** The built program on Node 24: its first release, and a late one. */
import { describe } from 'vitest';
import { tour } from '../built/tour.ts';
import { requireNode } from './release.ts';

for (const version of ['24.0.0', '24.21.0']) {
  const node = await requireNode(version);
  describe(`the built program on Node ${version}`, () => {
    tour(node);
  });
}
