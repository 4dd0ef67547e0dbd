/** A hint that the workflow engine reads in newer servers only. */
import { stepExample } from '../kit/example.ts';
import { levelOn } from '../kit/generation.ts';
import { readSince } from '../kit/hint-reader.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const newer = stepExample('compute_backend: htcondorcern', 'htcondor_request_cpus: "4"');
const unpacked = stepExample('unpacked_img: true');

export const newerHint: Rule<StepsSubject> = {
  id: 'newer-hint',
  severity: 'warning',
  title: 'the workflow engine reads a hint from 0.95 on only',
  consequence: 'Servers 0.9 silently ignore the hint: the job gets the default instead.',
  fix: 'Leave it out, or tell which server it will be (--generation, --online).',
  examples: {
    wrong: [
      { ...newer, 'server.json': '{"generation": "0.9"}' },
      newer,
      { ...unpacked, 'server.json': '{"generation": "0.9"}' },
    ],
    right: [
      { ...newer, 'server.json': '{"generation": "0.95"}' },
      stepExample('compute_backend: htcondorcern', 'htcondor_max_runtime: "3600"'),
      { ...stepExample('unpacked_image: true'), 'server.json': '{"generation": "0.9"}' },
    ],
  },
  check: ({ steps, specification: { language }, cluster }) => {
    const severity = levelOn(cluster, ['0.9'], { onThose: 'warning' });
    if (severity === undefined) return [];
    return steps.flatMap((step) =>
      Object.keys(step.hints)
        .filter((name) => readSince(language, name) === '0.95')
        .map((name) => ({
          severity,
          message: `the ${language} engine reads ${name} from REANA 0.95 on`,
          ...(language === 'serial' && name === 'unpacked_img'
            ? { hint: 'Servers 0.9 read unpacked_image.' }
            : {}),
          ...step.hintPosition(name),
        })),
    );
  },
};
