/** Parts of an environment that REANA does not read. */
import { isJsonObject } from '../../../base/json.ts';
import { pythonStr } from '../../python/value.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { uniqueTasks, type YadageTask } from '../task.ts';
import { yadageExample } from './example.ts';

const image =
  'environment_type: docker-encapsulated, image: docker.io/library/python, imagetag: "3"';

export const yadageIgnoredEnvironment: Rule<YadageSubject> = {
  id: 'yadage-ignored-environment',
  severity: 'warning',
  title: 'an environment has envscript, env, workdir, par_mounts, or a resource that is plain text',
  consequence: 'REANA ignores it: the job runs without.',
  fix: 'Set variables in the command; write resources as key: value, and CVMFS under workflow.resources of the specification.',
  examples: {
    wrong: [
      yadageExample({ environment: `{${image}, envscript: setup.sh}` }),
      yadageExample({ environment: `{${image}, resources: [CVMFS]}` }),
    ],
    right: [yadageExample({ environment: `{${image}, resources: [{kerberos: true}]}` })],
  },
  check: ({ workflow }) =>
    uniqueTasks(workflow).flatMap((task) =>
      ignoredParts(task).map(({ path, ...problem }) => ({
        ...problem,
        ...workflow.keyPosition([...task.path, 'environment', ...path]),
      })),
    ),
};

function ignoredParts({
  stage,
  step,
}: YadageTask): (Problem & { readonly path: readonly (string | number)[] })[] {
  const { environment } = step;
  if (environment?.environment_type !== 'docker-encapsulated') return [];
  const { envscript = '', env = {}, workdir = null, par_mounts = [], resources = [] } = environment;
  const fields = [
    ...(envscript === '' ? [] : ['envscript']),
    ...(Object.keys(env).length === 0 ? [] : ['env']),
    ...(workdir === null ? [] : ['workdir']),
    ...(par_mounts.length === 0 ? [] : ['par_mounts']),
  ];
  return [
    ...fields.map((field) => ({
      message: `REANA ignores ${field} in the environment of stage ${stage.name}`,
      path: [field],
    })),
    ...resources.flatMap((resource, index) =>
      isJsonObject(resource)
        ? []
        : [
            {
              message: `REANA ignores the resource ${pythonStr(resource)} of stage ${stage.name}`,
              hint: resourceHint(pythonStr(resource)),
              path: ['resources', index],
            },
          ],
    ),
  ];
}

function resourceHint(resource: string): string {
  if (/cvmfs/i.test(resource)) return 'List repositories under workflow.resources.cvmfs.';
  if (/krb|kerberos/i.test(resource)) return 'Write kerberos: true.';
  if (/grid|proxy|voms/i.test(resource)) return 'Write voms_proxy: true.';
  return 'Write resources as key: value.';
}
