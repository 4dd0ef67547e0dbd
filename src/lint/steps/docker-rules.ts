/** Findings of a container engine about images; the command line asks for them. */
import type { RuleDescription } from '../kit/rule.ts';

const none = { wrong: [], right: [] };

export const dockerRules: readonly RuleDescription[] = [
  {
    id: 'image-missing',
    severity: 'error',
    title: 'the registry does not have an image (--docker)',
    consequence: 'The job waits with ImagePullBackOff until it is given up.',
    fix: 'Correct the name or the tag.',
    examples: none,
  },
  {
    id: 'image-without-bash',
    severity: 'error',
    title: 'an image has no bash (--docker)',
    consequence: 'The job fails at once: REANA runs every command with bash -c.',
    fix: 'Install bash when the image is built.',
    examples: none,
  },
  {
    id: 'image-start',
    severity: 'error',
    title: 'an image does not start as REANA starts it (--docker)',
    consequence: 'The job fails at once.',
    fix: 'Follow the message of the container engine.',
    examples: none,
  },
  {
    id: 'image-closed',
    severity: 'warning',
    title: 'a part of an image is closed to the user that the job runs as (--docker)',
    consequence:
      'The job runs as kubernetes_uid (1000 without it) and group 0, whatever the image says: it gets “Permission denied”, or does not find its programs.',
    fix: 'Give kubernetes_uid the user that the image was made for, or open the files when the image is built.',
    examples: none,
  },
  {
    id: 'image-user',
    severity: 'info',
    title: 'an image is made for another user than the job runs as (--docker)',
    consequence:
      'Nothing is closed to the job; programs may miss their home, or write into it in vain.',
    fix: 'Give kubernetes_uid the user of the image.',
    examples: none,
  },
  {
    id: 'image-entrypoint',
    severity: 'info',
    title: 'an image has an entrypoint (--docker)',
    consequence:
      'REANA starts bash in its place: the environment that the entrypoint would set up is not there.',
    fix: 'Do in the command what the entrypoint does, or set the environment with ENV when the image is built.',
    examples: none,
  },
  {
    id: 'image-platform',
    severity: 'warning',
    title: 'an image is made for other processors than those of most clusters (--docker)',
    consequence: 'The job fails at once with “exec format error”.',
    fix: 'Build the image for linux/amd64.',
    examples: none,
  },
  {
    id: 'image-not-checked',
    severity: 'info',
    title: 'an image is not on this machine and is not checked (--docker)',
    consequence: 'Nothing is wrong; lint has not seen the image.',
    fix: 'Fetch it with docker pull, or let lint do it with --pull.',
    examples: none,
  },
];
