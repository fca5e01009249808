/** The looks of a portal and its pages one after the other: pictures, changes, gaps and what they came from. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type historyFilters, readGaps, readHistory } from '../../../src/store/reads/history.ts';
import { appendAudit } from '../../../src/store/records/audit.ts';
import { insertLookPicture } from '../../../src/store/targets/look-pictures.ts';
import { write } from '../../../src/store/write.ts';
import { seedCapture, seedCheck, seedQuietLooks, seedSite } from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { contentOf, drawPage } from '../../support/test-pictures.ts';

const minute = 60_000;
const everyMs = 5 * minute;
const now = Date.parse('2026-11-21T14:40:00Z');
const ago = (minutes: number) => now - minutes * minute;

let desk: TestDesk;
let site: number;
let pictured: number;
/** A clean look of which only a small picture is kept. */
let daily: number;
const pngContent = contentOf(drawPage(32, 40, 5));
const id = () => `${site}.1`;

/** Quiet from −600 to −500; paused until −400; quiet until −300, while another portal goes on until −250; then we stop. */
beforeAll(async () => {
  desk = await openTestDesk({ now });
  const { store } = desk;
  site = await seedSite(store, ago(600), { url: 'https://cong.example/', paths: ['/tin'] });
  const other = await seedSite(store, ago(600), { url: 'https://khac.example/' });
  const quiet = (targetId: string, from: number, to: number) =>
    seedQuietLooks(store, targetId, { from: ago(from), to: ago(to), everyMs });
  await quiet(id(), 600, 500);
  await quiet(id(), 400, 300);
  await quiet(id(), 200, 105);
  await quiet(id(), 60, 0);
  await quiet(`${other}.1`, 600, 200);
  await write(store.db, async (trx) => {
    const subject = `site ${site}` as const;
    await appendAudit(trx, { at: ago(499), actor: 'an', act: 'site-paused', subject });
    await appendAudit(trx, { at: ago(401), actor: 'an', act: 'site-resumed', subject });
  });
  const captureId = await seedCapture(store, id(), ago(104), {
    url: 'https://cong.example/',
    html: '<p>x</p>',
    thumbnail: drawPage(32, 40, 3),
  });
  const bad = { targetId: id(), level: 'alarm', kind: 'defacement', score: 12 } as const;
  pictured = await seedCheck(store, { ...bad, at: ago(104), captureId });
  await write(store.db, async (trx) => {
    const { bytes } = pngContent;
    await store.blobs.put(pngContent.hash, bytes);
    const look = await trx
      .selectFrom('checks')
      .select('id')
      .where('at', '=', ago(400))
      .where('targetId', '=', id())
      .executeTakeFirstOrThrow();
    daily = look.id;
    await insertLookPicture(trx, { checkId: look.id, targetId: id(), at: ago(400) }, pngContent);
  });
  await seedCheck(store, { ...bad, at: ago(103) });
  await seedCheck(store, { ...bad, kind: 'ransom-note', at: ago(102) });
  await seedCheck(store, { targetId: id(), at: ago(101) });
  await seedCheck(store, { targetId: `${site}.2`, at: ago(20), level: 'unknown', kind: 'unavailable' });
});
afterAll(() => desk.close());

test('only changes are what began, became another thing and ended; or only what has a picture', async () => {
  const pages = [id(), `${site}.2`];
  const read = (filter: (typeof historyFilters)[number], before = now + 1, limit = 99) =>
    readHistory(desk.store.db, pages, { before, filter, limit });
  const minutes = (looks: readonly { readonly at: number }[]) => looks.map(({ at }) => (now - at) / minute);
  expect(minutes(await read('changes'))).toEqual([20, 101, 102, 104]);
  expect(minutes(await read('changes', ago(101), 1))).toEqual([102]);
  expect(minutes(await read('pictures'))).toEqual([104, 400]);
  expect(minutes(await read('pictures', ago(104)))).toEqual([400]);
  expect(minutes(await read('all', ago(10), 4))).toEqual([15, 20, 20, 25]);
  const isPictured = (await read('all', now + 1, 400)).filter((look) => look.isPictured === 1);
  expect(minutes(isPictured)).toEqual([104, 400]);
});

