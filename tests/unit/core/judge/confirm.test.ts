import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tier } from '../../../../src/core/domain/capture.ts';
import type { Finding, Level, Verdict } from '../../../../src/core/domain/finding.ts';
import type { TargetState } from '../../../../src/core/domain/target.ts';
import { confirm, newTargetState, type Step } from '../../../../src/core/judge/confirm.ts';

const rule = { needed: 2, of: 3, recoveries: 3 };
const minute = 60_000;
const quiet = { rule, seenBy: 'browser', hasBaseline: true, now: 0 } as const;
const watched: TargetState = { ...newTargetState(0), status: 'ok' };

function finding(fingerprint: string, family: Finding['family'] = 'words'): Finding {
  const reason = { vi: 'lý do', en: 'reason' };
  return { detector: 'signature-phrase', family, kind: 'defacement', score: 5, reason, fingerprint, indicators: [] };
}
function verdict(level: Level, options: { prints?: string[]; conclusive?: boolean } = {}): Verdict {
  const isBad = level === 'alarm' || level === 'suspect';
  const findings = isBad ? (options.prints ?? ['a:1']).map((print) => finding(print)) : [];
  const kind = level === 'clean' ? null : level === 'unknown' ? 'unavailable' : 'defacement';
  return { level, kind, score: isBad ? 5 : 0, conclusive: options.conclusive ?? false, findings };
}
/** Feeds looks a minute apart and returns every step. */
function feed(
  start: TargetState,
  looks: readonly (Level | Verdict)[],
  seenBy: Tier = 'browser',
  hasBaseline = true,
): Step[] {
  const steps: Step[] = [];
  let state = start;
  for (const [index, look] of looks.entries()) {
    const step = confirm(state, typeof look === 'string' ? verdict(look) : look, {
      rule,
      seenBy,
      hasBaseline,
      now: (index + 1) * minute,
    });
    steps.push(step);
    state = step.state;
  }
  return steps;
}
const events = (steps: readonly Step[]) => steps.map((step) => step.event?.type ?? null);
const last = (steps: readonly Step[]): Step => {
  const step = steps.at(-1);
  if (!step) throw new Error('no step');
  return step;
};

describe('confirmation of an alarm', () => {
  it('opens nothing on one alarm and rechecks soon', () => {
    const [step] = feed(watched, ['alarm']);
    expect(step).toMatchObject({ event: null, recheckSoon: true, state: { status: 'pending' } });
  });

  it('confirms on the second of three looks', () => {
    const steps = feed(watched, ['alarm', 'clean', 'alarm']);
    expect(events(steps)).toEqual([null, null, 'alarm-confirmed']);
    expect(last(steps).event).toMatchObject({ alarms: 2, looks: 3, promoted: false });
    expect(last(steps).state.status).toBe('firing');
  });

  it('confirms at once when the whole page was replaced with a signature', () => {
    const steps = feed(watched, [verdict('alarm', { conclusive: true })]);
    expect(events(steps)).toEqual(['alarm-confirmed']);
  });

  it('keeps an alarm that was not confirmed as a suspect, with the evidence of its worst look', () => {
    const steps = feed(watched, ['alarm', 'clean', 'clean']);
    expect(events(steps)).toEqual([null, null, 'suspect-confirmed']);
    expect(last(steps).event).toMatchObject({ verdict: { level: 'alarm' } });
    expect(last(steps).state).toMatchObject({ status: 'ok', queued: ['a:1'] });
  });

  it('opens an incident when a second alarm within 24 h stays unconfirmed (spam shown to one visitor in three)', () => {
    const steps = feed(watched, ['alarm', 'clean', 'clean', 'clean', 'alarm', 'clean', 'clean']);
    expect(events(steps).at(-1)).toBe('alarm-confirmed');
    expect(last(steps).event).toMatchObject({ promoted: true });
  });

  it('does not promote two unconfirmed alarms that lie more than 24 h apart', () => {
    const first = last(feed(watched, ['alarm', 'clean', 'clean'])).state;
    const later = 25 * 3_600_000;
    let state = first;
    let event: string | null = null;
    for (const [index, level] of (['alarm', 'clean', 'clean'] as const).entries()) {
      const step = confirm(state, verdict(level, { prints: ['b:2'] }), { ...quiet, now: later + index * minute });
      state = step.state;
      event = step.event?.type ?? null;
    }
    expect(event).toBe('suspect-confirmed');
  });

  it('counts neither for nor against while the page can not be seen', () => {
    const steps = feed(watched, ['alarm', 'unknown', 'unknown', 'alarm']);
    expect(events(steps)).toEqual([null, null, null, 'alarm-confirmed']);
    expect(last(steps).event).toMatchObject({ alarms: 2, looks: 2 });
  });
});

