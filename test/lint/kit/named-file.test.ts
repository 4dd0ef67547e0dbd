import { describe, expect, it } from 'vitest';
import { namedFiles } from '../../../src/lint/kit/named-file.ts';

function used(script: string): string[] {
  const parameters = new Map([['script', 'code/fit.py']]);
  return namedFiles(script, (name) => parameters.get(name)).used.map(({ path }) => path);
}

describe('the files that a command names', () => {
  it.each([
    ['a program', './code/run.sh --fast', ['code/run.sh', '--fast']],
    ['arguments', 'python fit.py data/a.csv', ['python', 'fit.py', 'data/a.csv']],
    ['what an option is set to', 'fit --config=fit.yaml', ['fit', '--config', 'fit.yaml']],
    ['what stands in quotes', `root -q 'plot.C("a.root")'`, ['root', '-q', 'plot.C', 'a.root']],
    ['modules', 'python -m code.fit', ['python', '-m', 'code/fit.py']],
    ['what a parameter stands for', 'python "${script}"', ['python', 'code/fit.py']],
    ['what is read from', 'sort < names.txt', ['sort', 'names.txt']],
  ])('are %s', (_what, script, names) => {
    expect(used(script)).toEqual(names);
  });

  it.each([
    ['comments', 'true # as in notes.txt', ['true']],
    ['what lies elsewhere', 'python /code/fit.py ../fit.py ~/fit.py', ['python']],
    ['what follows a change of folder', 'cd /opt && python fit.py', []],
    ['unknown variables', 'python $CODE/fit.py', ['python']],
    ['what is printed', 'echo fit.py', []],
  ])('are not %s', (_what, script, names) => {
    expect(used(script)).toEqual(names);
  });

  it.each([
    ['behind an arrow', 'fit > limit.json', ['limit.json']],
    ['behind an option of output', 'fit -o a.json --output-file "b.json"', ['a.json', 'b.json']],
    [
      'by programs that make files',
      'curl https://a.org/c.csv; touch d',
      ['curl', 'https://a.org/c.csv', 'c.csv', 'touch', 'd'],
    ],
  ])('tell what is made %s', (_what, script, names) => {
    expect([...namedFiles(script, () => undefined).made]).toEqual(names);
  });

  it('have their places', () => {
    const script = '# a comment\npython fit.py';
    expect(
      namedFiles(script, () => undefined).used.map(({ index }) => script.slice(index)),
    ).toEqual(['python fit.py', 'fit.py']);
  });
});
