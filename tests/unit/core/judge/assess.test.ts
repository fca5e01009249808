import { describe, expect, test } from 'vitest';
import type { CaptureFailure, Rendering } from '../../../../src/core/domain/capture.ts';
import { type Look, lookAt } from '../../../../src/core/facts/look.ts';
import { assess } from '../../../../src/core/judge/assess.ts';
import { type Baseline, learnBaseline } from '../../../../src/core/learned/baseline.ts';
import { type CaptureWish, captureFrom } from '../../../support/captures.ts';
import { testPolicy } from '../../../support/policy.ts';
import { defacedPage, portalPage } from '../../../support/portal-pages.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const look = (html: string, wish: CaptureWish = {}): Look => lookAt(captureFrom(html, { url, ...wish }), null);
const browser = (html: string, wish: Partial<Rendering> = {}): Look => look(html, { rendered: { html, ...wish } });

function learned(looks: readonly Look[], status: Baseline['status'] = 'approved'): Baseline {
  const content = learnBaseline(looks, 1);
  return { targetId: '1.1', profile: 'browser', version: 1, status, learnedAt: 1, revision: 0, content };
}

const both = learned([
  look(portalPage()),
  browser(portalPage()),
  look(portalPage({ visits: 3 })),
  browser(portalPage()),
]);

function judged(looks: readonly Look[], baseline: Baseline | null = both, ignored: readonly string[] = []) {
  return assess({ targetUrl: url, at: 9, baseline, ignored }, { looks, failures: [] }, testPolicy);
}

const failure: CaptureFailure = {
  tier: 'browser',
  profile: 'browser',
  at: 1,
  kind: 'browser-failed',
  retryable: true,
  reason: 'It did not start.',
  hops: [],
  durationMs: 1,
};

describe('what the judge asks for', () => {
  test('nothing after a clean HTTP look', () => {
    expect(judged([look(portalPage({ visits: 9 }))])).toMatchObject({ verdict: { level: 'clean' }, needs: [] });
  });
  test('a browser when the HTTP look is worse than clean', () => {
    expect(judged([look(defacedPage)])).toMatchObject({ verdict: { level: 'alarm' }, needs: [{ type: 'browser' }] });
    expect(judged([look('', {})])).toMatchObject({ verdict: { level: 'unknown' }, needs: [{ type: 'browser' }] });
  });
  test('a browser for what is odd at first sight, and none again once deep looks have learned it', () => {
    const extra = '<p>casino slot gacor</p><iframe src="https://x.example/" width="1" height="1"></iframe>';
    const odd = (visits: number) => look(portalPage({ extra, visits }));
    expect(judged([odd(9)], null).verdict.level).toBe('clean');
    expect(judged([odd(9)], null).needs).toContainEqual({ type: 'browser' });
    const provisional = learned([odd(1), browser(portalPage({ extra })), odd(3)], 'provisional');
    expect(judged([odd(9)], provisional).verdict.score).toBeGreaterThanOrEqual(1);
    expect(judged([odd(9)], provisional)).toMatchObject({ verdict: { level: 'clean' }, needs: [] });
    const more = look(portalPage({ extra: `${extra}<p>Greetz</p>`, visits: 9 }));
    expect(judged([more], provisional).needs).toContainEqual({ type: 'browser' });
  });
  test('a browser when there is no text where there was some, and not of a file that was never a page', () => {
    const file = { ...look('%PDF'), received: null };
    expect(judged([file])).toMatchObject({ verdict: { level: 'unknown' }, needs: [{ type: 'browser' }] });
    expect(judged([file], null)).toMatchObject({ verdict: { level: 'clean' }, needs: [] });
    expect(judged([file], learned([file]))).toMatchObject({ verdict: { level: 'clean' }, needs: [] });
  });
  test('a browser when the answer is no HTTP to us, and none of a portal that does not answer', () => {
    const context = { targetUrl: url, at: 9, baseline: both, ignored: [] };
    const needs = (kind: CaptureFailure['kind']) =>
      assess(context, { looks: [], failures: [{ ...failure, tier: 'http', kind }] }, testPolicy).needs;
    expect(needs('bad-response')).toEqual([{ type: 'browser' }]);
    expect(needs('connection-refused')).toEqual([{ type: 'control' }]);
  });
  test('no browser again once one was there or failed', () => {
    expect(judged([look(defacedPage), browser(defacedPage)]).needs).toEqual([]);
    const context = { targetUrl: url, at: 9, baseline: both, ignored: [] };
    expect(assess(context, { looks: [look(defacedPage)], failures: [failure] }, testPolicy).needs).toEqual([]);
  });
  test('the picture of a browser look with a screenshot', () => {
    const content = { hash: '0', mediaType: 'image/png', bytes: new Uint8Array() };
    const seen = browser(portalPage(), { screenshot: { content, widthPx: 640, heightPx: 480, capped: false } });
    expect(judged([seen]).needs).toEqual([{ type: 'picture' }]);
  });
});

