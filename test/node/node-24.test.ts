/** The built program on Node 24: its first release, which has the least. */
import { describe } from 'vitest';
import { tour } from '../built/tour.ts';
import { requireNode } from './release.ts';

const node = await requireNode('24.0.0');

describe('the built program on Node 24.0.0', () => {
  tour(node);
});
