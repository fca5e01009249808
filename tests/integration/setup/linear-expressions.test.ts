/**
 * Every regular expression in `src` takes time that grows with the text and no faster, whatever the text: judged by
 * recheck, one by one. What it can't judge within its time is refused like what it finds. It misses some kinds; beside it
 * stands `linear-readers.test.ts`. Those judged before are not judged again here; `npm run test:long` judges all.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  exceptions,
  expressionsToJudge,
  inSource,
  judgedFile,
  judgedLine,
  objectionTo,
  written,
} from '../../support/linear-expressions.ts';
import { expressionsIn } from '../../support/regular-expressions.ts';

/** Expressions made while the product runs, of our own constants but for the last. */
const builtOfConstants = [
  "src/capture/browser/page-markup.js: new RegExp('data-' + token + '-|' + token + 'n(\\\\d+);', 'g')",
  "src/capture/browser/page-markup.js: new RegExp(limits.prefix, 'gi')",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in the source
  "src/core/facts/text/text-folding.ts: new RegExp(`[${Object.keys(lookAlikes).join('')}]`, 'gu')",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in the source
  "src/core/facts/text/text-folding.ts: new RegExp(`${letterByLetter.source}|${wordLetter.source}+`, 'gu')",
  // A watched page's own, which are refused where nothing says beforehand what they cost.
  "src/core/scripts/simple-pattern.ts: new RegExp(source, flags.replace('y', ''))",
];

test('every regular expression in the source is linear, or its text is bounded', { timeout: 600_000 }, async () => {
  const all = expressionsToJudge();
  expect(all.length).toBeGreaterThan(250);
  const judged = new Set(readFileSync(judgedFile, 'utf8').split('\n'));
  const objections: string[] = [];
  for (const expression of all) {
    const objection = judged.has(judgedLine(expression)) ? null : await objectionTo(expression);
    if (objection !== null) objections.push(objection);
  }
  expect(objections).toEqual([]);
});

test('each exception still stands in the source', () => {
  const known = new Set(inSource.flatMap(({ expressions }) => expressions.map(written)));
  expect(exceptions.filter(({ expression }) => !known.has(expression))).toEqual([]);
});

test('what is made while the product runs is listed', () => {
  expect(inSource.flatMap(({ built }) => built).sort()).toEqual([...builtOfConstants].sort());
});

const planted = `
const exponential = /(a+)+$/;
export const view = <p>{String(text).replace(/\\s*\\n\\s*/, ' ')}</p>;
const made = new RegExp('(x+x+)+y', 'i');
const called = text.match('^(\\\\d+)*$');
const forBrowsers = \`
  const find = (text) => /<[^>]*>/.exec(text);
\`;
const atRunTime = RegExp(pattern);
const harmless = /^https?:/;
`;

test('a vulnerable expression is found wherever it stands, and objected to', { timeout: 300_000 }, async () => {
  const { expressions, built } = expressionsIn('planted.tsx', planted);
  expect(expressions.map(written).sort()).toEqual(
    ['/(a+)+$/', '/(x+x+)+y/i', '/<[^>]*>/', '/\\s*\\n\\s*/', '/^(\\d+)*$/', '/^https?:/'].sort(),
  );
  expect(built).toEqual(['planted.tsx: RegExp(pattern)']);
  const objections: string[] = [];
  for (const expression of expressions) objections.push((await objectionTo(expression)) ?? '');
  expect(objections.filter((objection) => objection !== '').map((objection) => objection.split(' ')[0])).toHaveLength(
    5,
  );
});
