/** Lists as files: what is registered goes out as it could come in again, and nothing in a file is a formula. */

import { parse } from 'csv-parse/sync';
import { expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { planImport } from '../../../src/monitor/sites/import-sites.ts';
import { readListFile } from '../../../src/monitor/sites/read-list-file.ts';
import { seedIncident, seedSite } from '../../support/seed-desk.ts';
import { sharedRead } from '../../support/shared-threads.ts';
import { type Ask, openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;

async function openScene() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const as = await desk.signedIn('operator');
  const file = async (path: string, ask: Ask = { as }) => {
    const answer = await desk.ask(path, ask);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="vonggac-[a-z]+\.csv"$/);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
  };
  const rows = async (path: string, ask?: Ask) =>
    parse(await file(path, ask), { bom: true, delimiter: ';' }) as unknown as string[][];
  return { ...desk, as, file, rows };
}

test.each(['vi', 'en'])('the list of portals in %s is taken in again, and changes nothing', async (language) => {
  const { store, parts, as, file } = await openScene();
  const site = { url: 'https://sonoivu.example/', name: 'Sở Nội vụ; "một cửa"', agency: 'UBND tỉnh A' };
  await seedSite(store, now, { ...site, paths: ['/tin-tuc', '/van-ban?trang=2'], importance: 'high' });
  await seedSite(store, now, { url: 'http://xahoa.example/', name: 'Xã Hòa' });
  await store.db.insertInto('recipients').values({ siteId: 1, email: 'truc@noivu.example' }).execute();
  await store.db.updateTable('targets').set({ everyMs: 600_000 }).where('siteId', '=', 1).execute();
  const cookie = `vonggac-session=${as}; vonggac-language=${language}`;
  const text = await file('/sites/export', { headers: { cookie } });
  expect(text.startsWith('\ufeff')).toBe(true);
  expect(text).toContain(language === 'vi' ? 'cao' : 'high');
  const vet = async (url: string) => ({ url, host: new URL(url).host, notes: [] });
  const importing = { ...parts, vet: vet as never };
  const { good, bad } = await planImport(importing, { name: 'vonggac-portals.csv', text }, { actor: owner('an') });
  expect(bad).toEqual([]);
  expect(good.map(({ plan }) => plan)).toMatchObject([
    { outcome: 'unchanged', siteId: 1 },
    { outcome: 'unchanged', siteId: 2 },
  ]);
});

test('the list of portals as a workbook is taken in again too', async () => {
  const desk = await openScene();
  const site = { url: 'https://sonoivu.example/', name: '=Sở Nội vụ', agency: 'UBND tỉnh A' };
  await seedSite(desk.store, now, { ...site, paths: ['/tin-tuc'], importance: 'high' });
  const answer = await desk.ask('/sites/export?as=xlsx', { as: desk.as });
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="vonggac-portals.xlsx"');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const source = await readListFile(sharedRead, { name: 'vonggac-portals.xlsx', bytes });
  const vet = async () => ({ status: 'allowed' as const });
  const { good, bad } = await planImport({ ...desk.parts, vet }, source, { actor: owner('an') });
  expect([bad, good.map(({ site: read, plan }) => [read.name, plan.outcome])]).toEqual([
    [],
    [['=Sở Nội vụ', 'unchanged']],
  ]);
});

test('the list of incidents has what the filter leaves, in local time, on every page of it', async () => {
  const { store, rows } = await openScene();
  for (let n = 1; n <= 60; n += 1) {
    const siteId = await seedSite(store, now, { url: `https://so${n}.example/`, name: `Cổng số ${n}` });
    await seedIncident(store, { siteId, openedAt: now - hour, targets: [] });
  }
  const [head, ...all] = await rows('/incidents/export?page=2');
  expect(head?.slice(0, 3)).toEqual(['Số sự cố', 'Cổng thông tin', 'Địa chỉ']);
  expect(all).toHaveLength(60);
  const [, ...one] = await rows(`/incidents/export?q=${encodeURIComponent('cổng số 33')}`);
  expect(one).toEqual([
    ['33', 'Cổng số 33', 'so33.example', '', '', 'Chưa tiếp nhận', '2026-11-21 20:38', '', '', '', ''],
  ]);
});

test.each(['=HYPERLINK("cmd")', '+cmd', '-cmd', '@SUM(cmd)', '\t=cmd'])(
  'a name like %j is no formula in a spreadsheet',
  async (name) => {
    const { store, rows } = await openScene();
    const siteId = await seedSite(store, now, { url: 'https://a.example/', name });
    await seedIncident(store, { siteId, openedAt: now - hour, targets: [] });
    const cells = [...(await rows('/sites/export')), ...(await rows('/incidents/export'))].flat();
    expect(cells.filter((cell) => /^[=+\-@\t]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.includes('cmd'))).toHaveLength(2);
  },
);
