/** Draws docs/images anew, every page at a desk and on a phone: `npm run test:long -- tests/long/web`. */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPortals } from '../../../fixtures/portals/server.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { loadPlaybook } from '../../../src/config/playbook.ts';
import type { Notice } from '../../../src/core/notices/notice.ts';
import { renderNotice } from '../../../src/notify/mail/render.ts';
import { type RunningWeb, startWeb } from '../../../src/web/start-web.ts';
import { docMails } from '../../support/doc-mails.ts';
import type { DutyRoomPages } from '../../support/duty-room.ts';
import type { SeenPage } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { shownPictures } from '../../support/test-notices.ts';
import { type DeskPage, seedNewDesk, seedWholeDesk, wholeDeskConfig } from '../../support/whole-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const docs = join(import.meta.dirname, '../../../docs');
const images = join(docs, 'images');
const { version } = packageJson;
const forms = { desktop: { width: 1366, height: 900 }, phone: { width: 390, height: 844 } };
/** Longer pages are cut: what stands below looks like what stands above. */
const tallestPx = 2_400;

let browser: Browser;
let seen: DutyRoomPages;
let desks: readonly { desk: TestDesk; web: RunningWeb; pages: readonly DeskPage[] }[];

beforeAll(async () => {
  browser = await launchTestBrowser();
  const [desk, young] = [
    await openTestDesk({ now, version, config: wholeDeskConfig }),
    await openTestDesk({ now, version }),
  ];
  seen = await seePortals();
  const { pages } = await seedWholeDesk(desk, now, seen);
  desks = [
    { desk, web: await startWeb(desk.app, '127.0.0.1:0'), pages },
    { desk: young, web: await startWeb(young.app, '127.0.0.1:0'), pages: await seedNewDesk(young) },
  ];
  await mkdir(images, { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  for (const { desk, web } of desks ?? []) {
    await web.close();
    await desk.close();
  }
});

/** What the fixture portals look like on an ordinary day and after an attack. */
async function seePortals(): Promise<DutyRoomPages> {
  const portals = await startPortals({ seed: 7, now: () => new Date(now) });
  try {
    const [haiThanh, vanGiang] = ['hai-thanh', 'van-giang'].map((name) => {
      return portals.portals.find((portal) => portal.name === name);
    });
    if (!haiThanh || !vanGiang) throw new Error('The fixture portals have other names.');
    const before = await see(haiThanh.url);
    haiThanh.deface('hacked-en');
    const after = await see(haiThanh.url);
    const doubtfulBefore = await see(vanGiang.url);
    vanGiang.deface('in-layout');
    return { before, after, doubtful: { before: doubtfulBefore, after: await see(vanGiang.url) } };
  } finally {
    await portals.close();
  }
}

async function see(url: string): Promise<SeenPage> {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(url, { waitUntil: 'load' });
  const size = await page.evaluate(
    '({ heightPx: Math.min(6000, Math.max(768, document.documentElement.scrollHeight)) })',
  );
  const screenshot = await page.screenshot({ fullPage: true });
  const html = await page.content();
  await page.close();
  const thumbnail = await sharp(screenshot)
    .resize({ width: 320, height: 640, fit: 'cover', position: 'top' })
    .png()
    .toBuffer();
  return { url, html, screenshot, thumbnail, widthPx: 1366, ...(size as { heightPx: number }) };
}

async function open(web: RunningWeb, { path, cookies }: DeskPage, viewport: { width: number; height: number }) {
  const context = await browser.newContext({
    viewport,
    locale: 'vi-VN',
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
  });
  await context.addCookies(
    Object.entries(cookies).map(([name, value]) => ({ name: `vonggac-${name}`, value, url: web.url })),
  );
  const page = await context.newPage();
  await page.goto(`${web.url}${path}`, { waitUntil: 'networkidle' });
  return page;
}

async function save(page: Page, name: string, heightPx: number | null): Promise<void> {
  const { width } = page.viewportSize() ?? forms.desktop;
  const whole = (await page.evaluate('document.documentElement.scrollHeight')) as number;
  const height = Math.min(heightPx ?? whole, tallestPx);
  const png = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height } });
  await page.context().close();
  const file = join(images, `${name}.png`);
  await sharp(png).png({ palette: true, colours: 200, effort: 8, compressionLevel: 9 }).toFile(file);
  expect((await stat(file)).size, name).toBeLessThanOrEqual(250_000);
}

test.each(Object.entries(forms))('draws every page on a %s', async (form, viewport) => {
  for (const { web, pages } of desks) {
    for (const one of pages) {
      // Photographs are large files, and the rows below show no more.
      const heightPx = one.name === 'board-pictures' ? 1_500 : null;
      await save(await open(web, one, viewport), `${one.name}-${form}`, heightPx);
    }
  }
});

test('draws what the README shows, as much of it as a screen does', async () => {
  const [{ web, pages } = { web: { url: '' } as RunningWeb, pages: [] }] = desks;
  for (const [name, height] of [
    ['board', 900],
    ['incident', 1_150],
  ] as const) {
    const one = pages.find((page) => page.name === name);
    if (one) await save(await open(web, one, { ...forms.desktop, height }), name, height);
  }
});

test('draws the board on a wall', async () => {
  const [{ web, pages } = { web: { url: '' } as RunningWeb, pages: [] }] = desks;
  const board = pages.find(({ name }) => name === 'board');
  if (board) await save(await open(web, board, { width: 1_920, height: 1_080 }), 'board-wall', 1_080);
});

test('draws every mail as its reader opens it', async () => {
  for (const [name, notice] of Object.entries(docMails(now))) {
    await save(await message(notice, { width: 680, height: 400 }), `mail-${name}`, null);
  }
  await save(await message(docMails(now).opened, forms.phone), 'mail', null);
});

/** The HTML of a message with its pictures in place of their content ids. */
async function message(notice: Notice | undefined, viewport: { width: number; height: number }): Promise<Page> {
  if (!notice) return expect.unreachable();
  const playbook = loadPlaybook('');
  const { html, inline } = renderNotice(notice, { languages: ['vi'], timeZone: 'Asia/Ho_Chi_Minh', playbook });
  const pictures = { [shownPictures.before]: seen.before, [shownPictures.after]: seen.after };
  let text = html;
  for (const { cid, hash } of inline) {
    const picture = pictures[hash];
    if (picture) text = text.replaceAll(`cid:${cid}`, await thumbnail(picture));
  }
  const page = await browser.newPage({ viewport });
  await page.setContent(text);
  return page;
}

async function thumbnail({ screenshot = new Uint8Array() }: SeenPage): Promise<string> {
  const png = await sharp(screenshot)
    .resize({ width: 560, height: 420, fit: 'cover', position: 'top' })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

test('the page about the desk shows every picture', async () => {
  const shown = await readFile(join(docs, 'giao-dien.md'), 'utf8');
  const ofReadme = ['board.png', 'incident.png', 'mail.png'];
  const missing = (await readdir(images)).filter(
    (file) => !ofReadme.includes(file) && !shown.includes(`"images/${file}"`),
  );
  expect(missing).toEqual([]);
});
