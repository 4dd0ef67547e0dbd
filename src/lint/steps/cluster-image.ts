/** An image that this cluster does not allow. */
import { stepExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const server = {
  'server.json': '{"vettedImages": ["docker.io/library/python:3.12-slim"]}',
};

export const clusterImage: Rule<StepsSubject> = {
  id: 'cluster-image',
  severity: 'error',
  code: 'image_not_allowed',
  title: 'the server does not allow an image (--online)',
  consequence: 'The server refuses the run.',
  fix: 'Use one of its vetted images, or ask its administrators to add yours.',
  examples: {
    wrong: [{ ...stepExample('environment: docker.io/library/python:3.9'), ...server }],
    right: [{ ...stepExample(), ...server }],
  },
  check: ({ steps, cluster }) => {
    const vetted = cluster?.vettedImages;
    if (vetted === undefined) return [];
    return steps.flatMap(({ image, label }) =>
      image === undefined || vetted.includes(image.name)
        ? []
        : [
            {
              message: `${image.name} of ${label} is not among the server's vetted images`,
              ...image.position,
            },
          ],
    );
  },
};
