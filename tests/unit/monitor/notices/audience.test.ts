import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema/schema.ts';
import type { WatchWindow } from '../../../../src/core/duty/watch-windows.ts';
import { type NoticeEvent, noticeTable } from '../../../../src/core/notices/events.ts';
import type { Notice } from '../../../../src/core/notices/notice.ts';
import { audienceOf } from '../../../../src/monitor/notices/audience.ts';
import { digestLeavesAt, leavesAt } from '../../../../src/monitor/notices/schedule.ts';
import type { RegisteredSite } from '../../../../src/store/registry/registry.ts';
import {
  blindnessNotice,
  campaignNotice,
  incidentNotice,
  maintenanceNotice,
  overdueNotice,
  unknownNotice,
  unownedNotice,
  windowNotice,
} from '../../../support/test-notices.ts';

const minute = 60_000;
const hour = 60 * minute;
const [operator, own, national, officer] = ['truc@bo.example', 'tinhoc@so.example', 'ir@cert.example', 'an@bo.example'];
const config = configSchema.parse({
  mail: {
    from: 'canh-gac@vonggac.example',
    operators: [operator],
    operatorAlarms: false,
    quietHours: '22:00-06:00',
  },
  national: { contacts: [{ name: 'CERT', email: national }] },
  duty: { officers: [{ name: 'An', email: officer }], startsOn: '2026-01-01' },
});
const quiet = { config, calendar: () => [] };
const always: WatchWindow = { from: 0, to: Number.MAX_SAFE_INTEGER, names: [] };
const inWindow = { config, calendar: () => [always] };
const site = (recipients: string[]) =>
  ({ importance: 'normal', recipients, contacts: [] }) as unknown as RegisteredSite;

type Knowing = Parameters<typeof audienceOf>[0];
const told = (parts: Knowing, event: NoticeEvent, notice: Notice, about: RegisteredSite | null) =>
  audienceOf(parts, noticeTable[event]?.audience ?? 'named', notice, about);
const leaves = (parts: Knowing, event: NoticeEvent, importance: 'low' | 'high', now: number) =>
  leavesAt(parts, noticeTable[event]?.leaves ?? 'at-once', { importance }, now);

describe('who is told', () => {
  test('of an incident: the site’s own', () =>
    expect(told(quiet, 'opened', incidentNotice(), site([own]))).toEqual([own]));

  test('of an incident: the operators where the site has nobody', () =>
    expect(told(quiet, 'opened', incidentNotice(), site([]))).toEqual([operator]));

  test('of a lost name: the national contacts too', () => {
    const takeover = incidentNotice({ kinds: ['injection', 'takeover'] });
    expect(told(quiet, 'opened', takeover, site([own]))).toEqual([own, national]);
    const held = maintenanceNotice({ incidents: [{ number: 1, kinds: ['takeover'], status: 'open', openedAt: 0 }] });
    expect(told(quiet, 'maintenance-over', held, site([own]))).toEqual([own, national]);
  });

  test('in a watch window: the officer on duty too, each address once', () => {
    expect(told(inWindow, 'opened', incidentNotice(), site([own]))).toEqual([own, officer]);
    expect(told(inWindow, 'opened', incidentNotice(), site([officer]))).toEqual([officer]);
  });

  test('of an incident: whoever is on duty too, unless switched off, and the operators where there is no roster', () => {
    const { duty, mail } = config;
    const watching = { ...config, mail: { ...mail, operatorAlarms: true } };
    const byDay = { ...quiet, config: watching };
    const unrostered = { ...quiet, config: { ...watching, duty: { ...duty, officers: [] } } };
    const events = ['opened', 'updated', 'escalated', 'unacknowledged', 'resolved', 'maintenance-over'] as const;
    for (const event of events) {
      expect(told(byDay, event, incidentNotice(), site([own]))).toEqual([own, officer]);
      expect(told(unrostered, event, incidentNotice(), site([own]))).toEqual([own, operator]);
      expect(told(quiet, event, incidentNotice(), site([own]))).toEqual([own]);
    }
  });

  test('of a portal that cannot be seen: the operators, later its agency', () => {
    expect(told(quiet, 'unseen-for-hours', unknownNotice({ type: 'unknown-operator' }), site([own]))).toEqual([
      operator,
    ]);
    expect(told(quiet, 'unseen-for-a-day', unknownNotice({ type: 'unknown-agency' }), site([own]))).toEqual([own]);
    expect(told(quiet, 'unseen-for-a-day', unknownNotice({ type: 'unknown-agency' }), site([]))).toEqual([]);
  });

  test('of what the agency must not hear unconfirmed, and of the monitor itself: the operators alone', () => {
    expect(told(inWindow, 'confirmation-overdue', overdueNotice(), site([own]))).toEqual([operator]);
    expect(told(inWindow, 'blind', blindnessNotice(), null)).toEqual([operator]);
  });

  test('of a watch window that ended: the operators and who had its last shift', () =>
    expect(told(quiet, 'window-over', windowNotice(), null)).toEqual([operator, officer]));

  test('of what only its cause can address: nobody by itself', () => {
    expect(told(quiet, 'escalation-due', unownedNotice(), site([own]))).toEqual([]);
    expect(told(quiet, 'campaign-changed', campaignNotice(), site([own]))).toEqual([]);
  });
});

describe('when a notice may leave', () => {
  /** 23:00 in Vietnam. */
  const night = Date.UTC(2026, 10, 22, 16);

  test('an alarm at once, an all-clear when the quiet hours end', () => {
    expect(leaves(quiet, 'opened', 'low', night)).toBe(night);
    expect(leaves(quiet, 'resolved', 'high', night)).toBe(night + 7 * hour);
  });

  test('at once in a watch window', () => expect(leaves(inWindow, 'resolved', 'high', night)).toBe(night));

  test('an update when further pages have had ten minutes to fall', () =>
    expect(leaves(quiet, 'updated', 'high', night)).toBe(night + 10 * minute));

  test('a digest ten minutes later, and an hour after the one before', () => {
    expect(digestLeavesAt(night, null)).toBe(night + 10 * minute);
    expect(digestLeavesAt(night, night - 2 * hour)).toBe(night + 10 * minute);
    expect(digestLeavesAt(night, night - 20 * minute)).toBe(night + 40 * minute);
  });
});
