/** The board's states, filters, search and paging, all of which happen in SQL. */
import { load } from 'cheerio';
import { CompiledQuery } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import type { Scope } from '../../../src/core/people/actor.ts';
import type { Database } from '../../../src/store/handle.ts';
import { type BoardColumn, type BoardFilter, readBoard } from '../../../src/store/reads/board.ts';
import { readEvidence } from '../../../src/store/reads/evidence.ts';
import { historyFilters, readGaps, readHistory } from '../../../src/store/reads/history.ts';
import { readIncident, readIncidents } from '../../../src/store/reads/incidents.ts';
import { readLookSlices, readWatchedSince } from '../../../src/store/reads/looks.ts';
import { readNavigationCounts } from '../../../src/store/reads/navigation.ts';
import { readSite, readTargets } from '../../../src/store/reads/site.ts';
import type { SiteState } from '../../../src/store/reads/site-state.ts';
import { findSuspect, readSuspects } from '../../../src/store/reads/suspects.ts';
import { suspectPage } from '../../../src/store/targets/suspected-pages.ts';
import { openTestStore } from '../../support/open-test-store.ts';
import {
  seedBaseline,
  seedCheck,
  seedIncident,
  seedQuietLooks,
  seedSite,
  seedSuspect,
  setTarget,
} from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;
const day = 86_400_000;
const everyMs = 5 * minute;
const everything: BoardFilter = {
  state: null,
  importance: null,
  agencyId: null,
  text: '',
  order: { column: 'state', isDescending: false },
  page: 1,
  pageSize: 50,
};

const everySite: Scope = { agencyId: null };
const board = (db: Database, filter: Partial<BoardFilter> = {}, scope: Scope = everySite) =>
  readBoard(db, scope, { now, everyMs }, { ...everything, ...filter });

/** A site that looks normal: learned, approved, seen a minute ago. */
async function quietSite(store: Awaited<ReturnType<typeof openTestStore>>, name: string, more = {}): Promise<number> {
  const id = await seedSite(store, now - 30 * day, { url: `https://${name}.example/`, name, ...more });
  await seedBaseline(store, `${id}.1`, { at: now - 20 * day, status: 'approved' });
  await seedCheck(store, { targetId: `${id}.1`, at: now - minute });
  return id;
}

test.each<[SiteState, string, (store: Awaited<ReturnType<typeof openTestStore>>, id: number) => Promise<unknown>]>([
  ['ok', 'seen lately, clean, approved', async () => {}],
  [
    'provisional',
    'its baseline was never approved',
    (s) => s.db.updateTable('baselines').set({ status: 'provisional' }).execute(),
  ],
  ['learning', 'it is still being learned', (s, id) => setTarget(s, `${id}.1`, { status: 'learning' })],
  ['unknown', 'it was looked at in vain', (s, id) => setTarget(s, `${id}.1`, { lastLevel: 'unknown' })],
  ['unseen', 'its last look is too old', (s, id) => setTarget(s, `${id}.1`, { lastCheckAt: now - 11 * minute })],
  [
    'unseen',
    'an old look that said unknown',
    (s, id) => setTarget(s, `${id}.1`, { lastLevel: 'unknown', lastCheckAt: now - day }),
  ],
  [
    'ok',
    'its own slow interval allows an older look',
    (s, id) => setTarget(s, `${id}.1`, { lastCheckAt: now - 100 * minute, everyMs: 60 * minute }),
  ],
  ['suspect', 'its last look was doubtful', (s, id) => setTarget(s, `${id}.1`, { lastLevel: 'suspect' })],
  [
    'suspect',
    'somebody ended its alarm and nobody has looked since',
    (s, id) => setTarget(s, `${id}.1`, { lastLevel: 'alarm' }),
  ],
  ['confirming', 'an alarm is being confirmed', (s, id) => setTarget(s, `${id}.1`, { status: 'pending' })],
  ['alarm', 'a target is firing', (s, id) => setTarget(s, `${id}.1`, { status: 'firing' })],
  [
    'alarm',
    'it fires while paused',
    async (s, id) => {
      await setTarget(s, `${id}.1`, { status: 'firing' });
      await s.db.updateTable('sites').set({ status: 'paused' }).execute();
      await seedIncident(s, { siteId: id, openedAt: now, targets: [] });
    },
  ],
  [
    'alarm',
    'its incident is open although it looks clean',
    (s, id) => seedIncident(s, { siteId: id, openedAt: now, targets: [] }),
  ],
  ['paused', 'it was paused', (s) => s.db.updateTable('sites').set({ status: 'paused' }).execute()],
])('a site is %s when %s', async (state, _, change) => {
  const store = await openTestStore();
  const id = await quietSite(store, 'so-y-te');
  await change(store, id);
  const { sites, counts } = await board(store.db);
  expect(sites.map((site) => site.state)).toEqual([state]);
  expect(counts[state]).toBe(1);
});

