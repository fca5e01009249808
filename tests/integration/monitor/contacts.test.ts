/** The people of an agency: who is mailed about which of its portals, once each, and whom a mail says to call. */

import { expect, onTestFinished, test } from 'vitest';
import type { IncidentEvent } from '../../../src/core/notices/events.ts';
import type { Notification } from '../../../src/core/notices/message.ts';
import { type Actor, owner } from '../../../src/core/people/actor.ts';
import type { ContactRequest } from '../../../src/monitor/agencies/contact-request.ts';
import { escalateUnowned } from '../../../src/monitor/duty/escalate-unowned.ts';
import { ladderTrouble } from '../../../src/monitor/duty/ladder-trouble.ts';
import { dispatchNext } from '../../../src/monitor/notices/dispatch.ts';
import { notifyIncident } from '../../../src/monitor/notices/notify-incident.ts';
import { renderNotice } from '../../../src/notify/mail/render.ts';
import { getIncident } from '../../../src/store/incidents/incidents.ts';
import { write } from '../../../src/store/write.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { seedContact } from '../../support/seed-contact.ts';
import { finding, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { mailBy } from '../../support/test-channels.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-20T10:00:00+07:00');
const minute = 60_000;
const an: Actor = owner('an');
const duty = {
  officers: [{ name: 'Nguyễn Thu Hà', email: 'ha@bo.example', phone: '024 3000 0101' }],
  ladder: [{ after: '15m', to: 'agency-head' }],
};

const typed = (contact: Partial<ContactRequest>): ContactRequest => ({
  name: 'Trần Văn Bình',
  role: 'Trưởng phòng CNTT',
  phone: '0912 345 678',
  email: 'binh@anlac.example',
  language: '',
  mail: 'alarms',
  nightCap: '',
  ...contact,
});

/** Two portals of one agency, the first with a recipient of its own and a fresh incident. */
async function openDesk(more: object = {}) {
  const desk = await openTestDesk({ now, config: { mail: { operatorAlarms: false }, duty, ...more } });
  onTestFinished(desk.close);
  const agency = 'UBND huyện An Lạc';
  const first = await seedSite(desk.store, now - 1, {
    url: 'https://anlac.example/',
    agency,
    recipients: ['truc@anlac.example'],
  });
  const second = await seedSite(desk.store, now - 1, { url: 'https://dulich.anlac.example/', agency, recipients: [] });
  const site = await desk.store.db.selectFrom('sites').select('agencyId').executeTakeFirstOrThrow();
  const incidentOf = (siteId: number, url: string) =>
    seedIncident(desk.store, {
      siteId,
      openedAt: now,
      targets: [
        {
          targetId: `${siteId}.1`,
          url,
          kind: 'defacement',
          score: 12,
          findings: [finding({ reason: { vi: 'Bị sửa', en: 'Changed' } })],
          checkId: null,
        },
      ],
    });
  await incidentOf(first, 'https://anlac.example/');
  await incidentOf(second, 'https://dulich.anlac.example/');
  const tell = (number: number, event: IncidentEvent) =>
    write(desk.store.db, async (trx) => {
      const incident = await getIncident(trx, number);
      if (incident) await notifyIncident(trx, desk.parts, incident, event, desk.parts.clock());
    });
  const dispatch = async () => {
    const sent: Notification[] = [];
    const deliver = async (notification: Notification) => {
      sent.push(notification);
      return { status: 'sent', response: '250' } as const;
    };
    while (await dispatchNext({ ...desk.parts, channels: mailBy(deliver, desk.parts.config) }, 'test'));
    return sent;
  };
  const told = async () => (await dispatch()).map(({ endpoint }) => endpoint).toSorted();
  return { ...desk, first, second, agencyId: site.agencyId ?? 0, tell, dispatch, told };
}

test('a contact who gets the alarms gets those of every portal of the agency, beside the portal’s recipients', async () => {
  const desk = await openDesk();
  await desk.acts.addContact(an, desk.agencyId, typed({}));
  await desk.tell(1, 'opened');
  await desk.tell(2, 'opened');
  expect(await desk.told()).toEqual(['binh@anlac.example', 'binh@anlac.example', 'truc@anlac.example']);
});

test('whoever is a contact and a recipient of the portal gets one mail, also in capitals', async () => {
  const desk = await openDesk();
  await seedContact(desk.store, desk.first, { name: 'Trực ban', email: 'TRUC@anlac.example' });
  await desk.tell(1, 'opened');
  expect(await desk.told()).toEqual(['truc@anlac.example']);
});

test('who is called only when nobody acknowledges gets that step and nothing else, and who is off gets nothing', async () => {
  const desk = await openDesk();
  expect((await ladderTrouble(desk.parts)).map(({ en }) => en)).toEqual([expect.stringContaining('An Lạc')]);
  await desk.acts.addContact(an, desk.agencyId, typed({ email: 'chutich@anlac.example', mail: 'escalations' }));
  await desk.acts.addContact(an, desk.agencyId, typed({ email: 'nghi@anlac.example', mail: 'off' }));
  expect(await ladderTrouble(desk.parts)).toEqual([]);
  await desk.tell(1, 'opened');
  expect(await desk.told()).toEqual(['truc@anlac.example']);
  desk.setNow(now + 16 * minute);
  await escalateUnowned(desk.parts);
  const sent = await desk.dispatch();
  expect(sent.map(({ endpoint, notice }) => [endpoint, notice.type])).toEqual([
    ['chutich@anlac.example', 'incident-unowned'],
    ['chutich@anlac.example', 'incident-unowned'],
  ]);
});

