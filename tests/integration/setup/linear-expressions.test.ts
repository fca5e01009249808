/**
 * Every regular expression in `src` takes time that grows with the text and no faster, whatever the text: judged by
 * recheck, one by one. What it can't judge within its time is refused like what it finds. It misses some kinds; beside it
 * stands `linear-readers.test.ts`.
 */
import { globSync, readFileSync } from 'node:fs';
import { check } from 'recheck';
import { expect, test } from 'vitest';
import { type Expression, expressionsIn } from '../../support/regular-expressions.ts';

interface Exception {
  readonly expression: string;
  /** How much text it can meet at most, and where that is seen to. */
  readonly bound: string;
}

/** Looked at by people. What no longer stands in the source must go from here too. */
const exceptions: readonly Exception[] = [
  { expression: '/<!--.*?-->/gs', bound: '4,096 bytes: `charsetOfMeta` cuts the head out before it reads' },
  { expression: '/<meta\\s[^>]{0,500}>/gi', bound: '4,096 bytes: the same head' },
  {
    expression: '/<meta[^>]{0,200}charset\\s*=\\s*["\']?([\\w-]+)/i',
    bound: '2,048 bytes: `decodePage` cuts the head out before it reads',
  },
  { expression: '/\\[[^\\]]*\\]/g', bound: '400 characters: `simplePattern` refuses longer ones' },
];

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

/**
 * Steps are counted and nothing is timed but the whole, so that a busy machine finds what a quiet one finds: 333 steps for
 * each of 300,000 characters are too many.
 */
const parameters = { attackLimit: 100_000_000, attackTimeout: null, incubationTimeout: null, timeout: 60_000 } as const;

const written = ({ pattern, flags }: Expression) => `/${pattern}/${flags}`;

async function objectionTo(expression: Expression): Promise<string | null> {
  const judgement = await check(expression.pattern, expression.flags, parameters);
  if (judgement.status === 'safe') return null;
  const why = judgement.status === 'unknown' ? `unknown (${judgement.error.kind})` : judgement.complexity.summary;
  return `${expression.at} ${written(expression)}: ${why}. Rewrite it, use a scanner, or bound its text and list it.`;
}

const sources = globSync('src/**/*.{ts,tsx,js}').sort();
const inSource = sources.map((file) => expressionsIn(file, readFileSync(file, 'utf8')));

test('every regular expression in the source is linear, or its text is bounded', { timeout: 600_000 }, async () => {
  const excepted = new Set(exceptions.map(({ expression }) => expression));
  const each = new Map(inSource.flatMap(({ expressions }) => expressions.map((one) => [written(one), one])));
  expect(each.size).toBeGreaterThan(250);
  const objections: string[] = [];
  for (const [text, expression] of each) {
    const objection = excepted.has(text) ? null : await objectionTo(expression);
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