test('a site is as bad as its worst page, and a page that was never seen counts', async () => {
  const store = await openTestStore();
  const id = await quietSite(store, 'so-y-te', { paths: ['/tin-tuc'] });
  expect((await board(store.db)).sites[0]).toMatchObject({ state: 'unseen', targetCount: 2, oldestLookAt: null });
  await seedBaseline(store, `${id}.2`, { at: now - day, status: 'approved' });
  await seedCheck(store, { targetId: `${id}.2`, at: now - 2 * minute });
  expect((await board(store.db)).sites[0]).toMatchObject({ state: 'ok', oldestLookAt: now - 2 * minute });
});

test('the kind beside a state is that of the page that is worst', async () => {
  const store = await openTestStore();
  const id = await quietSite(store, 'so-y-te', { paths: ['/tin-tuc'] });
  await setTarget(store, `${id}.1`, { lastLevel: 'suspect', lastKind: 'injection' });
  await seedCheck(store, { targetId: `${id}.2`, at: now - minute, level: 'unknown', kind: 'unavailable' });
  expect((await board(store.db)).sites[0]).toMatchObject({ state: 'suspect', kind: 'injection' });
  await setTarget(store, `${id}.1`, { status: 'pending', lastLevel: 'clean', lastKind: null });
  expect((await board(store.db)).sites[0]).toMatchObject({ state: 'confirming', kind: null });
});

test('a page that joined its portal today leaves no hole in the days before', async () => {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const { store } = desk;
  const id = await seedSite(store, now - 2 * day, { url: 'https://so.example/', paths: ['/moi', '/cham'] });
  await seedQuietLooks(store, `${id}.1`, { from: now - 2 * day, to: now, everyMs });
  await seedQuietLooks(store, `${id}.2`, { from: now - 60 * minute, to: now, everyMs });
  const as = await desk.signedIn('viewer');
  const slices = async (path: string) => {
    const page = load(await (await desk.ask(path, { as })).text());
    return page('svg.strip')
      .toArray()
      .map((strip) => [
        ...new Set(
          page(strip)
            .find('rect')
            .toArray()
            .map((one) => one.attribs.class),
        ),
      ]);
  };
  expect(await slices(`/targets/${id}.2`)).toEqual([['slice-none', 'slice-clean']]);
  // One that was never looked at still shows.
  expect(await slices('/')).toEqual([['slice-gap']]);
  await store.db.deleteFrom('targets').where('id', '=', `${id}.3`).execute();
  expect(await slices('/')).toEqual([['slice-clean']]);
});

test('the worst comes first, then the important, then by name', async () => {
  const store = await openTestStore();
  await quietSite(store, 'c-normal');
  await quietSite(store, 'b-low', { importance: 'low' });
  await quietSite(store, 'd-high', { importance: 'high' });
  const bad = await quietSite(store, 'z-bad', { importance: 'low' });
  await setTarget(store, `${bad}.1`, { status: 'firing' });
  const { sites } = await board(store.db);
  expect(sites.map((site) => site.name)).toEqual(['z-bad', 'd-high', 'c-normal', 'b-low']);
});

test('filters narrow the list and the search finds Vietnamese in any case, literally', async () => {
  const store = await openTestStore();
  await quietSite(store, 'mot', { name: 'Sở Y tế Đà Nẵng', agency: 'UBND thành phố', importance: 'high' });
  await quietSite(store, 'hai', { name: 'SỞ CÔNG THƯƠNG' });
  await quietSite(store, 'ba', { name: '100% trực tuyến' });
  const names = async (filter: Partial<BoardFilter>) => (await board(store.db, filter)).sites.map((site) => site.name);
  expect(await names({ text: 'đà nẵng' })).toEqual(['Sở Y tế Đà Nẵng']);
  expect(await names({ text: 'ĐÀ NẴNG' })).toEqual(['Sở Y tế Đà Nẵng']);
  expect(await names({ text: 'sở công' })).toEqual(['SỞ CÔNG THƯƠNG']);
  expect(await names({ text: 'so cong' })).toEqual(['SỞ CÔNG THƯƠNG']);
  expect(await names({ text: 'da nang' })).toEqual(['Sở Y tế Đà Nẵng']);
  expect(await names({ text: 'thành phố' })).toEqual(['Sở Y tế Đà Nẵng']);
  expect(await names({ text: 'hai.example' })).toEqual(['SỞ CÔNG THƯƠNG']);
  expect(await names({ text: '%' })).toEqual(['100% trực tuyến']);
  expect(await names({ text: '_' })).toEqual([]);
  expect(await names({ text: "' or 1=1 --" })).toEqual([]);
  expect(await names({ importance: 'high' })).toEqual(['Sở Y tế Đà Nẵng']);
  expect(await names({ state: 'alarm' })).toEqual([]);
});