test('a gap says whether the portal was paused, nobody was looked at, or it is not known why', async () => {
  const gaps = await readGaps(
    desk.store.db,
    { siteId: site, targetIds: [id(), `${site}.2`] },
    { from: 0, to: now, longerThanMs: 2 * everyMs },
  );
  expect(gaps.map((gap) => [(now - gap.from) / minute, (now - gap.to) / minute, gap.cause])).toEqual([
    [101, 60, 'stopped'],
    [300, 200, 'unknown'],
    [500, 400, 'paused'],
  ]);
});

test('the pages show pictures, gaps with their length and cause, and what comes next', async () => {
  const as = await desk.signedIn('viewer');
  const page = async (path: string) => (await desk.ask(path, { as })).text();
  const all = await page(`/targets/${id()}`);
  expect(all).toContain(`<img src="/looks/${pictured}/thumbnail"`);
  expect(all).toContain('Không có lượt kiểm tra nào trong 41 phút: Vọng Gác không chạy');
  expect(all).toContain('Không có lượt kiểm tra nào trong 1 giờ 40 phút: không rõ nguyên nhân');
  expect(all).toContain('Lượt kế tiếp');
  expect(all).toContain('Không có lượt kiểm tra nào trong 1 giờ 40 phút: tạm dừng theo dõi');
  const older = /href="(\/targets\/[^"]*before=\d+)#looks"/.exec(all)?.[1] ?? '';
  const second = await page(older);
  expect([...second.matchAll(/<tr><th scope="row"><a href="\/looks\//g)]).toHaveLength(19);
  expect(second).not.toContain('Không có lượt kiểm tra nào trong');
  expect(second).not.toContain('class="look-next"');
  const changes = await page(`/sites/${site}?looks=changes`);
  expect([...changes.matchAll(/<li><a href="\/looks\//g)]).toHaveLength(4);
  expect(changes).toContain('cong.example/tin');
  for (const look of [pictured, daily]) {
    const picture = await desk.ask(`/looks/${look}/thumbnail`, { as });
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  }
  expect(await page(`/looks/${daily}`)).toContain(`<img src="/looks/${daily}/thumbnail"`);
  const pictures = await page(`/sites/${site}?looks=pictures`);
  expect([...pictures.matchAll(/<li><a href="\/looks\//g)]).toHaveLength(2);
});

/** The looks that a portal's page and its older ones show, one page after the other. */
async function pagedThrough(siteId: number): Promise<number[]> {
  const as = await desk.signedIn('viewer');
  const shown: number[] = [];
  let path: string | undefined = `/sites/${siteId}`;
  while (path !== undefined) {
    const html = await (await desk.ask(path, { as })).text();
    shown.push(...[...html.matchAll(/<li><a href="\/looks\/(\d+)/g)].map(([, number]) => Number(number)));
    path = /href="(\/sites\/[^"]*before=\d+)#looks"/.exec(html)?.[1];
  }
  return shown;
}

test('paging through a portal that was often not looked at leaves no look out', async () => {
  const holey = await seedSite(desk.store, ago(60 * 48), { url: 'https://thung.example/' });
  const made = [];
  for (let hours = 40; hours > 0; hours -= 2)
    made.push(await seedCheck(desk.store, { targetId: `${holey}.1`, at: ago(60 * hours) }));
  expect(await pagedThrough(holey)).toEqual(made.toReversed());
});

test('paging leaves no look out where two pages were looked at in the same moment', async () => {
  const twofold = await seedSite(desk.store, ago(60 * 48), { url: 'https://doi.example/', paths: ['/hai'] });
  const made = [];
  for (let looks = 16; looks > 0; looks -= 1)
    for (const position of [1, 2])
      made.push(await seedCheck(desk.store, { targetId: `${twofold}.${position}`, at: ago(5 * looks) }));
  expect((await pagedThrough(twofold)).toSorted((a, b) => a - b)).toEqual(made);
});
