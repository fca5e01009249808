/** Nobody acknowledges: who is told next, once each, over a restart, until somebody takes it on. */

import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { escalateUnowned } from '../../../src/monitor/duty/escalate-unowned.ts';
import { acknowledgeIncident, resolveIncident } from '../../../src/monitor/incidents/judge-incident.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const minute = 60_000;
const hour = 60 * minute;
const black = [0, 0, 0] as const;
const page = { html: portalPage() };
const duty = {
  officers: [
    { name: 'An', email: 'an@bo.example', phone: '0912 345 678' },
    { name: 'Bình', email: 'binh@bo.example' },
  ],
  heads: [{ agency: 'UBND huyện Thanh Sơn', name: 'Chủ tịch', email: 'chu-tich@thanhson.example' }],
  ladder: [
    { after: '15m', to: 'second-officer' },
    { after: '30m', to: 'agency-head' },
    { after: '60m', to: 'national-contacts' },
  ],
};
const national = { contacts: [{ name: 'Trung tâm ứng cứu', email: 'ungcuu@quocgia.example' }] };
const officers = expect.toSatisfy((called: string[]) => called.toSorted().join() === 'an@bo.example,binh@bo.example');
const by = { actor: owner('an'), note: null };

/** A portal that has just been defaced, and the mail about it sent. */
async function defaced(events: readonly object[] = []): Promise<StagedWatch> {
  const schedule = { learnLooks: 3, learnEvery: '1m', watchWindows: { events } };
  const watch = await stageWatch({ duty, national, schedule });
  watch.show(home, page);
  const siteId = await watch.register(home);
  const { db } = watch.parts;
  const agency = await db
    .insertInto('agencies')
    .values({ name: 'UBND huyện Thanh Sơn' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.updateTable('sites').set({ agencyId: agency.id }).where('id', '=', siteId).execute();
  await watch.learn();
  watch.show(home, { html: defacedPage, colour: black });
  await watch.look(1);
  await watch.dispatch();
  watch.mails.splice(0);
  return watch;
}

/** A minute at a time, as the daemon's loop goes. */
async function pass(watch: StagedWatch, minutes: number): Promise<string[]> {
  for (let passed = 0; passed < minutes; passed += 1) {
    watch.advance(minute);
    await escalateUnowned(watch.parts);
    await watch.dispatch();
  }
  return unowned(watch);
}

function unowned(watch: StagedWatch): string[] {
  return watch.mails
    .splice(0)
    .filter(({ notice }) => notice.type === 'incident-unowned')
    .map(({ endpoint }) => endpoint);
}

/** The process ends and another one opens the same file. */
async function restart(watch: StagedWatch): Promise<void> {
  const db = await openDatabase(join(watch.parts.config.dataDir, 'vonggac.sqlite'), { create: false });
  onTestFinished(() => db.destroy());
  Object.assign(watch.parts, { db });
}

it('escalates step by step, each notified once', async () => {
  const watch = await defaced();
  expect(await pass(watch, 14)).toEqual([]);
  // Outside of watch windows the officer on duty was not mailed yet.
  expect(await pass(watch, 2)).toEqual(officers);
  expect(await pass(watch, 15)).toEqual(['chu-tich@thanhson.example']);
  expect(await pass(watch, 30)).toEqual(['ungcuu@quocgia.example']);
  expect(await pass(watch, 120)).toEqual([]);
  const events = await watch.parts.db
    .selectFrom('incidentEvents')
    .select('note')
    .where('type', '=', 'unowned')
    .execute();
  expect(events.map(({ note }) => note).slice(1)).toEqual(['chu-tich@thanhson.example', 'ungcuu@quocgia.example']);
});

it('calls in a watch window only who was not mailed already', async () => {
  const watch = await defaced([{ name: 'Đại hội', from: '2026-01-01', to: '2027-12-31' }]);
  const opened = await watch.parts.db
    .selectFrom('outbox')
    .select('endpoint')
    .where('endpoint', 'like', '%@bo.example')
    .where('endpoint', '!=', 'truc@bo.example')
    .execute();
  expect(opened).toHaveLength(1);
  const [called = '', ...others] = await pass(watch, 16);
  expect(others).toEqual([]);
  expect([opened[0]?.endpoint, called]).toEqual(officers);
});

it('loses and repeats nothing over a restart: before a step is sent, and between two', async () => {
  const watch = await defaced();
  watch.advance(16 * minute);
  await escalateUnowned(watch.parts);
  await restart(watch);
  await escalateUnowned(watch.parts);
  await watch.dispatch();
  expect(unowned(watch)).toEqual(officers);
  await restart(watch);
  expect(await pass(watch, 10)).toEqual([]);
  // Down while two steps came due: both are taken when it is back.
  watch.advance(45 * minute);
  await restart(watch);
  expect(await pass(watch, 1)).toEqual(['chu-tich@thanhson.example', 'ungcuu@quocgia.example']);
  await restart(watch);
  expect(await pass(watch, 60)).toEqual([]);
});

it('stops when somebody acknowledges, and takes back what was not sent yet', async () => {
  const watch = await defaced();
  await pass(watch, 16);
  watch.advance(15 * minute);
  await escalateUnowned(watch.parts);
  await acknowledgeIncident(watch.parts, 1, by);
  await watch.dispatch();
  expect(unowned(watch)).toEqual([]);
  expect(await pass(watch, 120)).toEqual([]);
});

it('begins anew when the acknowledgement is withdrawn by what it did not cover', async () => {
  const watch = await defaced();
  await pass(watch, 16);
  await acknowledgeIncident(watch.parts, 1, by);
  const html = defacedPage.replaceAll(/kh4i-test/gi, 'N4m-Dem').replace('We are everywhere', 'đã bị tấn công lần hai');
  watch.show(home, { html, colour: [200, 0, 0] });
  for (let look = 0; look < 4; look += 1) await watch.look(1);
  const { status } = await watch.parts.db.selectFrom('incidents').select('status').executeTakeFirstOrThrow();
  expect(status).toBe('open');
  watch.mails.splice(0);
  expect(await pass(watch, 20)).toEqual(officers);
});

it('stops when the incident is resolved', async () => {
  const watch = await defaced();
  await pass(watch, 16);
  await resolveIncident(watch.parts, 1, by);
  watch.show(home, page);
  expect(await pass(watch, 120)).toEqual([]);
});

it('tells nobody where no ladder is configured', async () => {
  const watch = await stageWatch({ national });
  watch.show(home, page);
  await watch.register(home);
  await watch.learn();
  watch.show(home, { html: defacedPage, colour: black });
  await watch.look(1);
  expect(await pass(watch, 120)).toEqual([]);
});

it('neither repeats nor leaves out a step when the ladder is changed while an incident escalates', async () => {
  const watch = await defaced();
  expect(await pass(watch, 16)).toEqual(officers);
  // The head is called before the second officer from now on.
  const [second, head, contacts] = duty.ladder;
  const changed = [
    { ...head, after: 10 * minute },
    { ...second, after: 20 * minute },
    { ...contacts, after: hour },
  ];
  Object.assign(watch.parts.config.duty, { ladder: changed });
  expect(await pass(watch, 10)).toEqual(['chu-tich@thanhson.example']);
  expect(await pass(watch, 60)).toEqual(['ungcuu@quocgia.example']);
});
