import { describe, expect, test } from 'vitest';
import { controlAddress } from '../../../../src/core/pages/control-address.ts';
import { ownAddress, pageAddress } from '../../../../src/core/pages/page-address.ts';
import { linksIn } from '../../../../src/reading/readers/links-in.ts';
import { readSitemap } from '../../../../src/reading/readers/sitemap.ts';

const home = 'https://anphu.binhgiang.gov.vn/';
const hosts = new Set(['anphu.binhgiang.gov.vn']);
const read = (href: string) => pageAddress(href, home, hosts)?.url ?? null;

describe('an address of a page', () => {
  test('is resolved, without its fragment', () => {
    expect(read('/tin-tuc?trang=2#cuoi')).toBe(`${home}tin-tuc?trang=2`);
    expect(read('//anphu.binhgiang.gov.vn/a')).toBe(`${home}a`);
  });
  test.each([
    'https://khac.example/',
    'https://anphu.binhgiang.gov.vn.khac.example/',
    'https://anphu.binhgiang.gov.vn:8443/',
    'https://an:mat-khau@anphu.binhgiang.gov.vn/',
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@b.example',
    '/van-ban/qd-12.pdf',
    '/anh/la.PNG',
    `/${'a'.repeat(600)}`,
    'http://[::1',
  ])('is none: %s', (href) => {
    expect(read(href)).toBeNull();
  });
  test('of one kind with others that differ in numbers and in what their query asks', () => {
    const shape = (href: string) => pageAddress(href, home, hosts)?.shape;
    expect(shape('/lich?ngay=2026-11-02&xem=tuan')).toBe(shape('/lich?xem=thang&ngay=1'));
    expect(shape('/2026/11/24/lich')).toBe(shape('/2025/1/2/lich'));
    expect(shape('/tin/khanh-thanh-cau')).not.toBe(shape('/tin/tiem-chung'));
  });
  test('of a sitemap may be a file', () => {
    expect(ownAddress('/ban-do.xml.gz', home, hosts)).toBe(`${home}ban-do.xml.gz`);
    expect(ownAddress('https://khac.example/sitemap.xml', home, hosts)).toBeNull();
  });
});

describe('links in markup', () => {
  test('keep their queries, in every way of quoting, each once', () => {
    const html = `<a href="/a?id=1&amp;x=2">1</a><a class=x HREF = '/b'>2</a><a href=/c>3</a><a href="/b">4</a><link href="/d.css">`;
    expect(linksIn(html, home, hosts, 10).map(({ url }) => url)).toEqual([`${home}a?id=1&x=2`, `${home}b`, `${home}c`]);
  });
  test('are the first ones of a page that has more', () => {
    const html = Array.from({ length: 1_000_000 }, (_, i) => `<a href="/x${i}">`).join('');
    const links = linksIn(html, home, hosts, 300);
    expect(links).toHaveLength(300);
    expect(links[299]?.url).toBe(`${home}x299`);
  });
  test('without an end are none', () => {
    expect(linksIn('<a href="'.repeat(300_000), home, hosts, 10)).toEqual([]);
    expect(linksIn(`<a href="${'x'.repeat(9_000)}`, home, hosts, 10)).toEqual([]);
  });
});

describe('a sitemap', () => {
  const time = (text: string): number => Date.parse(text);
  test('names pages with the time of their last change', () => {
    const xml = `<?xml version="1.0"?><urlset><url><loc> https://a.example/x?a=1&amp;b=2 </loc><lastmod>2026-11-02</lastmod></url>
<url><loc><![CDATA[https://a.example/y]]></loc><lastmod>hôm qua</lastmod></url><url><image:loc>https://a.example/z.png</image:loc></url></urlset>`;
    expect(readSitemap(xml, 9, time)).toEqual({
      isIndex: false,
      entries: [
        { url: 'https://a.example/x?a=1&b=2', modifiedAt: Date.UTC(2026, 10, 2) },
        { url: 'https://a.example/y', modifiedAt: null },
      ],
    });
  });
  test('may be an index', () => {
    expect(readSitemap('<sitemapindex xmlns="x"><sitemap><loc>https://a.example/1.xml</loc>', 9, time).isIndex).toBe(
      true,
    );
  });
  test('is read up to a number of entries, whatever it holds', () => {
    expect(readSitemap('<loc>a</loc>'.repeat(1_000_000), 500, time).entries).toHaveLength(500);
    expect(readSitemap('<loc>'.repeat(1_000_000), 500, time).entries).toEqual([]);
    expect(readSitemap(`<loc>${'a'.repeat(5_000_000)}</loc>`, 500, time).entries).toEqual([]);
  });
});

test('an address that does not exist is different for each id, of the site, and looks ordinary', () => {
  const ids = ['0123456789abcdef', '1123456789abcdef', 'fedcba9876543210'];
  const made = ids.map((id) => controlAddress('https://a.gov.vn/vi/trang-chu', id));
  expect(new Set(made).size).toBe(3);
  for (const url of made) expect(url).toMatch(/^https:\/\/a\.gov\.vn\/[a-z]+(-[a-z]+){2,4}-[0-9a-f]{10}(\.\w+|\/)?$/);
});
