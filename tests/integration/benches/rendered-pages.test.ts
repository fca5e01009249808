import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createPageRenderer, type PageRenderer, type Rendered } from '../../../benches/support/page-renderer.ts';
import { changedPixels } from '../../../benches/support/pixel-changes.ts';
import { servePortal } from '../../support/loopback-portal.ts';

describe('recorded pages are rendered offline', () => {
  let renderer: PageRenderer;
  beforeAll(async () => {
    renderer = await createPageRenderer();
  });
  afterAll(() => renderer.close());

  const render = (url: string, html: string): Promise<Rendered> =>
    renderer.render(
      { url, status: 200, contentType: 'text/html; charset=utf-8', bytes: Buffer.from(html) },
      Date.UTC(2026, 0, 31),
    );

  it('at their own address, and what they refer to is not there', async () => {
    const neighbour = await servePortal((_request, response) => response.end());
    onTestFinished(() => neighbour.close());
    const page = `<h1>Cổng thông tin</h1><p id=year></p><img src="${neighbour.url}a.png" onerror="this.replaceWith('không có')">
      <script>year.textContent = location.href + ' ' + new Date().getFullYear()</script>`;
    const rendered = await render('https://portal.example/tin?trang=2', page);
    expect(rendered).toMatchObject({ ok: true, status: 200, finalUrl: 'https://portal.example/tin?trang=2' });
    if (!rendered.ok) return;
    expect(rendered.html).toContain('https://portal.example/tin?trang=2 2026');
    expect(rendered.html).toContain('không có');
    expect(neighbour.connectionCount()).toBe(0);
    const { width, height } = await sharp(rendered.screenshot ?? undefined).metadata();
    expect([width, height]).toEqual([1366, 768]);
  });

  it('and a page that leads elsewhere ends at an empty 404 there', async () => {
    const rendered = await render(
      'http://portal.example/',
      `<script>location = 'https://elsewhere.example/a'</script>`,
    );
    expect(rendered).toMatchObject({ ok: true, status: 404, finalUrl: 'https://elsewhere.example/a' });
  });
});

describe('pictures are compared as simple watchers do', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vonggac-pixels-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const painted = async (name: string, height: number, darkRows: number): Promise<string> => {
    const pixels = Buffer.alloc(100 * height * 3, 255).fill(0, 0, 100 * darkRows * 3);
    const file = join(folder, name);
    await writeFile(
      file,
      await sharp(pixels, { raw: { width: 100, height, channels: 3 } })
        .png()
        .toBuffer(),
    );
    return file;
  };

  it('by the share of pixels that differ', async () => {
    const [light, darker] = [await painted('light.png', 100, 0), await painted('darker.png', 100, 3)];
    expect(await changedPixels(light, light)).toBe(0);
    expect(await changedPixels(light, darker)).toBeCloseTo(0.03, 5);
  });

  it('and wholly differ when their sizes do', async () => {
    expect(await changedPixels(await painted('short.png', 100, 0), await painted('tall.png', 101, 0))).toBe(1);
  });
});
