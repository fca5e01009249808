import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, Level, Verdict } from '../../../../src/core/domain/finding.ts';
import type { TargetRole } from '../../../../src/core/domain/target.ts';
import { newTargetState } from '../../../../src/core/judge/confirm.ts';
import { restsInOk, roleRules } from '../../../../src/core/judge/role-rules.ts';
import { type CurrentTarget, type ObservedLook, type Settled, settle } from '../../../../src/core/judge/settle.ts';
import { restingAt } from '../../../../src/core/timetable.ts';

const minute = 60_000;
const hour = 60 * minute;
const pace = {
  rule: { needed: 2, of: 3, recoveries: 3 },
  rhythm: { everyMs: 10 * minute, browserEveryMs: hour, confirmAfterMs: minute, learnEveryMs: 2 * minute },
  profilesEveryMs: 24 * hour,
};

function verdictOf(level: Level, print = 'a:1'): Verdict {
  const reason = { vi: 'lý do', en: 'reason' };
  const finding: Finding = {
    detector: 'signature-phrase',
    family: 'words',
    kind: 'defacement',
    score: 5,
    reason,
    fingerprint: print,
    indicators: [],
  };
  const isBad = level === 'alarm' || level === 'suspect';
  const kind = level === 'clean' ? null : level === 'unknown' ? 'unavailable' : 'defacement';
  return { level, kind, score: isBad ? 5 : 0, conclusive: false, findings: isBad ? [finding] : [] };
}

function lookOf(level: Level, dueAt: number, more: Partial<ObservedLook> = {}): ObservedLook {
  const verdict = verdictOf(level);
  const rest = { looks: [], failures: [], answeredProfiles: [], profileTurn: null, dueAt, isLearningNames: false };
  return { verdict, deepest: 'browser', seenBy: 'browser', ...rest, ...more };
}

function standingAs(role: TargetRole, baselineVersion = 1): CurrentTarget {
  const hasBaseline = restsInOk({ role, baselineVersion });
  return {
    id: '1.1',
    state: { ...newTargetState(0), status: hasBaseline ? 'ok' : 'learning' },
    hasBaseline,
    nextCheckAt: 0,
    nextTier: roleRules[role].deepest,
    nextBrowserAt: 0,
    nextProfileAt: null,
    profileTurn: 0,
    open: null,
    isHeld: false,
  };
}

const levels = fc.constantFrom<Level>('clean', 'suspect', 'alarm', 'unknown');
const roles = fc.constantFrom(...(Object.keys(roleRules) as TargetRole[]));
const life = fc.array(fc.record({ level: levels, tier: fc.constantFrom('http', 'browser') }), { maxLength: 30 });

/** One look after the other, each at the moment it was due. */
function live(
  role: TargetRole,
  looks: readonly { level: Level; tier: 'http' | 'browser' }[],
  start = standingAs(role),
) {
  const seen: { before: CurrentTarget; look: ObservedLook; settled: Settled; now: number }[] = [];
  let before = start;
  let now = 1_000;
  for (const { level, tier } of looks) {
    const look = lookOf(level, before.nextCheckAt, { deepest: tier, seenBy: tier });
    const settled = settle(before, look, roleRules[role], pace, now);
    seen.push({ before, look, settled, now });
    before = { ...before, state: settled.state, ...settled.appointment, ...settled.place };
    now = Math.max(now + 1, Math.min(before.nextCheckAt, now + hour));
  }
  return seen;
}

describe('whatever is seen of a target', () => {
  it('the same look at the same target at the same moment means the same', () => {
    fc.assert(
      fc.property(roles, life, (role, looks) => {
        for (const { before, look, settled, now } of live(role, looks)) {
          const frozen = structuredClone(before);
          expect(settle(before, look, roleRules[role], pace, now)).toEqual(settled);
          expect(before).toEqual(frozen);
        }
      }),
    );
  });

  it('the next look lies ahead, in the queue of its role', () => {
    fc.assert(
      fc.property(roles, life, (role, looks) => {
        for (const { settled, now } of live(role, looks)) {
          expect(settled.appointment.nextCheckAt).toBeGreaterThan(now);
          expect(settled.appointment.nextTier === 'names').toBe(role === 'names');
        }
      }),
    );
  });

  it('an unknown look confirms, clears and keeps nothing', () => {
    fc.assert(
      fc.property(roles, life, (role, looks) => {
        for (const { before, look, settled } of live(role, looks)) {
          if (look.verdict.level !== 'unknown') continue;
          expect(settled.state.status).toBe(before.state.status);
          expect([null, 'confirmation-overdue']).toContain(settled.event?.type ?? null);
          expect(settled.keep).toBe('nothing');
        }
      }),
    );
  });

  it('every alarm that is confirmed, queued or still to be confirmed is kept', () => {
    fc.assert(
      fc.property(roles, life, (role, looks) => {
        for (const { look, settled } of live(role, looks)) {
          const { level } = look.verdict;
          if (level === 'clean') expect(settled.keep).not.toBe('evidence');
          if (level !== 'alarm' || settled.event?.type === 'still-firing') continue;
          expect(settled.keep).toBe('evidence');
        }
      }),
    );
  });

  it('only a target that fires has an alarm confirmed, and only one that fired recovers', () => {
    fc.assert(
      fc.property(roles, life, (role, looks) => {
        for (const { before, settled } of live(role, looks)) {
          if (settled.event?.type === 'alarm-confirmed') expect(settled.state.status).toBe('firing');
          if (settled.event?.type === 'recovered') expect(before.state.status).toBe('firing');
        }
      }),
    );
  });
});

