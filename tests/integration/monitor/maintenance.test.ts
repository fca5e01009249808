/** Announced maintenance: looks go on, alarms are recorded, their mail waits for the end. */

import { expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { announceMaintenance, endMaintenance } from '../../../src/monitor/duty/announce-maintenance.ts';
import { escalateUnowned } from '../../../src/monitor/duty/escalate-unowned.ts';
import { notifyHeldAlarms } from '../../../src/monitor/duty/notify-held-alarms.ts';
import { remindOfOpen } from '../../../src/monitor/notices/remind.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const minute = 60_000;
const hour = 60 * minute;
const page = { html: portalPage() };
const defacement = { html: defacedPage, colour: [0, 0, 0] } as const;
const reason = 'Nâng cấp máy chủ';

async function underMaintenance(hours: number, config: object = {}): Promise<StagedWatch & { siteId: number }> {
  const watch = await stageWatch({ ...config });
  watch.show(home, page);
  const siteId = await watch.register(home);
  await watch.learn();
  const now = watch.now();
  await announceMaintenance(watch.parts, owner('an'), siteId, { beginsAt: now, endsAt: now + hours * hour, reason });
  return { ...watch, siteId };
}

async function pass(watch: StagedWatch, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 5) {
    watch.advance(5 * minute);
    await watch.lookAtDue();
    await notifyHeldAlarms(watch.parts);
    await escalateUnowned(watch.parts);
    await watch.dispatch();
  }
}

const types = (watch: StagedWatch) => watch.mails.map(({ notice }) => notice.type);

it('holds the mail until the end, then sums up what is still open, once', async () => {
  const watch = await underMaintenance(1);
  watch.show(home, defacement);
  await pass(watch, 50);
  const [incident] = await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
  expect(incident?.status).toBe('open');
  expect(types(watch)).toEqual([]);
  await pass(watch, 15);
  expect(watch.mails.map(({ endpoint, notice }) => [endpoint, notice])).toMatchObject([
    [
      'tinhoc@co-quan.example',
      { type: 'maintenance-summary', reason, incidents: [{ number: 1, status: 'open', kinds: ['defacement'] }] },
    ],
  ]);
  await pass(watch, 60);
  expect(types(watch)).toEqual(['maintenance-summary']);
  watch.show(home, page);
  await pass(watch, 60);
  expect(types(watch)).toEqual(['maintenance-summary', 'incident-resolved']);
});

it('says in the summary what came and went meanwhile, and nothing when nothing happened', async () => {
  const watch = await underMaintenance(3);
  watch.show(home, defacement);
  await pass(watch, 20);
  watch.show(home, page);
  await pass(watch, 170);
  expect(watch.mails.map(({ notice }) => notice)).toMatchObject([{ incidents: [{ status: 'resolved' }] }]);
  const quiet = await underMaintenance(1);
  await pass(quiet, 90);
  expect(types(quiet)).toEqual([]);
});

it('tells at once that visitors are led away, and that maintenance is announced', async () => {
  const watch = await underMaintenance(3);
  watch.show(home, { html: portalPage(), finalUrl: 'https://nha-cai.example.com/' });
  await pass(watch, 30);
  expect(watch.mails.map(({ notice }) => notice)).toMatchObject([
    { type: 'incident-opened', kinds: ['redirection'], maintenance: { reason } },
  ]);
});

it('does not call a portal that is down for it an outage before it is over', async () => {
  const watch = await underMaintenance(4);
  watch.show(home, { html: '', failure: 'timed-out' });
  await pass(watch, 3 * 60);
  expect(types(watch)).toEqual([]);
  await pass(watch, 90);
  expect(types(watch)).toEqual(['unknown-operator']);
});

