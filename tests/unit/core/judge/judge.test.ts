import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../../src/core/detect/shared/detector.ts';
import type { Family, Finding, UnknownKind } from '../../../../src/core/domain/finding.ts';
import { familySum, judge } from '../../../../src/core/judge/judge.ts';
import { testPolicy } from '../../../support/policy.ts';

function evidence(score: number, nature: Evidence['nature'] = 'added', more: Partial<Finding> = {}): Evidence {
  const about = { detector: 'd', family: 'words', kind: 'defacement', reason: { vi: 'x', en: 'x' } } as const;
  return { nature, finding: { ...about, score, fingerprint: `d:${score}`, indicators: [], ...more } };
}

describe('judge', () => {
  test.each([
    [0, 'clean'],
    [2.99, 'clean'],
    [3, 'suspect'],
    [5.99, 'suspect'],
    [6, 'alarm'],
  ] as const)('a score of %d is %s', (score, level) => {
    expect(judge([evidence(score)], null, testPolicy).level).toBe(level);
  });
  test('within a family the second counts half, the third a quarter; families add fully', () => {
    const findings = [4, 2, 1].map((score) => evidence(score).finding);
    expect(familySum(findings, 0.5)).toBe(4 + 1 + 0.25);
    expect(familySum([...findings, evidence(3, 'added', { family: 'route' }).finding], 0.5)).toBe(8.25);
  });
  test('ten weak findings of one family are not one strong one', () => {
    expect(
      judge(
        Array.from({ length: 10 }, () => evidence(1)),
        null,
        testPolicy,
      ).level,
    ).toBe('clean');
  });
  test('lost text and another picture together stay a suspect: a redesign is that too', () => {
    const redesign = [evidence(4, 'missing', { family: 'text' }), evidence(3, 'missing', { family: 'picture' })];
    expect(judge(redesign, null, testPolicy)).toMatchObject({ level: 'suspect', score: 5.5 });
    expect(judge([...redesign, evidence(2, 'added')], null, testPolicy).level).toBe('alarm');
  });
  test('what every new make brings along, and one slight oddity, stay a suspect beside lost text', () => {
    const rebuilt = [evidence(4, 'missing', { family: 'text' }), evidence(4, 'changed', { family: 'scripts' })];
    expect(judge([...rebuilt, evidence(1, 'added')], null, testPolicy)).toMatchObject({ level: 'suspect', score: 5.5 });
  });
  test('a page of which nothing is left alarms by that alone', () => {
    expect(judge([evidence(6.5, 'missing', { family: 'text' })], null, testPolicy)).toMatchObject({
      level: 'alarm',
      score: 6.5,
    });
  });
  test('an excuse explains what is missing and gives the unknown its kind', () => {
    const verdict = judge([evidence(6.5, 'missing')], 'maintenance', testPolicy);
    expect(verdict).toMatchObject({ level: 'unknown', kind: 'maintenance', score: 0 });
    expect(verdict.findings[0]?.score).toBe(0);
  });
  test('evidence from what was added is never lowered by an excuse', () => {
    const excuse = fc.constantFrom<UnknownKind>('blocked', 'maintenance', 'parked', 'error-page', 'cut-off');
    const family = fc.constantFrom<Family>('words', 'title', 'route', 'links');
    const scores = fc.array(fc.tuple(fc.double({ min: 0, max: 10, noNaN: true }), family), { maxLength: 6 });
    fc.assert(
      fc.property(scores, excuse, (rows, why) => {
        const added = rows.map(([score, of]) => evidence(score, 'added', { family: of }));
        const plain = judge(added, null, testPolicy);
        const excused = judge(added, why, testPolicy);
        expect(excused.score).toBe(plain.score);
        if (plain.level !== 'clean') expect(excused).toEqual(plain);
      }),
    );
  });
  test('the kind is that of what was added, not of what went missing', () => {
    const route = evidence(6.5, 'added', { family: 'route', kind: 'redirection' });
    expect(judge([evidence(6.5, 'missing', { family: 'text' }), route], null, testPolicy).kind).toBe('redirection');
  });
  test('only a replaced page with a signature is conclusive', () => {
    const lost = evidence(6.5, 'missing', { detector: 'blocks-lost', family: 'text' });
    const signed = evidence(6.5, 'added', { detector: 'signature-phrase' });
    expect(judge([lost, signed], null, testPolicy).conclusive).toBe(true);
    expect(judge([lost], null, testPolicy).conclusive).toBe(false);
    expect(judge([signed], null, testPolicy).conclusive).toBe(false);
  });
});
