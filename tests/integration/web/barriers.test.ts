/** Every page of the dashboard, in both languages: no barrier that axe can find, and nothing wider than a phone. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderNotice } from '../../../src/notify/mail/render.ts';
import { routes } from '../../../src/web/routes.ts';
import { type RunningWeb, startWeb } from '../../../src/web/start-web.ts';
import { docMails } from '../../support/doc-mails.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';
import { type DeskPage, seedNewDesk, seedWholeDesk, wholeDeskConfig } from '../../support/whole-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const phone = { width: 390, height: 844 };

/** Answers that nobody opens as a page. */
const notPages = [
  '/incident-reports/:id/print/:format',
  '/incident-reports/:id/signed/:sending',
  '/healthz',
  '/metrics',
  '/.well-known/vonggac-key',
  '/assets/:file',
  '/events',
  '/sign-in/provider',
  '/sign-in/provider/back',
  '/looks/:id/pictures/:side/:size',
  '/looks/:id/source',
  '/looks/:id/thumbnail',
  '/looks/:id/rendered',
  '/sites/import/template',
  '/sites/import/:id/rest',
  '/sites/export',
  '/incidents/export',
  '/incidents/:number/:format',
  '/reports/:id/:format',
  '/requests/template',
];

let browser: Browser;
let desks: readonly { desk: TestDesk; web: RunningWeb; pages: readonly DeskPage[] }[];

beforeAll(async () => {
  browser = await launchTestBrowser();
  const desk = await openTestDesk({ now, config: wholeDeskConfig });
  const seen = (seed: number, html: string) => {
    return { url: 'x', html, screenshot: drawPage(683, 900, seed), widthPx: 683, heightPx: 900 };
  };
  const pair = { before: seen(1, '<p>Ủy ban nhân dân họp phiên thường kỳ</p>'), after: seen(9, '<p>Hacked by X</p>') };
  const { pages } = await seedWholeDesk(desk, now, { ...pair, doubtful: pair });
  const young = await openTestDesk({ now });
  const youngPages = await seedNewDesk(young);
  desks = [
    { desk, web: await startWeb(desk.app, '127.0.0.1:0'), pages },
    { desk: young, web: await startWeb(young.app, '127.0.0.1:0'), pages: youngPages },
  ];
});
afterAll(async () => {
  await browser?.close();
  for (const { desk, web } of desks ?? []) {
    await web.close();
    await desk.close();
  }
});

async function open(context: BrowserContext, { name, path, cookies }: DeskPage, web: RunningWeb): Promise<Page> {
  await context.clearCookies({ name: /session|step/ });
  await context.addCookies(
    Object.entries(cookies).map(([cookie, value]) => ({ name: `vonggac-${cookie}`, value, url: web.url })),
  );
  const [page = await context.newPage()] = context.pages();
  const answer = await page.goto(web.url + path);
  const expected = { 'not-found': 404, forbidden: 403, 'closed-link': 404 }[name] ?? 200;
  expect([answer?.status(), new URL(page.url()).pathname], name).toEqual([expected, new URL(web.url + path).pathname]);
  return page;
}

test('every page that has a route is among them', () => {
  const paths = desks.flatMap(({ pages }) => pages.map(({ path }) => path.split('?')[0] ?? ''));
  const patternOf = (path: string) => new RegExp(`^${path.replace(/:\w+(\{(?:[^{}]|\{[^{}]*\})*\})?/g, '[^/]+')}$`);
  const plain = (path: string) => path.replace(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '');
  const missing = routes
    .filter(({ method, path }) => method === 'GET' && !notPages.includes(plain(path)))
    .filter(({ path }) => !paths.some((one) => patternOf(path).test(one)));
  expect(missing.map(({ path }) => path)).toEqual([]);
});

describe.each([
  { language: 'vi', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
] as const)('in $language, $colorScheme', ({ language, colorScheme }) => {
  test('axe finds nothing', async () => {
    const found: string[] = [];
    await eachPage(
      { locale: language, colorScheme, viewport: { width: 1366, height: 900 } },
      async (page, { name }) => {
        expect(await page.getAttribute('html', 'lang'), name).toBe(language);
        const { violations } = await new AxeBuilder({ page })
          .setLegacyMode(true)
          .options({ resultTypes: ['violations'] })
          .analyze();
        for (const { id, impact, nodes } of violations) {
          found.push(...nodes.map(({ target, html }) => `${name}: ${impact} ${id} ${target} ${html.slice(0, 160)}`));
        }
      },
    );
    expect(found).toEqual([]);
  });

  test('no page is wider than a phone, and what is pressed is no smaller than a finger needs', async () => {
    const found: string[] = [];
    await eachPage({ locale: language, viewport: phone, hasTouch: true }, async (page, { name }) => {
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      if (wide !== 0) found.push(`${name}: ${wide} px too wide`);
      // A desk's screen at 400 % (WCAG 1.4.10).
      await page.setViewportSize({ width: 320, height: 640 });
      const reached = await page.evaluate('document.documentElement.scrollWidth');
      if (reached !== 320) found.push(`${name}: ${reached} px wide on 320`);
      await page.setViewportSize(phone);
      for (const small of (await page.evaluate(smallTargets)) as string[]) found.push(`${name}: ${small}`);
    });
    expect(found).toEqual([]);
  });
});

/** WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, but for links in a sentence. */
const smallTargets = `[...document.querySelectorAll('button, select, summary, input:not([type=hidden]), a.button, nav a')]
  .filter((one) => one.checkVisibility() && !one.closest('.hidden'))
  .map((one) => ({ one, box: (one.labels?.[0]?.contains(one) ? one.labels[0] : one).getBoundingClientRect() }))
  .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
  .map(({ one, box }) => one.outerHTML.slice(0, 80) + ' ' + Math.round(box.width) + '×' + Math.round(box.height))`;

async function eachPage(
  options: Parameters<Browser['newContext']>[0],
  look: (page: Page, of: DeskPage) => Promise<void>,
): Promise<void> {
  for (const { web, pages } of desks) {
    const context = await browser.newContext(options);
    for (const one of pages) await look(await open(context, one, web), one);
    await context.close();
  }
}

test('axe finds nothing in any mail, in both languages, light and dark', async () => {
  const written = { languages: ['vi', 'en'], timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook } as const;
  const context = await browser.newContext({ viewport: phone });
  const page = await context.newPage();
  const found: string[] = [];
  for (const [name, notice] of Object.entries(docMails(now))) {
    await page.setContent(renderNotice(notice, written).html);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // The advice beside the rules is about pages with navigation.
      const axe = new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']);
      const { violations } = await axe.analyze();
      found.push(
        ...violations.map(({ id, nodes }) => `${name}, ${colorScheme}: ${id} ${nodes[0]?.html.slice(0, 160)}`),
      );
    }
  }
  await context.close();
  expect(found).toEqual([]);
});
