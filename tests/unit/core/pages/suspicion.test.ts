import { expect, test } from 'vitest';
import type { Family, Finding, Level, Verdict } from '../../../../src/core/domain/finding.ts';
import { isSuspicious } from '../../../../src/core/pages/suspicion.ts';
import { testPolicy } from '../../../support/policy.ts';

function verdict(level: Level, ...scores: [Family, number][]): Verdict {
  const findings = scores.map(
    ([family, score]): Finding => ({
      detector: 'x',
      family,
      kind: 'injection',
      score,
      reason: { vi: '', en: '' },
      fingerprint: null,
      indicators: [],
    }),
  );
  return { level, kind: null, score: 0, conclusive: false, findings };
}

test.each<[boolean, string, Verdict]>([
  [true, 'an alarm of words', verdict('alarm', ['words', 6.5])],
  [false, 'an alarm of scripts and frames alone', verdict('alarm', ['scripts', 5], ['frames', 3])],
  [false, 'a suspect in the portal’s own frame', verdict('suspect', ['words', 3.5])],
  [true, 'a suspect outside of it', verdict('suspect', ['words', 2], ['pages', 1.5])],
  [false, 'a strange frame beside scripts', verdict('suspect', ['scripts', 3], ['pages', 1.5])],
  [false, 'what is ignored', verdict('clean', ['words', 0])],
  [false, 'nothing seen', verdict('unknown')],
])('%s: %s', (expected, _what, seen) => {
  expect(isSuspicious(seen, testPolicy)).toBe(expected);
});
