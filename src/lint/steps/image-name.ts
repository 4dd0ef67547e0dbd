/** An image that no registry can have. */
import { stepExample } from '../kit/example.ts';
import { isImageName } from '../kit/image.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

export const imageName: Rule<StepsSubject> = {
  id: 'image-name',
  severity: 'error',
  title: 'the name of an image is not one',
  consequence: 'The job waits with InvalidImageName until it is given up.',
  fix: 'Write registry/group/name:tag in lower case, with one tag and without docker:// or blanks.',
  examples: {
    wrong: [
      stepExample('environment: docker.io/library/python:3.12:latest'),
      stepExample('environment: docker.io/Library/Python:3.12'),
      stepExample('environment: "docker.io/library/python :3.12"'),
    ],
    right: [
      stepExample('environment: registry.cern.ch:5000/group/fit:1.0'),
      stepExample(`environment: docker.io/library/python@sha256:${'0123456789abcdef'.repeat(4)}`),
    ],
  },
  check: ({ steps }) =>
    steps.flatMap(({ image, label }) =>
      image === undefined || isImageName(image.name)
        ? []
        : [
            {
              message: `${JSON.stringify(image.name)} of ${label} is no name of an image`,
              ...image.position,
            },
          ],
    ),
};
