/** A run as a JUnit report: one test case a step, and one for the run as a whole. */
import { escapeXml } from '../../base/xml.ts';
import type { ScenarioResult } from '../../features/evaluate.ts';
import { hasFailedTests, type RunRecord, type StepRecord } from '../run-record.ts';
import { stepTime } from '../step-time.ts';

export interface JUnitOptions {
  /** Class name of all cases: what the run is a run of. */
  readonly suite: string;
  /** The last lines of a step's log, asked for failed steps. */
  readonly logTail: (step: StepRecord) => readonly string[];
  /** Where a file of the results can be looked at. */
  readonly linkTo: (file: string) => string;
  /** Runs whose reports GitLab reads together, and which share the room for logs; 1 by default. */
  readonly runs?: number;
}

/** Characters of log in all cases together: GitLab takes reports of up to 30 MB, and 100 MB of one job. */
const longestLogs = 8_000_000;
const longestLog = 20_000;
const longestName = 300;
const mostTests = 1000;

/** Makes the report, an XML document. */
export function createJUnit(record: RunRecord, options: JUnitOptions): string {
  let room = Math.floor(longestLogs / (options.runs ?? 1));
  const names = new Set<string>();
  const cases = record.steps.map((step) => stepCase(step));
  cases.push(runCase(record, options.suite));
  cases.push(...(record.tests ?? []).slice(0, mostTests).map((test) => testCase(test)));
  const totals = attributes({
    tests: cases.length,
    failures: cases.filter(({ result }) => result === 'failure').length,
    errors: cases.filter(({ result }) => result === 'error').length,
    skipped: cases.filter(({ result }) => result === 'skipped').length,
    time: seconds(cases.reduce((sum, { time }) => sum + time, 0)),
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites>`,
    `  <testsuite${attributes({ name: options.suite })}${totals}${attributes({ timestamp: record.timings.begun.slice(0, 19) })}>`,
    ...cases.map(({ xml }) => xml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');

  function stepCase(step: StepRecord): TestCase {
    const time = stepTime(step) ?? 0;
    const start = `    <testcase${attributes({
      classname: options.suite,
      name: uniqueName(step.name.slice(0, longestName)),
      time: seconds(time),
    })}`;
    switch (step.status) {
      case 'finished':
        return closed(start, 'passed', time);
      case 'failed':
        return closed(start, 'failure', time, failure(step));
      default:
        return closed(start, 'skipped', time, `<skipped${attributes({ message: step.status })}/>`);
    }
  }

  function testCase(test: ScenarioResult): TestCase {
    const { feature, scenario, line, status, step = '', message = '' } = test;
    const start = `    <testcase${attributes({
      classname: feature,
      name: uniqueName(scenario.slice(0, longestName)),
      file: `${feature}:${line}`,
      time: seconds(0),
    })}`;
    const text = `${step}: ${message}`.slice(0, longestLog);
    switch (status) {
      case 'passed':
        return closed(start, 'passed', 0);
      case 'failed': {
        const head = attributes({ message: message.slice(0, longestName) });
        return closed(start, 'failure', 0, `<failure${head}>${escapeXml(text)}</failure>`);
      }
      case 'skipped':
        return closed(start, 'skipped', 0, `<skipped${attributes({ message: text })}/>`);
    }
  }

  function failure(step: StepRecord): string {
    const lines = room > 0 ? options.logTail(step) : [];
    const tail = lines.join('\n').slice(-Math.min(longestLog, room));
    room -= tail.length;
    const whole = step.log === undefined ? [] : [`Whole log: ${options.linkTo(step.log)}`];
    const image = step.image === '' ? [] : [`Image: ${step.image}`];
    const text = [...whole, ...image, '', tail].join('\n').trim();
    const head = attributes({ message: `${step.name.slice(0, longestName)} failed` });
    return `<failure${head}>${escapeXml(text)}</failure>`;
  }

  /** GitLab keeps one case of a name. */
  function uniqueName(name: string): string {
    let unique = name;
    for (let use = 2; names.has(unique); use += 1) unique = `${name} #${use}`;
    names.add(unique);
    return unique;
  }
}

interface TestCase {
  readonly xml: string;
  readonly result: 'passed' | 'failure' | 'error' | 'skipped';
  /** Milliseconds. */
  readonly time: number;
}

/** What belongs to no step: a run that was refused, stopped, late, or lacks an output. */
function runCase(record: RunRecord, suite: string): TestCase {
  const start = `    <testcase${attributes({ classname: suite, name: 'workflow run', time: seconds(0) })}`;
  const { error } = record;
  const isToldByStep =
    record.steps.some((step) => step.status === 'failed') || hasFailedTests(record);
  if (error === undefined || (error.code === 'run-failed' && isToldByStep)) {
    return closed(start, 'passed', 0);
  }
  const missing = record.missing.slice(0, 100).map((path) => `Missing output: ${path}`);
  const text = [error.hint ?? '', record.url ?? '', ...missing].filter((line) => line !== '');
  // An output that is missing is the analysis' failure; anything else kept the run from being tried.
  const tag = ['run-failed', 'output-missing'].includes(error.code) ? 'failure' : 'error';
  const head = attributes({ message: error.message, type: error.code });
  return closed(start, tag, 0, `<${tag}${head}>${escapeXml(text.join('\n'))}</${tag}>`);
}

/** @param start of the element, with its attributes */
function closed(
  start: string,
  result: TestCase['result'],
  time: number,
  content?: string,
): TestCase {
  const xml = content === undefined ? `${start}/>` : `${start}>\n      ${content}\n    </testcase>`;
  return { xml, result, time };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
