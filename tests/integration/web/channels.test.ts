/** The page of the channels: how each fares, what became of its messages, a test, and the strip on every page. */
import { expect, onTestFinished, test } from 'vitest';
import type { Notification } from '../../../src/core/notices/message.ts';
import type { Channel } from '../../../src/core/ports.ts';
import { enqueue } from '../../../src/monitor/notices/enqueue.ts';
import { saveAttempt } from '../../../src/store/outbox/outbox.ts';
import { setOutage } from '../../../src/store/records/channel-outages.ts';
import { write } from '../../../src/store/write.ts';
import { hostileText } from '../../support/hostile-strings.ts';
import { hostileRelay, testRelay } from '../../support/relay-notices.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-22T14:30:00Z');
const config = {
  channels: {
    webhooks: [
      { name: 'soc', url: 'https://soc.example/bi-mat', secretFile: '/x' },
      { name: 'own', url: 'https://so.example/', secretFile: '/x', agency: 'Sở Y tế', events: ['incident'] },
    ],
    templates: [{ name: 'sms', url: 'https://sms.example/{secret}', body: {}, to: 'telephones' }],
    syslog: [{ name: 'siem', host: 'siem.example' }],
  },
};

async function openDesk() {
  const tested: Notification[] = [];
  const channel: Channel = {
    async deliver(notification) {
      tested.push(notification);
      if (notification.channel === 'soc') return { status: 'later', reason: 'HTTP 503: <b>bận</b>', server: 'down' };
      return { status: 'sent', response: 'HTTP 204' };
    },
    limits: () => ({ hourly: 10, reserved: 0 }),
    digests: [],
  };
  const desk = await openTestDesk({
    now,
    config,
    channels: { soc: channel, own: channel, sms: channel, siem: channel },
  });
  onTestFinished(desk.close);
  return { desk, tested, administrator: await desk.signedIn('administrator') };
}

/** One message about an incident, with this outcome. */
async function seed({ parts }: TestDesk, notice = testRelay()) {
  await write(parts.db, async (trx) => {
    const endpoints = [{ channel: 'soc', endpoint: 'soc' }];
    await enqueue(trx, parts, notice, { recipients: [], endpoints, notBefore: now });
    const reason = `HTTP 503: ${hostileText('https://canary.example')}`;
    await saveAttempt(trx, 1, { status: 'queued', reason, nextAttemptAt: now + 60_000 }, now);
    await trx.updateTable('outbox').set({ attempts: 2 }).execute();
    await setOutage(trx, 'soc', { since: now - 3_600_000, probeAt: now });
  });
}

test('each channel says where it leads, what it gets and how it fares; addresses and secrets are not shown', async () => {
  const { desk, administrator } = await openDesk();
  await seed(desk);
  const page = await (await desk.ask('/settings/channels', { as: administrator })).text();
  for (const words of [
    'soc.example',
    'siem.example',
    'Không gửi được từ 20:30',
    'Chỉ các cổng của Sở Y tế',
    'Sẽ gửi lại (đã thử 2 lần)',
    'bị tấn công thay đổi giao diện (sự cố #12)',
    'Sự kiện cần người xử lý ngay',
  ])
    expect(page).toContain(words);
  expect(page).not.toContain('bi-mat');
  expect(page).not.toContain('{secret}');
  expect(page).not.toContain('<script>window.canary');
});

test('a hostile event is shown as text', async () => {
  const { desk, administrator } = await openDesk();
  await seed(desk, hostileRelay());
  const page = await (await desk.ask('/settings/channels', { as: administrator })).text();
  expect(page).not.toMatch(/<(img|iframe|base|svg onload)/i);
});

test('a test is sent at once, and its result is told in the words of the receiver', async () => {
  const { desk, tested, administrator } = await openDesk();
  const send = async (fields: Record<string, string>) => {
    const answer = await desk.send('/settings/channels/test', fields, administrator);
    return { status: answer.status, text: await answer.text() };
  };
  expect(await send({ channel: 'siem' })).toMatchObject({
    status: 200,
    text: expect.stringContaining('đã nhận tin thử: HTTP 204'),
  });
  const failed = await send({ channel: 'soc' });
  expect(failed.status).toBe(400);
  expect(failed.text).toContain('Chưa gửi được tin thử: HTTP 503: &lt;b&gt;bận&lt;/b&gt;');
  expect(await send({ channel: 'sms', 'telephone-sms': 'gọi tôi' })).toMatchObject({ status: 400 });
  expect(await send({ channel: 'sms', 'telephone-sms': '0912 345 678' })).toMatchObject({ status: 200 });
  expect(tested.map(({ channel, endpoint, notice }) => [channel, endpoint, notice.type])).toEqual([
    ['siem', 'siem', 'relay'],
    ['soc', 'soc', 'relay'],
    ['sms', '0912345678', 'relay'],
  ]);
  const audit = await desk.store.db.selectFrom('audit').select(['act', 'subject']).execute();
  expect(audit.filter(({ act }) => act === 'channel-tested')).toHaveLength(4);
  const history = await desk.store.db
    .selectFrom('outbox')
    .select(['channel', 'status', 'attempts', 'lastError'])
    .where('endpoint', 'in', ['siem', 'soc', '0912345678'])
    .where('noticeId', 'in', (eb) =>
      eb.selectFrom('notices').select('id').where('payloadJson', 'like', '%channel.test%'),
    )
    .orderBy('id')
    .execute();
  expect(history).toMatchObject([
    { channel: 'siem', status: 'sent', attempts: 1 },
    { channel: 'soc', status: 'tested', lastError: expect.stringContaining('HTTP 503') },
    { channel: 'sms', status: 'sent' },
  ]);
  expect(await (await desk.ask('/settings/channels', { as: administrator })).text()).toContain('Thử kênh thông báo');
});

test('a dead channel stands in the strip of every page, for people of the whole installation', async () => {
  const { desk, administrator } = await openDesk();
  await seed(desk);
  expect(await (await desk.ask('/', { as: administrator })).text()).toContain('Kênh thông báo soc không gửi được từ');
});