describe('the verdict', () => {
  test('a redirect to a foreign domain where nothing answers is a redirection, not an outage', () => {
    const hop = { url, status: 302, address: '192.0.2.1', via: 'request', certificate: null } as const;
    const context = { targetUrl: url, at: 9, baseline: both, ignored: [] };
    const led = (leadsTo: string): CaptureFailure => ({
      ...failure,
      tier: 'http',
      kind: 'name-not-found',
      hops: [{ ...hop, leadsTo }],
    });
    const away = assess(context, { looks: [], failures: [led('https://nha-cai.example/')] }, testPolicy);
    expect(away.verdict).toMatchObject({ level: 'alarm', kind: 'redirection' });
    expect(away.needs).toEqual([{ type: 'browser' }]);
    const within = assess(context, { looks: [], failures: [led('https://www.binhgiang.gov.vn/')] }, testPolicy);
    expect(within.verdict).toMatchObject({ level: 'unknown', kind: 'unavailable', findings: [] });
    expect(within.needs).toEqual([{ type: 'control' }]);
  });
  test.each([
    ['the HTTP client', 'http'],
    ['the browser', 'browser'],
  ] as const)('only %s is led away: the other’s clean look does not excuse it', (_, ledTier) => {
    const away = 'https://nha-cai.example/';
    const led =
      ledTier === 'http' ? look(portalPage(), { finalUrl: away }) : browser(portalPage(), { navigations: [away] });
    const still = ledTier === 'http' ? browser(portalPage()) : look(portalPage());
    expect(judged([led, still]).verdict).toMatchObject({ level: 'alarm', kind: 'redirection' });
    const within = 'https://www.binhgiang.gov.vn/trang-chu';
    const own =
      ledTier === 'http' ? look(portalPage(), { finalUrl: within }) : browser(portalPage(), { navigations: [within] });
    expect(judged([own, still]).verdict.level).toBe('clean');
  });
  test('what fails while we see nothing is not the portal’s, but where its answers led still counts', () => {
    const context = { targetUrl: url, at: 9, baseline: both, ignored: [] };
    const refused: CaptureFailure = { ...failure, tier: 'http', kind: 'connection-refused' };
    const seen = { looks: [], failures: [refused], isBlind: true };
    expect(assess(context, seen, testPolicy)).toMatchObject({
      verdict: { level: 'unknown', kind: 'blind' },
      needs: [],
    });
    const hop = { url, status: 302, address: '192.0.2.1', via: 'request', certificate: null } as const;
    const led = { ...refused, hops: [{ ...hop, leadsTo: 'https://nha-cai.example/' }] };
    expect(assess(context, { ...seen, failures: [led] }, testPolicy).verdict.level).toBe('alarm');
    expect(assess(context, { ...seen, isBlind: false }, testPolicy).verdict.kind).toBe('unavailable');
  });
  test('a resolver of ours that answers nothing is not the portal’s either, and needs no control', () => {
    const context = { targetUrl: url, at: 9, baseline: both, ignored: [] };
    const unresolved = (kind: CaptureFailure['kind'], profile: CaptureFailure['profile'] = 'browser') =>
      assess(context, { looks: [], failures: [{ ...failure, tier: 'http', profile, kind }] }, testPolicy);
    expect(unresolved('resolver-failed')).toMatchObject({ verdict: { level: 'unknown', kind: 'blind' }, needs: [] });
    expect(unresolved('name-lookup-failed')).toMatchObject({
      verdict: { level: 'unknown', kind: 'unavailable' },
      needs: [{ type: 'control' }],
    });
  });
  test('a body that broke off is not the portal’s either while we see nothing, unless it was signed', () => {
    const half = (html: string) => look(html.slice(0, html.length / 2), { cutOff: 'connection-lost' });
    const context = { targetUrl: url, at: 9, baseline: both, ignored: [] };
    const assessed = (html: string, isBlind?: boolean) =>
      assess(context, { looks: [half(html)], failures: [], ...(isBlind === undefined ? {} : { isBlind }) }, testPolicy);
    expect(assessed(portalPage()).needs).toContainEqual({ type: 'control' });
    expect(assessed(portalPage(), true).verdict.kind).toBe('blind');
    expect(assessed(portalPage(), false).verdict.kind).toBe('cut-off');
    expect(
      assessed(portalPage({ extra: '<p>Hacked by X</p>' }).replace('<body', '<p>Hacked by X</p><body'), true).verdict
        .level,
    ).toBe('alarm');
  });
  test('failures only are unknown and unavailable', () => {
    const context = { targetUrl: url, at: 9, baseline: both, ignored: [] };
    expect(assess(context, { looks: [], failures: [failure] }, testPolicy).verdict).toMatchObject({
      level: 'unknown',
      kind: 'unavailable',
    });
  });
  test('a browser that sees the page whole excuses an HTTP client that was turned away', () => {
    const blocked = look('<title>Access denied</title>', { status: 403 });
    expect(judged([blocked]).verdict).toMatchObject({ level: 'unknown', kind: 'blocked' });
    expect(judged([blocked, browser(portalPage())]).verdict.level).toBe('clean');
  });
  test('a signature that only the HTTP client was shown counts beside a clean browser look', () => {
    const signed = look(portalPage({ extra: '<p>Hacked by X</p>' }));
    expect(judged([signed, browser(portalPage())]).verdict.level).toBe('alarm');
  });
  test('a signature that only the rendered page has counts, also when no rendered page was ever learned', () => {
    const httpOnly = learned([look(portalPage()), look(portalPage())]);
    const seen = look(portalPage(), { rendered: { html: portalPage({ extra: '<p>Hacked by X</p>' }) } });
    expect(judged([seen]).verdict.level).toBe('alarm');
    expect(judged([seen], httpOnly).verdict.level).toBe('alarm');
    expect(judged([browser(portalPage())], httpOnly).verdict.level).toBe('clean');
  });
  test('one change seen by two clients in two views counts once', () => {
    const page = portalPage({ extra: '<p>Greetz</p>' });
    const one = judged([look(page)]).verdict.score;
    expect(judged([look(page), browser(page)]).verdict.score).toBe(one);
  });
  test('a provisional baseline is judged at first sight too', () => {
    const provisional = learned([look(defacedPage), look(defacedPage)], 'provisional');
    expect(judged([look(defacedPage)], provisional).verdict.level).toBe('alarm');
    expect(judged([look(defacedPage)], { ...provisional, status: 'approved' }).verdict.level).toBe('clean');
  });
  test('no baseline is judged at first sight', () => {
    expect(judged([look(portalPage())], null).verdict.level).toBe('clean');
    expect(judged([look(defacedPage)], null).verdict.level).toBe('alarm');
  });
  test('an ignored change weighs nothing and stays visible', () => {
    const seen = [look(portalPage({ extra: '<p>Hacked by X</p>' }))];
    const fingerprint = judged(seen).verdict.findings[0]?.fingerprint ?? '';
    expect(fingerprint).toMatch(/^signature-phrase:[0-9a-f]{16}$/);
    const ignored = judged(seen, both, [fingerprint]).verdict;
    expect(ignored).toMatchObject({ level: 'clean', score: 0 });
    expect(ignored.findings).toHaveLength(1);
  });
  test('an ignored line does not hide another one with the same phrase, even a weaker one', () => {
    const extra = '<h1>Hacked by Bóng Đêm</h1><p>Trang này cũng đã được ghi lại là hacked by Sói Trắng hôm nay nhé</p>';
    const seen = [look(portalPage({ extra }))];
    const strong = judged(seen).verdict.findings.find((finding) => finding.detector === 'signature-phrase');
    expect(strong?.reason.vi).toContain('Bóng Đêm');
    const { findings } = judged(seen, both, [strong?.fingerprint ?? '']).verdict;
    const weaker = findings.find((finding) => finding.detector === 'signature-phrase');
    expect(weaker?.reason.vi).toContain('Sói Trắng');
    expect(weaker?.score).toBeGreaterThan(3);
  });
  test('a fingerprint is equal when the change is seen again and another for another change', () => {
    const prints = (html: string) => judged([look(html)]).verdict.findings.map((finding) => finding.fingerprint);
    const first = prints(portalPage({ title: 'Hacked by X', visits: 5 }));
    expect(prints(portalPage({ title: 'Hacked by X', visits: 6 }))).toEqual(first);
    expect(prints(portalPage({ title: 'Greetz from Y' }))).not.toEqual(first);
  });
  test('the change of an earlier incident is stronger evidence, as soon as it is a suspect by itself', () => {
    const page = (words: string) => [look(portalPage({ extra: `<p>${words}</p>` }))];
    const again = (words: string, ignored: readonly string[] = []) => {
      const fingerprint = judged(page(words)).verdict.findings[0]?.fingerprint ?? '';
      const context = {
        targetUrl: url,
        at: 9,
        baseline: both,
        ignored: ignored.length > 0 ? [fingerprint] : [],
        pastFingerprints: [{ fingerprint, incidentNumber: 7 }],
      };
      return assess(context, { looks: page(words), failures: [] }, testPolicy).verdict;
    };
    expect(judged(page('Greetz to all')).verdict).toMatchObject({ level: 'suspect', score: 4 });
    const back = again('Greetz to all');
    expect(back).toMatchObject({ level: 'alarm', kind: 'defacement', score: 7.5, conclusive: false });
    expect(back.findings.find((finding) => finding.detector === 'seen-before')).toMatchObject({
      reason: { vi: 'Đúng thay đổi của sự cố số 7 đã xuất hiện trở lại.' },
      fingerprint: null,
    });
    // Below a suspect it may have been there beside the attack, and harmless.
    expect(again('Bóng Đêm was here')).toMatchObject({ level: 'clean', score: 2 });
    expect(again('Greetz to all', ['it'])).toMatchObject({ level: 'clean', score: 0 });
  });
  test('what an earlier incident lacked does not come back by being missing again', () => {
    const empty = judged([look('<p>Trang trắng</p>')]).verdict;
    const pastFingerprints = empty.findings.flatMap(({ fingerprint }) =>
      fingerprint?.startsWith('blocks-lost') ? [{ fingerprint, incidentNumber: 7 }] : [],
    );
    expect(pastFingerprints).toHaveLength(1);
    const context = { targetUrl: url, at: 9, baseline: both, ignored: [], pastFingerprints };
    const { verdict } = assess(context, { looks: [look('<p>Trang trắng</p>')], failures: [] }, testPolicy);
    expect(verdict.score).toBe(empty.score);
  });
  test('a cut-off body is judged on what arrived', () => {
    const cut = (html: string) => judged([look(html.slice(0, 700), { cutOff: 'timed-out' })]).verdict;
    expect(cut(portalPage())).toMatchObject({ level: 'unknown', kind: 'cut-off' });
    expect(
      cut(portalPage().replace('<main>', '<main><h1>Hacked by X</h1>').replace('<ul', '<h1>Hacked by X</h1><ul')).level,
    ).toBe('alarm');
  });
  test('page text in reasons can’t break lines or run backwards', () => {
    const { findings } = judged([look(portalPage({ extra: '<p>Hacked by \u202egnp.exe\u0007\u0000 X</p>' }))]).verdict;
    expect(findings[0]?.reason.vi).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
