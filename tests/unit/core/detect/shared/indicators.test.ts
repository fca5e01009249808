import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  handlesIn,
  hashIndicators,
  hostIndicators,
  indicatorList,
  indicatorsIn,
  resourceIndicators,
  textIndicators,
  urlIndicators,
} from '../../../../../src/core/detect/shared/indicators.ts';
import { type Finding, indicatorCaps } from '../../../../../src/core/domain/finding.ts';
import { unnamed } from '../../../../golden/unnamed.ts';

const portal = 'https://www.xaanphu.gov.vn/';
const written = (found: readonly { type: string; value: string }[]) =>
  found.map(({ type, value }) => `${type} ${value}`);

describe('an indicator', () => {
  test.each([
    ['Nha-Cai.COM:8443', 'domain nha-cai.com'],
    ['nha-cai.com.', 'domain nha-cai.com'],
    ['nhà-cái.com', 'domain xn--nh-ci-sqaj.com'],
    ['203.0.113.66:81', 'address 203.0.113.66'],
    ['[2001:DB8::1]:443', 'address 2001:db8::1'],
    ['2001:db8:0::1', 'address 2001:db8::1'],
  ])('of the host %s is %s', (host, expected) => {
    expect(written(hostIndicators([host, null]))).toEqual([expected]);
  });
  it('of an address is its host and the address without credentials and fragment', () => {
    expect(written(urlIndicators('https://an:mat-khau@Nhacai.com:444/vao?x=1#y'))).toEqual([
      'domain nhacai.com',
      'url https://nhacai.com:444/vao?x=1',
    ]);
    expect(urlIndicators('javascript:alert(1)')).toEqual([]);
  });
  it('that is too long loses its query, and is never cut within', () => {
    const long = 'x'.repeat(600);
    expect(written(urlIndicators(`https://nhacai.com/a?${long}`))).toContain('url https://nhacai.com/a');
    expect(written(urlIndicators(`https://nhacai.com/${long}`))).toEqual(['domain nhacai.com']);
    expect(textIndicators('phrase', long)).toEqual([]);
  });
  it('of something on the portal itself is a file', () => {
    expect(written(resourceIndicators({ host: null, address: 'xaanphu.gov.vn/tep/a.js' }))).toEqual(['file /tep/a.js']);
    expect(written(resourceIndicators({ host: 'la.com', address: 'la.com/a.js' }))).toEqual(['domain la.com']);
  });
  it('of a content is its SHA-256 and nothing shorter', () => {
    expect(hashIndicators('a'.repeat(64))).toHaveLength(1);
    expect(hashIndicators('abc')).toEqual([]);
  });
});

describe('a list', () => {
  it('holds each once, in the order given, and no more than the cap', () => {
    const hosts = Array.from({ length: 100 }, (_, i) => `h${i % 50}.com`);
    const list = indicatorList(hostIndicators(hosts), hostIndicators(['h0.com']));
    expect(list).toHaveLength(indicatorCaps.count);
    expect(list[0]?.value).toBe('h0.com');
    expect(new Set(list.map(({ value }) => value)).size).toBe(list.length);
  });
});

describe('what stands in a text', () => {
  test.each([
    ['Hacked by X — liên hệ t.me/XTeam hoặc @x_team', ['handle @xteam', 'handle @x_team']],
    ['Mail: Soi.Trang@proton.me.', ['handle soi.trang@proton.me']],
    [
      'Vào ngay https://nhacai.com/khuyen-mai?id=5, nhanh tay!',
      ['domain nhacai.com', 'url https://nhacai.com/khuyen-mai?id=5'],
    ],
    ["location='//x';fetch('https://la.com/a.js')", ['domain la.com', 'url https://la.com/a.js']],
    ['Tải tại nhacai.com/app hoặc 789vip.net', ['domain nhacai.com', 'domain 789vip.net']],
    ['https://t.me/xteam', ['handle @xteam']],
    // Programs, files, and the portal itself.
    ['ASP.NET tại xaanphu.gov.vn/index.php, dichvu.xaanphu.gov.vn; tệp tin.docx 1.2.3', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(written(indicatorsIn(text, portal))).toEqual(expected);
  });
  it('may be asked for handles alone', () => {
    expect(written(handlesIn('https://nhacai.com @x_team'))).toEqual(['handle @x_team']);
  });
  it('is bounded and well formed whatever the text is', () => {
    const piece = fc.constantFrom(
      'https://',
      't.me/',
      '@',
      '.com',
      '[',
      '::',
      '%',
      'a',
      '\u202e',
      ' ',
      '//',
      'x.y.vn',
      '\0',
    );
    const text = fc.array(fc.oneof(piece, fc.string()), { maxLength: 200 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (given) => {
        for (const { type, value } of indicatorList(indicatorsIn(given, portal), textIndicators('phrase', given))) {
          expect(value.length).toBeGreaterThan(0);
          expect(value.length).toBeLessThanOrEqual(indicatorCaps.characters[type]);
          expect(value).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
        }
      }),
    );
  });
});

describe('the rule of the golden cases', () => {
  const finding: Finding = {
    detector: 'foreign-redirect',
    family: 'route',
    kind: 'redirection',
    score: 6,
    reason: {
      vi: 'sang tên miền lạ: hxxps://nhacai[.]com/vao',
      en: 'to hxxps://nhacai[.]com/vao by 203[.]0[.]113[.]6',
    },
    fingerprint: null,
    indicators: indicatorList(urlIndicators('https://nhacai.com/vao'), hostIndicators(['203.0.113.6'])),
  };
  it('is kept by a finding that names what its sentence quotes', () => {
    expect(unnamed(finding, portal)).toEqual([]);
  });
  it('is broken by one that does not', () => {
    expect(unnamed({ ...finding, indicators: [] }, portal)).toEqual(['nhacai.com', '203.0.113.6']);
    expect(unnamed({ ...finding, indicators: hostIndicators(['nhacai.com']) }, portal)).toEqual(['203.0.113.6']);
  });
});
