/** Events at a real collector on loopback: over TLS, over TCP, and when it misbehaves. */

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { RelayNotice } from '../../../src/core/relay/relay-event.ts';
import { createSyslog, type SyslogChannel, type SyslogOptions } from '../../../src/notify/syslog/syslog.ts';
import { type Collector, type CollectorWish, openCollector } from '../../support/collector.ts';
import { testRelay } from '../../support/relay-notices.ts';
import { readSyslog } from '../../support/syslog-messages.ts';
import { createTlsAuthority, type TlsAuthority } from '../../support/tls-authority.ts';

let authority: TlsAuthority;
beforeAll(async () => {
  authority = await createTlsAuthority('Collector');
});
afterAll(() => authority.close());

async function collector(wish: CollectorWish = {}): Promise<Collector> {
  const opened = await openCollector(wish);
  onTestFinished(() => opened.close());
  return opened;
}

function channel(port: number, change: Partial<SyslogOptions> = {}): SyslogChannel {
  const opened = createSyslog({
    endpoint: { name: 'siem', agency: null, events: [], to: 'itself' },
    collector: { host: '127.0.0.1', port },
    transport: 'tcp',
    tls: {},
    format: 'rfc5424',
    facility: 'local0',
    host: 'vonggac.bo.example',
    version: '0.1.0',
    language: 'vi',
    hourlyCap: 1_000,
    clock: Date.now,
    ...change,
  });
  onTestFinished(opened.close);
  return opened;
}

let ids = 0;
function send(to: SyslogChannel, notice: RelayNotice = testRelay(), name = `n${++ids}`) {
  const message = {
    id: ids,
    channel: 'siem',
    endpoint: 'siem',
    messageId: `${name}@bo.example`,
    thread: null,
    attempt: 1,
  };
  return to.deliver({ ...message, notice }, async () => null);
}

const idsOf = ({ messages }: Collector) =>
  messages.map((one) => readSyslog(one).data['vonggac@32473']?.find(([key]) => key === 'id')?.[1]);

test('events arrive over one verified TLS connection, each as one frame', async () => {
  const tls = await authority.issue({ name: '127.0.0.1' });
  const there = await collector({ tls });
  const siem = channel(there.port, { transport: 'tls', tls: { ca: [...rootCertificates, authority.root] } });
  for (const name of ['a', 'b', 'c']) expect(await send(siem, testRelay(), name)).toMatchObject({ status: 'sent' });
  await there.received(3);
  expect(idsOf(there)).toEqual(['evt_a', 'evt_b', 'evt_c']);
  expect(there.connections()).toBe(1);
});

test('a collector whose certificate nobody vouches for is sent nothing', async () => {
  const there = await collector({ tls: await authority.issue({ name: '127.0.0.1' }) });
  const result = await send(channel(there.port, { transport: 'tls' }));
  expect(result).toMatchObject({ status: 'later', server: 'down' });
  expect(there.messages).toEqual([]);
});

test('after a break in the middle of a frame, everything of the last minute is sent again, in order', async () => {
  const there = await collector({ cutAfter: 1_500 });
  const siem = channel(there.port);
  const sent: string[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    if ((await send(siem, testRelay(), name)).status === 'sent') sent.push(`evt_${name}`);
  }
  await there.received(2);
  // Whatever was reported as sent arrives, without another event having to come.
  await vi.waitFor(() => expect(idsOf(there)).toEqual(expect.arrayContaining(sent)), { timeout: 20_000 });
  const again = idsOf(there).slice(idsOf(there).lastIndexOf('evt_a'));
  expect(again).toEqual(again.toSorted());
});

test('what is older than a minute is not sent again', async () => {
  let now = 1_800_000_000_000;
  const there = await collector();
  const siem = channel(there.port, { clock: () => now });
  await send(siem, testRelay(), 'old');
  now += 61_000;
  await send(siem, testRelay(), 'new');
  await there.received(2);
  there.cut();
  await there.received(3);
  await send(siem, testRelay(), 'last');
  await there.received(4);
  expect(idsOf(there)).toEqual(['evt_old', 'evt_new', 'evt_new', 'evt_last']);
});

test('a collector that is away is reported as such, and events arrive when it is back', async () => {
  const gone = await openCollector();
  await gone.close();
  const siem = channel(gone.port);
  expect(await send(siem)).toMatchObject({ status: 'later', server: 'down' });
  const back = await collector({ port: gone.port });
  expect(await send(siem, testRelay(), 'after')).toMatchObject({ status: 'sent' });
  await back.received(1);
});

test('one that accepts and takes nothing is given up after its time, and cut off', async () => {
  const there = await collector();
  there.stall();
  const siem = channel(there.port, { timeLimitMs: 300 });
  const pages = Array.from({ length: 20 }, () => testRelay().pages[0]).flatMap((page) => page ?? []);
  const long = testRelay({ pages });
  let result = await send(siem, long);
  // Until the buffers of both operating systems are full.
  for (let count = 0; result.status === 'sent' && count < 20_000; count += 1) result = await send(siem, long);
  expect(result).toMatchObject({ status: 'later', server: 'down' });
  expect(result).toMatchObject({ reason: expect.stringMatching(/took nothing for too long|connection was lost/) });
});

test('what the operating system took and the collector never acknowledged is sent again without another event', async () => {
  const there = await collector();
  there.stall();
  const siem = channel(there.port, { timeLimitMs: 300 });
  const pages = Array.from({ length: 20 }, () => testRelay().pages[0]).flatMap((page) => page ?? []);
  // More than a receiver that reads nothing takes, and less than fills the sender's own buffer.
  const sent = 400;
  for (let count = 0; count < sent; count += 1) {
    expect(await send(siem, testRelay({ pages }), `stuck${count}`)).toMatchObject({ status: 'sent' });
    if (count === 0) there.flow();
  }
  await there.received(sent);
  expect(there.connections()).toBe(2);
  expect(new Set(idsOf(there)).size).toBe(sent);
});

test('over UDP an event is one datagram', async () => {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const arrived = once(socket, 'message');
  expect(await send(channel(socket.address().port, { transport: 'udp' }))).toMatchObject({ status: 'sent' });
  const [message] = await arrived;
  expect(readSyslog(message).id).toBe('incident.opened');
});
