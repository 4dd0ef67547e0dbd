import { describe, expect, it } from 'vitest';
import { parseAssignments } from '../../src/base/assignment.ts';
import { parseOptions } from '../../src/specification/options.ts';
import { declaredParameters, parseParameters } from '../../src/specification/parameters.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { errorOf, serialWorkflow, specificationFrom } from './analysis.ts';

const assigned = (...texts: string[]) => parseAssignments(texts, '--option');

describe('NAME=VALUE', () => {
  it('has as value everything behind the first =', () => {
    expect(parseAssignments(['A=b=c', 'B=', 'C= x '], '--var')).toEqual({
      A: 'b=c',
      B: '',
      C: ' x ',
    });
  });

  it('is refused without a name, without =, and given twice; all at once', async () => {
    const error = await errorOf(() => parseAssignments(['=1', 'x', 'A=1', 'A=2'], '--var'));
    expect(error.message).toBe(
      '--var: "=1" is not NAME=VALUE; "x" is not NAME=VALUE; A is given twice',
    );
    expect(error.code).toBe('usage');
  });

  it('takes __proto__ for a name like any other', () => {
    expect(Object.keys(parseAssignments(['__proto__=1'], '--var'))).toEqual(['__proto__']);
  });
});

describe('--parameter', () => {
  const specification = specificationFrom(
    'inputs:\n  parameters: {events: 10, mass: 30.5, name: a, fast: true, list: [1], none: }' +
      serialWorkflow,
  );

  it.each([
    ['events=20', '{"events":20}'],
    ['events=20.0', '{"events":20.0}'],
    ['events=many', '{"events":"many"}'],
    ['mass=30', '{"mass":30}'],
    ['name=5', '{"name":"5"}'],
    ['name=true', '{"name":"true"}'],
    ['none=5', '{"none":"5"}'],
    ['fast=no', '{"fast":false}'],
    ['fast=5', '{"fast":"5"}'],
    ['list=[1, 2.0]', '{"list":[1,2.0]}'],
    ['list=a', '{"list":"a"}'],
  ])('%s sets %s', (given, json) => {
    expect(JSON.stringify(parseParameters(assigned(given), specification))).toBe(json);
  });

  it('that the specification does not declare is refused, with the name that may be meant', async () => {
    const error = await errorOf(() => parseParameters({ event: '1', x: '2' }, specification));
    expect(error.message).toBe('--parameter: reana.yaml declares no event, x');
    expect(error.hint).toBe('Did you mean events?');
  });

  it('of a CWL workflow is one of those in its parameter file', async () => {
    const root = await temporaryFolder({ 'job.yml': 'sleep: 2\nfile: {class: File, path: a}\n' });
    const cwl = specificationFrom(
      'inputs: {parameters: {input: job.yml}}\nworkflow: {type: cwl, file: a.cwl}',
      root,
    );
    const declared = await declaredParameters(cwl);
    expect(parseParameters({ sleep: '5' }, cwl, declared)).toEqual({ sleep: 5 });
    expect((await errorOf(() => parseParameters({ input: 'x' }, cwl, declared))).code).toBe(
      'usage',
    );
    expect(parseParameters({ anything: '5' }, cwl)).toEqual({ anything: '5' });
  });
});

describe('--option', () => {
  it.each([
    ['type: serial, file: a.json', ['TARGET=fit', 'FROM=gen', 'CACHE=off']],
    ['type: cwl, file: a.cwl', ['TARGET=fit']],
    ['type: yadage, file: a.yml', ['toplevel=x', 'initdir=y', 'initfiles=z', 'accept_metadir=']],
    ['type: snakemake, file: Snakefile', ['report=report.html']],
  ])('of {%s} can be %j', (workflow, options) => {
    const specification = specificationFrom(`workflow: {${workflow}}`);
    expect(Object.keys(parseOptions(assigned(...options), specification))).toHaveLength(
      options.length,
    );
  });

  it('that the language does not have is refused', async () => {
    const specification = specificationFrom(serialWorkflow);
    const error = await errorOf(() => parseOptions({ TARGETS: 'a' }, specification));
    expect(error).toMatchObject({ code: 'usage', hint: 'Did you mean TARGET?' });
    const other = await errorOf(() => parseOptions({ report: 'a' }, specification));
    expect(other.hint).toBe('Known: CACHE, FROM, TARGET.');
  });
});
