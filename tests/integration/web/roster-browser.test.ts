/** The roster in a real browser, with and without script: picked, typed, followed and taken off. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedContact } from '../../support/seed-contact.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { launchTestBrowser } from '../../support/test-browser.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const agency = 'UBND huyện An Lạc';
const mai = { name: 'Trần Thị Mai', email: 'mai@anlac.example', phone: '0225 3000 210', role: 'Trưởng phòng' };

let browser: Browser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

test.each([
  ['at a desk', { viewport: { width: 1366, height: 900 } }],
  ['on a phone', { viewport: { width: 390, height: 844 } }],
  ['without script', { viewport: { width: 1366, height: 900 }, javaScriptEnabled: false }],
] as const)('%s', async (name, options) => {
  const desk = await openTestDesk({ now });
  const site = await seedSite(desk.store, now, { url: 'https://anlac.example/', agency });
  const contact = await seedContact(desk.store, site, mai);
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const context = await browser.newContext({ ...options, locale: 'vi-VN' });
  onTestFinished(async () => {
    await context.close();
    await web.close();
    await desk.close();
  });
  await context.addCookies([{ name: 'vonggac-session', value: await desk.signedIn('administrator'), url: web.url }]);
  const page = await context.newPage();
  const inRow = (key: string, column: string, row: number) => page.locator(`[name="${key}:${column}-${row}"]`);
  const save = async (area: string) => {
    await page.getByRole('button', { name: new RegExp(`^Lưu.*: ${area}$`) }).click();
    await page.getByText('Đã lưu').waitFor();
  };

  await page.goto(`${web.url}/settings`);
  await inRow('duty.officers', 'person', 0).selectOption(`contact:${contact}`);
  await inRow('duty.officers', 'name', 1).fill('Lê Văn Tám');
  await inRow('duty.officers', 'email', 1).fill('tam@khac.example');
  await save('Ca trực');
  await inRow('duty.heads', 'person', 0).selectOption(`contact:${contact}`);
  await inRow('duty.heads', 'name', 1).fill('Phạm Văn Chín');
  await inRow('duty.heads', 'email', 1).fill('chin@khac.example');
  await inRow('duty.heads', 'agency', 1).selectOption(agency);
  await save('Người vận hành và lãnh đạo cơ quan');
  const { duty } = desk.parts.config;
  expect(duty.officers.map(({ email }) => email)).toEqual(['mai@anlac.example', 'tam@khac.example']);
  expect(duty.heads.map(({ agency: of, name: who }) => [of, who])).toEqual([
    [agency, 'Trần Thị Mai'],
    [agency, 'Phạm Văn Chín'],
  ]);
  const folder = process.env.VONGGAC_TEST_PICTURES;
  for (const area of folder ? ['duty', 'contacts'] : []) {
    await page
      .locator(`section[aria-labelledby="${area}"]`)
      .screenshot({ path: `${folder}/roster ${area} ${name}.png` });
  }
  if (!('javaScriptEnabled' in options)) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  expect(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(
    false,
  );
  // The contact's telephone is changed elsewhere: the page shows it, and saving again keeps everything.
  await desk.acts.editContact(owner('an'), contact, {
    ...mai,
    phone: '0225 3000 999',
    language: '',
    mail: 'alarms',
    nightCap: '',
  });
  await page.reload();
  expect(await inRow('duty.officers', 'phone', 0).inputValue()).toBe('0225 3000 999');
  await page.getByText('0225 3000 999', { exact: true }).waitFor();
  await inRow('duty.officers', 'person', 0).selectOption({ label: 'Bỏ khỏi danh sách' });
  await save('Ca trực');
  expect(desk.parts.config.duty.officers).toEqual([{ name: 'Lê Văn Tám', email: 'tam@khac.example' }]);
});