test('pages do not overlap and together hold everything; the tiles count what the search leaves', async () => {
  const store = await openTestStore();
  for (let n = 0; n < 7; n += 1) await quietSite(store, `so-${n}`);
  const pages = await Promise.all([1, 2, 3, 4].map((page) => board(store.db, { page, pageSize: 3 })));
  expect(pages.map(({ sites }) => sites.length)).toEqual([3, 3, 1, 0]);
  expect(new Set(pages.flatMap(({ sites }) => sites.map((site) => site.id))).size).toBe(7);
  const { found, total, counts } = await board(store.db, { text: 'so-3' });
  expect([found, total, counts.ok]).toEqual([1, 7, 1]);
});

test('a scope of one agency reaches every read', async () => {
  const store = await openTestStore();
  const mine = await quietSite(store, 'mine', { agency: 'UBND tỉnh A' });
  const other = await quietSite(store, 'other', { agency: 'UBND tỉnh B' });
  const incidentOf = (siteId: number) => seedIncident(store, { siteId, openedAt: now, targets: [] });
  await incidentOf(mine);
  const foreign = await incidentOf(other);
  const suspect = { siteId: other, targetId: `${other}.1`, checkId: 2, fingerprint: 'f', kind: 'defacement', score: 3 };
  const foreignSuspect = await seedSuspect(store, suspect, [now]);
  const agency = await store.db
    .selectFrom('agencies')
    .selectAll()
    .where('name', '=', 'UBND tỉnh A')
    .executeTakeFirstOrThrow();
  const scope = { agencyId: agency.id };
  const { db } = store;
  expect((await board(db, {}, scope)).sites.map((site) => site.name)).toEqual(['mine']);
  expect((await board(db, {}, scope)).total).toBe(1);
  expect((await readIncidents(db, scope, { status: 'all', offset: 0, limit: 9 })).found).toBe(1);
  expect(await readIncident(db, scope, foreign)).toBeNull();
  expect(await readSite(db, scope, other)).toBeNull();
  expect(await readTargets(db, scope, { now, everyMs }, { targetId: `${other}.1` })).toEqual([]);
  expect(await readEvidence(db, scope, 2)).toBeNull();
  expect((await readSuspects(db, scope, { offset: 0, limit: 9 })).found).toBe(0);
  expect(await findSuspect(db, scope, foreignSuspect)).toBeNull();
  expect(await readNavigationCounts(db, scope)).toEqual({ suspects: 0, incidents: 1 });
});

test('the board page filters, pages and leads a new operator by the hand', async () => {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const token = await desk.signedIn('viewer');
  const page = async (path: string) => (await desk.ask(path, { as: token })).text();
  expect(await page('/')).toContain('Tài khoản của bạn chỉ có quyền xem');
  for (let n = 0; n < 53; n += 1) await quietSite(desk.store, `so-${n}`);
  expect(await page('/')).toContain('Trang 1 / 2');
  expect(await page('/?page=2')).toContain('Trang 2 / 2');
  const filtered = await page('/?q=so-4&state=ok&importance=normal');
  expect(filtered).toContain('11 cổng');
  expect(filtered).toContain('value="so-4"');
  const tile = load(filtered)('.tile-all');
  expect([tile.attr('href'), tile.find('b').text()]).toEqual(['/?q=so-4&importance=normal', '11']);
  expect(await page('/?q=khong-co')).toContain('Không có cổng nào khớp');
});

test('a list that grew shorter than the page that was open leads to its last page, and never says that there is nothing', async () => {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const as = await desk.signedIn('viewer');
  for (let n = 0; n < 53; n += 1) await quietSite(desk.store, `so-${n}`);
  const change = { siteId: 1, targetId: '1.1', checkId: 1, fingerprint: 'aa', kind: 'defacement', score: 3 };
  await seedSuspect(desk.store, change, [now]);
  await seedIncident(desk.store, { siteId: 2, openedAt: now, targets: [] });
  const { db } = desk.store;
  const ignored = { fingerprint: 'bb', siteId: 1, createdAt: now, createdBy: 'an', expiresAt: now + day, note: null };
  await db.insertInto('ignoredChanges').values(ignored).execute();
  const ledTo = async (path: string) => (await desk.ask(path, { as })).headers.get('location');
  expect(await ledTo('/?importance=normal&page=7')).toBe('/?importance=normal&page=2');
  expect(await ledTo('/suspects?page=2')).toBe('/suspects');
  expect(await ledTo('/incidents?status=all&page=2')).toBe('/incidents?status=all');
  expect(await ledTo('/ignored-changes?page=2')).toBe('/ignored-changes');
  expect(await ledTo('/?page=2')).toBeNull();
});

