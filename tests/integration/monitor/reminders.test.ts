/** An incident that nobody takes on is said again, a few times, and no more once somebody did. */

import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../src/core/domain/incident.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { acknowledgeIncident, resolveIncident } from '../../../src/monitor/incidents/judge-incident.ts';
import { notifyIncident } from '../../../src/monitor/notices/notify-incident.ts';
import { remindOfOpen } from '../../../src/monitor/notices/remind.ts';
import type { Trx } from '../../../src/store/handle.ts';
import { getIncident, saveIncident } from '../../../src/store/incidents/incidents.ts';
import { write } from '../../../src/store/write.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const minute = 60_000;
const url = 'https://thanhson.example.gov.vn/';
const by = { actor: owner('an'), note: null };

async function fallen(config: object = {}): Promise<StagedWatch> {
  const watch = await stageWatch({
    mail: { from: 'canh-gac@vonggac.example', operators: ['truc@bo.example'], operatorAlarms: false, ...config },
    schedule: { learnLooks: 2, learnEvery: '1m', every: '600m', browserEvery: '12h' },
  });
  watch.show(url, { html: portalPage(), isUnpictured: true });
  await watch.register(url);
  await watch.learn();
  watch.show(url, { html: defacedPage, isUnpictured: true });
  // Not a look more: the next appointment is hours away.
  while (!(await getIncident(watch.parts.db, 1))) await watch.look(1);
  await watch.dispatch();
  expect(said(watch)).toEqual(['incident-opened']);
  return watch;
}

const said = (watch: StagedWatch): string[] => watch.mails.map(({ notice }) => notice.type);
const reminders = (watch: StagedWatch): number => said(watch).filter((type) => type === 'incident-reminder').length;

async function first(trx: Trx): Promise<Incident> {
  const incident = await getIncident(trx, 1);
  expect(incident).not.toBeNull();
  return incident as Incident;
}

/** Time goes by in the daemon, minute by minute. */
async function pass(watch: StagedWatch, minutes: number): Promise<void> {
  for (let gone = 0; gone < minutes; gone += 1) {
    watch.advance(minute);
    await remindOfOpen(watch.parts);
    await watch.dispatch();
  }
}

describe('an incident that nobody takes on', () => {
  it('is said again after half an hour, then every two hours, three times in all', async () => {
    const watch = await fallen();
    await pass(watch, 29);
    expect(reminders(watch)).toBe(0);
    await pass(watch, 1);
    expect(reminders(watch)).toBe(1);
    await pass(watch, 119);
    expect(reminders(watch)).toBe(1);
    await pass(watch, 1);
    expect(reminders(watch)).toBe(2);
    await pass(watch, 600);
    expect(reminders(watch)).toBe(3);
    const [first, ...others] = watch.mails;
    expect(others.map(({ thread }) => thread?.earlier[0])).toEqual([
      first?.messageId,
      first?.messageId,
      first?.messageId,
    ]);
    expect(others.map(({ notice }) => ('reminder' in notice ? notice.reminder : null))).toEqual(
      [1, 2, 3].map((count) => ({ count, most: 3 })),
    );
  });

  it('is not said again once it is taken on, nor when it is over', async () => {
    for (const act of [acknowledgeIncident, resolveIncident]) {
      const watch = await fallen();
      await pass(watch, 29);
      await act(watch.parts, 1, by);
      await pass(watch, 300);
      expect(reminders(watch)).toBe(0);
    }
  });

  it('takes a waiting reminder back when somebody takes it on meanwhile', async () => {
    const watch = await fallen();
    watch.advance(30 * minute);
    await remindOfOpen(watch.parts);
    await acknowledgeIncident(watch.parts, 1, by);
    await watch.dispatch();
    expect(said(watch)).toEqual(['incident-opened']);
  });

  it('is not reminded of while the alarm itself has not left', async () => {
    const watch = await fallen();
    await watch.parts.db
      .updateTable('outbox')
      .set({ status: 'queued', nextAttemptAt: watch.now() + 90 * minute })
      .execute();
    await pass(watch, 60);
    expect(said(watch)).toEqual(['incident-opened']);
  });

  it('is one of many in a digest for whoever left many lying', async () => {
    const watch = await fallen();
    for (const site of [2, 3, 4, 5]) {
      const siteId = await watch.register(`https://cong${site}.example.gov.vn/`);
      await write(watch.parts.db, async (trx) => {
        const number = await saveIncident(trx, { ...(await first(trx)), number: 0, siteId });
        await notifyIncident(trx, watch.parts, { ...(await first(trx)), number, siteId }, 'opened', watch.now());
      });
    }
    await pass(watch, 41);
    expect(reminders(watch)).toBe(0);
    const digests = watch.mails.flatMap(({ notice }) => (notice.type === 'overflow-digest' ? [notice] : []));
    expect(digests.map(({ incidents }) => incidents.length)).toEqual([5]);
  });

  it('is left alone where no reminders are wanted', async () => {
    const watch = await fallen({ reminders: { most: 0 } });
    await pass(watch, 300);
    expect(reminders(watch)).toBe(0);
  });
});
