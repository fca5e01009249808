import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defang,
  momentWords,
  plainJson,
  plainLine,
  plainText,
  shownAddress,
  spanWords,
  withoutMarkStorms,
  zoneWords,
} from '../../../src/core/text.ts';

describe('plainText', () => {
  it('makes one line of text with line breaks, so that no header or log line can be broken', () => {
    expect(plainText('Tin\r\nBcc: a@b\u2028x\u0085y', 100)).toBe('Tin Bcc: a@b x y');
  });

  it('takes away what changes direction, hides or moves a cursor', () => {
    expect(plainText('a\u202egpj.exe\u2066\u200b\u00ad\u001b[31m\u0000\ufeff\u{e0041}z\u3164', 100)).toBe(
      'agpj.exe[31mz',
    );
  });

  it('keeps Vietnamese whole, composed or not', () => {
    const text = 'Sở Nông nghiệp và Phát triển nông thôn tỉnh Đắk Lắk, Ưu đãi ễ ặ ợ';
    expect(plainText(text.normalize('NFD'), 200)).toBe(text);
  });

  it('cuts stacked accents that would run over the lines above', () => {
    expect(Array.from(plainText(`x${'\u0336'.repeat(500)}`, 1_000))).toHaveLength(4);
  });

  it('cuts at whole characters and says so', () => {
    expect(plainText('🏛️'.repeat(50), 5)).toBe('🏛🏛🏛🏛…');
    expect(plainText('12345', 5)).toBe('12345');
    expect(plainText('x\ud800y', 5)).toBe('xy');
  });

  it('is quick on a page of megabytes', () => {
    expect(Array.from(plainText('ă '.repeat(3_000_000), 300))).toHaveLength(300);
  });
});

describe('defang', () => {
  it('writes addresses as CERTs do', () => {
    expect(defang('https://example.gov.vn/tin.html')).toBe('hxxps://example[.]gov[.]vn/tin[.]html');
    expect(defang('HTTP://1.2.3.4:8080/')).toBe('hxxp://1[.]2[.]3[.]4:8080/');
  });

  it('leaves nothing that a mail reader makes a link of', () => {
    const text =
      'xem nhacai.win, ftp://x.com, admin@hack.er, javascript:alert(1), data:text/html, www.tàixỉu.vn, tel:113';
    expect(defang(text)).toBe(
      'xem nhacai[.]win, ftp[:]//x[.]com, admin@hack[.]er, javascript[:]alert(1), data[:]text/html, www[.]tàixỉu[.]vn, tel[:]113',
    );
  });

  it('takes dots of other scripts, dots after marks and pictures, and paths on other machines for what they are', () => {
    expect(defang('xem nhacai。win, nhacai．vn, a\u0323\u0301.vn, 💰.ws, i❤.ws')).toBe(
      'xem nhacai[.]win, nhacai[.]vn, a\u0323\u0301[.]vn, 💰[.]ws, i❤[.]ws',
    );
    expect(defang('mở \\\\evil\\share và file:\\\\x')).toBe('mở [\\\\]evil\\share và file[:][\\\\]x');
  });

  it('leaves sentences and numbers as they are', () => {
    const text = 'Tăng 3.5 lần so với 2025. Theo Nghị định 13.';
    expect(defang(text)).toBe(text);
  });

  it('does not change what is already made unusable', () => {
    const once = defang('https://example.gov.vn ftp://a.b');
    expect(defang(once)).toBe(once);
  });
});

describe('shownAddress', () => {
  it('reads percent-encoded Vietnamese, and never decodes into control characters', () => {
    expect(shownAddress('https://a.gov.vn/%C4%91%E1%BA%A5t')).toBe('hxxps://a[.]gov[.]vn/đất');
    expect(shownAddress('https://a.gov.vn/%0aX%E2%80%AEy')).toBe('hxxps://a[.]gov[.]vn/ Xy');
    expect(shownAddress('https://a.gov.vn/%ff')).toBe('hxxps://a[.]gov[.]vn/%ff');
  });
});

