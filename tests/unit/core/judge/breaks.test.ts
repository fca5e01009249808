import { describe, expect, test } from 'vitest';
import type { CaptureFailure, Tier } from '../../../../src/core/domain/capture.ts';
import { type Look, lookAt } from '../../../../src/core/facts/look.ts';
import { assess } from '../../../../src/core/judge/assess.ts';
import { isLesson } from '../../../../src/core/judge/breaks.ts';
import type { Observation } from '../../../../src/core/judge/observation.ts';
import { type Baseline, learnBaseline } from '../../../../src/core/learned/baseline.ts';
import { scanPage } from '../../../../src/core/scan/scan-page.ts';
import { type CaptureWish, captureFrom } from '../../../support/captures.ts';
import { testPolicy } from '../../../support/policy.ts';
import { defacedPage, portalPage } from '../../../support/portal-pages.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const look = (html: string, wish: CaptureWish = {}): Look => lookAt(captureFrom(html, { url, ...wish }), null);
const salvaged = (html: string): Look => look(html, { rendered: { html, broke: 'memory' } });

function learned(looks: readonly Look[]): Baseline {
  const content = learnBaseline(looks, 1);
  return { targetId: '1.1', profile: 'browser', version: 1, status: 'approved', learnedAt: 1, revision: 0, content };
}
const whole = look(portalPage(), { rendered: { html: portalPage() } });
const known = learned([look(portalPage()), whole, look(portalPage()), whole]);

const broke = (tier: Tier): CaptureFailure => ({
  tier,
  profile: 'browser',
  at: 1,
  kind: 'page-broke',
  retryable: true,
  reason: 'The page ended the browser.',
  hops: [],
  durationMs: 1,
});
function judged(observation: Partial<Observation>, baseline: Baseline | null = known) {
  const context = { targetUrl: url, at: 9, baseline, ignored: [] };
  return assess(context, { looks: [], failures: [], ...observation }, testPolicy);
}

describe('a look that the page broke', () => {
  test('is taken once more, and without a browser, before anything is said', () => {
    const once = judged({ failures: [broke('browser')] });
    expect(once.verdict).toMatchObject({ level: 'unknown', kind: 'error-page' });
    expect(once.needs).toEqual([{ type: 'again', tier: 'browser' }, { type: 'http' }]);
    expect(judged({ failures: [broke('http')] }).needs).toEqual(
      expect.arrayContaining([{ type: 'again', tier: 'http' }, { type: 'browser' }]),
    );
  });

  test('is never clean, however the page looks beside it', () => {
    const beside = judged({ looks: [look(portalPage())], failures: [broke('browser')] });
    expect(beside.verdict).toMatchObject({ level: 'unknown', kind: 'error-page', score: 0 });
    expect(judged({ looks: [salvaged(portalPage())] }).verdict).toMatchObject({ level: 'unknown', kind: 'error-page' });
    expect(judged({ looks: [salvaged(portalPage()), whole] }).verdict.level).toBe('unknown');
  });

  test.each([
    ['the browser ended', { failures: [broke('browser'), broke('browser')], looks: [look(portalPage())] }],
    [
      'the browser was broken once its page was written down',
      { looks: [salvaged(portalPage()), salvaged(portalPage())] },
    ],
    ['once this way and once that', { looks: [salvaged(portalPage())], failures: [broke('browser')] }],
    ['the reader or the judge', { looks: [whole], failures: [broke('http'), broke('http')] }],
  ])('twice is a suspect: %s', (_, observation) => {
    const { verdict, needs } = judged(observation);
    expect(verdict).toMatchObject({ level: 'suspect', kind: 'injection', score: 4, conclusive: false });
    expect(verdict.findings[0]).toMatchObject({ detector: 'breaks-the-look', fingerprint: expect.any(String) });
    expect(needs.filter(({ type }) => type === 'again')).toEqual([]);
  });

  test('is an alarm where what was seen is one', () => {
    const twice = [broke('browser'), broke('browser')];
    expect(judged({ looks: [look(defacedPage)], failures: twice }).verdict.level).toBe('alarm');
    expect(judged({ looks: [look(defacedPage)], failures: [broke('browser')] }).verdict.level).toBe('alarm');
    expect(judged({ looks: [salvaged(defacedPage)] }).verdict.level).toBe('alarm');
    const context = { targetUrl: url, at: 9, baseline: known, ignored: [] };
    const scanned = scanPage(captureFrom(defacedPage, { url }), context, testPolicy);
    expect(judged({ failures: [broke('http')], scanned }).verdict.level).toBe('alarm');
    expect(judged({ failures: [broke('http')], scanned: [...scanned, ...scanned] }).verdict.score).toBe(
      judged({ failures: [broke('http')], scanned }).verdict.score,
    );
  });

  test('says nothing where it was learned so, in that tier', () => {
    const heavy = learned([look(portalPage()), salvaged(portalPage()), look(portalPage()), salvaged(portalPage())]);
    const twice = [broke('browser'), broke('browser')];
    expect(judged({ looks: [look(portalPage())], failures: twice }, heavy).verdict).toMatchObject({
      level: 'unknown',
      kind: 'error-page',
    });
    const reader = { looks: [look(portalPage())], failures: [broke('http'), broke('http')] };
    expect(judged(reader, heavy).verdict.level).toBe('suspect');
  });

  test('says nothing at first sight, and the page can be learned from what is seen of it', () => {
    const seen = { looks: [look(portalPage())], failures: [broke('browser'), broke('browser')] };
    const { verdict } = judged(seen, null);
    expect(verdict).toMatchObject({ level: 'unknown', kind: 'error-page' });
    expect(isLesson(verdict, seen)).toBe(true);
    const capture = { ...captureFrom(portalPage(), { url }), brokeBeside: ['browser'] as const };
    const again = learned([lookAt(capture, null), lookAt(capture, null)]);
    expect(judged(seen, again).verdict.level).toBe('unknown');
    const down = { looks: [look('<h1>Oops</h1>', { status: 500 })], failures: [broke('browser')] };
    expect(isLesson(judged(down, null).verdict, down)).toBe(false);
  });

  test('is ours where the look alone says so, but for what is bad by itself', () => {
    const twice = [broke('browser'), broke('browser')];
    const ours = { looks: [look(portalPage())], failures: twice, isOurs: true };
    expect(judged(ours).verdict).toMatchObject({ level: 'unknown', kind: 'blind' });
    expect(judged({ ...ours, looks: [look(defacedPage)] }).verdict.level).toBe('alarm');
  });

  test('of a special visitor is nobody’s', () => {
    const special = { ...broke('browser'), profile: 'phone' as const };
    expect(judged({ looks: [look(portalPage())], failures: [special, special] }).verdict.level).toBe('clean');
  });

  test('that an operator ignores weighs nothing and stays unknown', () => {
    const twice = { looks: [look(portalPage())], failures: [broke('browser'), broke('browser')] };
    const fingerprint = judged(twice).verdict.findings[0]?.fingerprint ?? '';
    const context = { targetUrl: url, at: 9, baseline: known, ignored: [fingerprint] };
    expect(assess(context, twice, testPolicy).verdict).toMatchObject({ level: 'unknown', kind: 'error-page' });
  });
});
