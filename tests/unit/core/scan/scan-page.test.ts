import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/core/domain/finding.ts';
import type { Baseline } from '../../../../src/core/learned/baseline.ts';
import { scanPage } from '../../../../src/core/scan/scan-page.ts';
import { type CaptureWish, captureFrom } from '../../../support/captures.ts';
import { learned, look, plain, portalWith, said } from '../../../support/detecting.ts';
import { testPolicy } from '../../../support/policy.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const { alarm } = testPolicy.thresholds;

function scanned(html: string, baseline: Baseline | null = plain, wish: CaptureWish = {}): Finding[] {
  const context = { targetUrl: url, at: 9, baseline, ignored: [] };
  return scanPage(captureFrom(html, { url, ...wish }), context, testPolicy).map(({ finding }) => finding);
}

const worst = (findings: readonly Finding[]): number => Math.max(0, ...findings.map(({ score }) => score));
/** What costs a reader much: more nested elements than any page has. */
const bulk = '<div>'.repeat(200_000);

describe('the scan of a page that can’t be read', () => {
  it('says nothing of the learned page', () => {
    expect(scanned(portalPage())).toEqual([]);
    expect(scanned(portalPage(), plain, { rendered: { html: portalPage() } })).toEqual([]);
    expect(scanned(portalPage(), null)).toEqual([]);
  });

  it.each([
    ['as the page’s only text', `<h1>HACKED BY Kh4i</h1>${bulk}`],
    ['behind the bulk', `${bulk}<h1>Hacked by Kh4i</h1>`],
    ['with letters as references', `<h1>&#72;ack&#x65;d by Kh4i</h1>${bulk}`],
    ['folded', `<h1>Ｈａｃｋｅｄ ｂｙ Kh4i</h1>${bulk}`],
    ['after a comment that ends at once', `<!--><h1>Hacked by Kh4i</h1>${bulk}`],
    ['within a tag soup', `</b <p/<x y=">"><h1 a='<'>Hacked <i>by</i> Kh4i</h1>${bulk}`],
    ['in the title', `<title>Hacked by Kh4i</title>${bulk}`],
    ['at the end of a long text', `<p>${'nội dung '.repeat(100_000)}</p><p>Hacked by Kh4i</p>`],
  ])('finds a signature %s, and that alone may alarm', (_, html) => {
    for (const baseline of [plain, null]) {
      const findings = scanned(html, baseline);
      expect(worst(findings.filter(({ detector }) => detector === 'signature-phrase'))).toBeGreaterThanOrEqual(alarm);
    }
  });

  it('finds it in what the browser shows, when the bytes say nothing', () => {
    const findings = scanned('<script src="/x.js"></script>', plain, {
      rendered: { html: `<h1>Hacked by Kh4i</h1>${bulk}` },
    });
    expect(worst(findings)).toBeGreaterThanOrEqual(alarm);
  });

  it('does not alarm at news about hackers, in a full page', () => {
    const items = Array.from(
      { length: 60 },
      (_, i) => `<li><a href="/tin/${i}">Tin số ${i} của tỉnh hôm nay có nội dung dài</a></li>`,
    );
    const news =
      '<p>Báo cáo cho biết nhiều trang web đã bị sửa thành hacked by một nhóm lạ trong tháng qua, theo Cục An toàn.</p>';
    const link = '<li><a href="/tin/99">Cảnh báo trang giả hacked by hackers lan truyền</a></li>';
    const findings = scanned(portalPage().replace('</body>', `<ul>${items.join('')}${link}</ul>${news}</body>`));
    expect(worst(findings)).toBeLessThan(testPolicy.thresholds.suspect);
  });

  it('knows the title and the texts that were learned', () => {
    const own = portalWith('<p>Greetz to all visitors</p>').replace(
      /<title>.*<\/title>/,
      '<title>Hacked by nobody</title>',
    );
    const baseline = learned([look(own), look(own)]);
    expect(scanned(own, baseline)).toEqual([]);
    expect(scanned(own, plain).map(({ detector }) => detector)).toContain('signature-phrase');
  });

  it('finds another title, hosts of scripts and frames that are not known, and links with spam words', () => {
    const added =
      '<script src="//evil.example/a.js"></script><iframe src=https://frame.example/f></iframe>' +
      '<a href="https://w88-nhacai.example/">Nhà <b>cái</b> tài xỉu</a>';
    const html = portalWith(added).replace(/<title>.*<\/title>/, '<title>Casino W88</title>');
    const findings = scanned(html);
    expect(findings.map(({ detector }) => detector).sort()).toEqual([
      'frames-added',
      'links-added',
      'scripts-added',
      'title-changed',
    ]);
    for (const { reason } of findings) {
      expect(reason.vi).toMatch(/ \(trang chỉ đọc được theo cách rút gọn\)\.$/);
      expect(reason.en).toMatch(/ \(the page could be read in the short way only\)\.$/);
    }
  });

  it('finds one that is cut into two blocks, as much worth as in a page that was read', () => {
    const html = `<title>x</title><b><div>HACKED</div><div>BY Kh4i</div></b>`;
    const [read] = said('signature-phrase', look(html), plain);
    const [signature] = scanned(html + bulk).filter(({ detector }) => detector === 'signature-phrase');
    expect(signature?.score).toBe(read?.score);
    expect(signature?.score).toBeGreaterThanOrEqual(testPolicy.thresholds.suspect);
  });

  it('names changes as reading does, so that what people decided of them holds', () => {
    const added =
      '<h1>Hacked by Kh4i</h1><script src="//evil.example/a.js"></script><a href="//w88.example/">nhà cái</a>';
    const html = portalWith(added).replace(/<title>.*<\/title>/, '<title>Casino W88</title>');
    const read = ['signature-phrase', 'title-changed', 'scripts-added', 'links-added'].flatMap((detector) =>
      said(detector, look(html), plain).map(({ fingerprint }) => fingerprint),
    );
    expect(scanned(html).map(({ fingerprint }) => fingerprint)).toEqual(read);
  });
});
