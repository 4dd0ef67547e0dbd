/** The check, before a run waits in the queue, that steps will find the secrets they need. */
import { type Finding, ReanaCiError } from '../../base/error.ts';
import type { Secret, SecretName } from '../../reana/types.ts';
import type { RequiredSecret, SecretRequirement } from '../../languages/secret-requirement.ts';
import { belongTogether, checkCertificate, openPrivateKey } from './certificate.ts';
import type { LocalSecrets } from './local-secrets.ts';

const certificate = 'usercert.pem';
const key = 'userkey.pem';
const proxyName = 'VOMSPROXY_FILE';

/**
 * Looks for everything that would let a step start without its credentials; REANA itself starts it all the
 * same, and it fails hours later.
 *
 * @param stored what the server has already
 * @param now milliseconds since the epoch
 * @returns warnings
 * @throws ReanaCiError `secret-missing` naming every secret that is missing or no longer valid
 */
export function checkSecrets(
  requirements: readonly SecretRequirement[],
  local: LocalSecrets,
  stored: readonly SecretName[],
  now: number,
): Finding[] {
  const names = new Set([...local.secrets, ...stored].map(({ name }) => name));
  const lacking = requirements.filter((requirement) => !isMet(requirement, names));
  const findings = [
    ...lacking.map((requirement) => describeLack(requirement, names)),
    ...checkValues(requirements, local, now),
  ];
  if (findings.some(({ severity }) => severity === 'error')) {
    throw new ReanaCiError('secret-missing', summarise(lacking, names), {
      findings,
      hint: 'Give them as variables of the job or with --secret-env and --secret-file.',
    });
  }
  return [...findings, ...checkPrecedence(requirements, local, stored)];
}

function isMet({ anyOf }: SecretRequirement, names: ReadonlySet<string>): boolean {
  return anyOf.some((secrets) => secrets.every(({ name }) => names.has(name)));
}

function describeLack(requirement: SecretRequirement, names: ReadonlySet<string>): Finding {
  const ways = lackingWays(requirement, names).map((missing) => missing.join(', '));
  return {
    rule: 'secret-missing',
    severity: 'error',
    message: `${requirement.reason} needs ${ways.join(' – or ')}`,
    ...requirement.position,
  };
}

/** What each alternative lacks; those that nothing has been given for are left out if others have been. */
function lackingWays(
  { anyOf }: SecretRequirement,
  names: ReadonlySet<string>,
): (readonly string[])[] {
  const isGiven = ({ name }: RequiredSecret) => names.has(name);
  const begun = anyOf.filter((secrets) => secrets.some(isGiven));
  return (begun.length > 0 ? begun : anyOf).map((secrets) =>
    secrets.filter((secret) => !isGiven(secret)).map(({ name }) => name),
  );
}

function summarise(lacking: readonly SecretRequirement[], names: ReadonlySet<string>): string {
  if (lacking.length === 0) return 'A secret that the steps need is not valid.';
  const missing = new Set(
    lacking.flatMap((requirement) => lackingWays(requirement, names).at(-1) ?? []),
  );
  return `Secrets that the steps need are missing: ${[...missing].join(', ')}.`;
}

/** Findings stand where the specification asks for the secret. */
function checkValues(
  requirements: readonly SecretRequirement[],
  { secrets, passphraseFits }: LocalSecrets,
  now: number,
): Finding[] {
  const placed = (name: string, problems: readonly Finding[]): Finding[] => {
    const needing = requirements.find(({ anyOf }) => anyOf.flat().some((one) => one.name === name));
    return problems.map((problem) => ({ ...problem, ...needing?.position }));
  };
  const valueOf = (name: string) => secrets.find((secret) => secret.name === name)?.value;
  const findings: Finding[] = [];
  const certificatePem = valueOf(certificate);
  if (certificatePem !== undefined) {
    findings.push(...placed(certificate, checkCertificate(certificate, certificatePem, now)));
  }
  const proxy = proxyOf(secrets);
  if (proxy !== undefined) {
    findings.push(...placed(proxyName, checkCertificate(proxy.name, proxy.value, now)));
  }
  if (!passphraseFits) {
    findings.push(...placed(key, [invalid(`VOMSPROXY_PASS does not open ${key}.`)]));
  }
  const keyPem = valueOf(key);
  const opened = keyPem === undefined ? undefined : openPrivateKey(keyPem, passphraseOf(secrets));
  if (
    opened?.state === 'open' &&
    certificatePem !== undefined &&
    belongTogether(certificatePem, opened.key) === false
  ) {
    const problem = invalid(`${certificate} and ${key} do not belong together.`);
    findings.push(...placed(certificate, [problem]));
  }
  return findings;
}

/** A proxy certificate that the steps would use even though a renewed user certificate is given. */
function checkPrecedence(
  requirements: readonly SecretRequirement[],
  { secrets }: LocalSecrets,
  stored: readonly SecretName[],
): Finding[] {
  const isStale =
    stored.some(({ name }) => name === proxyName) &&
    !secrets.some(({ name }) => name === proxyName) &&
    secrets.some(({ name }) => name === key) &&
    requirements.some(({ anyOf }) => anyOf.flat().some(({ name }) => name === proxyName));
  if (!isStale) return [];
  return [
    {
      rule: 'stale-proxy',
      severity: 'warning',
      message: `${proxyName} is stored on the server and goes before ${certificate} and ${key}: if that proxy has expired, steps will fail.`,
    },
  ];
}

function proxyOf(secrets: readonly Secret[]): Secret | undefined {
  const naming = secrets.find(({ name }) => name === proxyName);
  if (naming === undefined) return undefined;
  const name = Buffer.from(naming.value).toString();
  return secrets.find((secret) => secret.type === 'file' && secret.name === name);
}

function passphraseOf(secrets: readonly Secret[]): string | undefined {
  const encoded = secrets.find(({ name }) => name === 'VOMSPROXY_PASS')?.value;
  if (encoded === undefined) return undefined;
  return Buffer.from(Buffer.from(encoded).toString(), 'base64').toString();
}

function invalid(message: string): Finding {
  return { rule: 'secret-invalid', severity: 'error', message };
}
