import { expect, test } from 'vitest';
import { type NoticeEvent, noticeTable, waitingTypes } from '../../../../src/core/notices/events.ts';

const silent: readonly NoticeEvent[] = ['covered', 'recovering', 'suspect-seen', 'suspect-confirmed', 'suspect-gone'];

test('nobody is notified of a suspect, of what was acknowledged already, or of a page of several that recovered', () => {
  const without = Object.entries(noticeTable).flatMap(([event, line]) => (line === null ? [event] : []));
  expect(without.toSorted()).toEqual(silent.toSorted());
});

test('no two events send the same notice', () => {
  const sent = Object.values(noticeTable).flatMap((line) => line?.notice ?? []);
  expect(sent).toEqual([...new Set(sent)]);
});

test('the quiet hours hold back all-clears, reminders and outages, by the importance of the portal', () => {
  expect(waitingTypes.toSorted()).toEqual([
    'incident-reminder',
    'incident-resolved',
    'report-due',
    'unknown-agency',
    'unknown-operator',
  ]);
  expect(noticeTable.resolved?.leaves).toEqual({ quietFor: ['high', 'low', 'normal'] });
  expect(noticeTable.unacknowledged?.leaves).toEqual({ quietFor: ['low'] });
  expect(noticeTable['unseen-for-a-day']?.leaves).toEqual({ quietFor: ['low', 'normal'] });
});

test('alarms, escalations, campaigns and the monitor’s own failures wait for nothing', () => {
  const urgent = ['opened', 'escalated', 'escalation-due', 'campaign-found', 'confirmation-overdue', 'blind'] as const;
  for (const event of urgent) expect(noticeTable[event]?.leaves).toBe('at-once');
});
