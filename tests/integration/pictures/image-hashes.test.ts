import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { imageHashDistance } from '../../../src/core/learned/image-hash.ts';
import { createPictures } from '../../../src/pictures/pictures.ts';
import { contentOf } from '../../support/test-pictures.ts';

const pictures = createPictures({ log: pino({ level: 'silent' }), workers: 1 });
afterAll(() => pictures.close());

const folder = join(import.meta.dirname, '../../../fixtures/portals/pictures');
/** One of each kind of scene. */
const photos = ['dong-lua', 'cau-moi', 'cang-ca', 'hoi-thao', 'khu-cong-nghiep', 'lam-viec'].map(
  (name) => `${name}.jpg`,
);
const [width, height] = [480, 300];
const original = (name: string) =>
  sharp(readFileSync(join(folder, name)))
    .resize({ width, height, fit: 'fill' })
    .png()
    .toBuffer();

/** The hash of an image where a page of 800 × 600 shows it. */
async function printOf(image: Buffer): Promise<string> {
  const page = sharp({ create: { width: 800, height: 600, channels: 3, background: '#ffffff' } });
  const bytes = await page
    .composite([{ input: image, left: 40, top: 60 }])
    .png()
    .toBuffer();
  const box = { x: 40, y: 60, width, height };
  const images = [{ url: 'https://anphu.binhgiang.gov.vn/images/a.jpg?v=3', box }];
  const { images: found } = await pictures.reduce({
    content: contentOf(bytes),
    widthPx: 800,
    heightPx: 600,
    capped: false,
    images,
  });
  expect(found).toMatchObject([{ address: 'anphu.binhgiang.gov.vn/images/a.jpg', box }]);
  return found?.[0]?.hash ?? '';
}

it.each([90, 60, 35, 15])('an image encoded as JPEG of quality %i keeps its hash', async (quality) => {
  for (const name of photos) {
    const image = await original(name);
    const again = await sharp(await sharp(image).jpeg({ quality }).toBuffer())
      .png()
      .toBuffer();
    expect(imageHashDistance(await printOf(image), await printOf(again)), name).toBeLessThanOrEqual(4);
  }
});

it('an image scaled down by half and back keeps its hash', async () => {
  for (const name of photos) {
    const image = await original(name);
    const small = await sharp(image)
      .resize({ width: width / 2 })
      .webp({ quality: 60 })
      .toBuffer();
    const again = await sharp(small).resize({ width, height, fit: 'fill' }).png().toBuffer();
    expect(imageHashDistance(await printOf(image), await printOf(again)), name).toBeLessThanOrEqual(4);
  }
});

it('different pictures have different prints', async () => {
  const prints = await Promise.all(photos.map(async (name) => printOf(await original(name))));
  const distances = prints.flatMap((a, i) => prints.slice(i + 1).map((b) => imageHashDistance(a, b)));
  expect(Math.min(...distances)).toBeGreaterThanOrEqual(9);
});

it('an image outside of the picture has none', async () => {
  const content = contentOf(await original(photos[0] ?? ''));
  const box = { x: 0, y: 5_000, width: 200, height: 200 };
  const images = [{ url: 'https://anphu.binhgiang.gov.vn/a.jpg', box }];
  const { images: found } = await pictures.reduce({ content, widthPx: width, heightPx: height, capped: false, images });
  expect(found).toBeUndefined();
});
