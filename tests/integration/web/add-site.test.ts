/** Registering portals at the dashboard, by the product's own vetting. */
import { expect, onTestFinished, test } from 'vitest';
import { listSites } from '../../../src/store/registry/registry.ts';
import { seedCapture, seedSite } from '../../support/seed-desk.ts';
import { type DeskOptions, openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');

async function openDesk(options: Partial<DeskOptions> = {}) {
  const desk = await openTestDesk({ now, ...options });
  onTestFinished(desk.close);
  return desk;
}

const whole = {
  url: 'cong.example.gov.vn',
  name: 'Cổng tỉnh',
  agency: 'Ủy ban tỉnh',
  emails: 'truc@donvi.example\r\ncio@donvi.example, ',
  pages: '/tin-tuc\r\n\r\n/lien he\r\n',
  importance: 'high',
  every: '600000',
  consent: 'Công văn 12',
};

test('a portal goes in with everything that was said of it, and is learned at once', async () => {
  const desk = await openDesk();
  const as = await desk.signedIn('operator');
  const answer = await desk.send('/sites/add', whole, as);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sites/1?done=site-added']);
  const [site] = await listSites(desk.store.db);
  expect(site).toMatchObject({
    name: 'Cổng tỉnh',
    agency: 'Ủy ban tỉnh',
    importance: 'high',
    consent: 'Công văn 12',
    recipients: ['cio@donvi.example', 'truc@donvi.example'],
  });
  const urls = ['', 'tin-tuc', 'lien%20he'].map((path) => `https://cong.example.gov.vn/${path}`);
  expect(site?.targets.map(({ url, everyMs, status }) => [url, everyMs, status])).toEqual(
    urls.map((url) => [url, 600_000, 'learning']),
  );
  const written = await desk.store.db.selectFrom('audit').selectAll().where('act', '=', 'site-added').execute();
  expect(written.map(({ actor, subject }) => [actor, subject])).toEqual([['operator', 'site 1']]);
  const page = await (await desk.ask('/sites/1?done=site-added', { as })).text();
  expect(page).toContain('Lượt kiểm tra đầu tiên bắt đầu ngay.');
  expect(page).toContain('đang học, đã có 0/5 lượt');
});

test('what is learned so far is counted', async () => {
  const desk = await openDesk();
  const as = await desk.signedIn('viewer');
  const id = await seedSite(desk.store, now, { url: 'https://hoc.example/' });
  const targetId = `${id}.1`;
  for (const at of [now, now + 1]) {
    const captureId = await seedCapture(desk.store, targetId, at, { url: 'https://hoc.example/', html: '<p>x</p>' });
    await desk.store.db
      .insertInto('baselineCaptures')
      .values({ targetId, profile: 'browser', version: 1, captureId })
      .execute();
  }
  expect(await (await desk.ask(`/targets/${targetId}`, { as })).text()).toContain('đã có 2/5 lượt');
});

test.each([
  ['an address that is none', { url: 'http://' }, '“http://” không phải là địa chỉ trang web'],
  ['another scheme', { url: 'ftp://a.example/' }, 'Chỉ theo dõi được địa chỉ http và https.'],
  ['a bad email address', { emails: 'không có' }, '“không” không phải là địa chỉ thư điện tử.'],
  ['too many pages', { pages: Array.from({ length: 51 }, (_, n) => `/${n}`).join('\n') }, 'tối đa 50 trang'],
])('%s is refused in a sentence, and what was typed stays', async (_, fields, sentence) => {
  const desk = await openDesk();
  const answer = await desk.send('/sites/add', { ...whole, ...fields }, await desk.signedIn('operator'));
  const html = await answer.text();
  expect(answer.status).toBe(400);
  expect(html).toContain(sentence);
  expect(html).toContain('value="Cổng tỉnh"');
  expect(html).toMatch(/<option value="high" selected/);
  expect(await listSites(desk.store.db)).toEqual([]);
});

test('an address inside the network is refused', async () => {
  const desk = await openDesk({
    vet: async () => ({ status: 'refused', reason: 'the address 10.0.0.1 is not public' }),
  });
  const answer = await desk.send('/sites/add', whole, await desk.signedIn('operator'));
  expect(await answer.text()).toContain('không phải là địa chỉ công khai trên Internet');
  expect(await listSites(desk.store.db)).toEqual([]);
});

test('an agency learns of a taken address only that it is', async () => {
  const desk = await openDesk();
  const other = await seedSite(desk.store, now, { url: 'https://cong.example.gov.vn/', agency: 'Cơ quan người khác' });
  await seedSite(desk.store, now, { url: 'https://minh.example/', agency: 'Cơ quan mình' });
  const own = await desk.store.db
    .selectFrom('agencies')
    .select('id')
    .where('name', '=', 'Cơ quan mình')
    .executeTakeFirstOrThrow();
  const as = await desk.signedIn('operator', own.id);
  const html = await (await desk.send('/sites/add', { ...whole, name: '' }, as)).text();
  expect(html).toContain('đã được theo dõi từ trước');
  expect(html).not.toContain('người khác');
  expect(html).not.toContain(`${other}.1`);
});

test('what could be better is said once, in the language of the page', async () => {
  const desk = await openDesk({ vet: async () => ({ status: 'unresolved', reason: 'no such name' }) });
  const as = await desk.signedIn('operator');
  const html = await (await desk.send('/sites/add', { url: 'https://moi.example/', name: '<b>Mới</b>' }, as)).text();
  expect(html).toContain('Hiện chưa phân giải được tên miền moi.example');
  expect(html).toContain('Chưa có địa chỉ nhận thư');
  expect(html).toContain('&lt;b&gt;Mới&lt;/b&gt; đã được đăng ký');
  expect(html).toContain('href="/sites/1"');
});

test('an empty board leads to the form whoever may use it', async () => {
  const desk = await openDesk();
  const operator = await (await desk.ask('/', { as: await desk.signedIn('operator') })).text();
  expect(operator).toContain('href="/sites/add"');
  expect(operator).toContain('href="/sites/import"');
  const viewer = await (await desk.ask('/', { as: await desk.signedIn('viewer') })).text();
  expect(viewer).not.toContain('/sites/add');
  expect(viewer).toContain('Tài khoản của bạn chỉ có quyền xem');
});

test('the board is filtered by agency, which somebody of an agency is never offered', async () => {
  const desk = await openDesk();
  await seedSite(desk.store, now, { url: 'https://mot.example/', name: 'Cổng một', agency: 'Cơ quan một' });
  await seedSite(desk.store, now, { url: 'https://hai.example/', name: 'Cổng hai', agency: 'Cơ quan hai' });
  const agencies = await desk.store.db.selectFrom('agencies').selectAll().orderBy('id').execute();
  const [one, two] = agencies.map(({ id }) => id);
  const all = await desk.signedIn('viewer');
  const html = await (await desk.ask(`/?agency=${two}`, { as: all })).text();
  expect(html).toMatch(new RegExp(`<option value="${two}" selected[^>]*>Cơ quan hai`));
  expect(html).toContain('Cổng hai');
  expect(html).not.toContain('Cổng một');
  const own = await (await desk.ask(`/?agency=${two}`, { as: await desk.signedIn('viewer', one ?? 0) })).text();
  expect(own).not.toContain('board-agency');
  expect(own).not.toContain('hai');
});
