/** QR codes in a screenshot are read where an image of their size stands, and nothing else is taken for one. */
import { encodeQR } from 'qr';
import { describe, expect, test } from 'vitest';
import type { Pixels } from '../../../src/pictures/decoding.ts';
import { qrTextOf } from '../../../src/pictures/qr-codes.ts';
import { reduction } from '../../../src/pictures/reduction.ts';

const width = 640;
const height = 480;
const vietQr = '00020101021138540010A00000072701240006970436011011700000860208QRIBFTTA53037045802VN63044F52';

/** A code of `side` pixels on a page of grey text lines, at (40, 60). */
function pageWith(text: string, side: number): Pixels {
  const modules = encodeQR(text, 'raw', { border: 3 });
  const data = Buffer.alloc(width * height * 3, 255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const row = modules[Math.floor(((y - 60) * modules.length) / side)];
      const isDark = row?.[Math.floor(((x - 40) * modules.length) / side)];
      const isLine = isDark === undefined && y % 20 < 6 && x % 90 < 70;
      data.fill(isDark === true ? 20 : isLine ? 120 : 250, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
  return { data, width, height };
}

describe('a code', () => {
  test.each([160, 320])('of %i pixels is read', (side) => {
    expect(qrTextOf(pageWith(vietQr, side), { x: 40, y: 60, width: side, height: side })).toBe(vietQr);
  });
  test('stands in the reduced picture beside the image’s hash', () => {
    const images = [{ url: 'https://h.example/qr.png?v=2', box: { x: 40, y: 60, width: 160, height: 160 } }];
    expect(reduction(pageWith('https://dvc.example/', 160), images).images).toEqual([
      expect.objectContaining({ address: 'h.example/qr.png', qr: 'https://dvc.example/' }),
    ]);
  });
});

describe('nothing is read', () => {
  const page = pageWith(vietQr, 160);
  test.each([
    ['where there is none', { x: 300, y: 60, width: 160, height: 160 }],
    ['in a banner', { x: 0, y: 0, width: 640, height: 200 }],
    ['in what is too small to be scanned', { x: 40, y: 60, width: 50, height: 50 }],
  ])('%s', (_, box) => {
    expect(qrTextOf(page, box)).toBeNull();
  });
});
