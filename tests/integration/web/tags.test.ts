/** Tags of portals: typed in a form, a list or a terminal, and what the board is narrowed to by them. */
import { load } from 'cheerio';
import { expect, onTestFinished, test } from 'vitest';
import { listSites } from '../../../src/store/registry/registry.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');

async function openScene() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const as = await desk.signedIn('operator');
  const tags = async () => (await listSites(desk.store.db)).map((site) => site.tags.map(({ name }) => name));
  const page = async (path: string, who = as) => load(await (await desk.ask(path, { as: who })).text());
  const details = async (act: string) => {
    const rows = await desk.store.db.selectFrom('audit').select('detailJson').where('act', '=', act).execute();
    return rows.map(({ detailJson }) => JSON.parse(detailJson));
  };
  return { desk, as, tags, page, details };
}

const tag = (name: string, key: string) => ({ name, key });

test('tags are typed at registration, changed later, and both are in the log', async () => {
  const { desk, as, tags, page, details } = await openScene();
  const registered = { url: 'https://a.example/', importance: 'normal', tags: 'Cấp tỉnh, Y tế, y te' };
  expect((await desk.send('/sites/add', registered, as)).status).toBe(200);
  expect(await tags()).toEqual([['Cấp tỉnh', 'Y tế']]);
  const form = await page('/sites/1/edit');
  expect(form('[name=tags]').val()).toBe('Cấp tỉnh, Y tế');
  const version = form('[name=version]').val()?.toString() ?? '';
  const fields = { name: 'A', importance: 'normal', version };
  const tooLong = await desk.send('/sites/1/edit', { ...fields, tags: `Y tế, ${'x'.repeat(41)}` }, as);
  expect(tooLong.status).toBe(400);
  const again = load(await tooLong.text());
  expect(again('[role=alert]').text()).toContain('dài quá 40 ký tự');
  expect(again('[name=tags]').val()).toContain('Y tế, xxx');
  await desk.send('/sites/1/edit', { ...fields, tags: 'Y tế, Đợt 1' }, as);
  expect(await tags()).toEqual([['Đợt 1', 'Y tế']]);
  expect(await details('site-added')).toMatchObject([{ tagsAdded: 'Cấp tỉnh, Y tế' }]);
  expect(await details('site-changed')).toMatchObject([{ tagsAdded: 'Đợt 1', tagsRemoved: 'Cấp tỉnh' }]);
  const shown = await page('/sites/1');
  expect(
    shown('a.tag')
      .map((_, one) => shown(one).text())
      .get(),
  ).toEqual(['Đợt 1', 'Y tế']);
});

test('the board shows only portals with a tag, and agencies see no tag of others', async () => {
  const { desk, page } = await openScene();
  const seed = (name: string, agency: string, tags: readonly { name: string; key: string }[]) =>
    seedSite(desk.store, now, { url: `https://${name}.example/`, name, agency, tags });
  await seed('a', 'Sở A', [tag('Y tế', 'y te')]);
  await seed('b', 'Sở B', [tag('y TẾ', 'y te'), tag('<b>Đợt 1</b>', '<b>dot 1</b>')]);
  await seed('c', 'Sở A', []);
  const rows = async (path: string, who?: string) => {
    const board = await page(path, who);
    return board('.cell-site > a')
      .map((_, one) => board(one).text())
      .get();
  };
  expect(await rows('/?tag=Y%20T%E1%BA%BE')).toEqual(['a', 'b']);
  expect(await rows(`/?tag=${encodeURIComponent('<b>dot 1</b>')}`)).toEqual(['b']);
  expect(await rows('/?tag=khong-co')).toEqual([]);
  const theirs = await desk.signedIn('operator', 1);
  expect(await rows('/?tag=y+te', theirs)).toEqual(['a']);
  const choices = async (who?: string) => {
    const board = await page('/', who);
    return board('#board-tag option')
      .map((_, one) => board(one).text())
      .get();
  };
  expect(await choices()).toEqual(['Mọi nhãn', '<b>Đợt 1</b> (1)', 'Y tế (2)']);
  expect(await choices(theirs)).toEqual(['Mọi nhãn', 'Y tế (1)']);
});

test('a list adds its tags to portals, and a bad one is named with its line', async () => {
  const { desk, as, tags } = await openScene();
  await seedSite(desk.store, now, { url: 'https://a.example/', tags: [tag('Cũ', 'cu')] });
  const list = (cell: string) => `Địa chỉ;Nhãn\nhttps://a.example/;${cell}\nhttps://b.example/;`;
  const bad = await desk.send('/sites/import', { list: list('y'.repeat(41)) }, as);
  expect([bad.status, await bad.text()]).toEqual([400, expect.stringContaining('dài quá 40 ký tự')]);
  await desk.send('/sites/import/confirm', { list: list('CŨ, Dịch vụ công') }, as);
  expect(await tags()).toEqual([['Cũ', 'Dịch vụ công'], []]);
  const full = Array.from({ length: 19 }, (_, at) => `n${at}`).join(',');
  const over = await desk.send('/sites/import', { list: list(`"${full}"`) }, as);
  expect(await over.text()).toContain('có 21 nhãn');
});
