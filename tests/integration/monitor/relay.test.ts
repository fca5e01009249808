/** Events for machines and telephones: which are recorded, for whom, and how. */
import { expect, test } from 'vitest';
import { initialBlindness } from '../../../src/core/blindness.ts';
import type { Notification } from '../../../src/core/notices/message.ts';
import { owner } from '../../../src/core/people/actor.ts';
import type { Channel } from '../../../src/core/ports.ts';
import type { RelayNotice } from '../../../src/core/relay/relay-event.ts';
import { removeContact } from '../../../src/monitor/agencies/change-contacts.ts';
import { announceMaintenance } from '../../../src/monitor/duty/announce-maintenance.ts';
import { escalateUnowned } from '../../../src/monitor/duty/escalate-unowned.ts';
import {
  acknowledgeIncident,
  dismissIncident,
  dismissSuspect,
  resolveIncident,
} from '../../../src/monitor/incidents/judge-incident.ts';
import { reopenIncident } from '../../../src/monitor/incidents/reopen-incident.ts';
import { undoDecision } from '../../../src/monitor/incidents/undo-decision.ts';
import { dispatchNext } from '../../../src/monitor/notices/dispatch.ts';
import { notify } from '../../../src/monitor/notices/notify.ts';
import { listOpenSuspects } from '../../../src/store/incidents/suspects.ts';
import { write } from '../../../src/store/write.ts';
import { seedContact } from '../../support/seed-contact.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const agency = 'UBND huyện Thanh Sơn';
const an = owner('an');
const by = { actor: an, note: null };
const webhook = { url: 'https://soc.example/', secretFile: '/nonexistent' };
const sms = { url: 'https://sms.example/', body: {}, to: 'telephones' };
const channels = {
  webhooks: [
    { ...webhook, name: 'soc' },
    { ...webhook, name: 'own', agency },
    { ...webhook, name: 'other', agency: 'Sở khác' },
    { ...webhook, name: 'suspects', events: ['suspect'] },
  ],
  templates: [{ ...sms, name: 'sms' }],
};
const duty = {
  officers: [{ name: 'Nguyễn Thu Hà', email: 'ha@bo.example', phone: '024 3000 0101' }],
  ladder: [{ after: '15m', to: 'agency-head' }],
};

interface Relayed extends StagedWatch {
  /** Delivers what is due. @returns `ENDPOINT EVENT`, in order, by channel */
  relayed(): Promise<string[]>;
  readonly sent: Notification[];
}

