import { describe, expect, test } from 'vitest';
import type { Tier } from '../../../../src/core/domain/capture.ts';
import type { TargetState } from '../../../../src/core/domain/target.ts';
import { newTargetState } from '../../../../src/core/judge/confirm.ts';
import { nextPlace, type ProfilePlace, profileTurnDue } from '../../../../src/core/judge/profile-turns.ts';

const hour = 3_600_000;
const ok: TargetState = { ...newTargetState(0), status: 'ok' };
const place: ProfilePlace = { nextProfileAt: 0, profileTurn: 0 };

/** Checks every five minutes, each sixth with a browser, and notes who looked beside when. */
function watch(targetId: string, everyMs: number, forMs: number) {
  const visits: { at: number; profile: string; tier: Tier }[] = [];
  let at: ProfilePlace = { nextProfileAt: null, profileTurn: 0 };
  for (let now = 0, check = 0; now < forMs; now += 300_000, check += 1) {
    const turn = profileTurnDue(ok, at, check % 6 === 0 ? 'browser' : 'http', now);
    if (turn) visits.push({ at: now, ...turn });
    at = nextPlace(targetId, at, turn, everyMs, now);
  }
  return visits;
}

describe('special visitors take turns', () => {
  test('each comes round within the configured time, search bots most often', () => {
    const visits = watch('3.1', 6 * hour, 24 * hour);
    const times = (profile: string) => visits.filter((visit) => visit.profile === profile).length;
    expect(times('search-bot')).toBeGreaterThanOrEqual(7);
    expect(times('search-click')).toBeGreaterThanOrEqual(6);
    expect(times('phone')).toBeGreaterThanOrEqual(3);
    expect(times('declared')).toBeGreaterThanOrEqual(3);
    expect(visits.length).toBeLessThanOrEqual(28);
    expect(new Set(visits.filter(({ profile }) => profile === 'search-click').map(({ tier }) => tier)).size).toBe(2);
  });

  test('one that needs a browser waits for a check with one', () => {
    const phone = { nextProfileAt: 0, profileTurn: 2 };
    expect(profileTurnDue(ok, phone, 'http', hour)).toBeNull();
    expect(profileTurnDue(ok, phone, 'browser', hour)).toEqual({ profile: 'phone', tier: 'browser' });
    expect(nextPlace('1.1', phone, null, 6 * hour, hour)).toEqual(phone);
  });

  test('targets registered together start apart', () => {
    const starts = Array.from({ length: 60 }, (_, i) => watch(`${i}.1`, 6 * hour, 2 * hour)[0]?.at);
    expect(new Set(starts).size).toBeGreaterThan(8);
  });

  test('none look at a page that is still being learned, nor when they are switched off', () => {
    expect(profileTurnDue(newTargetState(0), place, 'http', hour)).toBeNull();
    expect(watch('1.1', 0, 24 * hour)).toEqual([]);
  });

  test('whoever alone saw trouble looks at every check until it is settled', () => {
    const troubled = (state: Partial<TargetState>) =>
      profileTurnDue({ ...ok, ...state }, { ...place, nextProfileAt: hour }, 'http', 1);
    expect(troubled({ status: 'pending', raisedFor: 'search-bot', raisedBy: 'http' })).toEqual({
      profile: 'search-bot',
      tier: 'http',
    });
    expect(troubled({ status: 'firing', raisedFor: 'search-click', raisedBy: 'browser' })?.tier).toBe('browser');
    expect(troubled({ status: 'firing', raisedFor: null })).toBeNull();
    expect(troubled({ status: 'ok', raisedFor: 'search-bot' })).toBeNull();
  });
});
