/**
 * The built program in front of a server that answers as it should, and a proxy between them that does not: kinds
 * of requests and faults. `FAULTS=all` tells all of them, those that wait for a minute included.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReana } from '../../embedded-reana.ts';
import { program } from '../../program.ts';
import { type Stage, tellBuilt } from './program-story.ts';
import {
  faultStories,
  killStories,
  type NamedStory,
  shareOfFaultStories,
  termStories,
} from './stories.ts';

const all = process.env.FAULTS === 'all';
let stage: Stage;

beforeAll(async () => {
  stage = { program, ...(await startReana({ jobs: 16 }, afterAll)) };
});

function every(step: number, stories: readonly NamedStory[]): readonly NamedStory[] {
  return all ? stories : stories.filter((_story, index) => index % step === 0);
}

const told = [
  ...(all ? faultStories() : shareOfFaultStories()),
  ...every(6, killStories()),
  ...every(5, termStories()),
];

describe('one run, right bytes, an end, with the built program', () => {
  it.concurrent.each(told)('$title', { timeout: 3_000_000 }, async (story) => {
    const { codes, violations, output, isTold } = await tellBuilt(story, stage);
    expect(violations, `${codes.join(' ')}\n${output}`).toEqual([]);
    expect(isTold, 'what was to go wrong has gone wrong').toBe(true);
  });
});
