import { describe, expect, it } from 'vitest';
import type { AttackKind, Verdict } from '../../../../src/core/domain/finding.ts';
import type { Incident } from '../../../../src/core/domain/incident.ts';
import {
  acknowledge,
  endIncident,
  isOfBeforeAlarm,
  moveIncident,
  promoteSuspect,
  recoverTarget,
  reopenIncident,
  type Transition,
} from '../../../../src/core/incidents/incident.ts';
import type { StepEvent } from '../../../../src/core/judge/confirm.ts';

const home = { siteId: 3, targetId: '3.1', url: 'https://a.example/', checkId: 10, previousNumber: null };
const news = { ...home, targetId: '3.2', url: 'https://a.example/tin', checkId: 11 };

function verdict(kind: AttackKind, prints: readonly string[]): Verdict {
  const findings = prints.map((fingerprint) => ({
    detector: fingerprint.split(':')[0] ?? '',
    family: 'words' as const,
    kind,
    score: 8,
    reason: { vi: '', en: '' },
    fingerprint,
    indicators: [],
  }));
  return { level: 'alarm', kind, score: 8, conclusive: false, findings };
}
function confirmed(kind: AttackKind = 'defacement', prints: readonly string[] = ['x:1']): StepEvent {
  return {
    type: 'alarm-confirmed',
    verdict: verdict(kind, prints),
    checkId: null,
    alarms: 2,
    looks: 3,
    promoted: false,
  };
}
function still(kind: AttackKind, prints: readonly string[]): StepEvent {
  return { type: 'still-firing', verdict: verdict(kind, prints), fingerprints: prints, otherText: [] };
}
function must(transition: Transition | null): Transition {
  if (!transition) throw new Error('nothing moved');
  return transition;
}
const opened: Incident = { ...must(moveIncident(null, confirmed(), home, 100)).incident, number: 7 };

