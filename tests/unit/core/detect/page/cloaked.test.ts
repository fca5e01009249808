import { describe, expect, test } from 'vitest';
import type { CaptureFailure, Profile } from '../../../../../src/core/domain/capture.ts';
import { type Look, lookAt } from '../../../../../src/core/facts/look.ts';
import { assess } from '../../../../../src/core/judge/assess.ts';
import type { Assessment } from '../../../../../src/core/judge/assessment.ts';
import { learnProfile, type ProfileBaselines } from '../../../../../src/core/judge/profile-look.ts';
import { type Baseline, learnBaseline } from '../../../../../src/core/learned/baseline.ts';
import { type CaptureWish, captureFrom } from '../../../../support/captures.ts';
import { testPolicy } from '../../../../support/policy.ts';
import { portalPage } from '../../../../support/portal-pages.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const look = (html: string, wish: CaptureWish = {}): Look => lookAt(captureFrom(html, { url, ...wish }), null);
const page = look(portalPage());
const baseline: Baseline = {
  targetId: '1.1',
  profile: 'browser',
  version: 1,
  status: 'approved',
  learnedAt: 1,
  revision: 0,
  content: learnBaseline([page, look(portalPage({ visits: 3 }))], 1),
};
const anchors = (count: number, domains = count): string[] =>
  Array.from({ length: count }, (_, i) => `<a href="https://nha-${i % domains}.example/x">lời mời</a>`);
const links = (count: number, domains = count): string => anchors(count, domains).join(' ');
const doorway = `<html lang="id"><head><title>Situs slot gacor</title></head><body><div class="a">${'<p>Selamat datang di situs judi terpercaya dengan bonus harian tanpa potongan</p><p>Mainkan ratusan permainan dari penyedia ternama setiap hari</p>'.repeat(3)}</div></body></html>`;

function judged(
  html: string,
  profile: Profile,
  more: { wish?: CaptureWish; beside?: Look; profiles?: ProfileBaselines } = {},
): Assessment {
  const special = look(html, { profile, ...more.wish });
  const context = {
    targetUrl: url,
    at: 9,
    baseline,
    ignored: [],
    ...(more.profiles ? { profiles: more.profiles } : {}),
  };
  return assess(context, { looks: [more.beside ?? page, special], failures: [] }, testPolicy);
}
const found = ({ verdict }: Assessment) => verdict.findings.map(({ detector, score }) => [detector, score]);

describe('links that one visitor alone is shown', () => {
  test('alarm by their number, and say who was shown them', () => {
    const { verdict } = judged(portalPage({ extra: links(5) }), 'search-bot');
    expect(verdict).toMatchObject({
      level: 'alarm',
      kind: 'cloaking',
      onlyFor: { profile: 'search-bot', alone: true },
    });
    expect(verdict.findings[0]?.reason.vi).toMatch(/^Chỉ máy tìm kiếm mới thấy: 5 liên kết tới 5 tên miền lạ/);
    expect(judged(portalPage({ extra: links(20, 1) }), 'phone').verdict.level).toBe('alarm');
  });
  test('to few domains stay below a suspect', () => {
    expect(found(judged(portalPage({ extra: links(2) }), 'phone'))).toEqual([['cloaked', 0.5]]);
    expect(judged(portalPage({ extra: links(4) }), 'phone').verdict.level).toBe('clean');
  });
  test('weigh half when only the declared monitor meets them', () => {
    expect(judged(portalPage({ extra: links(5) }), 'declared').verdict).toMatchObject({
      level: 'suspect',
      kind: 'cloaking',
    });
  });
  test('are nobody’s own when the ordinary visitor is shown them too, or has ever been', () => {
    const spread = portalPage({ extra: links(5) });
    expect(found(judged(spread, 'search-bot', { beside: look(spread) }))).toEqual([]);
    expect(found(judged(portalPage({ extra: '<a href="https://www.chinhphu.vn/tin">tin</a>' }), 'search-bot'))).toEqual(
      [],
    );
  });
  test('have one name whatever the order, and another when they are others', () => {
    const print = (html: string) => judged(portalPage({ extra: html }), 'search-bot').verdict.findings[0]?.fingerprint;
    expect(print(links(6))).toBe(print(anchors(6).reverse().join(' ')));
    expect(print(links(6))).not.toBe(print(links(7)));
  });
  test('an operator who ignores them is not asked again', () => {
    const { verdict } = judged(portalPage({ extra: links(5) }), 'search-bot');
    const ignored = verdict.findings.flatMap((one) => one.fingerprint ?? []);
    const context = { targetUrl: url, at: 9, baseline, ignored };
    const special = look(portalPage({ extra: links(5) }), { profile: 'search-bot' });
    const again = assess(context, { looks: [page, special], failures: [] }, testPolicy).verdict;
    expect(again.level).toBe('clean');
    expect(again.onlyFor).toBeUndefined();
  });
});

