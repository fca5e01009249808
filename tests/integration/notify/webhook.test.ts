/** Webhooks and HTTP templates at a real receiver on loopback, through the product's own gate. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Config, configSchema } from '../../../src/config/schema/schema.ts';
import type { Channel } from '../../../src/core/ports.ts';
import type { RelayNotice } from '../../../src/core/relay/relay-event.ts';
import { sealedFor } from '../../../src/monitor/channels/change-webhooks.ts';
import { deskKey, seal } from '../../../src/monitor/people/desk-key.ts';
import { createMadeChannels, openChannels } from '../../../src/open/channels.ts';
import { openReceiver, type Receiver } from '../../support/receiver.ts';
import { hostileRelay, testRelay } from '../../support/relay-notices.ts';
import { sharedRead } from '../../support/shared-threads.ts';
import { createTlsAuthority, type TlsAuthority } from '../../support/tls-authority.ts';

const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
let authority: TlsAuthority;
let folder = '';
beforeAll(async () => {
  authority = await createTlsAuthority('Receiver');
  folder = await mkdtemp(join(tmpdir(), 'vonggac-webhook-'));
  await writeFile(join(folder, 'secret'), `${secret}\n`);
});
afterAll(async () => {
  authority.close();
  await rm(folder, { recursive: true });
});

async function receiver(isTls = false): Promise<Receiver> {
  const tls = isTls ? { tls: await authority.issue({ name: '127.0.0.1' }) } : {};
  const opened = await openReceiver(tls);
  onTestFinished(() => opened.close());
  return opened;
}

type Given = Record<string, unknown>;

function open(channels: Given, { host }: Pick<Receiver, 'host'>, more: Given = {}): Readonly<Record<string, Channel>> {
  const egress = { webhook: [{ host, addresses: ['127.0.0.1'] }] };
  const config = configSchema.parse({ channels: { timeout: '1s', ...channels }, egress, ...more });
  const { channels: opened, close } = openChannels(config, sharedRead);
  onTestFinished(close);
  return opened;
}

const webhook = (url: string, more: Given = {}) => ({
  webhooks: [{ name: 'soc', url, secretFile: join(folder, 'secret'), ...more }],
});

function send(channel: Channel | undefined, notice: RelayNotice, endpoint = 'soc') {
  if (channel === undefined) throw new Error('no such channel');
  const message = { id: 7, channel: 'soc', endpoint, messageId: 'abc@bo.example', thread: null, attempt: 1 };
  return channel.deliver({ ...message, notice }, async () => null);
}

test('an event arrives signed, over verified TLS', async () => {
  const there = await receiver(true);
  const { soc } = open(webhook(there.url), there, { capture: { extraRoots: [authority.rootFile] } });
  expect(await send(soc, testRelay())).toEqual({ status: 'sent', response: 'HTTP 204' });
  const [request] = there.received;
  expect(request?.headers).toMatchObject({
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': 'evt_abc',
  });
  expect(new Webhook(secret).verify(request?.body ?? '', request?.headers as Record<string, string>)).toMatchObject({
    id: 'evt_abc',
    type: 'vonggac.incident.opened',
  });
});

test('a receiver with a certificate of an unknown authority is sent nothing', async () => {
  const there = await receiver(true);
  const { soc } = open(webhook(there.url), there);
  const result = await send(soc, testRelay());
  expect(result).toMatchObject({ status: 'later', server: 'down' });
  expect(result).toMatchObject({ reason: expect.stringContaining('The certificate is not in order') });
  expect(there.received).toEqual([]);
});

test('a redirect is not followed, wherever it points', async () => {
  const [there, elsewhere] = [await receiver(), await receiver()];
  there.answer = { status: 307, headers: { location: elsewhere.url } };
  const { soc } = open(webhook(there.url), there);
  expect(await send(soc, testRelay())).toEqual({
    status: 'later',
    reason: 'HTTP 307: redirects are not followed',
    server: 'down',
  });
  expect(elsewhere.received).toEqual([]);
});

test('a private address is refused unless the file names it for this very host', async () => {
  const there = await receiver(true);
  for (const host of ['127.0.0.1:1', 'soc.example']) {
    const { soc } = open(webhook(there.url), { host });
    expect(await send(soc, testRelay())).toMatchObject({ reason: expect.stringContaining('is not public (loopback)') });
  }
  expect(there.received).toEqual([]);
});

test('plain http is refused before anything starts, but for hosts that the file names', () => {
  expect(() => open(webhook('http://soc.example/'), { host: 'other.example' })).toThrow('use https');
  expect(() => open(webhook('http://soc.example/'), { host: 'soc.example' })).not.toThrow();
});

test('what an answer says decides whether it is tried again, and its words are bounded', async () => {
  const there = await receiver();
  const { soc } = open(webhook(there.url), there);
  const answered = async (status: number, body = '') => {
    there.answer = { status, body };
    return send(soc, testRelay());
  };
  expect(await answered(200, 'ok')).toEqual({ status: 'sent', response: 'HTTP 200: ok' });
  expect(await answered(400, 'no')).toEqual({ status: 'later', reason: 'HTTP 400: no', server: 'answered' });
  expect(await answered(401)).toEqual({ status: 'later', reason: 'HTTP 401', server: 'down' });
  expect(await answered(503)).toEqual({ status: 'later', reason: 'HTTP 503', server: 'down' });
  there.answer = { status: 429, headers: { 'retry-after': '120' } };
  expect(await send(soc, testRelay())).toMatchObject({ server: 'down', retryAfterMs: 120_000 });
  const long = await answered(500, `\u001b[2J\u202e${'x'.repeat(3_000_000)}`);
  expect(long).toMatchObject({ status: 'later', server: 'down' });
  expect(JSON.stringify(long).length).toBeLessThan(300);
  expect(JSON.stringify(long)).not.toContain('u001b');
});

test('a receiver that is silent, trickles or cuts the connection ends in its time', async () => {
  const there = await receiver();
  const { soc } = open(webhook(there.url), there);
  const ended = async (manner: 'hang' | 'trickle' | 'cut') => {
    there.answer = { manner, status: 500 };
    const began = Date.now();
    const result = await send(soc, testRelay());
    expect(Date.now() - began).toBeLessThan(10_000);
    return result;
  };
  expect(await ended('hang')).toMatchObject({ status: 'later', server: 'down' });
  expect(await ended('trickle')).toMatchObject({ status: 'later', server: 'down' });
  expect(await ended('cut')).toMatchObject({ status: 'later', server: 'down' });
});

test('a secret that is none, and a field that does not exist, are refused before anything starts', async () => {
  const there = { host: '127.0.0.1:1' };
  await writeFile(join(folder, 'bad'), 'mật khẩu');
  expect(() => open(webhook('https://a.example/', { secretFile: join(folder, 'bad') }), there)).toThrow(
    'holds no secret of 24 to 64 bytes',
  );
  expect(() => open(webhook('https://a.example/', { secretFile: join(folder, 'none') }), there)).toThrow(
    "can't be read",
  );
  const templates = [{ name: 'sms', url: 'https://a.example/', body: { text: '{excerpt}' } }];
  expect(() => open({ templates }, there)).toThrow('there is no field {excerpt}');
});

test('a gateway is sent a short message for one telephone, in the language of its owner', async () => {
  const there = await receiver();
  const template = {
    name: 'sms',
    url: there.url,
    format: 'form',
    headers: { Authorization: 'Bearer {secret}' },
    body: { to: '{phoneInternational}', text: '{sms}' },
    to: 'telephones',
    accepted: '"code":0',
    secretFile: join(folder, 'secret'),
  };
  const { sms } = open({ templates: [template] }, there);
  there.answer = { status: 200, body: '{"code":0}' };
  expect(await send(sms, testRelay(), '0912345678')).toMatchObject({ status: 'sent' });
  const [request] = there.received;
  expect(request?.headers.authorization).toBe(`Bearer ${secret}`);
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    to: '84912345678',
    text: 'VONG GAC: Bao dong: Cong thong tin dien tu tinh An Lac bi tan cong thay doi giao dien. Su co so 12, 21:04 22/11.',
  });
  there.answer = { status: 200, body: '{"code":104,"message":"het tien"}' };
  expect(await send(sms, testRelay(), '0912345678')).toMatchObject({
    status: 'later',
    reason: expect.stringContaining('het tien'),
  });
});

test('hostile text in every field reaches a chat as text of its field, and no header is broken', async () => {
  const there = await receiver();
  const body = { text: '{title} {site} {agency} {siteUrl}', blocks: [{ type: '{kind}' }] };
  const templates = [{ name: 'chat', url: there.url, body, headers: { 'X-Site': '{site}\r\nX-Evil: 1' } }];
  const { chat } = open({ templates }, there);
  expect(await send(chat, hostileRelay())).toMatchObject({ status: 'sent' });
  const [request] = there.received;
  expect(Object.keys(JSON.parse(request?.body ?? ''))).toEqual(['text', 'blocks']);
  expect(request?.headers['x-evil']).toBeUndefined();
});

test('an event outside of an endpoint’s scope is given up rather than sent, however it came into the outbox', async () => {
  const there = await receiver();
  const { soc } = open(webhook(there.url, { agency: 'Sở khác' }), there);
  expect(await send(soc, testRelay())).toMatchObject({ status: 'dead' });
  const own = open(webhook(there.url, { agency: 'Ủy ban nhân dân tỉnh An Lạc' }), there);
  expect(await send(own.soc, testRelay({ event: 'suspect.found' }))).toMatchObject({ status: 'dead' });
  expect(there.received).toEqual([]);
  expect(await send(own.soc, testRelay())).toMatchObject({ status: 'sent' });
  expect(JSON.parse(there.received[0]?.body ?? '').data.indicators).toEqual([]);
});

test('a webhook of the dashboard comes and goes without a restart, and reaches no private address whatever the file says', async () => {
  const there = await receiver(true);
  const dataDir = await mkdtemp(join(tmpdir(), 'vonggac-made-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const egress = { webhook: [{ host: there.host, addresses: ['127.0.0.1'] }] };
  const given = configSchema.parse({ dataDir, egress, channels: { timeout: '1s' } });
  const secretSealed = seal(await deskKey(dataDir), sealedFor('made'), secret);
  const made = { name: 'made', url: there.url, secretSealed, agency: null, events: [], isPaused: false, changedAt: 1 };
  const live: Config = { ...given, madeWebhooks: [made] };
  const channels: Record<string, Channel> = {};
  const refresh = createMadeChannels(live, sharedRead, channels, (_, channel) => channel);
  await refresh();
  expect(await send(channels.made, testRelay())).toMatchObject({
    reason: expect.stringContaining('is not public (loopback)'),
  });
  // Sealed for another name, as if rows were swapped.
  Object.assign(live, {
    madeWebhooks: [{ ...made, secretSealed: seal(await deskKey(dataDir), sealedFor('x'), secret) }],
  });
  await refresh();
  expect(await send(channels.made, testRelay())).toMatchObject({ reason: expect.stringContaining('renew the secret') });
  Object.assign(live, { madeWebhooks: [{ ...made, isPaused: true }] });
  await refresh();
  expect(Object.keys(channels)).toEqual([]);
  expect(there.received).toEqual([]);
});
