/** In the quiet hours alarms leave at once; what is less urgent waits and comes as one message in the morning. */

import { expect, onTestFinished, test } from 'vitest';
import type { IncidentEvent } from '../../../src/core/notices/events.ts';
import type { Notification } from '../../../src/core/notices/message.ts';
import { dispatchNext } from '../../../src/monitor/notices/dispatch.ts';
import { notifyIncident } from '../../../src/monitor/notices/notify-incident.ts';
import { renderNotice } from '../../../src/notify/mail/render.ts';
import { getIncident } from '../../../src/store/incidents/incidents.ts';
import { write } from '../../../src/store/write.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { finding, seedIncident, seedSite } from '../../support/seed-desk.ts';
import { mailBy } from '../../support/test-channels.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const at = (text: string) => Date.parse(`${text}+07:00`);
const night = at('2026-11-21T23:10:00');
const agency = 'truc@anlac.example';

/** Incidents of one agency's portals, one each. */
async function openNight(portals: number, now = night, quietHours = '22:00-06:00') {
  const desk = await openTestDesk({ now, config: { mail: { quietHours } } });
  onTestFinished(desk.close);
  for (let n = 1; n <= portals; n += 1) {
    const url = `https://so${n}.anlac.example/`;
    const siteId = await seedSite(desk.store, now - 1, { url, name: `Cổng số ${n}`, recipients: [agency] });
    const findings = [finding({ reason: { vi: 'Bị sửa', en: 'Changed' } })];
    const target = { targetId: `${siteId}.1`, url, kind: 'defacement', score: 12, findings, checkId: null } as const;
    await seedIncident(desk.store, { siteId, openedAt: now, targets: [target] });
  }
  const sent: Notification[] = [];
  const tell = (number: number, event: IncidentEvent) =>
    write(desk.store.db, async (trx) => {
      const incident = await getIncident(trx, number);
      if (incident) await notifyIncident(trx, desk.parts, incident, event, desk.parts.clock());
    });
  const dispatch = async () => {
    const deliver = async (notification: Notification) => {
      sent.push(notification);
      return { status: 'sent', response: '250' } as const;
    };
    while (await dispatchNext({ ...desk.parts, channels: mailBy(deliver, desk.parts.config) }, 'test'));
    return sent.splice(0).map(({ notice }) => notice.type);
  };
  return { ...desk, tell, dispatch, sent };
}

test('an alarm leaves at once, what ended waits and comes as one message at six', async () => {
  const desk = await openNight(3);
  await desk.tell(1, 'opened');
  await desk.tell(2, 'resolved');
  await desk.tell(3, 'resolved');
  expect(await desk.dispatch()).toEqual(['incident-opened']);
  desk.setNow(at('2026-11-22T05:59:00'));
  expect(await desk.dispatch()).toEqual([]);
  desk.setNow(at('2026-11-22T06:00:00'));
  expect(await desk.dispatch()).toEqual(['overflow-digest']);
  expect(await desk.dispatch()).toEqual([]);
  const rows = await desk.store.db.selectFrom('outbox').select('status').orderBy('id').execute();
  expect(rows.map(({ status }) => status)).toEqual(['sent', 'gathered', 'gathered', 'sent']);
});

test('the message says that it waited, in the words of the morning', async () => {
  const desk = await openNight(2);
  await desk.tell(1, 'resolved');
  await desk.tell(2, 'resolved');
  await desk.dispatch();
  desk.setNow(at('2026-11-22T06:00:00'));
  const messages: string[] = [];
  const deliver = async ({ notice }: Notification) => {
    const message = renderNotice(notice, { languages: ['vi'], timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook });
    messages.push(`${message.subject}\n${message.text}`);
    return { status: 'sent', response: '250' } as const;
  };
  while (await dispatchNext({ ...desk.parts, channels: mailBy(deliver, desk.parts.config) }, 'test'));
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain('TỔNG HỢP SAU GIỜ YÊN TĨNH');
  expect(messages[0]).toContain('Trong giờ yên tĩnh, các thư ít khẩn cấp được giữ lại');
  for (const name of ['Cổng số 1', 'Cổng số 2']) expect(messages[0]).toContain(name);
});

test('a single message that waited comes as itself', async () => {
  const desk = await openNight(1);
  await desk.tell(1, 'resolved');
  expect(await desk.dispatch()).toEqual([]);
  desk.setNow(at('2026-11-22T06:00:00'));
  expect(await desk.dispatch()).toEqual(['incident-resolved']);
});

test('a watch window has no quiet hours', async () => {
  const desk = await openNight(1, at('2027-02-06T23:10:00'));
  await desk.tell(1, 'resolved');
  expect(await desk.dispatch()).toEqual(['incident-resolved']);
});

test('without quiet hours nothing waits', async () => {
  const desk = await openNight(1, night, '');
  await desk.tell(1, 'resolved');
  expect(await desk.dispatch()).toEqual(['incident-resolved']);
});
