import { describe, expect, test } from 'vitest';
import { scriptPieces } from '../../../../src/core/scripts/script-pieces.ts';

const keys = (source: string) => scriptPieces(source).map(({ key }) => key);
const added = (before: string, after: string) => {
  const known = new Set(keys(before));
  return scriptPieces(after).flatMap(({ key, code }) => (known.has(key) ? [] : [code]));
};
const body = 'var a = document.title; function b() { return a } b(); ';

describe('what was added to a file', () => {
  test.each([
    ['statements', body, `${body} evil();`],
    ['in front', body, `evil(); ${body}`],
    ['inside a function called at once', `(function () { ${body} })();`, `(function () { ${body} evil(); })();`],
    ['inside an arrow function', `(() => { ${body} })()`, `(() => { ${body} evil(); })()`],
    ['inside a negated function', `!function (t) { ${body} }(this)`, `!function (t) { evil(); ${body} }(this)`],
    [
      'inside a function handed to a loader',
      `!function (e, t) { t(e) }(this, function () { ${body} ${body} });`,
      `!function (e, t) { t(e) }(this, function () { ${body} evil(); ${body} });`,
    ],
    [
      'a function bound to something',
      `(function () { ${body} }).call(this)`,
      `(function () { ${body} evil(); }).call(this)`,
    ],
  ])('%s', (_name, before, after) => {
    expect(added(before, after)).toEqual(['evil();']);
  });

  test('is all of it where the file cannot be taken apart', () => {
    expect(added('this is no code (', 'this is no code ( evil();')).toEqual(['this is no code ( evil();']);
    expect(keys('a();'.repeat(500))).toHaveLength(1);
  });

  test('also when it stands in the wrapping', () => {
    const before = `(function (w) { ${body} })(window);`;
    expect(added(before, before.replace('window)', 'window, evil())'))).toHaveLength(1);
  });
});