describe('suspects', () => {
  it('drops a single suspect look and queues one that comes twice', () => {
    expect(events(feed(watched, ['suspect', 'clean', 'clean']))).toEqual([null, null, null]);
    expect(events(feed(watched, ['suspect', 'suspect']))).toEqual([null, null]);
    expect(events(feed(watched, ['suspect', 'suspect', 'clean'])).at(-1)).toBe('suspect-confirmed');
  });

  it('is not rechecked soon for a change that waits in the queue already', () => {
    const queued = last(feed(watched, ['suspect', 'suspect', 'suspect'])).state;
    const step = confirm(queued, verdict('suspect'), { ...quiet, seenBy: 'http' });
    expect(step).toMatchObject({ event: { type: 'suspect-seen' }, recheckSoon: false, state: { status: 'ok' } });
  });

  it('starts a new round for a change that is not in the queue', () => {
    const queued = last(feed(watched, ['suspect', 'suspect', 'suspect'])).state;
    const step = confirm(queued, verdict('suspect', { prints: ['b:2'] }), { ...quiet, seenBy: 'browser' });
    expect(step).toMatchObject({ recheckSoon: true, state: { status: 'pending' } });
  });

  it('closes the queue row when a look as deep as the one that raised it is clean, not before', () => {
    const queued = last(feed(watched, ['suspect', 'suspect', 'suspect'], 'browser')).state;
    expect(confirm(queued, verdict('clean'), { ...quiet, seenBy: 'http' }).event).toBeNull();
    expect(confirm(queued, verdict('clean'), { ...quiet, seenBy: 'browser' }).event).toEqual({ type: 'suspect-gone' });
  });
});

describe('what one special visitor alone saw', () => {
  const onlyFor = { profile: 'search-bot', alone: true } as const;
  const asBot = { ...quiet, seenBy: 'http', profiles: ['search-bot'] } as const;
  const cloaked = { ...verdict('alarm'), onlyFor };
  const pending = confirm(watched, cloaked, asBot).state;

  it('is voted on only by looks of that visitor, and they come soon', () => {
    expect(pending).toMatchObject({ status: 'pending', raisedFor: 'search-bot' });
    const without = confirm(pending, verdict('clean'), quiet);
    expect(without).toMatchObject({ event: null, recheckSoon: true, state: { votes: pending.votes } });
    expect(confirm(pending, cloaked, asBot).event?.type).toBe('alarm-confirmed');
  });

  it('lasts until that visitor sees the page again', () => {
    let { state } = confirm(pending, cloaked, asBot);
    for (let looks = 0; looks < 5; looks += 1) state = confirm(state, verdict('clean'), quiet).state;
    expect(state.status).toBe('firing');
    const others = confirm(state, verdict('clean'), { ...quiet, profiles: ['phone'] });
    expect(others.state.cleanStreak).toBe(0);
    for (let looks = 0; looks < 3; looks += 1) state = confirm(state, verdict('clean'), asBot).state;
    expect(state).toMatchObject({ status: 'ok', raisedFor: null });
  });

  it('is remembered when the ordinary visitor was shown something before', () => {
    const firing = last(feed(watched, ['alarm', 'alarm'])).state;
    const { state } = confirm(firing, { ...cloaked, onlyFor: { ...onlyFor, alone: false } }, asBot);
    expect(state.raisedFor).toBe('search-bot');
  });
});

describe('a row of an alarm that was not confirmed', () => {
  it('waits for the day within which the alarm may return', () => {
    const { state } = last(feed(watched, ['alarm', 'clean', 'clean']));
    const soon = confirm(state, verdict('clean'), { ...quiet, now: 3_600_000 });
    expect(soon).toMatchObject({ event: null, state: { queued: ['a:1'] } });
    const late = confirm(soon.state, verdict('clean'), { ...quiet, now: 25 * 3_600_000 });
    expect(late).toMatchObject({ event: { type: 'suspect-gone' }, state: { queued: [] } });
  });
});

