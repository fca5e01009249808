import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { cloudEvent } from '../../../src/notify/webhook/cloud-event.ts';
import { webhookHeaders, webhookKey } from '../../../src/notify/webhook/sign.ts';
import { unprintable } from '../../support/hostile-strings.ts';
import { hostileRelay, testRelay } from '../../support/relay-notices.ts';

const frame = { id: 'evt_1', sequence: 41, source: 'https://vonggac.example.vn' };

test('an incident is an event of CloudEvents 1.0', () => {
  const event = JSON.parse(cloudEvent(testRelay(), frame));
  expect(event).toMatchObject({
    specversion: '1.0',
    id: 'evt_1',
    source: 'https://vonggac.example.vn',
    type: 'vonggac.incident.opened',
    subject: 'incidents/12',
    time: '2026-11-22T14:04:00.000Z',
    datacontenttype: 'application/json',
    sequence: '000000000000041',
    data: {
      severity: 'alert',
      incident: { number: 12, status: 'open' },
      site: { id: 3, agency: 'Ủy ban nhân dân tỉnh An Lạc' },
      indicators: [
        { type: 'domain', value: 'xau.example' },
        { type: 'handle', value: '@kh4i' },
      ],
      links: { dashboard: 'https://vonggac.example.vn/incidents/12' },
    },
  });
  // Attributes of an event are lower-case letters and digits (section 3.1).
  for (const name of Object.keys(event)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
});

test('hostile text stays within its bounds, and nothing in the body is invisible', () => {
  const body = cloudEvent(hostileRelay(), frame);
  expect(body).not.toMatch(unprintable);
  const { pages, site } = JSON.parse(body).data;
  expect([...site.name].length).toBeLessThanOrEqual(200);
  for (const { vi } of pages[0].excerpts) expect([...vi].length).toBeLessThanOrEqual(300);
  expect(Buffer.byteLength(body)).toBeLessThan(100_000);
});

test('the signature is one that the library of Standard Webhooks accepts, and any change breaks it', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const key = webhookKey(`${secret}\n`);
  if (key === null) throw new Error('no key');
  const body = cloudEvent(testRelay(), frame);
  const headers = Object.fromEntries(webhookHeaders(key, 'evt_1', Date.now(), body));
  const receiver = new Webhook(secret);
  expect(receiver.verify(body, headers)).toMatchObject({ id: 'evt_1' });
  expect(() => receiver.verify(body.replace('12', '13'), headers)).toThrow('No matching signature');
  expect(() => receiver.verify(body, { ...headers, 'webhook-id': 'evt_2' })).toThrow('No matching signature');
});

test('only secrets of 24 to 64 bytes in base64 are secrets', () => {
  const of = (bytes: number) => webhookKey(Buffer.alloc(bytes, 1).toString('base64'))?.length ?? null;
  expect([of(23), of(24), of(64), of(65)]).toEqual([null, 24, 64, null]);
  expect([webhookKey(''), webhookKey('mật khẩu của tôi'), webhookKey('whsec_')]).toEqual([null, null, null]);
});
