import { describe, expect, it } from 'vitest';
import { findByPath } from '../../../../src/languages/yadage/jsonpath/jsonpath.ts';

const steps = {
  init: [{ _nodeid: 'n0' }],
  'my-stage': [{ _nodeid: 'n1' }, { _nodeid: 'n2' }],
  sub: [
    { _offset: '/sub/0', inner: [{ _nodeid: 'n3' }] },
    { _offset: '/sub/1', inner: [{ _nodeid: 'n4' }] },
  ],
};

describe('a path over stages', () => {
  it.each([
    ['init', [[{ _nodeid: 'n0' }]]],
    ['my-stage[1]', [{ _nodeid: 'n2' }]],
    ['my-stage[-1]', [{ _nodeid: 'n2' }]],
    ['init,my-stage', [steps.init, steps['my-stage']]],
    ['sub[*].inner', [steps.sub[0]?.inner, steps.sub[1]?.inner]],
    ['sub[0:1].inner[0]', [{ _nodeid: 'n3' }]],
    ['sub..inner', [steps.sub[0]?.inner, steps.sub[1]?.inner]],
    ['$.init', [steps.init]],
    ['*', Object.values(steps)],
    // Brackets belong to all that stands before them.
    ['(init|sub[0])', [steps.init[0], steps.sub[0]]],
    ["'my-stage'", [steps['my-stage']]],
    ['unknown', []],
    ['a.b', []],
    ['sub[7]', []],
  ])('%s', (path, found) => {
    expect(findByPath(path, steps)).toEqual(found);
  });

  it.each([
    ['1st', 'Exception: Parse error at 1:0 near token 1 (NUMBER)'],
    ['a b', 'Exception: Parse error at 1:2 near token b (ID)'],
    ['where', 'Exception: Parse error at 1:0 near token where (WHERE)'],
    ['a/b', 'JsonPathLexerError: Error on line 1, col 1: Unexpected character: / '],
    ["'open", 'JsonPathLexerError: Unexpected EOF in string literal or identifier'],
    ['', "AttributeError: 'NoneType' object has no attribute 'lineno'"],
    ['a[', "AttributeError: 'NoneType' object has no attribute 'lineno'"],
    ['sub[0][0]', 'KeyError: 0'],
    ['init&sub', 'NotImplementedError'],
  ])('%s fails as in jsonpath_rw', (path, message) => {
    expect(() => findByPath(path, steps)).toThrow(message);
  });
});