describe('an incident', () => {
  it('opens with the first confirmed alarm of a site and is told', () => {
    const move = must(moveIncident(null, confirmed(), { ...home, previousNumber: 5 }, 100));
    expect(move).toMatchObject({ type: 'opened' });
    expect(move.incident).toMatchObject({ status: 'open', kinds: ['defacement'], previousNumber: 5, openedAt: 100 });
    expect(move.incident.targets).toMatchObject([
      { targetId: '3.1', checkId: 10, confirmation: { alarms: 2, looks: 3 } },
    ]);
  });

  it('takes in a further page of the same site instead of opening another one', () => {
    const move = must(moveIncident(opened, confirmed('defacement', ['x:2']), news, 200));
    expect(move).toMatchObject({ type: 'updated' });
    expect(move.incident.targets.map((target) => target.targetId)).toEqual(['3.1', '3.2']);
    expect(move.incident.openedAt).toBe(100);
  });

  it('says nothing while the same change stands', () => {
    expect(moveIncident(opened, still('defacement', ['x:1']), home, 200)).toBeNull();
  });

  it('withdraws an acknowledgement for a new kind, a new change or a new page, and for nothing else', () => {
    const taken = acknowledge(opened, 'an', 150);
    for (const [event, place] of [
      [still('ransom-note', ['x:9']), home],
      [still('defacement', ['x:1', 'y:2']), home],
      [confirmed(), news],
    ] as const) {
      const move = must(moveIncident(taken, event, place, 200));
      expect(move).toMatchObject({ type: 'escalated' });
      expect(move.incident).toMatchObject({ status: 'open', acknowledgement: null });
    }
    expect(moveIncident(taken, still('defacement', ['x:1']), home, 200)).toBeNull();
    expect(must(moveIncident(taken, confirmed(), home, 200))).toMatchObject({ type: 'covered' });
  });

  it('takes a page that was replaced once more for news, and neither one that moves nor a news list that goes on', () => {
    const text = (word: string): string => Array.from({ length: 30 }, (_, i) => `${word}${i}`).join(' ');
    const replaced = (print: string, after: string, signature = 0): Verdict => {
      const [finding] = verdict('defacement', [print]).findings;
      if (!finding) throw new Error('no finding');
      const lost = { ...finding, family: 'text' as const, score: 6.5, place: { after } };
      const findings = [lost, { ...finding, score: signature, fingerprint: 'signature-phrase:1' }];
      return { level: 'alarm', kind: 'defacement', score: 8, conclusive: false, findings };
    };
    const first = { type: 'alarm-confirmed', checkId: null, alarms: 2, looks: 2, promoted: false } as const;
    const told = must(moveIncident(null, { ...first, verdict: replaced('blocks-lost:1', text('a')) }, home, 100));
    const open = { ...told.incident, number: 7 };
    const later = (seen: Verdict, otherText: string[]): StepEvent => {
      return { type: 'still-firing', verdict: seen, fingerprints: [], otherText };
    };
    const other = replaced('blocks-lost:2', text('b'));
    const moved = must(moveIncident(open, later(other, ['blocks-lost:2']), home, 200));
    expect(moved).toMatchObject({ type: 'updated' });
    expect(moveIncident(moved.incident, later(other, ['blocks-lost:2']), home, 300)).toBeNull();
    expect(moveIncident(open, later(other, []), home, 200)).toBeNull();
    const moving = replaced('blocks-lost:3', `${text('a')} chữ chạy`);
    expect(moveIncident(open, later(moving, ['blocks-lost:3']), home, 200)).toBeNull();
    const inPage = replaced('blocks-lost:4', text('c'), 7);
    expect(moveIncident(open, later(inPage, ['blocks-lost:4']), home, 200)).toBeNull();
  });

  it('is resolved when its last page is clean, and notified once', () => {
    const both = must(moveIncident(opened, confirmed(), news, 200)).incident;
    const one = must(recoverTarget(both, '3.1', 300));
    expect(one).toMatchObject({ type: 'recovering', incident: { status: 'open' } });
    const all = must(moveIncident(one.incident, { type: 'recovered' }, news, 400));
    expect(all).toMatchObject({
      type: 'resolved',
      incident: { status: 'resolved', endedAt: 400 },
    });
  });

  it('takes a page back in that falls again before the others are clean', () => {
    const both = must(moveIncident(opened, confirmed(), news, 200)).incident;
    const one = must(recoverTarget(both, '3.1', 300)).incident;
    const again = must(moveIncident(one, confirmed(), home, 400));
    expect(again.incident.targets.find((target) => target.targetId === '3.1')?.recoveredAt).toBeNull();
  });

  it.each([
    ['before it, that showed less', '3.1', 9, ['x:0'], true],
    ['before it, that showed all of it', '3.1', 9, ['x:0', 'x:1'], false],
    ['that raised it', '3.1', 10, ['x:1'], false],
    ['after it, that shows less', '3.1', 11, [], false],
    ['of a page that did not fall', '3.9', 9, [], false],
  ])('knows whether a look says nothing of its alarm: one %s', (_name, targetId, checkId, fingerprints, isBefore) => {
    expect(isOfBeforeAlarm(opened, targetId, { checkId, fingerprints })).toBe(isBefore);
  });

  it('is not moved by suspects, nor by the recovery of a page it does not know', () => {
    expect(moveIncident(opened, { type: 'suspect-gone' }, home, 200)).toBeNull();
    expect(recoverTarget(opened, '3.9', 200)).toBeNull();
    expect(moveIncident(null, { type: 'recovered' }, home, 200)).toBeNull();
  });

  it('ends for all its pages when a person ends it', () => {
    expect(endIncident(opened, 'dismissed', 500)).toMatchObject({
      status: 'dismissed',
      endedAt: 500,
      targets: [{ recoveredAt: 500 }],
    });
  });

  it('is opened by a person from what looks only suspect: no looks are claimed to have agreed', () => {
    const { findings } = verdict('injection', ['x:5']);
    const move = promoteSuspect(null, { kind: 'injection', score: 4, findings }, { ...home, previousNumber: 2 }, 100);
    expect(move).toMatchObject({
      type: 'opened',
      incident: { number: 0, kinds: ['injection'], fingerprints: ['x:5'] },
    });
    expect(move.incident.targets).toMatchObject([{ level: 'suspect', score: 4, confirmation: null, checkId: 10 }]);
    expect(promoteSuspect(opened, { kind: 'injection', score: 4, findings }, news, 100)).toMatchObject({
      type: 'updated',
      incident: { number: 7, kinds: ['defacement', 'injection'] },
    });
  });

  it('is reopened without an owner, with the pages whose part ended together with it', () => {
    const two = must(
      moveIncident(acknowledge(opened, 'an', 150), confirmed('defacement', ['x:2']), news, 200),
    ).incident;
    const one = must(recoverTarget(two, '3.1', 250)).incident;
    const ended = endIncident(acknowledge(one, 'an', 260), 'dismissed', 300);
    const { type, incident } = reopenIncident(ended, 400);
    expect(type).toBe('reopened');
    expect(incident).toMatchObject({ number: 7, status: 'open', endedAt: null, acknowledgement: null, changedAt: 400 });
    expect(incident.targets.map(({ targetId, recoveredAt }) => [targetId, recoveredAt])).toEqual([
      ['3.1', 250],
      ['3.2', null],
    ]);
  });
});
