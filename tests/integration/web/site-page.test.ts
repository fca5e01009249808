/** A portal's page: what people do about the whole portal, how learning goes on, how fast it answers. */
import { expect, onTestFinished, test } from 'vitest';
import { getTarget } from '../../../src/store/targets/targets.ts';
import {
  seedBaseline,
  seedCapture,
  seedCheck,
  seedIncident,
  seedQuietLooks,
  seedSite,
  setTarget,
} from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

// 21:38 in Việt Nam.
const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

async function openScene() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const { store } = desk;
  const site = await seedSite(store, now - 3 * day, { url: 'https://cong.example/', paths: ['/tin'] });
  for (const position of [1, 2]) {
    await seedBaseline(store, `${site}.${position}`, { at: now - 2 * day, status: 'approved' });
    await setTarget(store, `${site}.${position}`, { nextCheckAt: now + 4 * minute, nextTier: 'http' });
  }
  const target = (position: number) => getTarget(store.db, `${site}.${position}`);
  const textOf = async (path: string, as: string) => (await desk.ask(path, { as })).text();
  return { desk, store, site, target, textOf };
}

test('"look now" makes every page of the portal due at once', async () => {
  const { desk, site, target } = await openScene();
  const answer = await desk.send(`/sites/${site}/look-now`, {}, await desk.signedIn('operator'));
  expect(answer.headers.get('location')).toBe(`/sites/${site}?done=look-asked`);
  expect(await target(1)).toMatchObject({ nextCheckAt: now, nextTier: 'browser' });
  expect(await target(2)).toMatchObject({ nextCheckAt: now, nextTier: 'browser' });
});

test('a paused portal offers no look', async () => {
  const { desk, site, textOf } = await openScene();
  const as = await desk.signedIn('administrator');
  await desk.send(`/sites/${site}/pause`, {}, as);
  expect(await textOf(`/sites/${site}`, as)).not.toContain('/look-now');
  const refused = await desk.send(`/sites/${site}/look-now`, {}, as);
  expect(await refused.text()).toContain('đang tạm dừng theo dõi');
});

test('learning again needs a reason, and leaves out a page with an open incident', async () => {
  const { desk, store, site, target } = await openScene();
  const as = await desk.signedIn('approver');
  const without = await desk.send(`/sites/${site}/relearn`, { reason: ' ' }, as);
  expect(await without.text()).toContain('Hãy ghi lý do của quyết định này.');
  const attacked = { targetId: `${site}.2`, url: 'https://cong.example/tin', kind: 'defacement', score: 9 } as const;
  await seedIncident(store, { siteId: site, openedAt: now, targets: [{ ...attacked, findings: [], checkId: null }] });
  const stateJson = JSON.stringify({ ...JSON.parse((await target(2))?.stateJson ?? ''), status: 'firing' });
  await setTarget(store, `${site}.2`, { stateJson });
  const answer = await desk.send(`/sites/${site}/relearn`, { reason: 'Giao diện mới' }, as);
  expect(answer.headers.get('location')).toBe(`/sites/${site}?done=site-relearning-left`);
  expect(await target(1)).toMatchObject({ baselineVersion: 0, status: 'learning' });
  expect(await target(2)).toMatchObject({ baselineVersion: 1 });
  const audited = await store.db
    .selectFrom('audit')
    .select(['subject', 'detailJson'])
    .where('act', '=', 'baseline-relearned')
    .execute();
  expect(audited).toEqual([{ subject: `target ${site}.1`, detailJson: JSON.stringify({ reason: 'Giao diện mới' }) }]);
});

test('learning is told in words: how many of how many, and when it is done', async () => {
  const { desk, store, site, textOf } = await openScene();
  const as = await desk.signedIn('approver');
  await desk.send(`/sites/${site}/relearn`, { reason: 'x' }, as);
  for (const minutes of [9, 6, 3]) {
    const captureId = await seedCapture(store, `${site}.1`, now - minutes * minute, { url: 'x', html: '<p>x</p>' });
    await seedCheck(store, { targetId: `${site}.1`, at: now - minutes * minute, captureId });
    await store.db
      .insertInto('baselineCaptures')
      .values({ targetId: `${site}.1`, profile: 'browser', version: 2, captureId })
      .execute();
  }
  await setTarget(store, `${site}.1`, { nextCheckAt: now + minute });
  await setTarget(store, `${site}.2`, { nextCheckAt: now });
  const page = await textOf(`/sites/${site}`, as);
  // Two looks are left, three minutes apart: the first at 21:39.
  expect(page).toContain('đang học, đã có 3/5 lượt, dự kiến xong lúc 21:42 ngày 21/11/2026');
  // The page that takes longest stands for the portal: five looks from now on.
  expect(page).toMatch(/class="learning-now".*?đã có 0\/5 lượt, dự kiến xong lúc 21:50 ngày/s);
});