async function watched(more: object = {}): Promise<Relayed> {
  const watch = await stageWatch({ channels, duty, ...more });
  watch.show(home, { html: portalPage() });
  const siteId = await watch.register(home);
  const { db } = watch.parts;
  const { id } = await db
    .insertInto('agencies')
    .values({ name: agency, language: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.updateTable('sites').set({ agencyId: id }).where('id', '=', siteId).execute();
  await watch.learn();
  const sent: Notification[] = [];
  const channel: Channel = {
    async deliver(notification) {
      sent.push(notification);
      return { status: 'sent', response: 'ok' };
    },
    limits: () => ({ hourly: 1_000, reserved: 0 }),
    digests: [],
  };
  const names = [...channels.webhooks, ...channels.templates].map(({ name }) => name);
  const beside = Object.fromEntries(names.map((name) => [name, channel]));
  const parts = { ...watch.parts, channels: { ...beside, ...watch.parts.channels } };
  return {
    ...watch,
    sent,
    async relayed() {
      const before = sent.length;
      while (await dispatchNext(parts, 'test'));
      return sent
        .slice(before)
        .map(({ endpoint, notice }) => `${endpoint} ${(notice as RelayNotice).event}`)
        .toSorted();
    },
  };
}

async function defaced(more: object = {}): Promise<Relayed> {
  const watch = await watched(more);
  await seedContact(watch.parts, 1, { name: 'Bình', phone: '0912 345 678', language: 'en' });
  await seedContact(watch.parts, 1, { name: 'Cường', phone: '+84 912 345 679', mail: 'escalations' });
  await seedContact(watch.parts, 1, { name: 'Dung', phone: '0912 345 670', mail: 'off' });
  watch.show(home, { html: defacedPage, colour: [0, 0, 0] });
  await watch.look(3);
  return watch;
}

test('an incident reaches the installation’s endpoints, its own agency’s, and the telephones that are on', async () => {
  const watch = await defaced();
  expect(await watch.relayed()).toEqual([
    '02430000101 incident.opened',
    '0912345678 incident.opened',
    'own incident.opened',
    'soc incident.opened',
  ]);
  const opened = watch.sent.find(({ endpoint }) => endpoint === 'soc')?.notice as RelayNotice;
  expect(opened).toMatchObject({ incidentNumber: 1, status: 'open', kinds: ['defacement'], site: { agency } });
  expect(opened.pages[0]).toMatchObject({ url: home, level: 'alarm', recoveredAt: null });
  expect(watch.sent.find(({ endpoint }) => endpoint === '0912345678')?.language).toBe('en');
});

test('what people decide is an event too, with their name; reopening is told however the mail went', async () => {
  const watch = await defaced();
  await watch.relayed();
  const { parts } = watch;
  const soc = async () => (await watch.relayed()).filter((line) => line.startsWith('soc'));
  await acknowledgeIncident(parts, 1, by);
  expect(await soc()).toEqual(['soc incident.acknowledged']);
  expect(watch.sent.at(-1)?.notice).toMatchObject({ by: 'an', status: 'acknowledged' });
  await undoDecision(parts, 1, an);
  expect(await soc()).toEqual(['soc incident.updated']);
  await resolveIncident(parts, 1, by);
  expect(await soc()).toEqual(['soc incident.resolved']);
  await reopenIncident(parts, 1, by);
  expect(await soc()).toEqual(['soc incident.reopened']);
  await dismissIncident(parts, 1, by);
  expect(await soc()).toEqual(['soc incident.dismissed']);
});

test('a suspect is told once to the installation’s endpoints, never to an agency’s, and so is its end', async () => {
  const watch = await watched();
  watch.show(home, { html: portalPage({ title: 'Một tiêu đề hoàn toàn khác hẳn trước đây' }) });
  await watch.look(6);
  expect(await watch.relayed()).toEqual(['soc suspect.found', 'suspects suspect.found']);
  const [suspect] = await listOpenSuspects(watch.parts.db);
  await dismissSuspect(watch.parts, suspect?.id ?? 0, by);
  expect(await watch.relayed()).toEqual(['soc suspect.dismissed', 'suspects suspect.dismissed']);
  watch.show(home, { html: portalPage({ title: 'Lại một tiêu đề nữa, chưa từng thấy ở đây' }) });
  await watch.look(6);
  watch.show(home, { html: portalPage() });
  await watch.look(8);
  expect(await watch.relayed()).toEqual([
    'soc suspect.found',
    'soc suspect.gone',
    'suspects suspect.found',
    'suspects suspect.gone',
  ]);
});

test('an escalation rings whom its step names', async () => {
  const watch = await defaced();
  await seedContact(watch.parts, 1, { name: 'Giám đốc', email: 'giamdoc@thanhson.example', mail: 'escalations' });
  await watch.relayed();
  watch.advance(16 * 60_000);
  await escalateUnowned(watch.parts);
  expect(await watch.relayed()).toEqual([
    '+84912345679 incident.unowned',
    'own incident.unowned',
    'soc incident.unowned',
  ]);
});

test('the monitor’s own trouble is the installation’s alone, and rings the officer on duty', async () => {
  const watch = await watched();
  const seen = { before: initialBlindness, state: { ...initialBlindness, since: watch.now() }, answered: 0, asked: 3 };
  await write(watch.parts.db, (trx) => notify(trx, watch.parts, 'blind', seen, { at: watch.now(), site: null }));
  expect(await watch.relayed()).toEqual(['02430000101 monitor.blind', 'soc monitor.blind']);
});

test('alarms held back during maintenance are held back here too', async () => {
  const watch = await watched();
  const now = watch.now();
  await announceMaintenance(watch.parts, an, 1, { beginsAt: now, endsAt: now + 3_600_000, reason: 'Nâng cấp' });
  watch.show(home, { html: defacedPage, colour: [0, 0, 0] });
  await watch.look(3);
  expect(await watch.relayed()).toEqual([]);
});

test('without another channel nothing is recorded but what is mailed', async () => {
  const watch = await defaced({ channels: {} });
  await acknowledgeIncident(watch.parts, 1, by);
  const notices = await watch.parts.db.selectFrom('notices').select('type').execute();
  expect(notices.map(({ type }) => type)).toEqual(['incident-opened']);
});

test('a contact who is removed before the gateway takes the message is not rung any more', async () => {
  const watch = await defaced();
  const { id } = await watch.parts.db
    .selectFrom('contacts')
    .select('id')
    .where('name', '=', 'Bình')
    .executeTakeFirstOrThrow();
  await removeContact(watch.parts, an, id);
  expect(await watch.relayed()).toEqual(['02430000101 incident.opened', 'own incident.opened', 'soc incident.opened']);
});
