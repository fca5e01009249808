import { describe, expect, test } from 'vitest';
import type { ReducedPicture } from '../../../../src/core/domain/capture.ts';
import { type Look, lookAt, withPicture, withPictureWords } from '../../../../src/core/facts/look.ts';
import { assess } from '../../../../src/core/judge/assess.ts';
import type { Assessment } from '../../../../src/core/judge/assessment.ts';
import { type Baseline, learnBaseline } from '../../../../src/core/learned/baseline.ts';
import { captureFrom } from '../../../support/captures.ts';
import { type Paint, paintedPicture, portalPaint } from '../../../support/painted-pictures.ts';
import { testPolicy } from '../../../support/policy.ts';
import { portalPage } from '../../../support/portal-pages.ts';
import { contentOf } from '../../../support/test-pictures.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const screenshot = { content: contentOf(new Uint8Array()), widthPx: 640, heightPx: 1280, capped: false };
const unseen = (html: string): Look => lookAt(captureFrom(html, { url, rendered: { html, screenshot } }), null);
const seen = (picture: ReducedPicture, html = portalPage()): Look => withPicture(unseen(html), picture);
const bannerBox = { x: 64, y: 64, width: 500, height: 120 };
const banner = (print: string) => [{ address: 'anphu.binhgiang.gov.vn/banner.jpg', box: bannerBox, hash: print }];
const prints = { own: 'ffff0000ffff0000806040', other: '0000ffff0000ffff806040' };
const page = (paint: Paint, print = prints.own): ReducedPicture => ({
  ...paintedPicture(40, paint),
  images: banner(print),
});
/** The page with something else in the middle of its first screen, `rows` tiles high. */
const patched =
  (rows: number): Paint =>
  (column, row) =>
    row >= 4 && row < 4 + rows && column > 2 && column < 15 ? [240, 20, 240] : portalPaint(column, row);

function learnedFrom(looks: readonly Look[]): Baseline {
  const content = learnBaseline(looks, 1);
  return { targetId: '1.1', profile: 'browser', version: 1, status: 'approved', learnedAt: 1, revision: 0, content };
}
const baseline = learnedFrom([1, 2, 3, 4].map(() => seen(page(portalPaint))));
const judged = (look: Look, against: Baseline | null = baseline): Assessment =>
  assess({ targetUrl: url, at: 9, baseline: against, ignored: [] }, { looks: [look], failures: [] }, testPolicy);
const said = (detector: string, look: Look, against?: Baseline) =>
  judged(look, against).verdict.findings.filter((finding) => finding.detector === detector);

describe('area-changed', () => {
  test('weighs by the size of what changed, with its place', () => {
    expect(said('area-changed', seen(page(patched(2))))).toMatchObject([{ score: 0.5 }]);
    expect(said('area-changed', seen(page(patched(6))))).toMatchObject([{ score: 1.5 }]);
    expect(said('area-changed', seen(page(patched(16))))).toMatchObject([
      { score: 3, place: { box: { x: 96, y: 128, width: 384, height: 512 } } },
    ]);
  });
  test('says nothing of an unchanged picture, nor after two looks, nor where text changed too', () => {
    expect(said('area-changed', seen(page(portalPaint)))).toEqual([]);
    const young = learnedFrom([seen(page(portalPaint)), seen(page(portalPaint))]);
    expect(said('area-changed', seen(page(patched(16))), young)).toEqual([]);
    const extra = [1, 2, 3, 4, 5, 6]
      .map((n) => `<p>Chương trình nghệ thuật chào năm mới, phần ${'abcdef'[n - 1]}.</p>`)
      .join('');
    const news = portalPage({ extra });
    expect(said('area-changed', seen(page(patched(16)), news))).toEqual([]);
  });
  test('says nothing where tiles change by themselves', () => {
    const restless = learnedFrom(
      [0, 90, 180, 250].map((shade) =>
        seen(page((column, row) => (row >= 4 && row < 10 ? [shade, 255 - shade, shade] : portalPaint(column, row)))),
      ),
    );
    const next = seen(page((column, row) => (row >= 4 && row < 10 ? [20, 20, 220] : portalPaint(column, row))));
    expect(said('area-changed', next, restless)).toEqual([]);
  });
  test('names the same change alike and another one differently', () => {
    const print = (paint: Paint) => said('area-changed', seen(page(paint)))[0]?.fingerprint;
    expect(print(patched(6))).toBe(print(patched(6)));
    expect(print(patched(7))).not.toBe(print(patched(6)));
  });
});

