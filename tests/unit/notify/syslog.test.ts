import { expect, test } from 'vitest';
import { type RelayType, relayTypes } from '../../../src/core/relay/relay-event.ts';
import { maxMessageBytes, priority, type SyslogFrame, syslogMessage } from '../../../src/notify/syslog/rfc5424.ts';
import { unprintable } from '../../support/hostile-strings.ts';
import { hostileRelay, testRelay } from '../../support/relay-notices.ts';
import { readCef, readSyslog } from '../../support/syslog-messages.ts';

const frame = (change: Partial<SyslogFrame> = {}): SyslogFrame => ({
  id: 'evt_1',
  sequence: 41,
  facility: 'local0',
  format: 'rfc5424',
  host: 'vonggac.bo.example',
  version: '0.1.0',
  language: 'vi',
  ...change,
});

test('an incident is a message of RFC 5424 whose structured data says everything', () => {
  const message = readSyslog(syslogMessage(testRelay(), frame()));
  expect(message).toMatchObject({ facility: 16, severity: 1, host: 'vonggac.bo.example', id: 'incident.opened' });
  expect(message.text).toBe(
    '\ufeffBáo động: Cổng thông tin điện tử tỉnh An Lạc bị tấn công thay đổi giao diện (sự cố #12)',
  );
  expect(message.data.meta).toEqual([
    ['sequenceId', '42'],
    ['language', 'vi'],
  ]);
  expect(message.data['vonggac@32473']).toEqual([
    ['id', 'evt_1'],
    ['event', 'incident.opened'],
    ['incident', '12'],
    ['status', 'open'],
    ['kinds', 'defacement'],
    ['siteId', '3'],
    ['site', 'Cổng thông tin điện tử tỉnh An Lạc'],
    ['siteUrl', 'https://anlac.gov.vn/'],
    ['agency', 'Ủy ban nhân dân tỉnh An Lạc'],
    ['since', '2026-11-22T14:04:00.000Z'],
    ['link', 'https://vonggac.example.vn/incidents/12'],
    ['page', 'https://anlac.gov.vn/tin-tuc'],
    ['excerpt', 'Xuất hiện dòng “Hacked by Kh4i”'],
    ['indicator', 'domain:xau.example'],
    ['indicator', 'handle:@kh4i'],
  ]);
});

test('every event has a severity, and facilities have the numbers of the standard', () => {
  const severityOf = (event: RelayType) => readSyslog(syslogMessage(testRelay({ event }), frame())).severity;
  expect(Object.fromEntries(relayTypes.map((event) => [event, severityOf(event)]))).toMatchObject({
    'incident.opened': 1,
    'incident.updated': 2,
    'incident.resolved': 5,
    'incident.acknowledged': 6,
    'suspect.found': 4,
    'monitor.blind': 3,
  });
  expect([priority('auth', 'alert'), priority('audit', 'info'), priority('local7', 'debug')]).toEqual([33, 110, 191]);
});

test('what a page wrote cannot leave its value, in structured data and in CEF', () => {
  const hostile = hostileRelay();
  const { data, text } = readSyslog(syslogMessage(hostile, frame()));
  const values = Object.values(data).flat();
  expect(values.length).toBeGreaterThan(10);
  for (const [, value] of [...values, ['', text.replace('\ufeff', '')]]) expect(value).not.toMatch(unprintable);
  expect(values.map(([key]) => key)).not.toContain('x');
  const cef = readCef(readSyslog(syslogMessage(hostile, frame({ format: 'cef' }))).text);
  expect(cef.head).toHaveLength(6);
  expect([...cef.fields.keys()]).toEqual(
    expect.arrayContaining(['rt', 'externalId', 'cat', 'msg', 'request', 'cs1', 'cs1Label', 'cs5']),
  );
  expect(cef.fields.has('x')).toBe(false);
  for (const value of cef.fields.values()) expect(value).not.toMatch(unprintable);
});

test('the signs with a meaning arrive as they were', () => {
  const site = { id: 1, name: 'A] "B" \\ C|D=E', url: 'https://a.example/', agency: null };
  const plain = readSyslog(syslogMessage(testRelay({ site }), frame()));
  expect(plain.data['vonggac@32473']).toContainEqual(['site', site.name]);
  const cef = readCef(readSyslog(syslogMessage(testRelay({ site }), frame({ format: 'cef' }))).text);
  expect(cef.head.slice(0, 2)).toEqual(['Vong Gac', 'vonggac']);
  expect(cef.head.slice(3)).toEqual(['incident.opened', 'Alarm', '9']);
  expect(cef.fields.get('cs1')).toBe(site.name);
});

test('an event with everything at its longest is cut within a collector’s limit, between two characters', () => {
  const pages = testRelay().pages;
  const long = 'ệ'.repeat(2_000);
  const indicators = Array.from({ length: 200 }, () => ({ type: 'url' as const, value: `https://a.example/${long}` }));
  const site = { id: 1, name: long, url: `https://a.example/${long}`, agency: long };
  const many = testRelay({
    site,
    indicators,
    pages: Array.from({ length: 20 }, () => ({ ...pages[0], url: long }) as never),
  });
  const bytes = syslogMessage(many, frame());
  expect(bytes.length).toBeLessThanOrEqual(maxMessageBytes);
  expect(readSyslog(bytes).id).toBe('incident.opened');
});