test('response times are quantiles of the hourly sums; hours without a look are missing', async () => {
  const { desk, store, site, textOf } = await openScene();
  await seedQuietLooks(store, `${site}.1`, { from: now - 30 * hour, to: now - 5 * hour, everyMs: 5 * minute });
  await seedQuietLooks(store, `${site}.1`, { from: now - 90 * minute, to: now, everyMs: 5 * minute });
  const page = await textOf(`/sites/${site}`, await desk.signedIn('viewer'));
  const table = page.slice(page.indexOf('Số liệu: Thời gian phản hồi')).split('</table>')[0] ?? '';
  const rows = [...table.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/gs)].map(([, at = '', values = '']) => [
    at,
    ...[...values.matchAll(/<td class="figure">(.*?)<\/td>/g)].map(([, value]) => value),
  ]);
  expect(rows).toHaveLength(24);
  const missing = rows.filter((row) => row[1] === 'Không có dữ liệu').map(([at]) => at?.slice(0, 5));
  expect(missing).toEqual(['17:00', '18:00', '19:00']);
  // The looks took 300 to 540 ms; buckets of the sums are 10 % wide.
  const seconds = rows
    .flatMap(([, ...values]) => values)
    .flatMap((value) => /^0,(\d) giây$/.exec(value ?? '')?.[1] ?? []);
  expect(seconds).toHaveLength(42);
  expect(seconds.every((tenths) => ['3', '4', '5', '6'].includes(tenths))).toBe(true);
});

test('the strip goes from a year by links to a month, a week, a day, and back in time', async () => {
  const { desk, store, site, textOf } = await openScene();
  const as = await desk.signedIn('viewer');
  await seedQuietLooks(store, `${site}.1`, { from: now - 3 * day, to: now, everyMs: 5 * minute });
  const linksOf = async (path: string) => {
    const page = await textOf(path, as);
    const nav = page.slice(page.indexOf('class="closer"')).split('</nav>')[0] ?? '';
    return [...nav.matchAll(/href="([^"]+)">([^<]+)</g)].map(([, href = '', text]) => [
      text,
      href.replaceAll('&amp;', '&'),
    ]);
  };
  const path = `/sites/${site}`;
  const year = await linksOf(`${path}?span=year`);
  expect(year.at(-2)).toEqual(['T10', `${path}?span=month&until=2026-10-31#timeline`]);
  expect(year.at(-1)).toEqual(['T11', `${path}?span=month#timeline`]);
  const month = await linksOf(`${path}?span=month&until=2026-10-31`);
  expect(month[0]).toEqual(['← Trước đó', `${path}?span=month&until=2026-10-01#timeline`]);
  expect(month.at(-2)).toEqual(['25/10 – 31/10', `${path}?span=week&until=2026-10-31#timeline`]);
  expect(month.at(-1)).toEqual(['Sau đó →', `${path}?span=month#timeline`]);
  const week = await linksOf(`${path}?span=week`);
  expect(week.at(-2)).toEqual(['20/11', `${path}?until=2026-11-20#timeline`]);
  const yesterday = await textOf(`${path}?until=2026-11-20`, as);
  expect(yesterday).toContain('<span>00:00 ngày 21/11/2026</span>');
  expect(await linksOf(`${path}?until=2026-11-20`)).toEqual([
    ['← Trước đó', `${path}?until=2026-11-19#timeline`],
    ['Sau đó →', `${path}#timeline`],
  ]);
  for (const odd of ['2999-01-01', '1900-01-01', '9999-99-99', 'x']) {
    expect((await desk.ask(`${path}?until=${odd}`, { as })).status).toBe(200);
  }
});
