/** The stream by which open boards hear of changes, in memory and on a real port. */

import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { roles } from '../../../src/monitor/people/capabilities.ts';
import { write } from '../../../src/store/write.ts';
import { startWeb } from '../../../src/web/start-web.ts';
import { seedBaseline, seedCheck, seedIncident, seedSite, setTarget } from '../../support/seed-desk.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;

async function openDesk() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const own = await quietSite('cuaminh', 'Cơ quan của mình');
  const other = await quietSite('nguoikhac', 'Cơ quan người khác');
  const { agencyId } = await desk.store.db
    .selectFrom('sites')
    .select('agencyId')
    .where('id', '=', own)
    .executeTakeFirstOrThrow();
  return { desk, own, other, agencyId: agencyId ?? 0 };

  async function quietSite(name: string, agency: string): Promise<number> {
    const id = await seedSite(desk.store, now - 60 * minute, { url: `https://${name}.example/`, name, agency });
    await seedBaseline(desk.store, `${id}.1`, { at: now - 50 * minute, status: 'approved' });
    await seedCheck(desk.store, { targetId: `${id}.1`, at: now - minute });
    return id;
  }
}

type Desk = Awaited<ReturnType<typeof openDesk>>['desk'];

/** An open stream; `next` waits for its next event, null at its end. */
async function listen(desk: Desk, as: string) {
  const answer = await desk.ask('/events', { as, headers: { accept: 'text/event-stream' } });
  const reader = answer.body?.getReader();
  onTestFinished(() => reader?.cancel());
  let text = '';
  const next = async () => {
    for (;;) {
      const found = /event: state\ndata: (.*)\n\n/.exec(text);
      if (found) {
        text = text.slice(found.index + found[0].length);
        return { raw: found[1] ?? '', state: JSON.parse(found[1] ?? 'null') };
      }
      const read = await reader?.read();
      if (!read || read.done) return null;
      text += new TextDecoder().decode(read.value);
    }
  };
  return { status: answer.status, type: answer.headers.get('content-type'), next };
}

test('says how things stand, and again as soon as they change', async () => {
  const { desk, own } = await openDesk();
  const stream = await listen(desk, await desk.signedIn('viewer'));
  expect([stream.status, stream.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect((await stream.next())?.state).toMatchObject({ counts: { ok: 2, alarm: 0 }, incidents: 0, isWatching: true });
  await setTarget(desk.store, `${own}.1`, { status: 'firing' });
  expect((await stream.next())?.state).toMatchObject({ counts: { ok: 1, alarm: 1 } });
  desk.setHealth({ ok: false, heartbeatAt: now, blindSince: null });
  expect((await stream.next())?.state).toMatchObject({ isWatching: false });
});

test('a look that grows too old is news although nobody wrote anything', async () => {
  const { desk } = await openDesk();
  const stream = await listen(desk, await desk.signedIn('viewer'));
  expect((await stream.next())?.state.counts).toMatchObject({ ok: 2, unseen: 0 });
  desk.setNow(now + 20 * minute);
  expect((await stream.next())?.state.counts).toMatchObject({ ok: 0, unseen: 2 });
});

test('two sites that change places are news although the counts stay', async () => {
  const { desk, own, other } = await openDesk();
  await setTarget(desk.store, `${own}.1`, { lastLevel: 'suspect' });
  const stream = await listen(desk, await desk.signedIn('viewer'));
  const before = await stream.next();
  await write(desk.store.db, async (trx) => {
    for (const [id, lastLevel] of [
      [own, 'clean'],
      [other, 'suspect'],
    ] as const) {
      await trx.updateTable('targets').set({ lastLevel }).where('id', '=', `${id}.1`).execute();
    }
  });
  expect((await stream.next())?.raw).toBe(before?.raw);
});

test('an incident that is given to somebody is news, for the board says whose it is', async () => {
  const { desk, own } = await openDesk();
  const number = await seedIncident(desk.store, { siteId: own, openedAt: now, targets: [] });
  const as = await desk.signedIn('operator');
  const stream = await listen(desk, as);
  await stream.next();
  const { id } = await desk.store.db.selectFrom('users').select('id').executeTakeFirstOrThrow();
  await desk.send(`/incidents/${number}/assign`, { assignee: String(id) }, as);
  const heard = await Promise.race([stream.next(), sleep(5_000, 'nothing')]);
  expect(heard).toMatchObject({ state: { incidents: 1 } });
});

test('somebody of an agency hears of that agency only, and never a name', async () => {
  const { desk, own, other, agencyId } = await openDesk();
  const stream = await listen(desk, await desk.signedIn('viewer', agencyId));
  const first = await stream.next();
  expect(first?.state.counts).toMatchObject({ ok: 1, alarm: 0 });
  expect(Object.keys(first?.state)).toEqual(['counts', 'incidents', 'suspects', 'isWatching']);
  await setTarget(desk.store, `${other}.1`, { status: 'firing' });
  await setTarget(desk.store, `${own}.1`, { lastLevel: 'unknown' });
  expect((await stream.next())?.state.counts).toMatchObject({ ok: 0, unknown: 1, alarm: 0 });
});

test('every role may listen, a stranger may not', async () => {
  const { desk } = await openDesk();
  for (const role of roles) {
    expect((await listen(desk, await desk.signedIn(role))).status, role).toBe(200);
  }
  expect((await desk.ask('/events', { headers: { accept: 'text/event-stream' } })).status).toBe(401);
});

test('whoever signed out or was given to another agency hears nothing more', async () => {
  const { desk, own, agencyId } = await openDesk();
  const gone = await listen(desk, await desk.signedIn('viewer'));
  const moved = await listen(desk, await desk.signedIn('operator', agencyId));
  await Promise.all([gone.next(), moved.next()]);
  await desk.store.db.updateTable('users').set({ agencyId: 4_711 }).where('role', '=', 'operator').execute();
  await desk.store.db
    .deleteFrom('sessions')
    .where('userId', 'in', (eb) => eb.selectFrom('users').select('id').where('role', '=', 'viewer'))
    .execute();
  await setTarget(desk.store, `${own}.1`, { status: 'firing' });
  expect(await Promise.all([gone.next(), moved.next()])).toEqual([null, null]);
});

test('one person opens ten at most; what is closed makes room', async () => {
  const { desk } = await openDesk();
  const as = await desk.signedIn('viewer');
  const open = async () => desk.ask('/events', { as, headers: { accept: 'text/event-stream' } });
  const ten = await Promise.all(Array.from({ length: 10 }, open));
  expect(ten.map((answer) => answer.status)).toEqual(ten.map(() => 200));
  const refused = await open();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
  await ten[0]?.body?.cancel();
  const again = await open();
  expect(again.status).toBe(200);
  for (const answer of [...ten.slice(1), again]) await answer.body?.cancel();
});

test('on a real port it streams at once, and closing the desk ends it', async () => {
  const { desk } = await openDesk();
  const web = await startWeb(desk.app, '127.0.0.1:0');
  const cookie = `vonggac-session=${await desk.signedIn('viewer')}`;
  const ended = Promise.withResolvers<void>();
  await new Promise<void>((resolve, reject) => {
    get(`${web.url}/events`, { headers: { cookie, accept: 'text/event-stream' } }, (answer) => {
      answer.on('data', (bytes: Buffer) => {
        if (bytes.toString().includes('event: state')) resolve();
      });
      answer.on('end', ended.resolve).on('error', reject);
    }).on('error', reject);
  });
  desk.stop();
  await ended.promise;
  expect((await desk.ask('/events', { as: cookie.split('=')[1] ?? '' })).status).toBe(503);
  await web.close();
});