test('what waits for somebody who is taken off or removed is dropped, unless the portal names them itself', async () => {
  const desk = await openDesk();
  const binh = await desk.acts.addContact(an, desk.agencyId, typed({}));
  const truc = await desk.acts.addContact(an, desk.agencyId, typed({ email: 'truc@anlac.example' }));
  await desk.tell(1, 'opened');
  expect(await desk.acts.editContact(an, binh, typed({ mail: 'off' }))).toBe(true);
  expect(await desk.acts.removeContact(an, truc)).toBe('Trần Văn Bình');
  expect(await desk.told()).toEqual(['truc@anlac.example']);
});

test('a contact is written to in the language entered for them, whatever the agency reads', async () => {
  const desk = await openDesk();
  await desk.acts.chooseAgencyLanguage(an, desk.agencyId, 'vi');
  await desk.acts.addContact(an, desk.agencyId, typed({ email: 'a@anlac.example', language: 'en' }));
  await desk.acts.addContact(an, desk.agencyId, typed({ email: 'b@anlac.example', language: 'both' }));
  await desk.acts.addContact(an, desk.agencyId, typed({ email: 'c@anlac.example', language: '' }));
  await desk.tell(2, 'opened');
  const languages = Object.fromEntries((await desk.dispatch()).map(({ endpoint, language }) => [endpoint, language]));
  expect(languages).toEqual({ 'a@anlac.example': 'en', 'b@anlac.example': undefined, 'c@anlac.example': 'vi' });
});

test('a mail says whom to call beside its button: the officer and the agency; later the agency’s people in order', async () => {
  const desk = await openDesk();
  await desk.acts.addContact(an, desk.agencyId, typed({ name: 'Lê Chủ tịch', phone: '0240 1', mail: 'escalations' }));
  await desk.acts.addContact(an, desk.agencyId, typed({ email: '', phone: '0240 2222 máy lẻ 12', name: 'Phạm Trực' }));
  await desk.acts.addContact(an, desk.agencyId, typed({ email: 'x@anlac.example', phone: '0240 333' }));
  await desk.tell(1, 'opened');
  const [mail] = await desk.dispatch();
  const options = { languages: ['vi'] as const, timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook };
  const opened = mail && renderNotice(mail.notice, options);
  expect(opened?.text).toContain('Trực giám sát: Nguyễn Thu Hà: 024 3000 0101');
  expect(opened?.text).toContain('Đầu mối của cơ quan: Trần Văn Bình, Trưởng phòng CNTT: 0240 333');
  expect(opened?.html).toContain('href="tel:0240333"');
  desk.setNow(now + 16 * minute);
  await escalateUnowned(desk.parts);
  const later = (await desk.dispatch()).find(({ notice }) => notice.type === 'incident-unowned');
  const unowned = later && renderNotice(later.notice, options);
  const people = unowned?.text.match(/Đầu mối của cơ quan: [^,]+/g);
  expect(people).toEqual(['Trần Văn Bình', 'Lê Chủ tịch', 'Phạm Trực'].map((name) => `Đầu mối của cơ quan: ${name}`));
  // An extension is for the person who answers.
  expect(unowned?.html).toContain('href="tel:02402222"');
});

test.each([
  [{ name: ' ' }, /họ tên/],
  [{ phone: '', email: '' }, /ít nhất số điện thoại/],
  [{ phone: 'gọi anh Bình' }, /không phải là số điện thoại/],
  [{ phone: `09${'1'.repeat(60)}` }, /dài quá 40/],
  [{ email: 'binh' }, /không phải là địa chỉ thư/],
  [{ nightCap: '1.5' }, /từ 0 đến 99/],
  [{ language: 'fr' }, /Ngôn ngữ/],
  [{ mail: 'everything' }, /chọn thư được nhận/],
  [{ email: 'Truc2@anlac.example' }, /đã là địa chỉ thư của Trực ban/],
])('a mistake gets one clear sentence and changes nothing: %o', async (wrong, sentence) => {
  const desk = await openDesk();
  await seedContact(desk.store, desk.first, { name: 'Trực ban', email: 'truc2@anlac.example' });
  const error = await desk.acts.addContact(an, desk.agencyId, typed(wrong)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ vi: expect.stringMatching(sentence) });
  expect(await desk.store.db.selectFrom('contacts').selectAll().execute()).toHaveLength(1);
});

test('adding, changing and removing are in the audit log, with what was changed', async () => {
  const desk = await openDesk();
  const id = await desk.acts.addContact(an, desk.agencyId, typed({}));
  expect(await desk.acts.editContact(an, id, typed({}))).toBe(false);
  await desk.acts.editContact(an, id, typed({ phone: '0900 111 222' }));
  await desk.acts.removeContact(an, id);
  const rows = await desk.store.db.selectFrom('audit').select(['act', 'subject', 'detailJson']).execute();
  const own = rows.filter(({ act }) => act.startsWith('contact-'));
  expect(own.map(({ act }) => act)).toEqual(['contact-added', 'contact-changed', 'contact-removed']);
  expect(new Set(own.map(({ subject }) => subject))).toEqual(new Set([`agency ${desk.agencyId}`]));
  expect(JSON.parse(own[1]?.detailJson ?? '{}')).toMatchObject({
    contact: 'Trần Văn Bình',
    phoneBefore: '0912 345 678',
    phoneAfter: '0900 111 222',
  });
});
