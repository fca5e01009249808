/** A page that always ends at the same place is whole, and one that is cut off anywhere is not. */
import { describe, expect, test } from 'vitest';
import { type Look, lookAt } from '../../../../src/core/facts/look.ts';
import { assess } from '../../../../src/core/judge/assess.ts';
import { newTargetState } from '../../../../src/core/judge/confirm.ts';
import { usualCut, withCuts } from '../../../../src/core/judge/same-cut.ts';
import { captureFrom } from '../../../support/captures.ts';
import { learned } from '../../../support/detecting.ts';
import { testPolicy } from '../../../support/policy.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
/** The server announces more than it has: the page lacks its last tags. */
const cutAt = (visits: string, end: string): Look => {
  const whole = portalPage().replace(/<\/body>[\s\S]*$/, '');
  const html = `${whole}<p>Lượt xem: ${visits}</p><p>${'Liên hệ bộ phận một cửa. '.repeat(8)}${end}`;
  return lookAt(captureFrom(html, { url, cutOff: 'connection-lost' }), null);
};
const same = ['12', '340', '341'].map((visits) => cutAt(visits, 'Hết 1'));
const [first] = same as [Look, ...Look[]];
const verdictOf = (look: Look, usual: string | null) =>
  assess(
    { targetUrl: url, at: 1, baseline: null, ignored: [], usualCut: usual },
    { looks: [look], failures: [] },
    testPolicy,
  ).verdict;

describe('looks that were cut off', () => {
  test('at the same place in a row make it the usual one, whatever numbers stand before it', () => {
    let state = newTargetState(0);
    const usual = same.map((look) => {
      const known = usualCut(state);
      state = withCuts(state, [look]);
      return known;
    });
    expect(usual).toEqual([null, null, first.cutTail]);
  });
  test('at different places, or whole in between, do not', () => {
    const other = cutAt('12', 'Một chỗ khác');
    const whole = lookAt(captureFrom(portalPage(), { url }), null);
    for (const between of [other, whole]) {
      const state = [first, between, first].reduce((before, look) => withCuts(before, [look]), newTargetState(0));
      expect(usualCut(state)).toBeNull();
    }
  });
});

test('a page that is cut off is unknown, and clean where it always ends there', () => {
  expect(verdictOf(first, null)).toMatchObject({ level: 'unknown', kind: 'cut-off' });
  expect(verdictOf(first, first.cutTail ?? '').level).toBe('clean');
});

test('once learned it is compared as a whole page', () => {
  const baseline = learned(same);
  const half = portalPage().slice(0, 0.4 * portalPage().length);
  const shorter = lookAt(captureFrom(half, { url, cutOff: 'connection-lost' }), null);
  const on = (look: Look) =>
    assess({ targetUrl: url, at: 9, baseline, ignored: [] }, { looks: [look], failures: [] }, testPolicy).verdict;
  expect(on(cutAt('355', 'Hết 1')).level).toBe('clean');
  expect(on(shorter)).toMatchObject({ level: 'unknown', kind: 'cut-off' });
});
