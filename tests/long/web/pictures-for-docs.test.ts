/** Draws docs/images anew from a seeded duty room: `npm run test:long -- tests/long/web`. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPortals } from '../../../fixtures/portals/server.ts';
import { type RunningWeb, startWeb } from '../../../src/web/start-web.ts';
import { type DutyRoom, seedDutyRoom } from '../../support/duty-room.ts';
import type { SeenPage } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const images = join(import.meta.dirname, '../../../docs/images');
const drafts = process.env.VONGGAC_DRAFTS ?? '';

let desk: TestDesk;
let web: RunningWeb;
let browser: Browser;
let room: DutyRoom;
let token: string;

beforeAll(async () => {
  desk = await openTestDesk({ now });
  browser = await launchTestBrowser();
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
    const doubtful = { before: doubtfulBefore, after: await see(vanGiang.url) };
    room = await seedDutyRoom(desk.store, now, { before, after, doubtful });
  } finally {
    await portals.close();
  }
  token = await desk.signedIn('operator');
  web = await startWeb(desk.app, '127.0.0.1:0');
  await mkdir(images, { recursive: true });
});

afterAll(async () => {
  await web?.close();
  await browser?.close();
  await desk?.close();
});

async function see(url: string): Promise<SeenPage> {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(url, { waitUntil: 'load' });
  const size = await page.evaluate(
    '({ heightPx: Math.min(6000, Math.max(768, document.documentElement.scrollHeight)) })',
  );
  const screenshot = await page.screenshot({ fullPage: true });
  const html = await page.content();
  await page.close();
  return { url, html, screenshot, widthPx: 1366, ...(size as { heightPx: number }) };
}

async function open(
  path: string,
  look: { width: number; height: number; dark?: boolean; lang?: string },
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.dark ? 'dark' : 'light',
    locale: look.lang ?? 'vi-VN',
    deviceScaleFactor: 1,
  });
  await context.addCookies([{ name: 'vonggac-session', value: token, url: web.url }]);
  const page = await context.newPage();
  await page.goto(`${web.url}${path}`, { waitUntil: 'networkidle' });
  return page;
}

async function save(page: Page, name: string, fullPage = false): Promise<void> {
  const png = await page.screenshot({ fullPage });
  await page.context().close();
  const file = join(images, `${name}.png`);
  await sharp(png).png({ palette: true, colours: 200, effort: 8, compressionLevel: 9 }).toFile(file);
  expect((await stat(file)).size).toBeLessThanOrEqual(250_000);
}

const desktop = { width: 1366, height: 900 };
const phone = { width: 390, height: 844 };

test('draws the board, the incident and the board on a phone, each small enough for the README', async () => {
  await save(await open('/', desktop), 'board');
  await save(await open(`/incidents/${room.incidentNumber}`, { ...desktop, height: 1_150 }), 'incident');
  await save(await open('/', phone), 'board-phone');
});

test.runIf(drafts !== '')('draws every page in every form, to be looked at', async () => {
  await mkdir(drafts, { recursive: true });
  const paths = {
    board: '/',
    suspects: '/suspects',
    incidents: '/incidents',
    incident: `/incidents/${room.incidentNumber}`,
    look: `/looks/${room.suspectCheckId}`,
    site: `/sites/${room.defacedSiteId}`,
    provisional: `/sites/${room.provisionalSiteId}`,
    target: `/targets/${room.defacedSiteId}.1`,
    missing: '/nowhere',
  };
  for (const [name, path] of Object.entries(paths)) {
    for (const [form, look] of Object.entries({
      desktop,
      dark: { ...desktop, dark: true },
      phone,
      english: { ...desktop, lang: 'en-GB' },
    })) {
      const page = await open(path, look);
      await page.screenshot({ path: join(drafts, `${name}-${form}.png`), fullPage: true });
      await page.context().close();
    }
  }
});