describe('the end of an alarm', () => {
  const firing = last(feed(watched, ['alarm', 'alarm'])).state;

  it('needs m clean looks in a row', () => {
    expect(events(feed(firing, ['clean', 'clean', 'alarm', 'clean', 'clean', 'clean']))).toEqual([
      null,
      null,
      'still-firing',
      null,
      null,
      'recovered',
    ]);
  });

  it('is not reached by looks that can not be judged, nor by looks shallower than the alarm', () => {
    expect(events(feed(firing, ['unknown', 'unknown', 'unknown', 'unknown']))).toEqual([null, null, null, null]);
    expect(events(feed(firing, ['clean', 'clean', 'clean', 'clean'], 'http'))).toEqual([null, null, null, null]);
  });

  it('names a further change only when it is seen in two looks in a row', () => {
    const steps = feed(firing, [verdict('alarm', { prints: ['b:2'] }), verdict('alarm', { prints: ['b:2', 'c:3'] })]);
    expect(steps.map((step) => (step.event?.type === 'still-firing' ? step.event.fingerprints : null))).toEqual([
      [],
      ['b:2'],
    ]);
  });
  it('tells nothing again when only what is missing, or the picture, looks different from look to look', () => {
    const moved = verdict('alarm');
    const findings = [...moved.findings, finding('picture-changed:9', 'picture'), finding('blocks-lost:9', 'text')];
    const steps = feed(firing, [
      { ...moved, findings },
      { ...moved, findings },
    ]);
    expect(steps.map((step) => (step.event?.type === 'still-firing' ? step.event.fingerprints : null))).toEqual([
      ['a:1'],
      ['a:1'],
    ]);
  });

  it('names the text of a page that was replaced apart, when two looks in a row show it', () => {
    const replaced = {
      ...verdict('alarm'),
      findings: [finding('blocks-lost:7', 'text'), finding('title-changed:7', 'title')],
    };
    const moved = { ...replaced, findings: [finding('blocks-lost:8', 'text')] };
    const steps = feed(firing, [replaced, replaced, moved]);
    expect(steps.map((step) => (step.event?.type === 'still-firing' ? step.event.otherText : null))).toEqual([
      [],
      ['blocks-lost:7'],
      [],
    ]);
    expect(steps[1]?.event).toMatchObject({ fingerprints: ['title-changed:7'] });
  });

  it('goes back to learning where nothing was learned yet', () => {
    const learning = last(feed(newTargetState(0), ['alarm', 'alarm'], 'browser', false)).state;
    expect(last(feed(learning, ['clean', 'clean', 'clean'], 'browser', false)).state.status).toBe('learning');
  });
});

describe('what can not be seen', () => {
  it('is rechecked soon at first and then at the ordinary interval', () => {
    const steps = feed(
      watched,
      Array.from({ length: 8 }, () => 'unknown' as const),
    );
    expect(steps[0]?.recheckSoon).toBe(true);
    expect(last(steps).recheckSoon).toBe(false);
    expect(last(steps).state.unknownSince).toBe(minute);
  });

  it('is forgotten by the first look that sees something', () => {
    expect(last(feed(watched, ['unknown', 'clean'])).state.unknownSince).toBeNull();
  });
});

describe('looks that failed because of us', () => {
  const blind: Verdict = { ...verdict('unknown'), kind: 'blind' };

  it('are no outage of the portal', () => {
    const { state } = last(feed(watched, [blind, blind, blind]));
    expect(state).toMatchObject({ status: 'ok', unknownSince: null, lastLevel: 'unknown', lastKind: 'blind' });
  });

  it('neither fire nor clear, and what is pending is rechecked soon', () => {
    const step = last(feed(watched, ['alarm', blind]));
    expect(step).toMatchObject({
      event: null,
      recheckSoon: true,
      state: { status: 'pending', votes: [{ level: 'alarm' }] },
    });
  });

  it('stop the clock of an outage that was there before', () => {
    // Down in the first minute, blind from the second to the fourth, down again in the fifth.
    const { state } = last(feed(watched, ['unknown', blind, blind, blind, 'unknown']));
    expect(state.unknownSince).toBe(1 * minute + 3 * minute);
    expect(state.blindSince).toBeNull();
  });
});

