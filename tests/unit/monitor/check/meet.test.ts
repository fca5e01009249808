import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Need, Verdict } from '../../../../src/core/domain/finding.ts';
import { type Gathered, nothingGathered, withObservation } from '../../../../src/monitor/check/look/gathered.ts';
import { judgeUntilMet, type Meeters, meet, nameOf } from '../../../../src/monitor/check/look/meet.ts';

const verdict: Verdict = { level: 'clean', kind: null, score: 0, conclusive: false, findings: [] };
const allNeeds: readonly Need[] = [
  { type: 'http' },
  { type: 'browser' },
  { type: 'again', tier: 'http' },
  { type: 'again', tier: 'browser' },
  { type: 'picture' },
  { type: 'control' },
  { type: 'profile', profile: 'search-bot' },
  { type: 'vantage', name: 'a', tier: 'http' },
  { type: 'vantage', name: 'b', tier: 'http' },
];

/** Meeters that write down what they were asked for. */
function notedMeeters(met: string[]): Meeters {
  const note = async (gathered: Gathered, need: Need) => {
    met.push(nameOf(need));
    return gathered;
  };
  return Object.fromEntries(allNeeds.map(({ type }) => [type, note]));
}

test('a need that nobody can meet here leaves what was gathered as it is', async () => {
  expect(await meet(nothingGathered, { type: 'browser' }, {})).toBe(nothingGathered);
});

test('each need is met at most once, whatever the judge asks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.subarray([...allNeeds]), { maxLength: 20 }), async (rounds) => {
      const met: string[] = [];
      let round = 0;
      const judge = async (gathered: Gathered) => ({ verdict, needs: rounds[round++] ?? [], gathered });
      await judgeUntilMet(nothingGathered, judge, notedMeeters(met), ['http']);
      expect(met).toEqual([...new Set(met)]);
      expect(met).not.toContain('http');
    }),
  );
});

test('vantages wait until everything that can be seen from here was seen', async () => {
  const met: string[] = [];
  const judge = async (gathered: Gathered) => ({ verdict, needs: allNeeds.toReversed(), gathered });
  await judgeUntilMet(nothingGathered, judge, notedMeeters(met));
  expect(met.slice(-2)).toEqual(['vantage b', 'vantage a']);
  expect(met).toHaveLength(allNeeds.length);
});

test('the judge is asked again about what was gathered, and what it gave up stays given up', async () => {
  const control = async (gathered: Gathered) => withObservation(gathered, { isBlind: true });
  const judge = async (gathered: Gathered) => ({
    verdict,
    needs: [{ type: 'control' } as const],
    gathered: withObservation(gathered, { isOurs: true }),
  });
  const { gathered } = await judgeUntilMet(nothingGathered, judge, { control });
  expect(gathered.observation).toEqual({ looks: [], failures: [], isBlind: true, isOurs: true });
  expect(nothingGathered.observation).toEqual({ looks: [], failures: [] });
});