describe('another page for one visitor', () => {
  test('is a suspect by its text and title, and an alarm behind a “not found”', () => {
    expect(found(judged(doorway, 'search-bot'))).toEqual([
      ['cloaked', 4],
      ['cloaked', 2],
    ]);
    const gone = look('<title>404</title><h1>Không tìm thấy trang</h1>', { status: 404 });
    expect(judged(doorway, 'search-bot', { beside: gone }).verdict).toMatchObject({ level: 'alarm', kind: 'cloaking' });
    const broken = look('<title>503</title><h1>Bảo trì</h1>', { status: 503 });
    expect(judged(doorway, 'search-bot', { beside: broken }).verdict.level).toBe('suspect');
  });
  test('says nothing when the visitor was turned away', () => {
    expect(found(judged('<title>Access denied</title><p>Access denied</p>', 'search-bot'))).toEqual([]);
    expect(found(judged(doorway, 'search-bot', { wish: { status: 403 } }))).toEqual([]);
  });
  test('is the page itself when the ordinary visitor gets “not found” for a moment', () => {
    const gone = look('<title>404</title><h1>Không tìm thấy trang</h1>', { status: 404 });
    expect(judged(portalPage(), 'search-bot', { beside: gone }).verdict).toMatchObject({
      level: 'unknown',
      kind: 'error-page',
    });
  });
  test('that shares the words, or the frame, of the portal is a layout or a language of its own', () => {
    const words = portalPage()
      .replace(/<[^>]+>/g, ' ')
      .split(/\s+/);
    const mobile = `<html lang="vi"><title>Xã An Phú</title><body><i><b>${words.slice(0, 60).join(' ')}</b><b>${words.slice(10, 90).join(' ')}</b></i></body></html>`;
    expect(found(judged(mobile, 'phone'))).toEqual([]);
  });
});

describe('what is missing', () => {
  test('for a special visitor is no evidence', () => {
    expect(found(judged('<title>An Phú</title><p>Bản rút gọn</p>', 'phone'))).toEqual([]);
  });
});

describe('a way that only one visitor is led', () => {
  const failure: CaptureFailure = {
    tier: 'http',
    profile: 'search-click',
    at: 1,
    kind: 'name-not-found',
    retryable: true,
    reason: 'There is no such name.',
    hops: [{ url, status: 302, address: null, via: 'request', leadsTo: 'https://nha-cai.example/', certificate: null }],
    durationMs: 1,
  };
  test('counts also when nothing answers at its end', () => {
    const context = { targetUrl: url, at: 9, baseline, ignored: [] };
    const { verdict } = assess(context, { looks: [page], failures: [failure] }, testPolicy);
    expect(verdict).toMatchObject({ level: 'alarm', kind: 'cloaking', onlyFor: { profile: 'search-click' } });
    const dead = assess(context, { looks: [page], failures: [{ ...failure, hops: [] }] }, testPolicy);
    expect(dead).toMatchObject({ verdict: { level: 'clean' }, needs: [] });
  });
  test('is the ordinary visitor’s matter when both are led there', () => {
    const led = look(doorway, { finalUrl: 'https://nha-cai.example/' });
    const { verdict } = judged(doorway, 'phone', { beside: led, wish: { finalUrl: 'https://nha-cai.example/' } });
    expect(verdict).toMatchObject({ level: 'alarm', kind: 'redirection' });
    expect(verdict.onlyFor).toBeUndefined();
  });
});

describe('what special visitors teach', () => {
  const own = (html: string, known: Baseline | null = null) =>
    learnProfile(known, baseline, { ...look(html, { profile: 'phone' }), profile: 'phone' }, [page]);
  test('nothing while they are shown what everybody is', () => {
    expect(own(portalPage({ visits: 8 }))).toBeNull();
  });
  test('their own texts, and never a host', () => {
    const learned = own(portalPage({ extra: `<p>Bản dành cho điện thoại</p>${links(2)}` }));
    expect(learned).toMatchObject({ profile: 'phone', revision: 0, content: { received: { hosts: { links: [] } } } });
    expect(learned?.content.received?.blocks.keys.join(' ')).toContain('Bản dành cho điện thoại');
    expect(learned?.content.finalDomains).toEqual([]);
    const later = own(portalPage({ extra: `<p>Bản mới dành cho điện thoại</p>${links(3)}` }), learned);
    expect(later).toMatchObject({ revision: 1, content: { received: { hosts: { links: [] } } } });
  });
});

describe('the judge asks for a search bot', () => {
  const needs = (seen: Look, from: Baseline | null = baseline) =>
    assess({ targetUrl: url, at: 9, baseline: from, ignored: [] }, { looks: [seen], failures: [] }, testPolicy).needs;
  const bot = { type: 'profile', profile: 'search-bot' };
  test('where people are told that there is no page, not where the portal is down', () => {
    expect(needs(look('<h1>Không tìm thấy</h1>', { status: 404 }))).toContainEqual(bot);
    expect(needs(look('<h1>Lỗi</h1>', { status: 500 }))).not.toContainEqual(bot);
    expect(needs(page)).toEqual([]);
  });
  test('where the ordinary visitor is led away and nothing says whether that is new', () => {
    const led = look(portalPage(), { finalUrl: 'https://an-phu.example/' });
    expect(needs(led, null)).toContainEqual(bot);
    expect(needs(led)).not.toContainEqual(bot);
  });
});
