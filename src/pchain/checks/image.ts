/** `opt_containerImage`: a name that a worker node can fetch, and that nobody takes for something else. */
import type { Finding } from '../../base/error.ts';
import { type Chain, type ChainStep, findingOn, textOf } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';

/** The pilot takes another way for such names, or replaces the image by one of an operating system. */
const traps = /runcontainer|slc5|slc6|slc7|sl6|sl7|centos6|centos7|rhel6|rhel7|\+/i;
const cvmfs = '/cvmfs/';
const docker = 'docker://';

/** The image of a REANA step. */
export function checkImage(chain: Chain, step: ChainStep): Finding[] {
  if (step.kind !== 'reana') return [];
  const input = step.inputs.get('opt_containerImage');
  const image = textOf(step, 'opt_containerImage');
  if (input === undefined || image === '') {
    return [
      report(
        chain,
        step,
        'no-image',
        'error',
        'without opt_containerImage, the command runs on the bare node',
        'Name the image of reana-ci: docker://….',
      ),
    ];
  }
  return image === undefined
    ? []
    : [...checkName(chain, step, image), ...checkTag(chain, step, image)];
}

function checkName(chain: Chain, step: ChainStep, image: string): Finding[] {
  const findings: Finding[] = [];
  const wrong = (message: string, hint: string) => {
    findings.push(report(chain, step, 'image-name', 'error', `${image} ${message}`, hint));
  };
  if (!image.startsWith(docker) && !image.startsWith(cvmfs)) {
    wrong(
      'is not fetched',
      `Write ${docker}${image.replace(/^\w+:\/\//, '')}, or a path below ${cvmfs}.`,
    );
  } else if (/\s/.test(image)) {
    wrong('has a blank in it', 'Take it out.');
  } else if (image.startsWith(docker) && /[A-Z]/.test(repositoryOf(image))) {
    wrong('has capital letters, which no registry takes', 'Write host and path in small letters.');
  }
  const [trap] = traps.exec(image) ?? [];
  if (trap !== undefined) {
    wrong(`holds "${trap}", which PanDA takes for something else`, 'Give the image another name.');
  }
  return findings;
}

function checkTag(chain: Chain, step: ChainStep, image: string): Finding[] {
  if (!image.startsWith(docker) || image.includes('@sha256:')) return [];
  const tag = /:([^:/]+)$/.exec(image.slice(docker.length))?.[1];
  if (tag !== undefined && tag !== 'latest') return [];
  return [
    report(
      chain,
      step,
      'image-tag',
      'warning',
      `${image} may be another image tomorrow`,
      'Name a version: nodes keep images, and a retry has to find the same one.',
    ),
  ];
}

function repositoryOf(image: string): string {
  return image.slice(docker.length).replace(/(:[^:/]+)?(@sha256:\w+)?$/, '');
}

function report(
  chain: Chain,
  step: ChainStep,
  rule: ChainRuleId,
  severity: Finding['severity'],
  message: string,
  hint: string,
): Finding {
  return findingOn(chain, step, 'opt_containerImage', { rule, severity, message, hint });
}
