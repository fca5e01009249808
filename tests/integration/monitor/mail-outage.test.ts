/** A mail server that is down for a while: nothing hammers it, and when it is back everything leaves in order. */
import { expect, it } from 'vitest';
import type { DeliveryResult } from '../../../src/core/notices/message.ts';
import type { Notice } from '../../../src/core/notices/notice.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { sendPendingNow } from '../../../src/monitor/notices/send-now.ts';
import { insertNotice } from '../../../src/store/outbox/outbox.ts';
import { readMonitorFacts } from '../../../src/store/reads/monitor-facts.ts';
import { write } from '../../../src/store/write.ts';
import { type StagedWatch, stageWatch } from '../../support/staged-watch.ts';
import { coverageNotice, incidentNotice, mailTo, unknownNotice } from '../../support/test-notices.ts';

const minute = 60_000;
const down: DeliveryResult = { status: 'later', reason: 'ECONNREFUSED: connect', server: 'down' };

async function watchWith(hourlyCap = 200): Promise<StagedWatch> {
  return stageWatch({ mail: { from: 'canh-gac@vonggac.example', operators: ['truc@bo.example'], hourlyCap } });
}

async function queue(watch: StagedWatch, notice: Notice, ...recipients: string[]): Promise<void> {
  const added = {
    notice,
    siteId: null,
    incidentNumber: null,
    endpoints: mailTo(...recipients),
    notBefore: watch.now(),
  };
  await write(watch.parts.db, (trx) => insertNotice(trx, { ...added }, watch.parts.newId));
}

/** Every attempt fails; as a server that is down makes it. */
async function dispatchWhileDown(watch: StagedWatch): Promise<number> {
  watch.answers.push(...Array.from({ length: 50 }, () => down));
  await watch.dispatch();
  const tried = 50 - watch.answers.length;
  watch.answers.length = 0;
  return tried;
}

const bulk = (count: number) => Array.from({ length: count }, (_, n) => `r${n}@b.example`);
const sent = (watch: StagedWatch) => watch.mails.map(({ notice }) => notice.type);

it('a server that is down is asked once a minute, however many messages wait and senders run', async () => {
  const watch = await watchWith();
  const at = watch.now();
  await queue(watch, { type: 'test', at }, ...bulk(40));
  expect(await dispatchWhileDown(watch)).toBe(1);
  expect(await dispatchWhileDown(watch)).toBe(0);
  watch.advance(minute);
  watch.answers.push(...Array.from({ length: 9 }, () => down));
  await Promise.all([watch.dispatch(), watch.dispatch(), watch.dispatch()]);
  expect(watch.answers).toHaveLength(8);
});

it('after hours of outage everything that waits leaves at once, the alarms first and the reports last', async () => {
  const watch = await watchWith();
  const at = watch.now();
  await queue(watch, coverageNotice({ at }), 'truc@bo.example');
  await queue(watch, { type: 'test', at }, ...bulk(3));
  await queue(watch, unknownNotice({ type: 'unknown-operator', at }), 'a@b.example');
  await queue(watch, incidentNotice({ type: 'incident-reminder', at }), 'a@b.example');
  await queue(watch, incidentNotice({ type: 'incident-opened', at }), 'a@b.example');
  for (let minutes = 0; minutes < 300; minutes += 1) {
    await dispatchWhileDown(watch);
    watch.advance(minute);
  }
  await queue(watch, incidentNotice({ type: 'incident-escalated', at: watch.now() }), 'a@b.example');
  await watch.dispatch();
  expect(sent(watch)).toEqual([
    'incident-opened',
    'incident-escalated',
    'incident-reminder',
    'unknown-operator',
    'test',
    'test',
    'test',
    'coverage',
  ]);
});

it('what a server refuses for one recipient is no outage: the others go on', async () => {
  const watch = await watchWith();
  await queue(watch, { type: 'test', at: watch.now() }, ...bulk(3));
  watch.answers.push({ status: 'later', reason: 'RCPT TO: 451 greylisted', server: 'answered' });
  await watch.dispatch();
  expect(watch.mails).toHaveLength(2);
});

it('an alarm leaves before bulk that has waited longer, and reports take a fifth of the hour at most', async () => {
  const watch = await watchWith(10);
  const at = watch.now();
  await queue(watch, coverageNotice({ at }), ...bulk(6));
  await queue(watch, { type: 'test', at }, 'thu@b.example');
  watch.advance(minute);
  await queue(watch, incidentNotice({ type: 'incident-opened', at: watch.now() }), 'a@b.example');
  await watch.dispatch();
  expect(sent(watch)).toEqual(['incident-opened', 'test', 'coverage', 'coverage']);
  watch.advance(61 * minute);
  await watch.dispatch();
  expect(sent(watch).slice(4)).toEqual(['coverage', 'coverage']);
});

it('a person who mended the server need not wait for the next attempt', async () => {
  const watch = await watchWith();
  await queue(watch, { type: 'test', at: watch.now() }, ...bulk(2));
  await dispatchWhileDown(watch);
  await sendPendingNow(watch.parts, owner('an'));
  await watch.dispatch();
  expect(watch.mails).toHaveLength(2);
});

it('says since when and how many, and nothing once they are sent', async () => {
  const watch = await watchWith();
  const at = watch.now();
  await queue(watch, { type: 'test', at }, ...bulk(5));
  await dispatchWhileDown(watch);
  watch.advance(10 * minute);
  const { mail } = await readMonitorFacts(watch.parts.db, watch.now(), 5 * minute);
  expect(mail).toMatchObject({ waiting: 5, oldestAt: at, outage: { since: at } });
  await watch.dispatch();
  expect((await readMonitorFacts(watch.parts.db, watch.now(), 5 * minute)).mail).toEqual({
    waiting: 0,
    oldestAt: null,
    outage: null,
  });
});

it('is not kept waiting by a probe from before the clock was set back', async () => {
  const watch = await watchWith();
  await queue(watch, { type: 'test', at: watch.now() }, 'a@b.example');
  await dispatchWhileDown(watch);
  watch.advance(-7 * 3_600_000);
  await queue(watch, { type: 'test', at: watch.now() }, 'c@d.example');
  await watch.dispatch();
  expect(watch.mails.length).toBeGreaterThan(0);
});
