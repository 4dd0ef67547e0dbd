import { describe, expect, it } from 'vitest';
import { namePoint, nameOfRun, nothing, type PointInputs } from '../../src/scan/point.ts';

function nameOf(inputs: Partial<PointInputs>): string {
  return namePoint({ ...nothing, ...inputs }).name;
}

describe('the name of a point', () => {
  it.each<[string, Partial<PointInputs>]>([
    ['mass=300', { parameters: { mass: '300' } }],
    ['mass=300,width=narrow', { parameters: { mass: '300', width: 'narrow' } }],
    ['slope=-1.5e-3', { parameters: { slope: '-1.5e-3' } }],
    ['mass=30.0', { parameters: { mass: '30.0' } }],
    ['mass=1,VAR_CHANNEL=ee', { parameters: { mass: '1' }, variables: { CHANNEL: 'ee' } }],
  ])('is %s where its inputs are plain', (name, inputs) => {
    expect(nameOf(inputs)).toBe(name);
  });

  it.each<[string, Partial<PointInputs>]>([
    ['a path', { parameters: { file: '../../etc/passwd' } }],
    ['blanks and signs', { parameters: { cut: 'pt > 30 && eta < 2.5; rm -rf *' } }],
    ['line breaks', { parameters: { text: 'a\nb\u0000c' } }],
    ['letters of any language', { parameters: { größe: 'Ωμέγα' } }],
    ['nothing', { parameters: { mass: '' } }],
    ['a long text', { parameters: { text: 'x'.repeat(5000) } }],
    ['a dataset', { datasets: ['mc23:mc23.801234.signal.deriv.DAOD_PHYSLITE.e1_s2_p3'] }],
  ])('is fit for a folder where an input is %s', (_what, inputs) => {
    const name = nameOf(inputs);
    expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._+=,-]*-[0-9a-f]{8}$/);
    expect(name.length).toBeLessThan(100);
  });

  it.each<[string, Partial<PointInputs>, Partial<PointInputs>]>([
    ['a value', { parameters: { text: 'a b' } }, { parameters: { text: 'a-b' } }],
    ['the end of a long value', ...longPair()],
    ['where a comma belongs', { parameters: { a: '1,b=2' } }, { parameters: { a: '1', b: '2' } }],
    ['a parameter from a variable', { parameters: { A: '1' } }, { variables: { A: '1' } }],
    ['the scope of a dataset', { datasets: ['a:x.y'] }, { datasets: ['b:x.y'] }],
    ['one dataset from two', { datasets: ['a:x+y'] }, { datasets: ['a:x', 'a:y'] }],
  ])('tells %s', (_what, one, other) => {
    expect(nameOf(one)).not.toBe(nameOf(other));
  });
});

describe('the name of the run of a point', () => {
  it('says which point it is in what REANA takes', () => {
    const point = namePoint({ ...nothing, parameters: { mass: '-1.5', tune: 'A' } });
    expect(nameOfRun('zz_p42_mr7_9001_reana-scan', point)).toBe(
      'zz_p42_mr7_9001_reana-scan-mass-1-5-tune-A',
    );
  });
});

function longPair(): [Partial<PointInputs>, Partial<PointInputs>] {
  const long = 'x'.repeat(500);
  return [{ parameters: { text: `${long}1` } }, { parameters: { text: `${long}2` } }];
}
