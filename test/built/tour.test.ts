/** A tour of the built program, on the Node that the project itself uses. */
import { describe } from 'vitest';
import { tour } from './tour.ts';

// Dozens of starts, on machines that may have much else to do.
describe('the built program with nothing but Node', { timeout: 300_000 }, () => {
  tour(process.execPath);
});