it('begins the ladder when the summary is told, not before', async () => {
  const officers = [
    { name: 'An', email: 'an@bo.example' },
    { name: 'Bình', email: 'binh@bo.example' },
  ];
  const watch = await underMaintenance(2, { duty: { officers, ladder: [{ after: '15m', to: 'second-officer' }] } });
  watch.show(home, defacement);
  await pass(watch, 115);
  expect(types(watch)).toEqual([]);
  await pass(watch, 15);
  expect(types(watch)).toEqual(['maintenance-summary']);
  await pass(watch, 15);
  // The officer on duty, who was not mailed yet, and the second one.
  expect(types(watch)).toEqual(['maintenance-summary', 'incident-unowned', 'incident-unowned']);
});

it('does not keep the ladder waiting for what it does not hold', async () => {
  const officers = [
    { name: 'An', email: 'an@bo.example' },
    { name: 'Bình', email: 'binh@bo.example' },
  ];
  const watch = await underMaintenance(2, { duty: { officers, ladder: [{ after: '15m', to: 'second-officer' }] } });
  watch.show(home, { html: portalPage(), finalUrl: 'https://nha-cai.example.com/' });
  await pass(watch, 45);
  expect(types(watch)).toContain('incident-unowned');
});

it('does not escalate again at the end for what it never held', async () => {
  const officers = [
    { name: 'An', email: 'an@bo.example' },
    { name: 'Bình', email: 'binh@bo.example' },
  ];
  const watch = await underMaintenance(2, { duty: { officers, ladder: [{ after: '15m', to: 'second-officer' }] } });
  watch.show(home, { html: portalPage(), finalUrl: 'https://nha-cai.example.com/' });
  await pass(watch, 4 * 60);
  expect(types(watch)).toContain('maintenance-summary');
  expect(types(watch).filter((type) => type === 'incident-unowned')).toHaveLength(2);
});

it('reminds of what it held when nobody takes it on after the end', async () => {
  const watch = await underMaintenance(1);
  watch.show(home, defacement);
  await pass(watch, 70);
  expect(types(watch)).toEqual(['maintenance-summary']);
  watch.advance(30 * minute);
  await remindOfOpen(watch.parts);
  await watch.dispatch();
  expect(types(watch)).toEqual(['maintenance-summary', 'incident-reminder']);
});

it('may be ended early, which tells at once, or taken back before it begins', async () => {
  const watch = await underMaintenance(10);
  watch.show(home, defacement);
  await pass(watch, 20);
  await endMaintenance(watch.parts, owner('an'), watch.siteId, 1);
  await pass(watch, 5);
  expect(types(watch)).toEqual(['maintenance-summary']);
  const later = { beginsAt: watch.now() + hour, endsAt: watch.now() + 2 * hour, reason };
  await announceMaintenance(watch.parts, owner('an'), watch.siteId, later);
  await endMaintenance(watch.parts, owner('an'), watch.siteId, 2);
  await announceMaintenance(watch.parts, owner('an'), watch.siteId, later);
  const acts = await watch.parts.db.selectFrom('audit').select('act').where('act', 'like', 'maintenance-%').execute();
  expect(acts.map(({ act }) => act)).toEqual([
    'maintenance-announced',
    'maintenance-ended',
    'maintenance-announced',
    'maintenance-ended',
    'maintenance-announced',
  ]);
});

it('refuses one that is too long, over already, without a reason, or beside another', async () => {
  const watch = await underMaintenance(1);
  const now = watch.now();
  const announce = (beginsAt: number, endsAt: number, why = reason) =>
    announceMaintenance(watch.parts, owner('an'), watch.siteId, { beginsAt, endsAt, reason: why });
  await expect(announce(now + 2 * hour, now + 75 * hour)).rejects.toMatchObject({ code: 'bad-input' });
  await expect(announce(now - 2 * hour, now - hour)).rejects.toMatchObject({ code: 'bad-input' });
  await expect(announce(Number.NaN, now + hour)).rejects.toMatchObject({ code: 'bad-input' });
  await expect(announce(now + 2 * hour, now + 3 * hour, ' ')).rejects.toMatchObject({ code: 'bad-input' });
  await expect(announce(now + hour / 2, now + 3 * hour)).rejects.toMatchObject({ code: 'refused' });
});
