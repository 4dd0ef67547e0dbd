import { expect, it } from 'vitest';
import { withoutLocalDefaults } from '../../../../src/local/engine/cwl/local-default.ts';

const file = (location: string) => ({ class: 'File', location });

it.each([
  'file:///home/someone/words.txt',
  '/home/someone/words.txt',
  'file:///home/some%20one/words.txt',
])('a default file of the laptop is not found where the run is, though it exists: %s', (place) => {
  const packed = { inputs: [{ id: 'words', default: [file(place)] }] };
  const [input] = (withoutLocalDefaults(packed, '/run/workspace') as typeof packed).inputs;
  expect(input?.default[0]?.location).toMatch(/^file:\/\/\/files-of-another-machine\/home\/some/);
});

it.each(['file:///run/workspace/words.txt', 'https://example.org/words.txt', 'words.txt'])(
  'a default that the run has as well is left alone: %s',
  (place) => {
    const packed = { steps: [{ in: [{ id: 'words', default: file(place) }] }] };
    expect(withoutLocalDefaults(packed, '/run/workspace')).toEqual(packed);
  },
);

it('what is no default is left alone', () => {
  const packed = { inputs: [], location: '/home/someone' };
  expect(withoutLocalDefaults(packed, '/run/workspace')).toEqual(packed);
});