describe('times in words', () => {
  const at = Date.UTC(2026, 10, 21, 17, 4);
  it('gives the local date, which is not the one in UTC', () => {
    expect(momentWords(at, 'Asia/Ho_Chi_Minh')).toEqual({ vi: '00:04 ngày 22/11/2026', en: '22 Nov 2026, 00:04' });
  });

  it('names the zone', () => {
    expect(zoneWords('Asia/Ho_Chi_Minh').vi).toBe('giờ Việt Nam');
    expect(zoneWords('Europe/Paris').en).toBe('Europe/Paris time');
  });

  it('names a length by its two largest units', () => {
    expect(spanWords(8_130_000)).toEqual({ vi: '2 giờ 15 phút', en: '2 hours 15 minutes' });
    expect(spanWords(3_600_000)).toEqual({ vi: '1 giờ', en: '1 hour' });
    expect(spanWords(999)).toEqual({ vi: '0 giây', en: '0 seconds' });
  });
});

/** What pages are made of when somebody means harm, mixed with ordinary text. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '\u001b[31m',
          '\u001b]52;c;YQ==\u0007',
          '\u009b2J',
          '\u202e',
          '\u2066',
          '\u2028',
          '\r\nBcc: a@b.vn',
          '\u0000',
        ],
        ...[
          '\ud800',
          '\u{e0041}',
          '\ufb2c',
          '\u{1d160}',
          '\u0344',
          'ễ',
          'e\u0302\u0323',
          '\u0301\u0316',
          '\u200d',
          '🇻🇳',
          '\uff9e',
        ],
        ...[
          'https://evil.vn/a.b',
          'evil。example',
          '1.2.3.4',
          'x@evil.vn',
          '\\\\evil\\c',
          '//evil.vn',
          'javascript:x',
          '=1+1',
          '  ',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

describe('whatever a page writes', () => {
  it('plainText is one visible line within its length, and a second time changes nothing', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 60 }), (text, max) => {
        const shown = plainText(text, max);
        expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|\p{M}{4}|^\s|\s$| {2}/u);
        expect(Array.from(shown).length).toBeLessThanOrEqual(max);
        expect(plainText(shown, max)).toBe(shown);
      }),
      { numRuns: 1_000, seed: 11 },
    );
  });

  it('plainLine is one line that steers nothing', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = plainLine(text, 500);
        expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|\p{M}{4}/u);
        expect(plainLine(line, 500)).toBe(line);
      }),
      { numRuns: 1_000, seed: 11 },
    );
  });

  it('plainJson says the same in printable letters', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const json = plainJson(JSON.stringify({ text }));
        expect(json).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(json)).toEqual({ text });
      }),
      { numRuns: 1_000, seed: 11 },
    );
  });

  it('defanged text stays so, and has nothing that opens', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const safe = defang(plainText(text, 400));
        expect(safe).not.toMatch(
          /https?:|\bjavascript:|:\/\/(?<!hxxps?:\/\/)|\w\.(?=\p{L})|(?<![\d.])\d+\.\d+\.\d+\.\d+(?![\d.])/iu,
        );
        expect(defang(safe)).toBe(safe);
      }),
      { numRuns: 1_000, seed: 11 },
    );
  });

  it('marks are kept as far as any script stacks them', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const calm = withoutMarkStorms(text);
        expect(calm).not.toMatch(/[\p{M}\uff9e]{17}/u);
        if (!/[\p{M}\uff9e]{17}/u.test(text)) expect(calm).toBe(text);
      }),
      { numRuns: 1_000, seed: 11 },
    );
  });

  it('reads a storm of millions of marks to its end', () => {
    expect(withoutMarkStorms(`a${'\u0301'.repeat(15_000_000)}b`)).toBe(`a${'\u0301'.repeat(16)}b`);
  });
});
