/** A thousand events while every endpoint is dead: nothing is lost, mail goes on, memory stays where it was. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { enqueue } from '../../../src/monitor/notices/enqueue.ts';
import { createSenders } from '../../../src/monitor/notices/senders.ts';
import { openChannels } from '../../../src/open/channels.ts';
import { channelStates } from '../../../src/store/outbox/channel-states.ts';
import { write } from '../../../src/store/write.ts';
import { openCollector } from '../../support/collector.ts';
import { openReceiver } from '../../support/receiver.ts';
import { testRelay } from '../../support/relay-notices.ts';
import { sharedRead } from '../../support/shared-threads.ts';
import { stageWatch } from '../../support/staged-watch.ts';
import { readSyslog } from '../../support/syslog-messages.ts';

const count = 1_000;
const minute = 60_000;
const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

test('every event arrives once the endpoints are back, and mail never waited', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vonggac-dead-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'secret'), secret);
  const [closed, gone] = [await openReceiver(), await openCollector()];
  const hanging = await openReceiver();
  hanging.answer = { manner: 'hang' };
  onTestFinished(() => hanging.close());
  await Promise.all([closed.close(), gone.close()]);
  const names = ['soc', 'chat', 'siem'];
  const channels = {
    timeout: '1s',
    webhooks: [{ name: 'soc', url: closed.url, secretFile: join(folder, 'secret') }],
    templates: [{ name: 'chat', url: hanging.url, body: { text: '{title} {id}' }, hourlyCap: 5_000 }],
    syslog: [{ name: 'siem', host: '127.0.0.1', port: gone.port, transport: 'tcp' }],
  };
  const egress = { webhook: [closed, hanging].map(({ host }) => ({ host, addresses: ['127.0.0.1'] })) };
  const watch = await stageWatch({ channels, egress });
  const opened = openChannels(configSchema.parse({ channels, egress }), sharedRead);
  onTestFinished(opened.close);
  const parts = { ...watch.parts, channels: { ...opened.channels, ...watch.parts.channels } };
  const ending = new AbortController();
  const senders = createSenders(parts, 'test', ending.signal);
  const dispatch = async () => {
    senders.fill();
    await senders.finish();
  };

  await write(parts.db, async (trx) => {
    for (let number = 1; number <= count; number += 1) {
      const endpoints = names.map((name) => ({ channel: name, endpoint: name }));
      const notice = { ...testRelay({ incidentNumber: number }), at: watch.now() };
      await enqueue(trx, parts, notice, { recipients: [], endpoints, notBefore: watch.now() });
    }
    const test = { type: 'test', at: watch.now() } as const;
    await enqueue(trx, parts, test, { recipients: ['truc@bo.example'], notBefore: watch.now() });
  });
  const before = process.memoryUsage();
  for (let passed = 0; passed < 5; passed += 1) {
    await dispatch();
    watch.advance(minute);
  }
  const grown = process.memoryUsage().rss - before.rss;
  expect(grown).toBeLessThan(150_000_000);
  expect(watch.mails).toHaveLength(1);
  // One probe a minute, however many wait.
  expect(hanging.received.length).toBeLessThanOrEqual(5);
  for (const state of await channelStates(parts.db, names)) {
    expect(state).toMatchObject({ waiting: count, lastSentAt: null, outage: { since: expect.any(Number) } });
  }

  const back = await openReceiver({ port: closed.port });
  const collector = await openCollector({ port: gone.port });
  onTestFinished(async () => void (await Promise.all([back.close(), collector.close()])));
  hanging.answer = {};
  const hung = hanging.received.length;
  for (let passed = 0; passed < 3; passed += 1) {
    watch.advance(minute);
    await dispatch();
  }
  await collector.received(count);
  for (const state of await channelStates(parts.db, names)) expect(state).toMatchObject({ waiting: 0, outage: null });
  const receiver = new Webhook(secret);
  const numbers = back.received.map(({ body, headers }) => {
    const event = receiver.verify(body, headers as Record<string, string>) as {
      data: { incident: { number: number } };
    };
    return event.data.incident.number;
  });
  expect(new Set(numbers).size).toBe(count);
  expect(new Set(hanging.received.slice(hung).map(({ body }) => body)).size).toBe(count);
  const ids = collector.messages.map((one) => readSyslog(one).data['vonggac@32473']?.[0]?.[1]);
  expect(new Set(ids).size).toBe(count);
});
