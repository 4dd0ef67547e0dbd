/** An image that can become another one over night. */
import { stepExample } from '../kit/example.ts';
import { imageTag as tagOf, isImageName } from '../kit/image.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const moving = ['latest', 'master', 'main'];

export const imageTag: Rule<StepsSubject> = {
  id: 'image-tag',
  severity: 'warning',
  title: 'an image has no fixed tag',
  consequence: 'The same run can give other results tomorrow, and a node may use a stale copy.',
  fix: 'Name a tag that stays, or a digest: python:3.12-slim, python@sha256:….',
  examples: {
    wrong: [
      stepExample('environment: docker.io/library/python'),
      stepExample('environment: docker.io/library/python:latest'),
    ],
    right: [stepExample('environment: docker.io/library/python:3.12-slim')],
  },
  check: ({ steps }) =>
    steps.flatMap(({ image, label }) => {
      if (image === undefined || !isImageName(image.name)) return [];
      const tag = tagOf(image.name);
      if (tag !== undefined && !moving.includes(tag)) return [];
      const what = tag === undefined ? 'no tag' : `the tag ${tag}, which moves`;
      return [{ message: `the image ${image.name} of ${label} has ${what}`, ...image.position }];
    }),
};
