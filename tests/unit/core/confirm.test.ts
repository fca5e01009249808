import { describe, expect, it } from 'vitest';
import { confirm, newTargetState, type Step } from '../../../src/core/confirm.ts';
import type { Finding, Level, TargetState, Tier, Verdict } from '../../../src/core/model.ts';

const rule = { needed: 2, of: 3, recoveries: 3 };
const minute = 60_000;
const quiet = { rule, seenBy: 'browser', hasBaseline: true, now: 0 } as const;
const watched: TargetState = { ...newTargetState(0), status: 'ok' };

function finding(fingerprint: string, family: Finding['family'] = 'words'): Finding {
  const reason = { vi: 'lý do', en: 'reason' };
  return { detector: 'signature-phrase', family, kind: 'defacement', score: 5, reason, fingerprint };
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
  it('opens nothing on one alarm and looks again in a hurry', () => {
    const [step] = feed(watched, ['alarm']);
    expect(step).toMatchObject({ event: null, hurry: true, state: { status: 'pending' } });
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
    expect(last(steps).state).toMatchObject({ status: 'ok', standing: ['a:1'] });
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

  it('does not hurry again for a change that waits in the queue already', () => {
    const queued = last(feed(watched, ['suspect', 'suspect', 'suspect'])).state;
    const step = confirm(queued, verdict('suspect'), { ...quiet, seenBy: 'http' });
    expect(step).toMatchObject({ event: { type: 'suspect-seen' }, hurry: false, state: { status: 'ok' } });
  });

  it('starts a new round for a change that is not in the queue', () => {
    const queued = last(feed(watched, ['suspect', 'suspect', 'suspect'])).state;
    const step = confirm(queued, verdict('suspect', { prints: ['b:2'] }), { ...quiet, seenBy: 'browser' });
    expect(step).toMatchObject({ hurry: true, state: { status: 'pending' } });
  });

  it('closes the queue row when a look as deep as the one that raised it is clean, not before', () => {
    const queued = last(feed(watched, ['suspect', 'suspect', 'suspect'], 'browser')).state;
    expect(confirm(queued, verdict('clean'), { ...quiet, seenBy: 'http' }).event).toBeNull();
    expect(confirm(queued, verdict('clean'), { ...quiet, seenBy: 'browser' }).event).toEqual({ type: 'suspect-gone' });
  });
});

describe('what one special visitor alone saw', () => {
  const onlyFor = { profile: 'search-bot', alone: true } as const;
  const asBot = { ...quiet, seenBy: 'http', visitors: ['search-bot'] } as const;
  const cloaked = { ...verdict('alarm'), onlyFor };
  const pending = confirm(watched, cloaked, asBot).state;

  it('is voted on only by looks of that visitor, and they come in a hurry', () => {
    expect(pending).toMatchObject({ status: 'pending', raisedFor: 'search-bot' });
    const without = confirm(pending, verdict('clean'), quiet);
    expect(without).toMatchObject({ event: null, hurry: true, state: { votes: pending.votes } });
    expect(confirm(pending, cloaked, asBot).event?.type).toBe('alarm-confirmed');
  });

  it('lasts until that visitor sees the page again', () => {
    let { state } = confirm(pending, cloaked, asBot);
    for (let looks = 0; looks < 5; looks += 1) state = confirm(state, verdict('clean'), quiet).state;
    expect(state.status).toBe('firing');
    const others = confirm(state, verdict('clean'), { ...quiet, visitors: ['phone'] });
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
    expect(soon).toMatchObject({ event: null, state: { standing: ['a:1'] } });
    const late = confirm(soon.state, verdict('clean'), { ...quiet, now: 25 * 3_600_000 });
    expect(late).toMatchObject({ event: { type: 'suspect-gone' }, state: { standing: [] } });
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
  it('hurries at first and then keeps the ordinary rhythm', () => {
    const steps = feed(
      watched,
      Array.from({ length: 8 }, () => 'unknown' as const),
    );
    expect(steps[0]?.hurry).toBe(true);
    expect(last(steps).hurry).toBe(false);
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

  it('neither fire nor clear, and what is pending goes on waiting in a hurry', () => {
    const step = last(feed(watched, ['alarm', blind]));
    expect(step).toMatchObject({ event: null, hurry: true, state: { status: 'pending', votes: [{ level: 'alarm' }] } });
  });

  it('stop the clock of an outage that was there before', () => {
    // Down in the first minute, blind from the second to the fourth, down again in the fifth.
    const { state } = last(feed(watched, ['unknown', blind, blind, blind, 'unknown']));
    expect(state.unknownSince).toBe(1 * minute + 3 * minute);
    expect(state.blindSince).toBeNull();
  });
});
