/** A server's report on a specification as findings, each at the place that it speaks of. */
import type { Finding } from '../../base/error.ts';
import type { ValidationMessage, ValidationReport } from '../../reana/requests.ts';
import type { NodePath, Position } from '../../document/source-document.ts';
import type { Specification } from '../../specification/specification.ts';

/** Errors first, as the server tells them. */
export function reportFindings(
  specification: Specification,
  { errors, warnings }: ValidationReport,
): Finding[] {
  return [
    ...errors.map((message) => findingOf(specification, message, 'error')),
    ...warnings.map((message) => findingOf(specification, message, 'warning')),
  ];
}

/** The finding for a bundle that the server does not even look into. */
export function refusalFinding({ document }: Specification, message: string): Finding {
  return { rule: 'server', severity: 'error', message, ...document.position(['workflow']) };
}

function findingOf(
  specification: Specification,
  given: ValidationMessage,
  severity: Finding['severity'],
): Finding {
  const inText = placeInText(specification, given.message);
  return {
    rule: 'server',
    severity,
    message: `the server says: ${shortened(inText?.rest ?? given.message)}`,
    ...(inText?.position ?? placeOf(specification, given)),
  };
}

function shortened(message: string): string {
  return message.replace(/^==> ERROR: /, '').slice(0, 500);
}

/** `flow.yml:3:5: message`, or `message … line 3, column 5` about the specification itself. */
function placeInText(
  { file }: Specification,
  message: string,
): { readonly position: Position; readonly rest: string } | undefined {
  const [prefix, name = '', line, column] = /^([^\s:]+):(\d+)(?::(\d+))?: /.exec(message) ?? [];
  if (prefix !== undefined) {
    const own = name === 'reana.yaml' ? file : name;
    const position = { file: own, line: Number(line), column: Number(column ?? 1) };
    return { position, rest: message.slice(prefix.length) };
  }
  const told = /\breana\.yaml\b.*\bline (\d+), column (\d+)/.exec(message);
  if (told === null) return undefined;
  return {
    position: { file, line: Number(told[1]), column: Number(told[2]) },
    rest: message,
  };
}

/** Where the server's path leads; without one, the section that its code is about. */
function placeOf(
  { document }: Specification,
  { path, code, message }: ValidationMessage,
): Position {
  const [, property] = /^Unexpected property '(.*)'$/.exec(message) ?? [];
  const place = path === undefined || path === '' ? (sections[code ?? ''] ?? []) : splitPath(path);
  return property === undefined
    ? document.position(place)
    : document.keyPosition([...place, property]);
}

const sections: Readonly<Record<string, NodePath>> = {
  input_path: ['inputs'],
  operational_options: ['inputs', 'options'],
  parameters: ['inputs', 'parameters'],
  compute_backend: ['workflow'],
  image_not_allowed: ['workflow'],
  workspace: ['workspace', 'root_path'],
  dask: ['workflow', 'resources', 'dask'],
  retention: ['workspace', 'retention_days'],
  load: ['workflow'],
};

function splitPath(path: string): NodePath {
  return path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