describe('a look that somebody asked for while another was under way', () => {
  it('stays owed, whatever the one under way saw', () => {
    fc.assert(
      fc.property(roles, levels, (role, level) => {
        const asked = { ...standingAs(role), nextCheckAt: 500, nextTier: roleRules[role].deepest };
        const { appointment, isAskedAgain } = settle(asked, lookOf(level, 0), roleRules[role], pace, 1_000);
        expect(isAskedAgain).toBe(true);
        expect(appointment).toMatchObject({ nextCheckAt: 500, nextTier: roleRules[role].deepest });
      }),
    );
  });
});

describe('roles', () => {
  const down = (role: TargetRole, more: Partial<CurrentTarget> = {}) => {
    const standing = standingAs(role);
    const state = { ...standing.state, unknownSince: 1, lastLevel: 'unknown' as const };
    return settle({ ...standing, state, ...more }, lookOf('unknown', 0), roleRules[role], pace, 3 * hour);
  };

  it('people are notified of registered pages that can not be seen, and not during maintenance', () => {
    expect(down('registered')).toMatchObject({ outage: 'unseen-for-hours', state: { outageNotified: 'operator' } });
    expect(down('registered', { isHeld: true })).toMatchObject({ outage: null, state: { outageNotified: 'nobody' } });
    expect(down('found').outage).toBeNull();
    expect(down('names').outage).toBeNull();
  });

  it('a found page rests once it is cleared, and not while it is suspected', () => {
    const [clean] = live('found', [{ level: 'clean', tier: 'http' }]);
    expect(clean?.settled.appointment.nextCheckAt).toBe(restingAt);
    const [bad] = live('found', [{ level: 'alarm', tier: 'http' }]);
    expect(bad?.settled.appointment.nextCheckAt).toBe((bad?.now ?? 0) + minute);
  });

  it('names that are being learned are looked at in the rhythm of learning', () => {
    const look = lookOf('clean', 0, { deepest: 'http', seenBy: 'http', isLearningNames: true });
    const { appointment } = settle(standingAs('names'), look, roleRules.names, pace, 1_000);
    expect(appointment).toMatchObject({ nextCheckAt: 1_000 + 2 * minute, nextTier: 'names' });
  });

  it('only a registered page without a baseline learns, from clean looks', () => {
    const [first] = live('registered', [{ level: 'clean', tier: 'browser' }], standingAs('registered', 0));
    expect(first?.settled).toMatchObject({ keep: 'lesson', state: { status: 'learning' } });
    const [found] = live('found', [{ level: 'clean', tier: 'browser' }], standingAs('found', 0));
    expect(found?.settled).toMatchObject({ keep: 'nothing', state: { status: 'ok' } });
  });
});

describe('an alarm that stands', () => {
  it('is kept again only while its incident does not know it', () => {
    const seen = live(
      'registered',
      Array.from({ length: 3 }, () => ({ level: 'alarm', tier: 'browser' })),
    );
    expect(seen.map(({ settled }) => settled.event?.type ?? null)).toEqual([null, 'alarm-confirmed', 'still-firing']);
    const last = seen.at(-1);
    const open = {
      number: 1,
      siteId: 1,
      status: 'open',
      kinds: ['defacement'],
      targets: [
        {
          targetId: '1.1',
          url: 'https://a.example/',
          level: 'alarm',
          kind: 'defacement',
          score: 5,
          findings: verdictOf('alarm').findings,
          confirmation: null,
          checkId: 1,
          firedAt: 1,
          recoveredAt: null,
        },
      ],
      fingerprints: ['a:1'],
      openedAt: 1,
      changedAt: 1,
      endedAt: null,
      acknowledgement: null,
      previousNumber: null,
      campaignNumber: null,
    } as const;
    if (!last) throw new Error('no look');
    const again = (incident: CurrentTarget['open']) =>
      settle({ ...last.before, open: incident }, last.look, roleRules.registered, pace, last.now).keep;
    expect(again(open)).toBe('nothing');
    expect(again({ ...open, fingerprints: [] })).toBe('evidence');
    expect(again(null)).toBe('evidence');
  });
});