test('no read that grows with the looks walks their whole table', async () => {
  const store = await openTestStore();
  const plans: string[] = [];
  const spied = store.db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => result,
  });
  const executor = spied.getExecutor();
  const original = executor.executeQuery.bind(executor);
  executor.executeQuery = async (query, ...rest) => {
    const plan = await store.db.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]),
    );
    plans.push(...plan.rows.map((row) => row.detail));
    return original(query, ...rest);
  };
  const id = await quietSite(store, 'so');
  const span = { from: now - day, to: now, sliceMs: 1_800_000 };
  await readBoard(spied, everySite, { now, everyMs }, everything);
  await readLookSlices(spied, [`${id}.1`], span);
  await readWatchedSince(spied, [`${id}.1`]);
  const looksOf = { siteId: id, targetIds: [`${id}.1`, `${id}.2`] };
  for (const filter of historyFilters) await readHistory(spied, looksOf.targetIds, { before: now, filter, limit: 9 });
  await readGaps(spied, looksOf, { from: 0, to: now, longerThanMs: everyMs });
  await readSite(spied, everySite, id);
  await readTargets(spied, everySite, { now, everyMs }, { siteId: id });
  await readIncidents(spied, everySite, { status: 'live', offset: 0, limit: 50 });
  await readIncident(spied, everySite, 1);
  await readEvidence(spied, everySite, 1);
  await readSuspects(spied, everySite, { offset: 0, limit: 50 });
  expect(plans.length).toBeGreaterThan(15);
  expect(
    plans.filter((plan) =>
      /^SCAN (checks|lookHours|captures|findings|incidentEvents|outbox|notices|baselineCaptures)\b/.test(plan),
    ),
  ).toEqual([]);
});

test('a page under suspicion counts while it is one, and not once it was cleared', async () => {
  const store = await openTestStore();
  const id = await quietSite(store, 'so');
  const page = { siteId: id, url: 'https://so.example/la', host: 'so.example', role: 'found' as const };
  await suspectPage(store.db, page, { everyMs: 15 * minute, now });
  await setTarget(store, `${id}.2`, { status: 'firing', lastLevel: 'alarm', lastCheckAt: now });
  expect((await board(store.db)).sites[0]?.state).toBe('alarm');
  expect(await readTargets(store.db, everySite, { now, everyMs }, { siteId: id })).toHaveLength(2);
  await setTarget(store, `${id}.2`, { status: 'ok', lastLevel: 'unknown', lastCheckAt: now - 9 * day });
  expect((await board(store.db)).sites[0]).toMatchObject({ state: 'ok', targetCount: 1 });
  expect(await readTargets(store.db, everySite, { now, everyMs }, { siteId: id })).toHaveLength(1);
});

test('the board is sorted by the chosen column, in both directions, and what has no value comes last', async () => {
  const store = await openTestStore();
  const seed = async (name: string, agency: string | null, lastAt: number, nextAt: number) => {
    const id = await quietSite(store, name, { agency });
    await setTarget(store, `${id}.1`, { lastCheckAt: lastAt, nextCheckAt: nextAt });
    return id;
  };
  await seed('Đông', 'Sở B', now - 3 * minute, now + minute);
  await seed('An', null, now - minute, now + 3 * minute);
  const paused = await seed('Ơn', 'Sở A', now - 2 * minute, now);
  await store.db.updateTable('sites').set({ status: 'paused' }).where('id', '=', paused).execute();
  const names = async (column: BoardColumn, isDescending = false) =>
    (await board(store.db, { order: { column, isDescending } })).sites.map(({ name }) => name);
  expect(await names('name')).toEqual(['An', 'Đông', 'Ơn']);
  expect(await names('name', true)).toEqual(['Ơn', 'Đông', 'An']);
  expect(await names('agency')).toEqual(['Ơn', 'Đông', 'An']);
  expect(await names('agency', true)).toEqual(['Đông', 'Ơn', 'An']);
  expect(await names('last')).toEqual(['Đông', 'Ơn', 'An']);
  expect(await names('next')).toEqual(['Đông', 'An', 'Ơn']);
  expect(await names('next', true)).toEqual(['An', 'Đông', 'Ơn']);
  expect((await names('state')).at(-1)).toBe('Ơn');
});
