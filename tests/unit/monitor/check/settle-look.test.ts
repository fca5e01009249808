import { expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema/schema.ts';
import type { Verdict } from '../../../../src/core/domain/finding.ts';
import type { TargetState } from '../../../../src/core/domain/target.ts';
import { newTargetState } from '../../../../src/core/judge/confirm.ts';
import type { Observed } from '../../../../src/monitor/check/look/observed.ts';
import { roles } from '../../../../src/monitor/check/roles.ts';
import { settleLook } from '../../../../src/monitor/check/settle-look.ts';
import type { StoredTarget } from '../../../../src/monitor/check/stored-target.ts';
import { targetState } from '../../../../src/store/codecs/target-codecs.ts';
import { neverLookedAt } from '../../../../src/store/targets/targets.ts';

const verdict: Verdict = {
  level: 'suspect',
  kind: 'defacement',
  score: 3,
  conclusive: false,
  findings: [
    {
      detector: 'title-changed',
      family: 'text',
      kind: 'defacement',
      score: 3,
      reason: { vi: 'lý do', en: 'reason' },
      fingerprint: 'a:1',
      indicators: [],
    },
  ],
};

const observed: Observed = {
  verdict,
  captures: [],
  looks: [],
  failures: [],
  deepest: 'http',
  seenBy: 'http',
  profileTurn: null,
  answeredProfiles: [],
  profiles: new Map(),
  reference: null,
};

function standingWith(state: Partial<TargetState>): StoredTarget {
  const row = {
    ...neverLookedAt,
    id: '1.1',
    siteId: 1,
    position: 1,
    url: 'https://a.example/',
    host: 'a.example',
    everyMs: null,
    status: 'ok',
    stateJson: targetState.encode({ ...newTargetState(0), status: 'ok', ...state }),
    baselineVersion: 1,
    nextCheckAt: 0,
    nextTier: 'http',
    nextBrowserAt: 0,
    role: 'registered',
    standstills: 0,
    resolvedAt: null,
  } as const;
  return { row, open: null, isHeld: false };
}

/** Settles a look that ended at 5,000, and notes each time that it is computed. */
function settling() {
  const moments: number[] = [];
  const calendar = (at: number) => {
    moments.push(at);
    return [];
  };
  const parts = { config: configSchema.parse({}), calendar };
  return { moments, settleOn: settleLook(parts, roles.registered, standingWith({}).row, observed, 5_000) };
}

test('a look is settled once while its target stays as it was', () => {
  const { moments, settleOn } = settling();
  expect(settleOn(standingWith({}))).toBe(settleOn(standingWith({})));
  expect(moments).toEqual([5_000]);
});

test('what a person decided meanwhile is respected, for the same moment', () => {
  const { moments, settleOn } = settling();
  expect(settleOn(standingWith({}))).toMatchObject({ keep: 'evidence', state: { status: 'pending', since: 5_000 } });
  const queued = settleOn(standingWith({ queued: ['a:1'] }));
  expect(queued).toMatchObject({ keep: 'nothing', event: { type: 'suspect-seen' }, state: { status: 'ok' } });
  expect(moments).toEqual([5_000, 5_000]);
});
