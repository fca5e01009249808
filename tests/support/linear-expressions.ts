/** Judges the regular expressions of the source by recheck. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';
import recheck from 'recheck/package.json' with { type: 'json' };
import { type Expression, expressionsIn } from './regular-expressions.ts';

interface Exception {
  readonly expression: string;
  /** How much text it can meet at most, and where that is seen to. */
  readonly bound: string;
}

/** Looked at by people. What no longer stands in the source must go from here too. */
export const exceptions: readonly Exception[] = [
  { expression: '/<!--.*?-->/gs', bound: '4,096 bytes: `charsetOfMeta` cuts the head out before it reads' },
  { expression: '/<meta\\s[^>]{0,500}>/gi', bound: '4,096 bytes: the same head' },
  {
    expression: '/<meta[^>]{0,200}charset\\s*=\\s*["\']?([\\w-]+)/i',
    bound: '2,048 bytes: `decodePage` cuts the head out before it reads',
  },
  { expression: '/\\[[^\\]]*\\]/g', bound: '400 characters: `simplePattern` refuses longer ones' },
];

/**
 * Steps are counted and nothing is timed but the whole, so that a busy machine finds what a quiet one finds: 333 steps for
 * each of 300,000 characters are too many.
 */
const parameters = { attackLimit: 100_000_000, attackTimeout: null, incubationTimeout: null, timeout: 60_000 } as const;

export const written = ({ pattern, flags }: Expression) => `/${pattern}/${flags}`;

export async function objectionTo(expression: Expression): Promise<string | null> {
  const judgement = await check(expression.pattern, expression.flags, parameters);
  if (judgement.status === 'safe') return null;
  const why = judgement.status === 'unknown' ? `unknown (${judgement.error.kind})` : judgement.complexity.summary;
  return `${expression.at} ${written(expression)}: ${why}. Rewrite it, use a scanner, or bound its text and list it.`;
}

const sources = globSync('src/**/*.{ts,tsx,js}').sort();
export const inSource = sources.map((file) => expressionsIn(file, readFileSync(file, 'utf8')));

/** Each expression once, but for the exceptions. */
export function expressionsToJudge(): Expression[] {
  const excepted = new Set(exceptions.map(({ expression }) => expression));
  const each = new Map(inSource.flatMap(({ expressions }) => expressions.map((one) => [written(one), one])));
  return [...each].flatMap(([text, one]) => (excepted.has(text) ? [] : [one]));
}

/** A line for each expression that was found safe: judging all of them takes minutes of processor time. */
export const judgedFile = join(import.meta.dirname, 'judged-expressions.txt');

/** Another version of recheck or other limits make another line. */
export function judgedLine(expression: Expression): string {
  const judged = JSON.stringify([recheck.version, parameters, expression.pattern, expression.flags]);
  return createHash('sha256').update(judged).digest('hex').slice(0, 32);
}
