import { describe, expect, it } from 'vitest';
import type { CaptureFailure, CaptureFailureKind } from '../../../../src/core/domain/capture.ts';
import type { Finding, Verdict } from '../../../../src/core/domain/finding.ts';
import { seenFromId, type VantageLook, vantageNeeds, withVantages } from '../../../../src/core/judge/seen-from.ts';

const finding: Finding = {
  detector: 'signature-phrase',
  family: 'words',
  kind: 'defacement',
  score: 7,
  reason: { vi: 'lý do', en: 'reason' },
  fingerprint: 'signature-phrase:1',
  indicators: [],
};
const base = { conclusive: false, findings: [] };
const clean: Verdict = { ...base, level: 'clean', kind: null, score: 0 };
const down: Verdict = { ...base, level: 'unknown', kind: 'unavailable', score: 0 };
const suspect: Verdict = { ...base, level: 'suspect', kind: 'defacement', score: 4, findings: [finding] };
const alarm: Verdict = {
  level: 'alarm',
  kind: 'defacement',
  score: 7,
  conclusive: true,
  findings: [finding],
};
const from = (verdict: Verdict, failure: CaptureFailureKind | null = null, name = 'HCM'): VantageLook => ({
  name,
  verdict,
  failure,
});
const remarksOf = (verdict: Verdict) => verdict.findings.filter(({ detector }) => detector === seenFromId);
const said = (here: Verdict, there: VantageLook) =>
  remarksOf(withVantages(here, [there])).map(({ reason }) => reason.en);

describe('what is bad here', () => {
  it.each([
    ['elsewhere as well', alarm, null, 'not only from here'],
    ['and fine elsewhere', clean, null, 'abnormal only from here'],
    ['and can’t be seen elsewhere', down, 'timed-out', 'nothing to compare with'],
    ['while the proxy is dead', down, 'proxy-failed', 'its proxy could not connect'],
  ] as const)('%s: said, and never lowered', (_, there, failure, words) => {
    for (const here of [suspect, alarm]) {
      const verdict = withVantages(here, [from(there, failure)]);
      expect(verdict).toMatchObject({
        level: here.level,
        kind: here.kind,
        score: here.score,
        conclusive: here.conclusive,
      });
      expect(said(here, from(there, failure))).toEqual([expect.stringContaining(words)]);
    }
  });
});

describe('what can’t be seen here', () => {
  it.each([
    ['nor elsewhere', down, 'timed-out', 'most likely on the portal’s side'],
    ['and is fine elsewhere', clean, null, 'the monitor’s network has failed or its address is blocked'],
    ['while the proxy is dead', down, 'proxy-failed', 'gave no result'],
  ] as const)('%s: said, and still unknown', (_, there, failure, words) => {
    expect(withVantages(down, [from(there, failure)])).toMatchObject({
      level: 'unknown',
      kind: 'unavailable',
      score: 0,
    });
    expect(said(down, from(there, failure))).toEqual([expect.stringContaining(words)]);
  });

  it('and is bad elsewhere counts, is never conclusive, and says where it was seen', () => {
    const verdict = withVantages(down, [from(clean, null, 'Hà Nội'), from(suspect), from(alarm, null, 'Đà Nẵng')]);
    expect(verdict).toMatchObject({ level: 'alarm', score: 7, conclusive: false, onlyFrom: 'Đà Nẵng' });
    expect(verdict.findings).toContain(finding);
    expect(remarksOf(verdict)).toHaveLength(3);
  });
});

it('remarks weigh nothing and are no change', () => {
  const [remark] = remarksOf(withVantages(alarm, [from(clean)]));
  expect(remark).toMatchObject({ score: 0, fingerprint: null });
});

it('nothing was asked elsewhere: nothing is said', () => {
  expect(withVantages(alarm, [])).toBe(alarm);
});

describe('another vantage is asked', () => {
  const failure = (kind: CaptureFailureKind): CaptureFailure => ({
    tier: 'http',
    profile: 'browser',
    at: 0,
    kind,
    retryable: true,
    reason: 'none',
    hops: [],
    durationMs: 1,
  });
  const seen = { failures: [], hasLooks: true, hasBrowser: false };
  const needs = (verdict: Verdict, more: Partial<Parameters<typeof vantageNeeds>[1]> = {}, known: VantageLook[] = []) =>
    vantageNeeds(['HCM'], { ...seen, verdict, ...more }, known);

  it('of what is suspect, an alarm, or unseen, as deep as here', () => {
    expect(needs(suspect)).toEqual([{ type: 'vantage', name: 'HCM', tier: 'http' }]);
    expect(needs(alarm, { hasBrowser: true })).toEqual([{ type: 'vantage', name: 'HCM', tier: 'browser' }]);
    expect(needs(down, { hasLooks: false, failures: [failure('timed-out')] })).toHaveLength(1);
  });

  it('not of what is clean, nor twice, nor while we are blind', () => {
    expect(needs(clean)).toEqual([]);
    expect(needs(alarm, {}, [from(alarm)])).toEqual([]);
    expect(needs({ ...down, kind: 'blind' }, { hasLooks: false, failures: [failure('timed-out')] })).toEqual([]);
  });

  it('not where it could only repeat: names are looked up here, and special visitors are not sent there', () => {
    expect(needs(down, { hasLooks: false, failures: [failure('name-not-found')] })).toEqual([]);
    expect(needs({ ...alarm, onlyFor: { profile: 'phone', alone: true } })).toEqual([]);
  });
});
