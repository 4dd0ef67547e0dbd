/** Inputs of which the checkout has a pointer only, or nothing at all. */
import { unfetchedRule } from '../../specification/unfetched-inputs.ts';
import { withInputs } from '../kit/example.ts';
import { unfetchedOf } from '../kit/found-inputs.ts';
import type { Problem, Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const pointer = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 1234567
`;
const submodule = '[submodule "framework"]\n\tpath = framework\n\turl = ../framework.git\n';

export const unfetchedInput: Rule<LintSubject> = {
  id: unfetchedRule,
  severity: 'error',
  isUnseen: true,
  title: 'an input is a pointer of Git LFS or git-annex, or lies in an empty git submodule',
  consequence:
    'The pointer of some hundred bytes is uploaded in place of the file, the submodule as nothing; a step fails on it, or takes it for data. reana-ci run refuses to submit.',
  fix: 'Fetch the content: git lfs pull, git annex get, or git submodule update --init --recursive. In GitLab, leave GIT_LFS_SKIP_SMUDGE unset and set GIT_SUBMODULE_STRATEGY to recursive.',
  examples: {
    wrong: [
      { 'reana.yaml': withInputs('files: [hists.root]'), 'hists.root': pointer },
      { 'reana.yaml': withInputs('directories: [data]'), 'data/signal/hists.root': pointer },
      { 'reana.yaml': withInputs('directories: [framework]'), '.gitmodules': submodule },
      { 'reana.yaml': withInputs('files: [framework/fit.py]'), '.gitmodules': submodule },
    ],
    right: [
      { 'reana.yaml': withInputs('files: [hists.root]'), 'hists.root': 'root\n' },
      {
        'reana.yaml': withInputs('directories: [framework]'),
        '.gitmodules': submodule,
        'framework/fit.py': '',
      },
    ],
  },
  async check({ specification }) {
    try {
      const findings = await unfetchedOf(specification);
      return findings.map(({ rule: _rule, ...problem }): Problem => problem);
    } catch {
      // What cannot be looked through is told by other rules, or when a run collects its inputs.
      return [];
    }
  },
};
