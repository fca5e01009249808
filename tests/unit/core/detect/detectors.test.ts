import { describe, expect, test } from 'vitest';
import { detectors } from '../../../../src/core/detect/all.ts';
import type { ReducedPicture } from '../../../../src/core/domain/capture.ts';
import { withPicture } from '../../../../src/core/facts/look.ts';
import type { Baseline } from '../../../../src/core/learned/baseline.ts';
import type { CaptureWish } from '../../../support/captures.ts';
import { learned, look, plain, said } from '../../../support/detecting.ts';
import { defacedPage, portalPage } from '../../../support/portal-pages.ts';

test('ids are unique', () => {
  expect(new Set(detectors.map((detector) => detector.id)).size).toBe(detectors.length);
});

describe('title-changed', () => {
  const score = (title: string, baseline = plain) =>
    said('title-changed', look(portalPage({ title })), baseline)[0]?.score ?? 0;
  test('a title without a word of the old ones weighs more than a reworded one', () => {
    expect(score('Bóng Đêm Crew')).toBe(3.2);
    expect(score('Trang chủ - Cổng thông tin')).toBe(1);
  });
  test('numbers, case and signs make no new title', () => {
    const counting = learned([
      look(portalPage({ title: '(3) Thông báo' })),
      look(portalPage({ title: '(4) Thông báo' })),
    ]);
    expect(score('(12) THÔNG BÁO!', counting)).toBe(0);
  });
  test('a title that runs in circles is one change', () => {
    const print = (title: string) => said('title-changed', look(portalPage({ title })), plain)[0]?.fingerprint;
    expect(print('acked by Bóng Đêm H')).toBe(print('Hacked by Bóng Đêm '));
    expect(print('Hacked by Bóng Ma')).not.toBe(print('Hacked by Bóng Đêm'));
  });
  test('a page that changes its title all the time says little by it', () => {
    const titles = ['Tin một', 'Bài hai', 'Mục ba', 'Chuyện bốn'];
    expect(score('Gì đó năm', learned(titles.map((title) => look(portalPage({ title })))))).toBeLessThan(1);
  });
});

describe('foreign-redirect', () => {
  const found = (wish: CaptureWish, baseline: Baseline | null = plain, html = portalPage()) =>
    said('foreign-redirect', look(html, wish), baseline);
  test('names the domain where the way ends', () => {
    expect(found({ finalUrl: 'https://www.evil.example/x' })).toMatchObject([{ kind: 'redirection', score: 6.5 }]);
  });
  test('another host of the same domain is no foreign one', () => {
    expect(found({ finalUrl: 'https://www.anphu.binhgiang.gov.vn/' })).toEqual([]);
  });
  test('a way that was learned is accepted', () => {
    const wish = { finalUrl: 'https://sso.dangnhap.example/' };
    expect(found(wish, learned([look(portalPage(), wish), look(portalPage(), wish)]))).toEqual([]);
  });
  test('a refresh and a navigation by script count, a slow refresh does not', () => {
    const refresh = (seconds: number) =>
      portalPage({ head: `<meta http-equiv="refresh" content="${seconds};url=//evil.example/">` });
    expect(found({}, plain, refresh(0))).toHaveLength(1);
    expect(found({}, plain, refresh(600))).toEqual([]);
    expect(found({ rendered: { navigations: ['https://evil.example/'] } })).toHaveLength(1);
    expect(found({ rendered: { navigations: ['about:blank'] } })).toEqual([]);
  });
  test('at first sight it only adds to other signs', () => {
    expect(found({ finalUrl: 'https://evil.example/' }, null)[0]?.score).toBe(2);
  });
  test('the address in the reason can’t be clicked', () => {
    expect(found({ finalUrl: 'https://evil.example/x' })[0]?.reason.en).toContain('hxxps://evil[.]example/x');
  });
});