describe('image-swapped', () => {
  test('a large image that became another one under its address is a suspect by itself', () => {
    const { verdict } = judged(seen(page(portalPaint, prints.other)));
    expect(verdict).toMatchObject({ level: 'suspect', kind: 'defacement', score: 3.2 });
    expect(verdict.findings).toMatchObject([{ detector: 'image-swapped', place: { box: bannerBox } }]);
  });
  test('a small one only adds to other signs', () => {
    const small = {
      ...page(portalPaint),
      images: [{ address: 'h/logo.png', box: { ...bannerBox, width: 90 }, hash: prints.own }],
    };
    const known = learnedFrom([1, 2, 3].map(() => seen(small)));
    const swapped = {
      ...small,
      images: [{ address: 'h/logo.png', box: { ...bannerBox, width: 90 }, hash: prints.other }],
    };
    expect(said('image-swapped', seen(swapped), known)).toMatchObject([{ score: 1.5 }]);
  });
  test('a baseline of before images were noted says nothing', () => {
    const { images: _, ...old } = baseline.content.picture ?? { images: [] };
    const content = JSON.parse(JSON.stringify({ ...baseline.content, picture: old }));
    expect(judged(seen(page(portalPaint, prints.other)), { ...baseline, content }).verdict.level).toBe('clean');
  });
});

describe('words in a picture', () => {
  const read = (look: Look, ...words: string[]) => withPictureWords(look, words);
  const changed = seen(page(patched(6)));
  test('a signature read from it alarms, and says where it was', () => {
    const { verdict } = judged(read(changed, 'HACKED BY NIGHT OWLS'));
    expect(verdict).toMatchObject({ level: 'alarm', kind: 'defacement' });
    expect(verdict.findings[0]).toMatchObject({ detector: 'signature-phrase', score: 6.5 * 0.95 });
    expect(verdict.findings[0]?.reason.vi).toContain('trong phần chữ trên hình ảnh');
  });
  test('two short lines that belong together are read together', () => {
    expect(judged(read(changed, 'hacked', 'by R4ven crew')).verdict.findings[0]?.detector).toBe('signature-phrase');
  });
  test('ordinary words say nothing', () => {
    expect(said('signature-phrase', read(changed, 'Chào mừng Đại hội Đảng bộ xã', 'nhiệm kỳ mới'))).toEqual([]);
  });
  test('a phrase that the page itself says in visible text is the text detectors’ matter', () => {
    const html = portalPage({
      extra:
        '<p>Trang web này từng bị phá. Hacked by X là dòng chữ kẻ xấu để lại trên trang chủ vào năm ngoái theo lời kể của người quản trị.</p>',
    });
    const known = learnedFrom([1, 2, 3].map(() => seen(page(portalPaint), html)));
    expect(said('signature-phrase', read(seen(page(patched(6)), html), 'Hacked by X là dòng chữ'), known)).toEqual([]);
  });
});

describe('what the judge wants read', () => {
  const needs = (look: Look, against: Baseline | null = baseline) => judged(look, against).needs;
  test('nothing of a look that shows what was learned', () => {
    expect(needs(seen(page(portalPaint)))).toEqual([]);
  });
  test('the changed region only, with a margin', () => {
    expect(needs(seen(page(patched(6))))).toEqual([
      { type: 'words-in-picture', look: 0, areas: [{ x: 64, y: 96, width: 448, height: 256 }] },
    ]);
  });
  test('an image never seen before, wherever it stands, before anything else', () => {
    const fresh = {
      ...page(patched(6)),
      images: [{ address: 'h/new.jpg', box: { x: 0, y: 900, width: 600, height: 200 }, hash: prints.other }],
    };
    const [need] = needs(seen(fresh));
    expect(need).toMatchObject({ areas: [{ y: 900, width: 600 }, { y: 96 }] });
  });
  test('nothing once it was read', () => {
    expect(needs(withPictureWords(seen(page(patched(6))), []))).toEqual([]);
  });
  test('the first screens of a page with hardly any text at first sight, and not those of an ordinary one', () => {
    const mute = '<html><body><img src="/x.jpg"></body></html>';
    expect(needs(unseen(mute), null)).toContainEqual({ type: 'picture' });
    expect(needs(seen(page(portalPaint), mute), null)).toEqual([
      { type: 'words-in-picture', look: 0, areas: [{ x: 0, y: 0, width: 640, height: 1_280 }] },
    ]);
    expect(needs(unseen(portalPage({ extra: '<p>Tin tức trong ngày của xã.</p>'.repeat(20) })), null)).toEqual([]);
  });
  test('a browser for a page with hardly any text at first sight', () => {
    const mute = lookAt(captureFrom('<html><body><img src="/x.jpg"></body></html>', { url }), null);
    expect(judged(mute, null).needs).toEqual([{ type: 'browser' }]);
  });
  test('an HTTP look beside the picture of another renderer', () => {
    const html = portalPage();
    const upgraded = lookAt(captureFrom(html, { url, rendered: { html, screenshot, rendererVersion: 'v2' } }), null);
    expect(needs(withPicture(upgraded, page(portalPaint)))).toEqual([{ type: 'http' }]);
  });
});
