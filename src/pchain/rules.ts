/** The rules for PanDA chains. */
import type { ChainRuleId } from '../base/rule-id.ts';

export type { ChainRuleId };

export interface ChainRule {
  /** Who notices the mistake: PanDA's reader at once, or the worker node hours later. */
  readonly punishedBy: 'reader' | 'worker node';
  readonly title: string;
  readonly fix: string;
}

/** `docs/pchain.md` has a table of them. */
export const chainRules: Readonly<Record<ChainRuleId, ChainRule>> = {
  'chain-structure': byReader(
    'the chain is not a CWL workflow as PanDA reads it',
    'Follow the message; a chain has cwlVersion, class, inputs, outputs and steps.',
  ),
  'unknown-workflow': byReader(
    'run is neither a kind of step nor a CWL file that exists',
    'Write prun, phpo, junction, reana or the like, or the name of a CWL file beside the chain.',
  ),
  'missing-key': byReader(
    'opt_exec or opt_args is missing',
    'Add the key; write opt_args even when it is empty.',
  ),
  'unknown-key': byReader(
    'this kind of step does not take the key',
    'Correct its name, or remove it.',
  ),
  'no-value': byReader(
    'an input has no value',
    'Give the input a default, or a source that exists.',
  ),
  'wrong-type': byReader('opt_exec or opt_args is not text', 'Put the value in quotes.'),
  'dataset-placeholder': byReader(
    'a placeholder names a dataset that the step does not have',
    'Datasets count from 1: %{DS1}; secondary ones are %{SECDS1}.',
  ),
  condition: byReader(
    'PanDA cannot read when or scatter',
    'Use self.INPUT, !, &&, || and parentheses on inputs that a step feeds.',
  ),
  circle: byReader('steps or workflows wait for each other', 'Remove one of the dependencies.'),
  arguments: byReader(
    'opt_args is not what prun takes',
    'Follow the message; prun --help lists the options.',
  ),
  'output-name': byReader(
    '--outputs has a name that PanDA refuses',
    'Use letters, digits, ".", "_" and "-", and each suffix once.',
  ),
  'name-length': byReader(
    'the name of an output dataset is too long',
    'Shorten the names of the workflow, the step or the output.',
  ),
  'ignored-key': onWorker(
    "PanDA's reader passes over a key of its own language",
    'Correct its name, or remove it.',
  ),
  'ignored-step': onWorker(
    'nothing asks for a rule of a Snakefile',
    'Name its output under input of rule all, or of a rule that is asked for.',
  ),
  'unlisted-input': onWorker(
    'a rule takes the output of another one as a dataset, and input does not name it',
    'Write input: rules.NAME.output.',
  ),
  'dataset-list': onWorker(
    'a list in opt_inDS contains an input of the workflow',
    'Give each dataset an input of its own: PanDA drops or mixes up the members of the list.',
  ),
  'type-of-list': onWorker(
    'opt_inDsType stands beside a list in opt_inDS',
    'Remove it: each dataset gets one letter of it as its type.',
  ),
  'literal-in': onWorker(
    '%IN stands in a REANA step, which gets no files',
    'Hand over the name of the dataset: %{DS1}.',
  ),
  'unfilled-placeholder': onWorker(
    'nothing fills in a placeholder',
    'Only workflows that another one runs get values by name; write the value.',
  ),
  'no-secrets': onWorker(
    '--useSecrets is missing, so that no token arrives',
    'Add --useSecrets to opt_args.',
  ),
  'no-image': onWorker(
    'the step has no image, and a bare node has no reana-ci',
    'Add opt_containerImage.',
  ),
  'container-mode': onWorker(
    "PanDA's program needs Python in the image",
    'Remove --wrapExecInContainer and --oldContMode.',
  ),
  'image-name': onWorker(
    'the worker node cannot fetch the image',
    'Write docker://registry/group/name:tag, or a path below /cvmfs/.',
  ),
  'image-tag': onWorker('the image has no fixed tag', 'Name a version of the image.'),
  'secret-in-exec': onWorker(
    'a secret stands in the command, which the job prints',
    'Hand it over as a PanDA secret.',
  ),
  'no-outputs': onWorker(
    '--outputs is missing, so that nothing is kept for the next step',
    'Add --outputs output_from_reana.tar to opt_args.',
  ),
  'other-outputs': onWorker(
    '--outputs names a file that the command does not write',
    'Name the files that the step leaves, or use SUFFIX:FILE or *.',
  ),
  'automatic-retry': onWorker(
    'PanDA tries a failed job again',
    'Add --disableAutoRetry where a second try cannot help.',
  ),
};

function byReader(title: string, fix: string): ChainRule {
  return { punishedBy: 'reader', title, fix };
}

function onWorker(title: string, fix: string): ChainRule {
  return { punishedBy: 'worker node', title, fix };
}
