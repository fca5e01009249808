/** One row that can't be read stops neither the daemon's loops nor what concerns other portals, and is reported. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createCheckSlots } from '../../../src/monitor/check/check-slots.ts';
import { escalateUnowned } from '../../../src/monitor/duty/escalate-unowned.ts';
import { remindOfOpen } from '../../../src/monitor/notices/remind.ts';
import { sendCoverage } from '../../../src/monitor/notices/send-coverage.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { unreadableRows } from '../../../src/store/reads/unreadable.ts';
import { defacedPage, portalPage, stageWatch } from '../../support/staged-watch.ts';

const url = (n: number) => `https://xa-${n}.example.gov.vn/`;
const day = 86_400_000;
const black = [0, 0, 0] as const;

test('garbage in a state, a baseline, a message and an incident leaves all others watched and notified', async () => {
  const watch = await stageWatch();
  const { parts } = watch;
  const { db } = parts;
  for (const n of [1, 2, 3, 4, 5]) {
    watch.show(url(n), { html: portalPage({ title: `Xã số ${n}` }) });
    await watch.register(url(n), { emails: [`xa-${n}@example.gov.vn`] });
  }
  await watch.learn();
  // Portal 3 has an incident that nobody was notified of yet when it turns into garbage.
  watch.show(url(3), { html: defacedPage, colour: black });
  await watch.look(15);
  await sql`update "notices" set "payloadJson" = '{"v":1' where "siteId" = 3`.execute(db);
  await sql`update incidents set "kindsJson" = 'garbage' where "siteId" = 3`.execute(db);
  await sql`update targets set "stateJson" = '{"v":9}' where "siteId" = 1`.execute(db);
  await sql`update baselines set content = x'00' where "targetId" = '2.1'`.execute(db);
  for (const n of [4, 5]) watch.show(url(n), { html: defacedPage, colour: black });
  const last = async () =>
    Number((await sql<{ id: number }>`select max(id) as id from checks`.execute(db)).rows[0]?.id);
  const before = await last();

  for (let round = 0; round < 4; round += 1) {
    watch.advance(300_000);
    const slots = createCheckSlots(parts, `round ${round}`);
    await slots.fill();
    await slots.finish(10_000);
    await watch.dispatch();
  }
  await escalateUnowned(parts);
  await remindOfOpen(parts);

  const looked = await db.selectFrom('checks').select('targetId').distinct().where('id', '>', before).execute();
  expect(looked.map(({ targetId }) => targetId)).toEqual(expect.arrayContaining(['4.1', '5.1']));
  expect(looked.map(({ targetId }) => targetId)).not.toContain('1.1');
  const told = watch.mails.filter(({ notice }) => notice.type === 'incident-opened').map(({ endpoint }) => endpoint);
  expect(told).toEqual(expect.arrayContaining(['xa-4@example.gov.vn', 'xa-5@example.gov.vn']));

  const dead = await db.selectFrom('outbox').select('lastError').where('status', '=', 'dead').execute();
  expect(dead.length).toBeGreaterThan(0);
  for (const { lastError } of dead) expect(lastError).toMatch(/Row \d+ of notices has an unreadable payloadJson/);

  expect((await listIncidents(db, { onlyLive: true, limit: 9 })).map(({ siteId }) => siteId).sort()).toEqual([3, 4, 5]);
  watch.advance(day);
  await sendCoverage(parts);
  await watch.dispatch();
  const coverage = watch.mails.map(({ notice }) => notice).findLast(({ type }) => type === 'coverage');
  expect(coverage).toMatchObject({ unknown: expect.arrayContaining([expect.objectContaining({ url: url(1) })]) });

  const sentences = (await unreadableRows(db)).join('\n');
  for (const what of [
    /Row 1\.1 of targets has an unreadable stateJson \(its version is 9, not 1\)/,
    /Row 2\.1 browser 1 of baselines has an unreadable content/,
    /Row \d+ of incidents has an unreadable kindsJson \(it is not JSON\)/,
    /Row \d+ of notices has an unreadable payloadJson/,
  ]) {
    expect(sentences).toMatch(what);
  }
});
