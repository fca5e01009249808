import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Look, lookAt, withPicture } from '../../../../src/core/facts/look.ts';
import {
  acceptFlagged,
  acceptLook,
  type Baseline,
  learnBaseline,
  refineBaseline,
  replaceBaseline,
} from '../../../../src/core/learned/baseline.ts';
import { type CaptureWish, captureFrom } from '../../../support/captures.ts';
import { paintedPicture, portalPaint } from '../../../support/painted-pictures.ts';
import { defacedPage, portalPage } from '../../../support/portal-pages.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const look = (html: string, wish: CaptureWish = {}): Look => lookAt(captureFrom(html, { url, ...wish }), null);

function learned(...pages: string[]): Baseline {
  const content = learnBaseline(
    pages.map((html) => look(html)),
    1,
  );
  return { targetId: '1.1', profile: 'browser', version: 1, status: 'provisional', learnedAt: 1, revision: 0, content };
}

describe('refineBaseline', () => {
  const baseline = learned(portalPage(), portalPage({ visits: 2 }), portalPage({ visits: 3 }));

  test('learns nothing from a look that shows nothing new', () => {
    expect(refineBaseline(baseline, look(portalPage({ visits: 4 })), 2)).toBeNull();
  });
  test('learns new text, so that the same text is known next time', () => {
    const news = portalPage({ extra: '<p>Tin mới trong ngày</p>' });
    const refined = refineBaseline(baseline, look(news), 2);
    expect(refined?.revision).toBe(1);
    expect(refined?.content.received?.blocks.keys).toContain('Tin mới trong ngày');
    expect(refineBaseline(baseline, look(news), 2)).toEqual(refined);
  });
  test('never admits a host, a hidden link or a final domain, whatever the page shows', () => {
    const host = fc.constantFrom('evil.example', 'cdn.lạ.example', 'w88.example', 'sibling.binhgiang.gov.vn');
    const tag = fc.constantFrom(
      (h: string) => `<a href="https://${h}/">x</a>`,
      (h: string) => `<a style="display:none" href="https://${h}/y">x</a>`,
      (h: string) => `<script src="https://${h}/x.js"></script>`,
      (h: string) => `<iframe src="https://${h}/"></iframe>`,
      (h: string) => `<form action="https://${h}/"></form>`,
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(host, tag), { minLength: 1, maxLength: 5 }), (planted) => {
        const extra = `${planted.map(([h, make]) => make(h)).join('')}<p>chữ mới</p>`;
        const refined = refineBaseline(baseline, look(portalPage({ extra }), { finalUrl: 'https://evil.example/' }), 2);
        expect(refined?.content.received?.hosts).toEqual(baseline.content.received?.hosts);
        expect(refined?.content.finalDomains).toEqual(baseline.content.finalDomains);
      }),
    );
  });
  test('a rendered view first seen after the learning brings no hosts of its own', () => {
    const html = portalPage({ extra: '<script src="https://evil.example/x.js"></script>' });
    const refined = refineBaseline(baseline, look(portalPage(), { rendered: { html } }), 2);
    expect(refined?.content.rendered?.looks).toBe(1);
    expect(refined?.content.rendered?.hosts.scripts).toEqual(baseline.content.received?.hosts.scripts);
  });
  test('stops before the page has walked away from what was approved', () => {
    expect(refineBaseline(baseline, look(defacedPage), 2)).toBeNull();
  });
  test('keeps the anchor and measures the distance to it', () => {
    const refined = refineBaseline(baseline, look(portalPage().replace(/<section.*?<\/section>/, '')), 2);
    expect(refined?.content.anchor).toEqual(baseline.content.anchor);
    expect(refined?.content.distance).toBeGreaterThanOrEqual(0);
  });
});

