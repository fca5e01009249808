import { describe, expect, it } from 'vitest';
import { defang, momentWords, plainText, shownAddress, spanWords, zoneWords } from '../../../src/core/text.ts';

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
