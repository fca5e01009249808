/** Filters that people keep for themselves, above the board and the list of incidents. */
import { load } from 'cheerio';
import { expect, onTestFinished, test } from 'vitest';
import { mostSavedFilters } from '../../../src/core/people/saved-filter.ts';
import { seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');

async function openScene() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const as = await desk.signedIn('viewer');
  const site = await seedSite(desk.store, now, { url: 'https://a.example/', name: 'Cổng a' });
  await seedIncident(desk.store, { siteId: site, openedAt: now, targets: [] });
  const page = async (path: string, who = as) => load(await (await desk.ask(path, { as: who })).text());
  const links = async (path = '/', who = as) => {
    const shown = await page(path, who);
    return shown('.saved-filters nav a')
      .map(
        (_, one) => `${shown(one).text()} ${shown(one).attr('href')}${shown(one).attr('aria-current') ? ' now' : ''}`,
      )
      .get();
  };
  const save = (list: string, query: string, name: string, who = as) =>
    desk.send('/filters', { list, query, name }, who);
  return { desk, as, page, links, save };
}

test('the present filter is saved from its list under a name, and is marked there', async () => {
  const { desk, as, page, links } = await openScene();
  expect((await page('/'))('.saved-filters').length).toBe(0);
  const form = (await page('/?q=s%C6%A1n&sort=-name&page=1'))('#save-filter form');
  const field = (name: string) => form.find(`[name=${name}]`).val()?.toString() ?? '';
  const fields = { list: field('list'), query: field('query'), name: ' Cổng  của <b>Sơn</b>' };
  const answer = await desk.send('/filters', fields, as);
  expect(answer.headers.get('location')).toBe('/?q=s%C6%A1n&sort=-name&done=filter-saved');
  const link = 'Cổng của <b>Sơn</b> /?q=s%C6%A1n&sort=-name';
  expect(await links()).toEqual([link]);
  expect(await links('/?sort=-name&q=sơn')).toEqual([`${link} now`]);
  expect((await page('/?sort=-name&q=sơn'))('#save-filter').length).toBe(0);
  expect(await links('/incidents')).toEqual([]);
});

test('each person has their own, for each list', async () => {
  const { desk, links, save } = await openScene();
  await save('incidents', 'status=all&whose=mine', 'Của tôi');
  expect(await links('/incidents')).toEqual(['Của tôi /incidents?status=all&whose=mine']);
  const other = await desk.signedIn('operator');
  expect(await links('/incidents', other)).toEqual([]);
  const { id } = await desk.store.db.selectFrom('savedFilters').select('id').executeTakeFirstOrThrow();
  expect((await desk.send(`/filters/${id}`, { name: 'Lấy' }, other)).status).toBe(404);
  expect((await desk.send(`/filters/${id}/delete`, {}, other)).status).toBe(404);
  expect(await links('/incidents')).toEqual(['Của tôi /incidents?status=all&whose=mine']);
});

test('a filter is renamed and deleted; the same name again replaces it', async () => {
  const { desk, as, links, save } = await openScene();
  await save('board', 'q=a', 'Một');
  await save('board', 'q=b', 'Hai');
  await save('board', 'q=c', 'MỌT');
  expect(await links()).toEqual(['Hai /?q=b', 'MỌT /?q=c']);
  const rows = await desk.store.db.selectFrom('savedFilters').select(['id', 'name']).orderBy('id').execute();
  const [first = { id: 0 }, second = { id: 0 }] = rows;
  const taken = await desk.send(`/filters/${second.id}`, { name: 'một' }, as);
  expect([taken.status, await taken.text()]).toEqual([409, expect.stringContaining('hãy đặt tên khác')]);
  const renamed = await desk.send(`/filters/${second.id}`, { name: 'HAI' }, as);
  expect(renamed.headers.get('location')).toBe('/?q=b&done=filter-renamed');
  const deleted = await desk.send(`/filters/${first.id}/delete`, {}, as);
  expect(deleted.headers.get('location')).toBe('/?done=filter-deleted');
  expect(await links()).toEqual(['HAI /?q=b']);
});

test('what can’t be saved is said, and the number for a person is bounded', async () => {
  const { desk, links, page, save } = await openScene();
  expect((await save('people', 'q=a', 'x')).status).toBe(404);
  expect(await (await save('board', 'q=a', ' \u200b')).text()).toContain('Hãy đặt tên cho bộ lọc');
  expect(await (await save('board', 'page=2&x=y', 'x')).text()).toContain('hãy lọc rồi lưu');
  for (let n = 0; n < mostSavedFilters; n += 1) await save('board', `q=${n}`, `Bộ lọc ${n}`);
  expect(await (await save('board', 'q=more', 'Thêm nữa')).text()).toContain('hãy xóa bớt');
  expect((await save('board', 'q=other', 'Bộ lọc 3')).status).toBe(303);
  expect(await links()).toHaveLength(mostSavedFilters);
  expect((await page('/?q=more'))('#save-filter').length).toBe(0);
  expect(await desk.store.db.selectFrom('audit').select('act').where('act', '!=', 'signed-in').execute()).toEqual([]);
});
