/** Mail that could not leave at once: what becomes of it when the world goes on meanwhile. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Notice } from '../../../src/core/notices/notice.ts';
import { owner } from '../../../src/core/people/actor.ts';
import {
  acknowledgeIncident,
  dismissIncident,
  resolveIncident,
} from '../../../src/monitor/incidents/judge-incident.ts';
import { dispatchNext } from '../../../src/monitor/notices/dispatch.ts';
import { notifyIncident } from '../../../src/monitor/notices/notify-incident.ts';
import { editSite, versionOf } from '../../../src/monitor/sites/edit-site.ts';
import { switchSite } from '../../../src/monitor/sites/switch-site.ts';
import { getIncident } from '../../../src/store/incidents/incidents.ts';
import { insertNotice } from '../../../src/store/outbox/outbox.ts';
import { getSite } from '../../../src/store/registry/registry.ts';
import { write } from '../../../src/store/write.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';
import { mailBy } from '../../support/test-channels.ts';
import { mailTo } from '../../support/test-notices.ts';

const minute = 60_000;
const hour = 60 * minute;
const url = 'https://thanhson.example.gov.vn/';
const by = { actor: owner('an'), note: null };
const noAnswer = { status: 'later', reason: 'no answer' } as const;

/** A portal has fallen, and its alarm was not sent yet. */
async function fallen(): Promise<StagedWatch> {
  const watch = await stageWatch({
    web: { publicUrl: 'https://canh-gac.example/' },
    schedule: { learnLooks: 2, learnEvery: '1m', every: '600m', browserEvery: '12h' },
  });
  watch.show(url, { html: portalPage(), isUnpictured: true });
  await watch.register(url);
  await watch.learn();
  watch.show(url, { html: defacedPage, isUnpictured: true });
  while (!(await getIncident(watch.parts.db, 1))) await watch.look(1);
  watch.mails.length = 0;
  return watch;
}

const said = (watch: StagedWatch): string[] => watch.mails.map(({ notice }) => notice.type);

async function failTimes(watch: StagedWatch, times: number): Promise<void> {
  for (let attempt = 0; attempt < times; attempt += 1) {
    watch.answers.push(noAnswer);
    await watch.dispatch();
    watch.advance(hour);
  }
  expect(said(watch)).toEqual([]);
}

async function tell(watch: StagedWatch, event: 'updated' | 'unacknowledged'): Promise<void> {
  await write(watch.parts.db, async (trx) => {
    const incident = await getIncident(trx, 1);
    if (incident) await notifyIncident(trx, watch.parts, incident, event, watch.now());
  });
}

it('the all-clear never comes before the alarm, and brings it along', async () => {
  const watch = await fallen();
  await failTimes(watch, 5);
  await resolveIncident(watch.parts, 1, by);
  watch.advance(15_000);
  await watch.dispatch();
  expect(said(watch)).toEqual(['incident-opened', 'incident-resolved']);
  expect(watch.mails[1]?.notice).toMatchObject({ isByHand: true });
});

it('the all-clear waits while the alarm fails once more', async () => {
  const watch = await fallen();
  await failTimes(watch, 1);
  await resolveIncident(watch.parts, 1, by);
  watch.answers.push(noAnswer);
  await watch.dispatch();
  expect(said(watch)).toEqual([]);
  watch.advance(5 * minute);
  await watch.dispatch();
  expect(said(watch)).toEqual(['incident-opened', 'incident-resolved']);
});

it('a false alarm that could not be mailed is not mailed after it was dismissed', async () => {
  const watch = await fallen();
  await failTimes(watch, 1);
  await dismissIncident(watch.parts, 1, by);
  watch.advance(6 * hour);
  await watch.dispatch();
  expect(said(watch)).toEqual([]);
});

it('whom the ladder called in vain for a while is not called once somebody owns the incident', async () => {
  const watch = await fallen();
  await watch.dispatch();
  watch.mails.length = 0;
  const notice = { type: 'incident-unowned', at: watch.now(), incidentNumber: 1 } as Notice;
  const endpoints = mailTo('chi-huy@bo.example', 'lanh-dao@so.example');
  const added = { notice, siteId: 1, incidentNumber: 1, endpoints, notBefore: watch.now() };
  let made = 0;
  await write(watch.parts.db, (trx) => insertNotice(trx, added, () => `${++made}@test.example`));
  watch.answers.push({ status: 'sent', response: '250' }, noAnswer);
  await watch.dispatch();
  await acknowledgeIncident(watch.parts, 1, by);
  watch.advance(6 * hour);
  await watch.dispatch();
  const rows = await watch.parts.db.selectFrom('outbox').select(['endpoint', 'status']).execute();
  expect(rows).toContainEqual({ endpoint: 'chi-huy@bo.example', status: 'sent' });
  expect(rows).not.toContainEqual(expect.objectContaining({ endpoint: 'lanh-dao@so.example' }));
});

it('nobody hears more of a portal that was removed', async () => {
  const watch = await fallen();
  await watch.dispatch();
  watch.mails.length = 0;
  await tell(watch, 'updated');
  await switchSite(watch.parts, owner('an'), 1, 'removed');
  watch.advance(hour);
  await watch.dispatch();
  expect(said(watch)).toEqual([]);
});

it('who is taken off the recipients gets nothing that still waited', async () => {
  const watch = await fallen();
  await watch.dispatch();
  watch.mails.length = 0;
  await tell(watch, 'updated');
  const site = await getSite(watch.parts.db, 1);
  if (!site) throw new Error('The portal is not registered.');
  const request = { name: site.name, emails: ['moi@so.example'], importance: site.importance, paths: [] };
  const vet = async () => ({ status: 'allowed' }) as const;
  await editSite({ ...watch.parts, vet }, owner('an'), 1, {
    request,
    language: null,
    stop: [],
    version: versionOf(site, null),
  });
  watch.advance(hour);
  await watch.dispatch();
  expect(said(watch)).toEqual([]);
});

it('an alarm goes out without its link when the key of this installation is damaged', async () => {
  const watch = await fallen();
  await writeFile(join(watch.parts.config.dataDir, 'desk-key'), 'half');
  await watch.dispatch();
  expect(said(watch)).toEqual(['incident-opened']);
  expect(watch.mails[0]?.notice).not.toHaveProperty('acknowledgeUrl');
});

it('a message that can not be written is tried again like any other, and given up in its time', async () => {
  const watch = await fallen();
  const channels = mailBy(() => Promise.reject(new TypeError('broken')), watch.parts.config);
  const broken = { ...watch.parts, channels };
  await dispatchNext(broken, 'sender');
  const row = () => watch.parts.db.selectFrom('outbox').select(['status', 'attempts']).executeTakeFirst();
  expect(await row()).toEqual({ status: 'queued', attempts: 1 });
  watch.advance(73 * hour);
  await dispatchNext(broken, 'sender');
  expect(await row()).toEqual({ status: 'dead', attempts: 2 });
});
