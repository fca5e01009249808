/** Generated pictures with known pixels. */
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import type { Content } from '../../src/core/domain/content.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** A PNG whose every pixel comes from `colourAt`. */
export function drawPng(width: number, height: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const png = new PNG({ width, height });
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const [red, green, blue] = colourAt(x, y);
      png.data[at] = red;
      png.data[at + 1] = green;
      png.data[at + 2] = blue;
      png.data[at + 3] = 255;
    }
  }
  // Trying five filters per line would take longer than everything else.
  return PNG.sync.write(png, { deflateLevel: 1, filterType: 0 });
}

/** Pages, each drawn once per worker. */
const pages = new Map<string, Buffer>();

/**
 * A page-like picture: a heading bar, lines of "text", a picture block. Deterministic, and it still compresses to some
 * size.
 */
export function drawPage(width: number, height: number, seed = 1): Buffer {
  const key = `${width} ${height} ${seed}`;
  const page = pages.get(key) ?? drawPng(width, height, (x, y) => pageColour(width, x, y, seed));
  pages.set(key, page);
  return Buffer.from(page);
}

function pageColour(width: number, x: number, y: number, seed: number): Colour {
  if (y < 80) return [180, 20, 30];
  if (x > width * 0.6 && y % 600 < 250) return [(x * seed) & 255, (y * 3) & 255, (x ^ y) & 255];
  return y % 24 < 12 && (Math.imul(x >> 2, 2_654_435_761) ^ Math.imul(y >> 1, 40_503 * seed)) & 256
    ? [30, 30, 30]
    : [255, 255, 255];
}

export function contentOf(bytes: Uint8Array, mediaType = 'image/png'): Content {
  return { hash: createHash('sha256').update(bytes).digest('hex'), mediaType, bytes };
}

/** A valid PNG of a few kilobytes that claims `width` × `height` black pixels. */
export function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(Math.ceil(width / 8 + 1) * Math.min(height, 2_000)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
