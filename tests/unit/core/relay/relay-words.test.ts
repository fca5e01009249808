import { expect, test } from 'vitest';
import { relayTypes } from '../../../../src/core/relay/relay-event.ts';
import { relayTable } from '../../../../src/core/relay/relay-table.ts';
import { relayTitle, smsText } from '../../../../src/core/relay/relay-words.ts';
import { hostileRelay, testRelay } from '../../../support/relay-notices.ts';

const zone = 'Asia/Ho_Chi_Minh';

test('a telephone is told which portal, what happened, the number and when, unaccented', () => {
  expect(smsText(testRelay(), 'vi', zone)).toBe(
    'VONG GAC: Bao dong: Cong thong tin dien tu tinh An Lac bi tan cong thay doi giao dien. Su co so 12, 21:04 22/11.',
  );
  expect(smsText(testRelay(), 'en', zone)).toBe(
    'VONG GAC: Alarm: Cong thong tin dien tu tinh An Lac was defaced. Incident 12, 22 Nov 21:04.',
  );
});

test('every short message fits into one, in characters that count once, whatever the portal is called', () => {
  const names = ['Cổng '.repeat(80), '€{[~^]}|\\ Đường ĐẾN', '', '😀'.repeat(300)];
  for (const event of relayTypes) {
    for (const name of names) {
      const site = { id: 1, name, url: 'https://a.example/', agency: null };
      for (const language of ['vi', 'en'] as const) {
        const text = smsText(testRelay({ event, site }), language, zone);
        expect(text).toMatch(/^[A-Za-z0-9 .,:;!?'"#%&()*+/<=>@_$-]{20,160}$/);
        expect(text).toContain('12, ');
      }
    }
  }
});

test('neither the short message nor the title holds what a page wrote', () => {
  const hostile = hostileRelay();
  const quiet = { ...hostile, site: testRelay().site, incidentNumber: 12 };
  expect(smsText(quiet, 'vi', zone)).toBe(smsText(testRelay(), 'vi', zone));
  expect(relayTitle(quiet, 'en')).toBe(relayTitle(testRelay(), 'en'));
});

test('an incident that is over is not told as if it went on', () => {
  const pages = testRelay().pages.map((page) => ({ ...page, recoveredAt: page.since + 60_000 }));
  const over = testRelay({ event: 'incident.resolved', status: 'resolved', pages });
  const words = 'Đã khắc phục: Cổng thông tin điện tử tỉnh An Lạc (sự cố #12)';
  expect(relayTitle(over, 'vi')).toBe(words);
  const byHand = testRelay({ event: 'incident.resolved', status: 'resolved' });
  expect(relayTitle(byHand, 'vi')).toBe(words);
});

test('only what somebody must get up for rings', () => {
  const ringing = relayTypes.filter((event) => relayTable[event].rings);
  expect(ringing).toEqual([
    'incident.opened',
    'incident.escalated',
    'incident.reopened',
    'incident.unowned',
    'maintenance.over',
    'monitor.blind',
    'channel.test',
  ]);
});
