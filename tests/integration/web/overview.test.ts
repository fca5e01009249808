/** The overview: its figures are those of the seeded rows, and what nobody saw is drawn as missing. */
import { expect, onTestFinished, test } from 'vitest';
import type { AttackKind } from '../../../src/core/domain/finding.ts';
import { seedCheck, seedIncident, seedQuietLooks, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

// 21:38 in Việt Nam, a Saturday.
const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The beginning of today in Việt Nam. */
const midnight = Date.parse('2026-11-20T17:00:00Z');

async function openDesk(): Promise<TestDesk> {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  return desk;
}

interface Past {
  readonly siteId: number;
  readonly kind?: AttackKind;
  readonly openedAt: number;
  readonly acknowledgedAfter?: number;
  readonly endedAfter?: number;
  readonly status?: 'resolved' | 'dismissed';
}

async function seedPast({ store }: TestDesk, past: Past): Promise<void> {
  const { siteId, kind = 'defacement', openedAt, acknowledgedAfter, endedAfter, status = 'resolved' } = past;
  const target = { targetId: `${siteId}.1`, url: 'https://x.example/', kind, score: 9, findings: [], checkId: null };
  const number = await seedIncident(store, { siteId, openedAt, targets: [target] });
  for (const after of acknowledgedAfter === undefined ? [] : [acknowledgedAfter, acknowledgedAfter + day]) {
    await store.db
      .insertInto('incidentEvents')
      .values({ incidentNumber: number, at: openedAt + after, actor: 'an', type: 'acknowledged', note: null })
      .execute();
  }
  if (endedAfter === undefined) return;
  await store.db
    .updateTable('incidents')
    .set({ status, endedAt: openedAt + endedAfter })
    .where('number', '=', number)
    .execute();
}

async function textOf(desk: TestDesk, path: string, as: string): Promise<string> {
  const answer = await desk.ask(path, { as });
  expect(answer.status).toBe(200);
  return answer.text();
}

/** The rows of one table of figures, as text. */
function rowsAfter(page: string, begin: string): string[][] {
  const table = page.slice(page.indexOf(begin)).split('</table>')[0] ?? '';
  return [...table.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
      cell
        .replaceAll(/<svg.*?<\/svg>|<[^>]+>/gs, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ),
  );
}

test('incidents are counted by kind and by day, without false alarms', async () => {
  const desk = await openDesk();
  const siteId = await seedSite(desk.store, now - 90 * day, { url: 'https://cong.example/' });
  await seedQuietLooks(desk.store, `${siteId}.1`, { from: now - 60 * day, to: now, everyMs: hour });
  await seedPast(desk, { siteId, openedAt: midnight + hour, endedAfter: hour });
  await seedPast(desk, { siteId, openedAt: midnight + 3 * hour, endedAfter: hour, kind: 'injection' });
  await seedPast(desk, { siteId, openedAt: midnight + 5 * hour, endedAfter: hour, status: 'dismissed' });
  await seedPast(desk, { siteId, openedAt: midnight - minute, endedAfter: hour });
  await seedPast(desk, { siteId, openedAt: midnight - 40 * day, endedAfter: hour });
  const page = await textOf(desk, '/overview', await desk.signedIn('viewer'));
  expect(page).toContain('3 sự cố trong kỳ: Thay đổi giao diện 2, Chèn nội dung trái phép 1.');
  const rows = rowsAfter(page, 'Số liệu: Sự cố theo loại');
  expect(rows[0]).toEqual(['Bắt đầu từ', 'Thay đổi giao diện', 'Chèn nội dung trái phép', 'Tổng']);
  expect(rows).toHaveLength(31);
  expect(rows.slice(-3)).toEqual([
    ['19/11/2026', '0', '0', '0'],
    ['20/11/2026', '1', '0', '1'],
    ['21/11/2026', '1', '1', '2'],
  ]);
  const year = await textOf(desk, '/overview?period=year', await desk.signedIn('viewer'));
  expect(rowsAfter(year, 'Số liệu: Sự cố theo loại').slice(-2)).toEqual([
    ['01/10/2026', '1', '0', '1'],
    ['01/11/2026', '2', '1', '3'],
  ]);
});

test('a day without any look is missing in bars and calendar, never quiet', async () => {
  const desk = await openDesk();
  const siteId = await seedSite(desk.store, now - 20 * day, { url: 'https://cong.example/' });
  const quiet = { everyMs: hour };
  await seedQuietLooks(desk.store, `${siteId}.1`, { ...quiet, from: midnight - 10 * day, to: midnight - 3 * day - 1 });
  await seedQuietLooks(desk.store, `${siteId}.1`, { ...quiet, from: midnight - day, to: now });
  const page = await textOf(desk, '/overview', await desk.signedIn('viewer'));
  const bars = rowsAfter(page, 'Số liệu: Sự cố theo loại');
  expect(bars.slice(-5)).toEqual([
    ['17/11/2026', '0'],
    ['18/11/2026', 'Không có dữ liệu'],
    ['19/11/2026', 'Không có dữ liệu'],
    ['20/11/2026', '0'],
    ['21/11/2026', '0'],
  ]);
  expect(rowsAfter(page, 'Số liệu: Lịch báo động')).toEqual([
    ['Thời điểm', 'Sự cố được mở'],
    ['19/11/2026', 'Không có dữ liệu'],
    ['18/11/2026', 'Không có dữ liệu'],
  ]);
  expect(page.match(/class="day-missing"/g)).toHaveLength(3);
  expect(page.match(/class="day-0"/g)).toHaveLength(10);
});

test('coverage and availability are those of the hourly sums', async () => {
  const desk = await openDesk();
  const { store } = desk;
  const siteId = await seedSite(store, midnight - 5 * day - minute, { url: 'https://cong.example/', paths: ['/tin'] });
  await seedSite(store, now - minute, { url: 'https://moi.example/', name: 'Cổng mới' });
  // Both pages for three days; then nothing for a day; then only the home page.
  for (const position of [1, 2]) {
    await seedQuietLooks(store, `${siteId}.${position}`, {
      from: midnight - 5 * day,
      to: midnight - 2 * day - minute,
      everyMs: 30 * minute,
    });
  }
  await seedQuietLooks(store, `${siteId}.1`, { from: midnight - day, to: now, everyMs: 30 * minute });
  // In one hour as many looks were missed as made.
  await store.db
    .updateTable('lookHours')
    .set({ missed: 2 })
    .where('targetId', '=', `${siteId}.1`)
    .where('at', '=', midnight - 5 * day)
    .execute();
  const bad = { targetId: `${siteId}.1`, level: 'unknown' } as const;
  await seedCheck(store, { ...bad, at: midnight + hour, kind: 'unavailable' });
  await seedCheck(store, { ...bad, at: midnight + 2 * hour, kind: 'blind' });
  const page = await textOf(desk, '/overview', await desk.signedIn('viewer'));
  const [, fresh, cong] = rowsAfter(page, 'class="portals"');
  // Days: (23.5 + 24) / 48, 1, 1, 0, a half, and of today's 21 whole hours again a half.
  const covered = (47.5 / 48 + 1 + 1 + 0 + 0.5 + 0.5) / 6;
  const looks = 2 * 3 * 48 + 48 + 44 + 2;
  const percent = (share: number) => `${(Math.floor(share * 1_000) / 10).toFixed(1).replace('.', ',')} %`;
  expect(cong).toEqual([
    'Cổng thông tin cong.example cong.example',
    '',
    percent(covered),
    '',
    percent((looks - 2) / (looks - 1)),
  ]);
  expect(fresh).toEqual(['Cổng mới moi.example', '', 'chưa có', '', 'chưa có']);
});

test('times are medians and 90th percentiles of what happened, by agency', async () => {
  const desk = await openDesk();
  const a = await seedSite(desk.store, now - 90 * day, { url: 'https://a.example/', agency: 'Sở A' });
  const b = await seedSite(desk.store, now - 90 * day, { url: 'https://b.example/', agency: 'Sở B' });
  const times = [1, 2, 3, 4, 5, 6, 7, 8, 9, 90];
  for (const [index, minutes] of times.entries()) {
    const openedAt = midnight - (index + 1) * day;
    await seedPast(desk, { siteId: a, openedAt, acknowledgedAfter: minutes * minute, endedAfter: minutes * hour });
  }
  await seedPast(desk, { siteId: b, openedAt: midnight, acknowledgedAfter: 7 * minute });
  await seedPast(desk, { siteId: a, openedAt: midnight, acknowledgedAfter: 1, endedAfter: 1, status: 'dismissed' });
  const page = await textOf(desk, '/overview', await desk.signedIn('viewer'));
  expect(rowsAfter(page, 'class="times"').slice(1)).toEqual([
    ['Sở A', '10', '5 phút · 9 phút', '5 giờ · 9 giờ'],
    ['Sở B', '1', '7 phút', 'chưa có số liệu'],
  ]);
});

test('people of one agency see its figures only', async () => {
  const desk = await openDesk();
  const mine = await seedSite(desk.store, now - 90 * day, { url: 'https://a.example/', agency: 'Sở A' });
  const other = await seedSite(desk.store, now - 90 * day, { url: 'https://b.example/', agency: 'Sở B' });
  await seedPast(desk, { siteId: mine, openedAt: midnight, endedAfter: hour });
  await seedPast(desk, { siteId: other, openedAt: midnight, endedAfter: hour });
  const agency = async (name: string) =>
    (await desk.store.db.selectFrom('agencies').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id;
  const as = await desk.signedIn('viewer', await agency('Sở A'));
  const b = await agency('Sở B');
  for (const path of ['/overview', `/overview?agency=${b}`]) {
    const page = await textOf(desk, path, as);
    expect(page).toContain('1 sự cố trong kỳ');
    expect(page).not.toContain('b.example');
    expect(page).not.toContain('Sở B');
  }
  const all = await textOf(desk, `/overview?agency=${b}`, await desk.signedIn('viewer'));
  expect(all).toContain('1 sự cố trong kỳ');
  expect(all).not.toContain('a.example');
});