describe('a picture of another renderer', () => {
  const seen = (html: string, rendererVersion: string, at = 0): Look =>
    withPicture(look(html, { at, rendered: { html, rendererVersion } }), paintedPicture(40, portalPaint));
  const baseline = (() => {
    const content = learnBaseline([look(portalPage()), seen(portalPage(), 'v1'), seen(portalPage(), 'v1')], 1);
    return { ...learned(portalPage()), content };
  })();
  const refined = (html: string, client: string | null) => {
    const browser = seen(html, 'v2');
    const beside = client === null ? [browser] : [look(client), browser];
    return refineBaseline(baseline, browser, 2, beside)?.content.picture?.rendererVersion ?? 'v1';
  };

  test('is learned when an HTTP client and the browser are shown the page as it was learned', () => {
    expect(refined(portalPage({ visits: 7 }), portalPage({ visits: 8 }))).toBe('v2');
  });
  test('is not learned from a browser look alone', () => {
    expect(refined(portalPage(), null)).toBe('v1');
  });
  test.each([
    ['a script of a new host', portalPage({ extra: '<script src="https://evil.example/x.js"></script>' })],
    ['a frame of a new host', portalPage({ extra: '<iframe src="https://evil.example/"></iframe>' })],
    ['a link to a new host', portalPage({ extra: '<a href="https://evil.example/">x</a>' })],
    ['lost text', portalPage().replace(/<section.*<\/section>/, '')],
    ['much new text', portalPage({ extra: `<p>${'Đợt tấn công mới vào trang này. '.repeat(40)}</p>`.repeat(3) })],
  ])('%s on the day of the upgrade keeps it out, whoever is shown it', (_, changed) => {
    expect(refined(changed, portalPage())).toBe('v1');
    expect(refined(portalPage(), changed)).toBe('v1');
  });
  test('what else a look of the new renderer teaches is learned meanwhile', () => {
    const news = seen(portalPage({ extra: '<p>Tin mới trong ngày</p>' }), 'v2');
    const { content } = refineBaseline(baseline, news, 2, [news]) ?? baseline;
    expect(content.rendered?.blocks.keys).toContain('Tin mới trong ngày');
    expect(content.picture?.rendererVersion).toBe('v1');
  });
});

describe('acceptLook and replaceBaseline', () => {
  const baseline = learned(portalPage(), portalPage());
  const changed = portalPage({ extra: '<script src="https://cdn.example/x.js"></script><p>Mới</p>' });

  test('an accepted look is learned wholly, hosts too, and approves', () => {
    const accepted = acceptLook(baseline, look(changed), 5);
    expect(accepted).toMatchObject({ status: 'approved', learnedAt: 5, revision: 1 });
    expect(accepted.content.received?.hosts.scripts).toContain('cdn.example');
    expect(accepted.content.distance).toBe(0);
  });
  test('the picture of a look that was flagged and accepted is what the next look is laid beside', () => {
    const shown = (from: number) => paintedPicture(30, (column, row) => portalPaint(column, row + from));
    const seen = (from: number): Look =>
      withPicture(look(portalPage(), { rendered: { html: portalPage(), rendererVersion: 'v1' } }), shown(from));
    const known = { ...learned(portalPage()), content: learnBaseline([seen(0), seen(0), seen(0)], 1) };
    expect(acceptLook(known, seen(7), 5).content.picture?.rgb).not.toBe(shown(7).rgb);
    const accepted = acceptFlagged(known, seen(7), 5);
    expect(accepted).toMatchObject({ status: 'approved', learnedAt: 5, content: { picture: { rgb: shown(7).rgb } } });
  });
  test('a replacement forgets the old text and keeps which places change', () => {
    const slide = (text: string) => portalPage({ extra: `<div class="slide">${text}</div>` });
    const restless = learned(slide('một'), slide('hai'), slide('ba'), slide('bốn'));
    const content = replaceBaseline(restless.content, look(slide('năm')), 6);
    const at = content.received?.blocks.keys.indexOf('năm') ?? -1;
    expect(content.received?.blocks.keys).not.toContain('một');
    expect(content.received?.blocks.seen[at]).toBe(0);
  });
});

test('a baseline survives JSON', () => {
  const baseline = learned(portalPage(), portalPage({ extra: '<p>x</p>' }));
  expect(JSON.parse(JSON.stringify(baseline))).toEqual(baseline);
});

test('an ordinary page of 70 kB makes a baseline under 40 kB when zipped', () => {
  const words =
    'ủy ban nhân dân xã hội đồng thông báo kế hoạch quyết định chỉ đạo điều hành cải cách thủ tục hành chính'.split(
      ' ',
    );
  const pageOf = (visit: number) =>
    portalPage({
      visits: visit,
      extra: Array.from({ length: 600 }, (_, i) => {
        const text = Array.from({ length: 12 }, (__, k) => words[(i * 7 + k * (1 + (i % 5))) % words.length]).join(' ');
        return `<li class="bai"><a href="/bai/${i}">${text} ${i}a</a></li>`;
      }).join(''),
    });
  expect(pageOf(1).length).toBeGreaterThan(55_000);
  const { content } = learned(pageOf(1), pageOf(2), pageOf(3));
  expect(gzipSync(JSON.stringify(content)).length).toBeLessThan(40_000);
});