describe('blocks-lost', () => {
  const score = (html: string) => said('blocks-lost', look(html), plain)[0]?.score ?? 0;
  test('a foreign page in place of the portal is enough to alarm', () => {
    expect(score(defacedPage)).toBe(6.5);
  });
  test('a page that keeps its frame and addresses is less', () => {
    const reworded = portalPage()
      .replaceAll(/<p>[^<]*/g, '<p>Chữ khác hẳn từ đầu đến cuối')
      .replaceAll(/">[^<]+<\/a>/g, '">Mục</a>');
    expect(score(reworded)).toBeLessThan(3);
    expect(score(reworded)).toBeGreaterThan(0);
  });
  test('a few edits are nothing', () => {
    expect(score(portalPage().replace('thứ Năm', 'thứ Sáu'))).toBe(0);
  });
  test('shows what went and what came', () => {
    const [finding] = said('blocks-lost', look(defacedPage), plain);
    expect(finding?.place?.after).toContain('Hacked By Bong Dem');
    expect(finding?.place?.before).not.toBe('');
  });
});

describe('signature-phrase', () => {
  const score = (extra: string, baseline: Baseline | null = plain) =>
    said('signature-phrase', look(portalPage({ extra })), baseline)[0]?.score ?? 0;
  test('alone it weighs in full, in a sentence less', () => {
    expect(score('<p>Hacked by X</p>')).toBe(6.5);
    const report =
      'Theo cơ quan chức năng, dòng chữ hacked by cùng tên nhóm đã xuất hiện trên một số trang thông tin điện tử của các trường học trong tuần qua';
    expect(score(`<p>${report}</p>`)).toBeLessThan(3);
  });
  test('a phrase parted over blocks is found', () => {
    expect(score('<h1>HACKED</h1><h2>BY X</h2>')).toBeGreaterThan(5);
  });
  test.each([
    ['a comment', '<!-- hacked by x -->'],
    ['an image description', '<img src="/a.jpg" alt="hacked by x">'],
    ['hidden text', '<div style="display:none">hacked by x</div>'],
    ['noscript', '<noscript>hacked by x</noscript>'],
    ['a script that writes it', '<script>document.write("<h1>hacked by x</h1>")</script>'],
  ])('is found in %s', (_, extra) => {
    expect(score(extra)).toBeGreaterThanOrEqual(5);
  });
  test('what was always there is no sign', () => {
    const page = portalPage({ extra: '<p>Hacked by X</p>' });
    expect(score('<p>Hacked by X</p>', learned([look(page), look(page)]))).toBe(0);
  });
  test('a phrase has the kind it is a sign of', () => {
    const [finding] = said('signature-phrase', look(portalPage({ extra: '<p>Your files are encrypted</p>' })), plain);
    expect(finding?.kind).toBe('ransom-note');
  });
});

describe('the fingerprint of a signature', () => {
  const prints = (extra: string, title?: string) =>
    said('signature-phrase', look(portalPage({ extra, ...(title === undefined ? {} : { title }) })), plain).map(
      (finding) => finding.fingerprint,
    );
  test('is the same wherever the line stands and whatever stands around it', () => {
    expect(prints('<p>Chào admin, hacked by Bóng Đêm, 12:04:33</p>')).toEqual(prints('', 'Hacked by Bóng Đêm'));
  });
  test('is another one for another name', () => {
    expect(prints('<p>Hacked by Bóng Đêm</p>')).not.toEqual(prints('<p>Hacked by Sói Trắng</p>'));
  });
});

describe('defacer-makeup', () => {
  const dressed =
    '<title>./Bóng Đêm</title><body bgcolor="black"><center><marquee>[+] Bóng Đêm [+]</marquee><font>a</font><font>b</font><font>c</font></center><audio src="https://x.example/a.mp3"></audio>';
  test('many cues on a poor page are a suspect and never an alarm alone', () => {
    const [finding] = said('defacer-makeup', look(dressed), null);
    expect(finding?.score).toBe(4.5);
    expect(finding?.reason.en).toContain('a marquee');
  });
  test('an ordinary page with a marquee on black is not', () => {
    const page = portalPage({ extra: '<marquee>Chào mừng quý khách</marquee>' }).replace(
      '<body>',
      '<body bgcolor="#000">',
    );
    expect(said('defacer-makeup', look(page), null)).toEqual([]);
  });
  test('a page that was always dressed so is known', () => {
    expect(said('defacer-makeup', look(dressed), learned([look(dressed), look(dressed)]))).toEqual([]);
  });
});

describe('picture-changed', () => {
  const picture = (shade: number): ReducedPicture => ({
    widthPx: 320,
    heightPx: 960,
    tilePx: 32,
    columns: 10,
    rows: 30,
    rgb: btoa(String.fromCharCode(...Array.from({ length: 900 }, (_, i) => (i * shade) % 256))),
    viewportHash: '0'.repeat(16),
  });
  const seen = (shade: number, rendererVersion: string) =>
    withPicture(look(portalPage(), { rendered: { rendererVersion } }), picture(shade));
  const baseline = learned([seen(7, 'v1'), seen(7, 'v1')]);

  test('another picture is a finding with its place', () => {
    expect(said('picture-changed', seen(101, 'v1'), baseline)).toMatchObject([
      { score: 3, place: { box: { y: 0, width: 320 } } },
    ]);
  });
  test('the same picture, and one of another renderer, say nothing', () => {
    expect(said('picture-changed', seen(7, 'v1'), baseline)).toEqual([]);
    expect(said('picture-changed', seen(101, 'v2'), baseline)).toEqual([]);
  });
});
