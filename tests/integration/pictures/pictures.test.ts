import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import pino from 'pino';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createPictures } from '../../../src/pictures/pictures.ts';
import { contentOf, drawPage, drawPng, pngBomb } from '../../support/test-pictures.ts';

const pictures = createPictures({ log: pino({ level: 'silent' }) });
afterAll(() => pictures.close());

const page = drawPage(1280, 1500);

describe('reduce', () => {
  it('gives the exact means of a real PNG', async () => {
    const png = drawPng(64, 32, (x) => (x < 32 ? [1, 2, 3] : [250, 128, 0]));
    const picture = await pictures.reduce(contentOf(png));
    expect([...Buffer.from(picture.rgb, 'base64')]).toEqual([1, 2, 3, 250, 128, 0]);
  });

  it('is equal for a picture that was encoded anew', async () => {
    const again = await sharp(page).png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer();
    const fromWebp = await sharp(page).webp({ lossless: true, effort: 0 }).toBuffer();
    const first = await pictures.reduce(contentOf(page));
    expect(await pictures.reduce(contentOf(again))).toEqual(first);
    expect(await pictures.reduce(contentOf(fromWebp, 'image/webp'))).toEqual(first);
  });

  it('takes a screenshot as it takes a content', async () => {
    const content = contentOf(page);
    const screenshot = { content, widthPx: 1280, heightPx: 1500, capped: false };
    expect(await pictures.reduce(screenshot)).toEqual(await pictures.reduce(content));
  });

  it('sees grey, transparent, 16-bit and animated pictures as RGB on white', async () => {
    const base = { width: 32, height: 32 } as const;
    const clear = await sharp({ create: { ...base, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const grey = await sharp({ create: { ...base, channels: 3, background: '#808080' } })
      .greyscale()
      .png()
      .toBuffer();
    const deep = await sharp({ create: { ...base, channels: 3, background: '#808080' } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const gif = await sharp({ create: { ...base, channels: 3, background: '#ff0000' } })
      .gif()
      .toBuffer();
    const means = async (bytes: Buffer) => [...Buffer.from((await pictures.reduce(contentOf(bytes))).rgb, 'base64')];
    expect(await means(clear)).toEqual([255, 255, 255]);
    expect(await means(grey)).toEqual([128, 128, 128]);
    expect(await means(deep)).toEqual([128, 128, 128]);
    expect(await means(gif)).toEqual([255, 0, 0]);
  });

  it('leaves the bytes with the caller', async () => {
    const content = contentOf(page);
    await Promise.all([pictures.reduce(content), pictures.reduce(content), pictures.difference(content, content)]);
    expect(createHash('sha256').update(content.bytes).digest('hex')).toBe(content.hash);
  });

  it('does not hold up the main thread', async () => {
    await pictures.reduce(contentOf(page));
    const tall = contentOf(
      await sharp(drawPage(683, 3_000)).resize(1366, 6_000, { kernel: 'nearest' }).png().toBuffer(),
    );
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await Promise.all([1, 2, 3, 4].map(() => pictures.reduce(tall)));
    delay.disable();
    // Not the maximum: on a busy machine the scheduler alone can take one turn that long.
    expect(delay.percentile(90) / 1e6).toBeLessThan(50);
  });
});

describe('thumbnail', () => {
  it('shows the top, at most so wide and twice as high', async () => {
    const tall = drawPng(400, 2_000, (_, y) => (y < 800 ? [0, 0, 255] : [255, 0, 0]));
    const small = await pictures.thumbnail(contentOf(tall), 200);
    const { width, height, data } = PNG.sync.read(Buffer.from(small.bytes));
    expect({ width, height }).toEqual({ width: 200, height: 400 });
    expect([...data.subarray(-4)]).toEqual([0, 0, 255, 255]);
    expect(small).toEqual(contentOf(small.bytes));
  });

  it('does not enlarge, and carries nothing of the file but its pixels', async () => {
    const bytes = await sharp(drawPng(50, 20, () => [9, 9, 9]))
      .withExif({ IFD0: { ImageDescription: '<script>alert(1)</script>' } })
      .png()
      .toBuffer();
    expect(bytes.includes('<script>')).toBe(true);
    const small = await pictures.thumbnail(contentOf(bytes), 200);
    expect(Buffer.from(small.bytes).includes('<script>')).toBe(false);
    expect(PNG.sync.read(Buffer.from(small.bytes))).toMatchObject({ width: 50, height: 20 });
  });

  it('stays small enough for a mail', async () => {
    expect((await pictures.thumbnail(contentOf(page), 280)).bytes.length).toBeLessThan(60_000);
  });
});

describe('difference', () => {
  it('counts exactly the changed pixels and paints them red on a grey page', async () => {
    const before = drawPng(100, 50, () => [255, 255, 255]);
    const after = drawPng(100, 50, (x, y) => (x < 10 && y < 10 ? [0, 0, 0] : [255, 255, 255]));
    const { picture, changedRatio } = await pictures.difference(contentOf(before), contentOf(after));
    expect(changedRatio).toBe(100 / 5_000);
    const { data } = PNG.sync.read(Buffer.from(picture.bytes));
    const [red = 0, green = 0, blue = 0] = data;
    expect(red).toBeGreaterThan(green + 100);
    expect(green).toBe(blue);
    const [r, g, b] = data.subarray(-4);
    expect([g, b]).toEqual([r, r]);
  });

  it('is zero for equal pictures', async () => {
    expect((await pictures.difference(contentOf(page), contentOf(page))).changedRatio).toBe(0);
  });

  it('counts what only one of two unequal pictures has as changed', async () => {
    const short = drawPng(10, 10, () => [200, 200, 200]);
    const wide = drawPng(20, 5, () => [200, 200, 200]);
    const { picture, changedRatio } = await pictures.difference(contentOf(short), contentOf(wide));
    expect(PNG.sync.read(Buffer.from(picture.bytes))).toMatchObject({ width: 20, height: 10 });
    expect(changedRatio).toBe(150 / 200);
  });

  it('refuses when either picture is unreadable', async () => {
    const good = contentOf(page);
    const bad = contentOf(page.subarray(0, 3_000));
    await expect(pictures.difference(good, bad)).rejects.toMatchObject({ code: 'picture-unreadable' });
    await expect(pictures.difference(bad, good)).rejects.toMatchObject({ code: 'picture-unreadable' });
  });
});

describe('hostile files', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="file:///etc/passwd"/></svg>';
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['nothing', new Uint8Array(0)],
    ['text', Buffer.from('GIFT for you')],
    ['an SVG that reads a file', Buffer.from(svg)],
    ['a truncated PNG', page.subarray(0, page.length / 2)],
    [
      'a PNG with a broken middle',
      Buffer.concat([page.subarray(0, 2_000), Buffer.alloc(500, 7), page.subarray(2_500)]),
    ],
    ['only a signature', page.subarray(0, 8)],
    ['a bomb of 100,000 × 100,000 pixels', pngBomb(100_000, 100_000)],
    ['a bomb just over the cap', pngBomb(8_000, 5_001)],
    ['a WebP header with nothing behind', Buffer.from('RIFF\xff\xff\xff\x7fWEBPVP8L', 'latin1')],
  ];

  for (const [name, bytes] of cases) {
    it(`refuses ${name} with a coded error and goes on`, async () => {
      const acts = [pictures.reduce(contentOf(bytes)), pictures.thumbnail(contentOf(bytes), 100)];
      for (const outcome of await Promise.allSettled(acts)) {
        expect(outcome).toMatchObject({ reason: { name: 'VonggacError', code: 'picture-unreadable' } });
      }
      const good = drawPng(4, 4, () => [1, 1, 1]);
      expect((await pictures.reduce(contentOf(good))).columns).toBe(1);
    });
  }
});

describe('close', () => {
  it('refuses what is running, what waits and what comes later', async () => {
    const own = createPictures({ workers: 1, log: pino({ level: 'silent' }) });
    const acts = [own.reduce(contentOf(page)), own.reduce(contentOf(page))];
    const outcomes = Promise.allSettled(acts);
    await own.close();
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: 'picture-unreadable' } });
    await expect(own.reduce(contentOf(page))).rejects.toMatchObject({ code: 'picture-unreadable' });
  });
});
