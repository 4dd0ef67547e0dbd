/** An image that ends up with two tags. */
import type { Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { imageTag } from '../../../lint/kit/image.ts';
import { imageName, uniqueTasks } from '../task.ts';
import { yadageExample } from './example.ts';

const environment = (rest: string): string => `{environment_type: docker-encapsulated, ${rest}}`;

export const yadageImageTagTwice: Rule<YadageSubject> = {
  id: 'yadage-image-tag-twice',
  severity: 'error',
  title: 'the image of a step has a tag, and imagetag (by default latest) adds another',
  consequence: 'REANA asks for an image such as python:3.12:latest, which no registry has.',
  fix: 'Write the tag under imagetag, and the image without.',
  examples: {
    wrong: [yadageExample({ environment: environment('image: "docker.io/library/python:3.12"') })],
    right: [
      yadageExample({
        environment: environment('image: docker.io/library/python, imagetag: "3.12"'),
      }),
    ],
  },
  check: ({ workflow }) =>
    uniqueTasks(workflow).flatMap(({ stage, step, path }) => {
      const { environment_type: type, image = '', imagetag = '' } = step.environment ?? {};
      if (type !== 'docker-encapsulated' || imageName(image, imagetag) !== undefined) return [];
      const tag = imageTag(image) ?? '';
      return [
        {
          message: `REANA will look for the image ${image}:${imagetag} of stage ${stage.name}`,
          hint: `Move the tag out of image: imagetag: '${tag}'.`,
          ...workflow.position([...path, 'environment', 'image']),
        },
      ];
    }),
};
