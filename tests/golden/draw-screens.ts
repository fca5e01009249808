/**
 * Draws the golden cases' screenshots anew, each from its case's own markup by the product's own capture:
 * `bin/with-runtime node tests/golden/draw-screens.ts [NAME]…`. Needed when a case, an asset or the way pictures are taken
 * changes; another browser or other fonts give other pictures, so draw all of them at once then.
 */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { captureConfig, captureOf, request, servePortal, testCapturer } from '../support/loopback-portal.ts';
import { type GoldenPage, markupOf, readCases, root } from './golden-case.ts';
import { screenFiles } from './screen.ts';

/** What the pages' addresses usually lead to. `?q=30` encodes an image as JPEG of that quality; otherwise it is lossless. */
const usual: Readonly<Record<string, string>> = {
  '/css/portal.css': 'portal.css',
  '/css/portal-plain.css': 'portal.css',
  '/images/quoc-huy.png': 'quoc-huy.svg',
  '/images/banner-an-phu.jpg': 'banner-an-phu.svg',
  '/images/slide-1.jpg': 'slide-1.svg',
  '/images/slide-2.jpg': 'slide-2.svg',
  '/images/slide-3.jpg': 'slide-3.svg',
  '/images/slide-4.jpg': 'slide-4.svg',
};

interface Wanted {
  readonly page: GoldenPage;
  readonly html: string;
  readonly url: string;
}

function wantedScreens(): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const golden of readCases()) {
    for (const page of [...golden.learn, ...golden.steps]) {
      if (page.screen === undefined) continue;
      const html = markupOf(golden, page);
      const known = wanted.get(page.screen);
      const same =
        known === undefined ||
        (known.html === html && JSON.stringify(known.page.assets) === JSON.stringify(page.assets));
      if (!same) throw new TypeError(`${golden.name}: the screen ${page.screen} is drawn from two different pages`);
      wanted.set(page.screen, { page, html, url: golden.url });
    }
  }
  return wanted;
}

async function assetFor(page: GoldenPage, path: string): Promise<{ type: string; bytes: Buffer } | null> {
  const [file = '', query = ''] = (page.assets[path] ?? usual[path] ?? '').split('?q=');
  if (file === '') return null;
  const bytes = readFileSync(join(root, 'assets', file));
  if (file.endsWith('.css')) return { type: 'text/css', bytes };
  const image = sharp(bytes);
  if (query === '') return { type: 'image/png', bytes: await image.png().toBuffer() };
  return { type: 'image/jpeg', bytes: await image.jpeg({ quality: Number(query) }).toBuffer() };
}

async function draw(
  name: string,
  { page, html, url }: Wanted,
  capturer: ReturnType<typeof testCapturer>,
): Promise<void> {
  const portal = await servePortal(async (asked, answer) => {
    const path = asked.url ?? '/';
    if (path === '/') return void answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    const asset = await assetFor(page, path);
    if (asset === null) return void answer.writeHead(404).end();
    answer.writeHead(200, { 'content-type': asset.type }).end(asset.bytes);
  });
  const capture = captureOf(await capturer.take(request(portal.url, { tier: 'browser' })));
  await portal.close();
  const screenshot = capture.rendering?.screenshot;
  if (!screenshot) throw new TypeError(`${name} was not drawn`);
  const { widthPx, heightPx, images = [] } = screenshot;
  const { png, json } = screenFiles(name);
  await mkdir(dirname(png), { recursive: true });
  const bytes = await packed(screenshot.content.bytes);
  await writeFile(png, bytes);
  const own = images.map((image) => ({ ...image, url: image.url.replace(portal.url, url) }));
  await writeFile(json, `${JSON.stringify({ widthPx, heightPx, images: own })}\n`);
  console.log(`${name}  ${widthPx}×${heightPx}  ${Math.round(bytes.length / 1000)} kB  ${own.length} images`);
}

/** As small as PNG gets without losing a pixel: few colours are kept as a palette. */
async function packed(screenshot: Uint8Array): Promise<Buffer> {
  const pixels = (bytes: Uint8Array) => sharp(bytes).removeAlpha().raw().toBuffer();
  const whole = await pixels(screenshot);
  const palette = await sharp(screenshot)
    .removeAlpha()
    .png({ palette: true, quality: 100, dither: 0, effort: 10 })
    .toBuffer();
  if ((await pixels(palette)).equals(whole)) return palette;
  return sharp(screenshot).removeAlpha().png({ compressionLevel: 9, effort: 10, adaptiveFiltering: true }).toBuffer();
}

const capturer = testCapturer(captureConfig({ caps: { screenshotHeight: 1100 } }));
const only = process.argv.slice(2);
for (const [name, wanted] of wantedScreens()) {
  if (only.length === 0 || only.includes(name)) await draw(name, wanted, capturer);
}
await capturer.close();