describe('an alarm whose confirmation can not be made', () => {
  const blind: Verdict = { ...verdict('unknown'), kind: 'blind' };
  const minutes = (count: number, look: Level | Verdict = 'unknown') => Array.from({ length: count }, () => look);

  it('is queued and notified once ten minutes after it, and goes on being confirmed', () => {
    const steps = feed(watched, ['alarm', ...minutes(30)]);
    expect(events(steps).findIndex((event) => event !== null)).toBe(10);
    expect(events(steps).filter((event) => event !== null)).toEqual(['confirmation-overdue']);
    expect(steps[10]?.event).toMatchObject({ verdict: { level: 'alarm' } });
    expect(last(steps).state).toMatchObject({ status: 'pending', queued: ['a:1'], votes: [{ level: 'alarm' }] });
  });

  it('fires on the next alarm', () => {
    const steps = feed(watched, ['alarm', ...minutes(15), 'alarm']);
    expect(last(steps).event).toMatchObject({ type: 'alarm-confirmed', alarms: 2, looks: 2, promoted: false });
    expect(last(steps).state).toMatchObject({ status: 'firing', queued: [], overdueAt: null });
  });

  it('stays in the queue for its day when the confirmations come back clean', () => {
    const { state, event } = last(feed(watched, ['alarm', ...minutes(15), 'clean', 'clean']));
    expect(event).toMatchObject({ type: 'suspect-confirmed', verdict: { level: 'alarm' } });
    expect(state).toMatchObject({ status: 'ok', queued: ['a:1'], overdueAt: null });
    expect(confirm(state, verdict('clean'), { ...quiet, now: 23 * 3_600_000 }).event).toBeNull();
    const late = confirm(state, verdict('clean'), { ...quiet, now: 25 * 3_600_000 });
    expect(late.event).toEqual({ type: 'suspect-gone' });
  });

  it('is told of again in another round', () => {
    const { state } = last(feed(watched, ['alarm', ...minutes(15), 'clean', 'clean']));
    const later = feed({ ...state, unconfirmedAt: [], queued: [] }, ['alarm', ...minutes(15)]);
    expect(events(later)).toContain('confirmation-overdue');
  });

  it('is overdue too when it was the browser’s, or a special visitor’s, and only others get through', () => {
    const shallow = confirm(last(feed(watched, ['alarm'])).state, verdict('clean'), {
      ...quiet,
      seenBy: 'http',
      now: 12 * minute,
    });
    expect(shallow.event?.type).toBe('confirmation-overdue');
    const cloaked: Verdict = { ...verdict('alarm'), onlyFor: { profile: 'search-bot', alone: true } };
    const asked = confirm(watched, cloaked, { ...quiet, profiles: ['search-bot'] }).state;
    const without = confirm(asked, verdict('clean'), { ...quiet, now: 11 * minute });
    expect(without.event?.type).toBe('confirmation-overdue');
  });

  it('waits from the alarm on, not from a suspect look before it', () => {
    const steps = feed(watched, ['suspect', ...minutes(9), 'alarm', ...minutes(10)]);
    expect(events(steps).findIndex((event) => event !== null)).toBe(20);
  });

  it('is overdue too when the page breaks every look since, which is no vote', () => {
    const broke: Verdict = {
      ...verdict('suspect'),
      findings: [{ ...finding('breaks-the-look:1', 'scripts'), detector: 'breaks-the-look' }],
    };
    const steps = feed(watched, ['alarm', ...minutes(15, broke)]);
    expect(events(steps).filter((event) => event !== null)).toEqual(['confirmation-overdue']);
    expect(last(steps).state).toMatchObject({ status: 'pending', queued: ['a:1'], votes: [{ level: 'alarm' }] });
    expect(events(feed(watched, [broke, broke, broke])).at(-1)).toBe('suspect-confirmed');
  });

  it('is no matter of suspects, which nobody is mailed about', () => {
    expect(events(feed(watched, ['suspect', ...minutes(30)])).filter((event) => event !== null)).toEqual([]);
  });

  it('is overdue while it is us who see nothing, too: it was seen', () => {
    expect(events(feed(watched, ['alarm', ...minutes(12, blind)]))).toContain('confirmation-overdue');
  });

  const anyLook = fc.constantFrom<Level | Verdict>('clean', 'suspect', 'alarm', 'unknown', blind);
  const anyUnknown = fc.constantFrom<Level | Verdict>('unknown', blind);

  it('leaves a row or an incident, whatever came before and however the unknowns look', () => {
    fc.assert(
      fc.property(
        fc.array(anyLook, { maxLength: 12 }),
        fc.array(anyUnknown, { minLength: 11, maxLength: 20 }),
        (before, after) => {
          const steps = feed(watched, [...before, 'alarm', ...after]);
          const { state } = last(steps);
          return state.status === 'firing' || state.queued.length > 0;
        },
      ),
    );
  });

  it('is ended by no sequence of unknowns: what was pending, firing or queued still is', () => {
    fc.assert(
      fc.property(
        fc.array(anyLook, { maxLength: 12 }),
        fc.array(anyUnknown, { minLength: 1, maxLength: 40 }),
        (before, after) => {
          const steps = feed(watched, [...before, ...after]);
          const state = steps[before.length - 1]?.state ?? watched;
          const then = last(steps).state;
          expect(then.status).toBe(state.status);
          expect(then.votes).toEqual(state.votes);
          expect(then.queued).toEqual(expect.arrayContaining([...state.queued]));
          expect(events(steps).slice(before.length)).not.toContain('suspect-gone');
          expect(events(steps).slice(before.length)).not.toContain('recovered');
          expect(events(steps).slice(before.length)).not.toContain('alarm-confirmed');
        },
      ),
    );
  });

  it('leaves a row for the day or an incident, whatever looks come after it', () => {
    fc.assert(
      fc.property(fc.array(anyLook, { maxLength: 12 }), fc.array(anyLook, { maxLength: 30 }), (before, after) => {
        const steps = feed(watched, [...before, 'alarm', ...after]).slice(before.length);
        const { state } = last(steps);
        const wasIncident = events(steps).includes('alarm-confirmed') || steps[0]?.state.status === 'firing';
        return wasIncident || state.status === 'pending' || state.queued.length > 0;
      }),
    );
  });
});
