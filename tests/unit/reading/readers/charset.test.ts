import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { Headers } from '../../../../src/core/headers.ts';
import { decodeText } from '../../../../src/reading/readers/charset.ts';

const text = 'Cổng thông tin điện tử tỉnh: Kính gửi quý vị, các dịch vụ công trực tuyến được cập nhật thường xuyên.';
const page = (head = '') => `<html><head>${head}<title>Sở Y tế</title></head><body><p>${text}</p></body></html>`;
const type = (value: string): Headers => [['Content-Type', value]];

/** windows-1258 writes most Vietnamese letters as a base letter and a combining mark. */
function asWindows1258(input: string): Buffer {
  const marks = /[\u0300\u0301\u0303\u0309\u0323]/;
  const parts: string[] = [];
  for (const letter of input.normalize('NFC')) {
    const pieces = [...letter.normalize('NFD')];
    const tone = pieces.filter((piece) => marks.test(piece)).join('');
    parts.push(
      pieces
        .filter((piece) => !marks.test(piece))
        .join('')
        .normalize('NFC') + tone,
    );
  }
  return iconv.encode(parts.join(''), 'windows-1258');
}

describe('which encoding a page is read in', () => {
  it.each<[string, Buffer, Headers, string]>([
    ['UTF-8 by default', Buffer.from(page()), type('text/html'), 'utf-8'],
    [
      'UTF-8 byte order mark against the header',
      Buffer.from(`\ufeff${page()}`),
      type('text/html; charset=iso-8859-1'),
      'utf-8',
    ],
    ['UTF-16 by its mark', Buffer.from(`\ufeff${page()}`, 'utf16le'), type('text/html'), 'utf-16le'],
    [
      'big-endian UTF-16 by its mark',
      Buffer.from(`\ufeff${page()}`, 'utf16le').swap16(),
      type('text/html'),
      'utf-16be',
    ],
    ['UTF-16 by the header', Buffer.from(page(), 'utf16le'), type('text/html; charset=UTF-16LE'), 'utf-16le'],
    [
      'the header against the meta',
      Buffer.from(page('<meta charset=windows-1258>')),
      type('text/html; charset="UTF-8"'),
      'utf-8',
    ],
    [
      'the meta where the header is silent',
      asWindows1258(page('<meta charset="windows-1258">')),
      type('text/html'),
      'windows-1258',
    ],
    [
      'the old form of meta',
      asWindows1258(page('<meta http-equiv="Content-Type" content="text/html; charset=cp1258">')),
      type('text/html'),
      'windows-1258',
    ],
    ['no meta inside a comment', Buffer.from(page('<!-- <meta charset=windows-1258> -->')), type('text/html'), 'utf-8'],
    ['a meta that claims UTF-16 means UTF-8', Buffer.from(page('<meta charset=utf-16>')), type('text/html'), 'utf-8'],
    [
      'an unknown label does not count',
      Buffer.from(page('<meta charset=klingon>')),
      type('text/html; charset=none'),
      'utf-8',
    ],
    ['TCVN by its label', iconv.encode(page('<meta charset=x-viet-tcvn5712>'), 'tcvn'), type('text/html'), 'tcvn'],
    ['VISCII by its label', iconv.encode(page('<meta charset=viscii>'), 'viscii'), type('text/html'), 'viscii'],
    ['windows-1258 by its looks', asWindows1258(page()), type('text/html'), 'windows-1258'],
    ['TCVN by its looks', iconv.encode(page(), 'tcvn'), type('text/html'), 'tcvn'],
    ['VISCII by its looks', iconv.encode(page(), 'viscii'), [], 'viscii'],
  ])('%s', (_name, bytes, headers, charset) => {
    const decoded = decodeText(bytes, headers);
    expect(decoded.charset).toBe(charset);
    expect(decoded.text).toContain(text);
  });

  it('falls back to windows-1252 for western text', () => {
    const bytes = Buffer.from('<p>Café déjà vu, naïve façade – über</p>', 'latin1');
    expect(decodeText(bytes, type('text/html'))).toMatchObject({ charset: 'windows-1252' });
    expect(decodeText(bytes, type('text/html')).text).toContain('Café déjà vu');
  });

  it('reads what the header calls UTF-8 as UTF-8 even where it is damaged', () => {
    const bytes = Buffer.concat([Buffer.from('Sở '), Buffer.from([0xff, 0xfe]), Buffer.from(' Y tế')]);
    expect(decodeText(bytes, type('text/html; charset=utf-8'))).toEqual({
      text: 'Sở \ufffd\ufffd Y tế',
      charset: 'utf-8',
    });
  });
});

it('reads a letter under half a million marks at once: putting them in order would take minutes', () => {
  const storm = Buffer.concat([
    Buffer.from('<p>a'),
    Buffer.alloc(500_000, Buffer.from([0xcc, 0xf2])),
    Buffer.from('</p>'),
  ]);
  const { text, charset } = decodeText(storm, type('text/html; charset=windows-1258'));
  expect(charset).toBe('windows-1258');
  expect(text.length).toBeLessThan(50);
});
