/** Findings of planning, submitting and collecting a run, which lint cannot check. */
import { type ErrorCode, exitCodes, type RuleId } from '../../base/error.ts';
import type { RuleDescription, Severity } from '../kit/rule.ts';

export const runRules: readonly RuleDescription[] = [
  rule(
    'unreplaced-placeholder',
    'a placeholder of the template has no value',
    'Give datasets with --input, and other values with --var NAME=VALUE or a variable.',
  ),
  rule(
    'unused-variable',
    'a value is given for a placeholder that the template does not use',
    'Write the placeholder where the value belongs, or leave the option out.',
  ),
  rule(
    'placeholder-in-key',
    'a placeholder stands in a key',
    'Placeholders fill in values only: write the key out.',
  ),
  rule(
    'glued-placeholder',
    'a placeholder is part of a longer word, and is not replaced',
    'Make it a word of its own.',
  ),
  rule(
    'source-not-listed',
    'a file of the workflow is not among the inputs, and is uploaded all the same',
    'List it under inputs.files: other REANA clients leave it out.',
    'warning',
  ),
  rule(
    'git-folder',
    'a folder .git among the inputs is left out',
    'Clone in a step what the run needs of it.',
    'warning',
  ),
  rule(
    'bundle-too-large',
    'the files that define the workflow do not fit a bundle',
    'List them under workflow.files and workflow.directories, so that data goes to the workspace only.',
  ),
  rule(
    'cwl-reference',
    'a CWL file refers to something outside of the analysis',
    'Copy the file into the analysis and refer to the copy.',
  ),
  rule(
    'secret-invalid',
    'a certificate, key or passphrase cannot be used',
    'Renew it and store it again. Certificates are checked before the run starts, since a step would fail on them hours later.',
  ),
  rule(
    'secret-expires',
    'a certificate expires within a week',
    'Renew it before a run that may wait in the queue.',
    'warning',
  ),
  rule(
    'stale-proxy',
    'a proxy stored on REANA goes before the certificate that you give',
    'Delete VOMSPROXY_FILE on REANA: reana-client secrets-delete VOMSPROXY_FILE.',
    'warning',
  ),
  rule(
    'file-not-downloaded',
    'a file of the workspace could not be downloaded',
    'Look at the file with reana-ci download; files that change meanwhile, links and deleted files cannot be fetched.',
  ),
  rule(
    'wrong-point',
    'a file of points is not written as a scan reads it',
    'Write a table with a header, or a list of mappings.',
  ),
  rule('point-twice', 'a scan lists a point twice and runs it once', 'Remove one.', 'warning'),
];

/** The errors that end a command, of which each has an exit code. */
export const errorRules: readonly RuleDescription[] = Object.entries({
  'run-failed': ['the run failed, was stopped or was deleted', 'Read the logs of its steps.'],
  usage: ['an option, a variable or a setting is wrong', 'Follow the message; see --help.'],
  specification: ['the specification or one of its files is wrong', 'Run reana-ci lint.'],
  'not-reana': ['the address does not belong to a REANA server', 'Check --server.'],
  tls: ["the server's certificate is not trusted", 'Name its authority in REANA_SERVER_CA_CERTS.'],
  'not-found': ['the server does not know the run, file or secret', 'Check its name.'],
  'bad-request': ['the server refuses the request', 'Follow the message.'],
  conflict: ['the run is in a state that does not allow this', 'Look at reana-ci status.'],
  unauthorized: ['the token is missing, unknown or revoked', 'Request a token on the REANA page.'],
  forbidden: ['the account may not do this', 'Ask the administrators of the server.'],
  quota: ['the quota of disk or CPU is used up', 'Delete runs that you no longer need.'],
  'secret-missing': [
    'a secret that the steps need is missing or not valid',
    'Give it as a variable of the job, or with --secret-env and --secret-file.',
  ],
  deadline: ['a deadline passed', 'Raise --timeout or --queue-timeout.'],
  'output-missing': [
    'a declared output is missing or not whole',
    'Look at the files of the run and at the log of the step that makes it.',
  ],
  'local-io': ['results could not be written here', 'Check the disk and its permissions.'],
  'login-expired': ['the login of the job is over', 'Try the job again: it gets a new login.'],
  internal: ['a bug in reana-ci', 'Please report it together with the command.'],
  unreachable: ['the server could not be reached', 'Try again later.'],
} satisfies Record<ErrorCode, readonly [string, string]>).map(([id, [title, fix]]) => ({
  ...rule(id as ErrorCode, title, fix),
  consequence: `The command ends with exit code ${exitCodes[id as ErrorCode]}.`,
}));

function rule(
  id: RuleId,
  title: string,
  fix: string,
  severity: Severity = 'error',
): RuleDescription {
  return {
    id,
    severity,
    title,
    consequence:
      severity === 'error' ? 'Nothing is submitted, or the job fails.' : 'The run goes on.',
    fix,
    examples: { wrong: [], right: [] },
  };
}
