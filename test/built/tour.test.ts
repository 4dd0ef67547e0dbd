/** What users get, on the Node that the project itself uses. */
import { describe } from 'vitest';
import { tour } from './tour.ts';

describe('the built program with nothing but Node', () => {
  tour(process.execPath);
});
