/** One act for several portals: asked on a sheet, done to each by itself, and nothing lost of what could not be done. */
import { load } from 'cheerio';
import { expect, onTestFinished, test } from 'vitest';
import { resumePaused } from '../../../src/monitor/sites/resume-paused.ts';
import { getSite, listSites } from '../../../src/store/registry/registry.ts';
import { seedIncident, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const hour = 3_600_000;
const path = '/sites/several';

async function openScene() {
  let clock = now;
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const as = await desk.signedIn('operator');
  for (const name of ['a', 'b', 'c']) {
    const agency = name === 'c' ? 'Sở khác' : 'Sở mình';
    await seedSite(desk.store, now - hour, { url: `https://${name}.example/`, name: `Cổng ${name}`, agency });
  }
  const send = (fields: Record<string, string>, who = as) =>
    desk.send(path, { back: '/?q=cong&page=2', ...fields }, who);
  const audited = async (act: string) =>
    (
      await desk.store.db
        .selectFrom('audit')
        .select(['subject', 'actor', 'detailJson'])
        .where('act', '=', act)
        .orderBy('subject')
        .execute()
    ).map(({ subject, actor, detailJson }) => [subject, actor, JSON.parse(detailJson)]);
  const sites = () => listSites(desk.store.db);
  const advance = (ms: number) => {
    clock += ms;
    desk.setNow(clock);
  };
  return { desk, as, send, audited, sites, advance };
}

const chosen = (...ids: readonly number[]) => Object.fromEntries(ids.map((id) => [`site-${id}`, 'yes']));
const done = '/?q=cong&done=sites-decided';

test('what is asked names the portals, their number and what follows, and changes nothing yet', async () => {
  const { send, sites } = await openScene();
  const answer = await send({ act: 'pause', ...chosen(1, 3) });
  expect(answer.status).toBe(200);
  const page = load(await answer.text());
  expect(page('h1').text()).toBe('Tạm dừng theo dõi: 2 cổng');
  expect(page('#content').text()).toContain('2 cổng sau không được kiểm tra');
  expect(
    page('.group-list a')
      .map((_, one) => page(one).text())
      .get(),
  ).toEqual(['Cổng a', 'Cổng c']);
  expect((await sites()).map(({ status }) => status)).toEqual(['active', 'active', 'active']);
});

test('portals are paused with a reason until a moment, each with its own line in the log, and then resume', async () => {
  const { desk, send, sites, audited, advance } = await openScene();
  const reason = 'Chuyển máy chủ';
  const fields = { act: 'pause', sure: 'yes', until: '2026-11-21T23:00', reason, ...chosen(1, 2) };
  expect((await send(fields)).headers.get('location')).toBe(done);
  const until = '2026-11-21T16:00:00.000Z';
  expect(await audited('site-paused')).toEqual([
    ['site 1', 'operator', { reason, until }],
    ['site 2', 'operator', { reason, until }],
  ]);
  const page = await (await desk.ask('/sites/1', { as: await desk.signedIn('operator') })).text();
  expect(page).toContain('Tự tiếp tục theo dõi lúc 23:00 ngày 21/11/2026. Lý do: Chuyển máy chủ');
  advance(hour);
  await resumePaused(desk.parts);
  expect((await sites()).map(({ status }) => status)).toEqual(['paused', 'paused', 'active']);
  advance(hour);
  await resumePaused(desk.parts);
  expect(await sites()).toMatchObject([
    { status: 'active', pausedUntil: null, pauseReason: null },
    { status: 'active' },
    { status: 'active' },
  ]);
  expect(await audited('site-resumed')).toEqual([
    ['site 1', 'system', {}],
    ['site 2', 'system', {}],
  ]);
});

test('a portal’s own page pauses it with a reason until a moment too, and the board shows both', async () => {
  const { desk, as, sites, audited } = await openScene();
  const page = load(await (await desk.ask('/sites/2', { as })).text());
  const form = page('#pause form');
  expect(form.attr('action')).toBe('/sites/2/pause');
  expect(form.find('[name="until"]').attr('type')).toBe('datetime-local');
  const reason = 'Nâng cấp <b>máy chủ</b>';
  const answer = await desk.send('/sites/2/pause', { until: '2026-11-21T23:00', reason }, as);
  expect(answer.headers.get('location')).toBe('/sites/2?done=paused');
  expect(await audited('site-paused')).toEqual([['site 2', 'operator', { reason, until: '2026-11-21T16:00:00.000Z' }]]);
  const row = load(await (await desk.ask('/', { as })).text())('tr:has(#site-2)');
  expect(row.find('.maintenance-on').text()).toBe('Dừng đến 23:00 ngày 21/11/2026: Nâng cấp <b>máy chủ</b>');
  const wrong = await desk.send('/sites/1/pause', { until: '2026-11-21T08:00', reason: 'x' }, as);
  expect(await wrong.text()).toContain('phải sau hiện tại');
  expect((await sites()).map(({ status }) => status)).toEqual(['active', 'paused', 'active']);
});

test('who resumes by hand ends the pause, its reason and its end', async () => {
  const { desk, send, advance, audited } = await openScene();
  await send({ act: 'pause', sure: 'yes', until: '2026-11-22T08:00', reason: 'x', ...chosen(1) });
  expect((await send({ act: 'resume', sure: 'yes', ...chosen(1) })).headers.get('location')).toBe(done);
  expect(await getSite(desk.store.db, 1)).toMatchObject({ status: 'active', pausedUntil: null, pauseReason: null });
  advance(48 * hour);
  await resumePaused(desk.parts);
  expect(await audited('site-resumed')).toHaveLength(1);
});

test('the interval, a maintenance and tags are set for all of them', async () => {
  const { desk, send, sites, audited } = await openScene();
  await send({ act: 'interval', sure: 'yes', every: '600000', ...chosen(1, 2) });
  expect((await sites()).map(({ targets }) => targets[0]?.everyMs)).toEqual([600_000, 600_000, null]);
  const maintenance = { begins: '2026-11-21T22:00', ends: '2026-11-21T23:30', reason: 'Nâng cấp' };
  await send({ act: 'maintenance', sure: 'yes', ...maintenance, ...chosen(2, 3) });
  expect(await desk.store.db.selectFrom('maintenance').select(['siteId', 'reason']).execute()).toEqual([
    { siteId: 2, reason: 'Nâng cấp' },
    { siteId: 3, reason: 'Nâng cấp' },
  ]);
  await send({ act: 'tag', sure: 'yes', tags: 'Đợt 1, Y tế', ...chosen(1, 2, 3) });
  await send({ act: 'untag', sure: 'yes', tags: 'dot 1', ...chosen(3) });
  expect((await sites()).map(({ tags }) => tags.map(({ name }) => name).join())).toEqual([
    'Đợt 1,Y tế',
    'Đợt 1,Y tế',
    'Y tế',
  ]);
  expect(await audited('site-changed')).toHaveLength(4);
});

test('what could not be done keeps its portals, its reasons and what was typed; the others are done', async () => {
  const { send, sites } = await openScene();
  await send({ act: 'pause', sure: 'yes', ...chosen(2) });
  const answer = await send({ act: 'pause', sure: 'yes', reason: 'Lý do <b>gõ</b> rồi', ...chosen(1, 2, 3) });
  expect(answer.status).toBe(400);
  const page = load(await answer.text());
  expect(page('[role=alert]').text()).toContain('Đã thực hiện cho 2 cổng; 1 cổng dưới đây được giữ nguyên');
  expect(page('.group-list').text()).toContain('Cổng này đang tạm dừng theo dõi.');
  expect(
    page('[name^=site-]')
      .map((_, one) => page(one).attr('name'))
      .get(),
  ).toEqual(['site-2']);
  expect(page('[name=reason]').val()).toBe('Lý do <b>gõ</b> rồi');
  expect((await sites()).map(({ status }) => status)).toEqual(['paused', 'paused', 'paused']);
  const bad = await send({
    act: 'maintenance',
    sure: 'yes',
    begins: '2026-11-22T09:00',
    ends: '2026-11-22T08:00',
    reason: 'Nâng cấp',
    ...chosen(1),
  });
  const again = load(await bad.text());
  expect(again('[role=alert]').text()).toContain('Chưa thực hiện cho cổng nào');
  expect(again('.group-list').text()).toContain('kết thúc phải sau thời điểm bắt đầu');
  expect([again('[name=begins]').val(), again('[name=reason]').val()]).toEqual(['2026-11-22T09:00', 'Nâng cấp']);
});

test.each([
  ['a pause in the past', { act: 'pause', until: '2026-11-21T08:00' }, 'phải sau hiện tại'],
  ['a pause without end in sight', { act: 'pause', until: '2028-11-21T08:00' }, 'trong vòng một năm'],
  ['a moment that is none', { act: 'pause', until: 'ngày mai' }, 'theo ngày và giờ'],
  ['no tag', { act: 'tag', tags: ' , ' }, 'ít nhất một nhãn'],
  ['a tag that is too long', { act: 'tag', tags: 'x'.repeat(41) }, 'dài quá 40 ký tự'],
  ['no reason of a maintenance', { act: 'maintenance', begins: '2026-11-22T08:00', ends: '2026-11-22T09:00' }, 'lý do'],
])('%s is refused with how to mend it', async (_, fields, sentence) => {
  const { send } = await openScene();
  const answer = await send({ sure: 'yes', ...fields, ...chosen(1) });
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(sentence)]);
});

