/** A contact's own limit of mails at night: what is over it is told in the morning, and no incident begins unheard. */

import { expect, onTestFinished, test } from 'vitest';
import type { IncidentEvent } from '../../../src/core/notices/events.ts';
import type { Notification } from '../../../src/core/notices/message.ts';
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

const at = (text: string) => Date.parse(`${text}+07:00`);
const night = at('2026-11-20T23:10:00');
const minute = 60_000;
const capped = 'binh@anlac.example';
const other = 'truc@anlac.example';

/** Three portals of one agency with an incident each; a contact who wants one mail a night, and a recipient without a limit. */
async function openNight(config: object = {}, now = night) {
  const desk = await openTestDesk({ now, config: { mail: { operatorAlarms: false }, ...config } });
  onTestFinished(desk.close);
  for (let n = 1; n <= 3; n += 1) {
    const url = `https://so${n}.anlac.example/`;
    const siteId = await seedSite(desk.store, now - 1, { url, agency: 'UBND huyện An Lạc', recipients: [other] });
    if (n === 1) await seedContact(desk.store, siteId, { name: 'Trần Văn Bình', email: capped, nightCap: 1 });
    const findings = [finding({ reason: { vi: 'Bị sửa', en: 'Changed' } })];
    const target = { targetId: `${siteId}.1`, url, kind: 'defacement', score: 12, findings, checkId: null } as const;
    await seedIncident(desk.store, { siteId, openedAt: now, targets: [target] });
  }
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
  const told = async (to = capped) =>
    (await dispatch()).filter(({ endpoint }) => endpoint === to).map(({ notice }) => notice.type);
  return { ...desk, tell, dispatch, told };
}

test('the first mail of every incident leaves at once, whatever the limit; what follows comes as one message at six', async () => {
  const desk = await openNight();
  await desk.tell(1, 'opened');
  await desk.tell(2, 'opened');
  await desk.tell(3, 'opened');
  expect(await desk.told()).toEqual(['incident-opened', 'incident-opened', 'incident-opened']);
  desk.setNow(night + 40 * minute);
  await desk.tell(1, 'unacknowledged');
  await desk.tell(2, 'resolved');
  await desk.tell(3, 'escalated');
  expect(await desk.told()).toEqual(['incident-escalated']);
  desk.setNow(at('2026-11-21T05:59:00'));
  expect(await desk.told()).toEqual([]);
  desk.setNow(at('2026-11-21T06:00:00'));
  const [digest, ...more] = await desk.dispatch();
  expect(more).toEqual([]);
  expect(digest).toMatchObject({ endpoint: capped, notice: { type: 'overflow-digest', night: 2 } });
  const options = { languages: ['vi'] as const, timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook };
  const mail = digest && renderNotice(digest.notice, options);
  expect(mail?.subject).toContain('TỔNG HỢP TRONG ĐÊM');
  expect(mail?.text).toContain('số thư gửi anh/chị đã đạt giới hạn đã chọn');
  expect(mail?.text).toMatch(/Số thư được giữ lại:\s+2/);
  const rows = await desk.store.db.selectFrom('outbox').select('status').where('endpoint', '=', capped).execute();
  expect(rows.filter(({ status }) => status === 'queued')).toEqual([]);
});

test('who has no limit gets everything at night', async () => {
  const desk = await openNight();
  await desk.tell(1, 'opened');
  await desk.dispatch();
  desk.setNow(night + 40 * minute);
  await desk.tell(1, 'unacknowledged');
  await desk.tell(2, 'opened');
  expect((await desk.told(other)).toSorted()).toEqual(['incident-opened', 'incident-reminder']);
});

test('a single held mail leaves as it is when the night is over, and a new night begins at nought', async () => {
  const desk = await openNight();
  await desk.tell(1, 'opened');
  await desk.dispatch();
  desk.setNow(night + 40 * minute);
  await desk.tell(1, 'unacknowledged');
  expect(await desk.told()).toEqual([]);
  desk.setNow(at('2026-11-21T06:00:00'));
  expect(await desk.told()).toEqual(['incident-reminder']);
  desk.setNow(at('2026-11-21T22:30:00'));
  await desk.tell(1, 'unacknowledged');
  expect(await desk.told()).toEqual(['incident-reminder']);
});

test('an end does not bring out what was held for the night', async () => {
  const desk = await openNight();
  await desk.tell(1, 'opened');
  await desk.dispatch();
  desk.setNow(night + 40 * minute);
  await desk.tell(1, 'updated');
  await desk.tell(1, 'resolved');
  expect(await desk.told(other)).toEqual(['incident-resolved']);
  desk.setNow(at('2026-11-21T06:00:00'));
  expect(await desk.told()).toEqual(['incident-resolved']);
});

test.each([
  ['by day', {}, at('2026-11-20T14:00:00')],
  ['where no night is configured', { mail: { operatorAlarms: false, nightHours: '' } }, night],
  [
    'in a watch window',
    { schedule: { watchWindows: { events: [{ name: 'Đại hội', from: '2026-11-01', to: '2026-11-30' }] } } },
    night,
  ],
])('nothing is held %s', async (_, config, now) => {
  const desk = await openNight(config, now);
  await desk.tell(1, 'opened');
  await desk.dispatch();
  desk.setNow(now + 40 * minute);
  await desk.tell(1, 'unacknowledged');
  expect(await desk.told()).toEqual(['incident-reminder']);
});
