/** A private key, a proxy or a password file among the inputs. */
import path from 'node:path';
import { withInputs } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

/** Names that programs give to credentials, whole. */
const credentials: readonly RegExp[] = [
  /^x509up(?:_u\d+)?$/,
  /^(?:\w*[._-])?proxy\.(?:pem|cert|crt)$|^voms[._-]?proxy$/,
  /^(?:user|host)key\.pem$|^.+\.(?:key|keytab|p12|pfx|kdbx)$|^krb5cc_\w+$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)$/,
  /^\.(?:netrc|pgpass|git-credentials|env|htpasswd)$/,
];
const folders = ['.ssh', '.globus', '.gnupg', '.aws'];

export const credentialAsInput: Rule<LintSubject> = {
  id: 'credential-as-input',
  severity: 'warning',
  title: 'an input looks like a credential',
  consequence:
    'It stays in the workspace after the run, next to the outputs and for whoever gets a copy; a proxy may have run out before its step begins.',
  fix: 'Keep it out of the repository, and give it to REANA as a secret of type file, which jobs find in /etc/reana/secrets; voms_proxy, rucio and kerberos make what they need from secrets.',
  examples: {
    wrong: [
      { 'reana.yaml': withInputs('files: [proxy.pem]'), 'proxy.pem': '' },
      { 'reana.yaml': withInputs('files: [auth/jdoe.keytab]'), 'auth/jdoe.keytab': '' },
      { 'reana.yaml': withInputs('directories: [.globus]'), '.globus/usercert.pem': '' },
    ],
    right: [{ 'reana.yaml': withInputs('files: [ca.pem]'), 'ca.pem': '' }],
  },
  check: ({ specification: { inputs: given, document } }) =>
    (['files', 'directories'] as const).flatMap((key) =>
      given[key].flatMap((name, index) => {
        const base = path.posix.basename(name);
        const isCredential =
          key === 'files'
            ? credentials.some((pattern) => pattern.test(base))
            : folders.includes(base);
        if (!isCredential) return [];
        const message = `${name} looks like a credential`;
        return [{ message, ...document.position(['inputs', key, index]) }];
      }),
    ),
};