test('nothing is done where one may not be seen, nothing is chosen, the act is none or the role is not enough', async () => {
  const { desk, send, sites } = await openScene();
  const bound = await desk.signedIn('operator', 1);
  expect((await send({ act: 'pause', sure: 'yes', ...chosen(1, 3) }, bound)).status).toBe(404);
  expect((await send({ act: 'pause' })).headers.get('location')).toBe('/?q=cong&done=none-chosen');
  for (const act of ['', 'constructor', 'remove']) expect((await send({ act, ...chosen(1) })).status).toBe(404);
  const viewer = await desk.signedIn('viewer');
  expect((await send({ act: 'pause', sure: 'yes', ...chosen(1) }, viewer)).status).toBe(403);
  expect((await sites()).map(({ status }) => status)).toEqual(['active', 'active', 'active']);
  await send({ act: 'pause', sure: 'yes', ...chosen(1, 2) }, bound);
  expect((await sites()).map(({ status }) => status)).toEqual(['paused', 'paused', 'active']);
});

test('a row offers what the person may do to its portal in its state, and nothing to a viewer', async () => {
  const { desk, as, send } = await openScene();
  await send({ act: 'pause', sure: 'yes', ...chosen(2) });
  const number = await seedIncident(desk.store, { siteId: 1, openedAt: now, targets: [] });
  const menus = async (who: string) => {
    const page = load(await (await desk.ask('/', { as: who })).text());
    return (id: number) =>
      page(`#menu-${id} li`)
        .map((_, one) => page(one).text())
        .get();
  };
  const menu = await menus(as);
  expect(menu(1)).toEqual([
    `Sự cố #${number}`,
    'Kiểm tra ngay',
    'Tạm dừng theo dõi…',
    'Ghi nhận bảo trì…',
    'Sửa thông tin',
  ]);
  expect(menu(2)).toEqual(['Tiếp tục theo dõi', 'Ghi nhận bảo trì…', 'Sửa thông tin']);
  const viewer = load(await (await desk.ask('/', { as: await desk.signedIn('viewer') })).text());
  expect(viewer('.row-menu, .choose, #several').length).toBe(0);
  const looked = await desk.send('/sites/3/look-now', { back: '/?q=c' }, as);
  expect(looked.headers.get('location')).toBe('/?q=c&done=look-asked');
});
