/** The built program on Node 22: the first release that the package allows. */
import { describe } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { tour } from '../built/tour.ts';
import { requireNode } from './release.ts';

const [oldest = ''] = /\d+\.\d+\.\d+/.exec(packageJson.engines.node) ?? [];
const node = await requireNode(oldest);

describe(`the built program on Node ${oldest}`, () => {
  tour(node);
});
