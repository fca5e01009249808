import { describe, expect, test } from 'vitest';
import { assessNames } from '../../../../src/core/names/assess-names.ts';
import { look as pageLook } from '../../../support/detecting.ts';
import { everybody, nameLook } from '../../../support/name-looks.ts';
import { acceptedFrom, judgedNames, namesContext } from '../../../support/names-said.ts';
import { testPolicy } from '../../../support/policy.ts';
import { portalPage } from '../../../support/portal-pages.ts';

const moved = { records: { A: ['203.0.113.66'] }, tls: { key: 'key-2' } };
const page = pageLook(portalPage());

function needsOf(wish: Parameters<typeof nameLook>[0], context = {}) {
  const observation = { names: nameLook(wish), page: null, pageFailure: null };
  return assessNames(namesContext(context), observation, testPolicy).needs;
}

describe('the judge of names', () => {
  test('finds nothing in an ordinary look, and needs nothing', () => {
    expect(judgedNames({})).toMatchObject({ level: 'clean', kind: null, score: 0, findings: [] });
    expect(needsOf({})).toEqual([]);
  });

  test('asks for the page once names changed, and not again when it has it', () => {
    expect(needsOf(moved)).toEqual([{ type: 'http' }]);
    const observation = { names: nameLook(moved), page, pageFailure: null };
    expect(assessNames(namesContext(), observation, testPolicy).needs).toEqual([]);
  });

  test('asks for no page of a name that is gone', () => {
    expect(needsOf({ only: everybody('no-such-name'), tls: null })).toEqual([]);
  });

  test('asks for the page of an alias at a provider who serves whoever claims a name', () => {
    expect(needsOf({ records: { CNAME: ['so.pages.example'] } }, { accepted: null })).toEqual([{ type: 'http' }]);
  });

  test('says nothing of moves while too few looks were learned from', () => {
    expect(judgedNames(moved, { accepted: { ...acceptedFrom(), looks: 4 } })).toMatchObject({ score: 0 });
    expect(judgedNames(moved, { accepted: null })).toMatchObject({ score: 0 });
  });

  test('counts nothing that people ignore now', () => {
    const { findings } = judgedNames(moved);
    const ignored = findings.flatMap(({ fingerprint }) => fingerprint ?? []);
    expect(judgedNames(moved, { ignored })).toMatchObject({ level: 'clean', score: 0 });
  });

  test('names a change alike whenever it is seen', () => {
    const [first] = judgedNames(moved).findings;
    const [again] = judgedNames({ ...moved, records: { A: ['203.0.113.67', '203.0.113.66'] } }).findings;
    const [other] = judgedNames({ ...moved, records: { A: ['198.18.0.1'] } }).findings;
    expect(first?.fingerprint).toBe(again?.fingerprint);
    expect(first?.fingerprint).not.toBe(other?.fingerprint);
  });

  test('remembers the change of an earlier incident', () => {
    const [finding] = judgedNames(moved).findings;
    const pastFingerprints = [{ fingerprint: finding?.fingerprint ?? '', incidentNumber: 7 }];
    expect(judgedNames(moved, { pastFingerprints }).level).toBe('alarm');
  });

  test('knows nothing when nobody answers, whatever one server denies', () => {
    const unknown = { level: 'unknown', kind: 'unavailable' };
    expect(judgedNames({ only: everybody('timed-out'), tls: null })).toMatchObject(unknown);
    const only = { ...everybody('timed-out'), system: 'no-such-name' as const };
    expect(judgedNames({ only, tls: null })).toMatchObject(unknown);
  });

  test('takes no failure of servers for evidence, whichever and however they fail', () => {
    const failures = ['no-such-name', 'server-failure', 'refused', 'lame', 'timed-out', 'unreachable', null] as const;
    const servers = ['system', '192.0.2.53', 'ns1.dns.example'];
    for (let code = 0; code < failures.length ** servers.length; code++) {
      const chosen = servers.map((_, i) => failures[Math.floor(code / failures.length ** i) % failures.length] ?? null);
      const denying = chosen.filter((one) => one === 'no-such-name').length;
      const only = Object.fromEntries(servers.flatMap((server, i) => (chosen[i] == null ? [] : [[server, chosen[i]]])));
      const { level, score } = judgedNames({ only });
      if (chosen.includes(null)) expect({ level, score }, chosen.join()).toEqual({ level: 'clean', score: 0 });
      else if (denying < 2) expect({ level, score }, chosen.join()).toEqual({ level: 'unknown', score: 0 });
    }
  });

  test('survives a detector that throws', () => {
    const countryOf = (): never => {
      throw new TypeError('broken');
    };
    const { findings } = judgedNames(moved, { countryOf });
    expect(findings.map(({ family, score }) => ({ family, score }))).toContainEqual({ family: 'self', score: 0 });
  });

  test('bears an answer of thousands of values', () => {
    const A = Array.from({ length: 20_000 }, (_, i) => `203.${i >> 12}.${(i >> 4) & 255}.${i & 15}`);
    const { findings } = judgedNames({ records: { A }, tls: null });
    expect(findings[0]?.place?.after?.length).toBeLessThanOrEqual(500);
    expect(findings[0]?.reason.en.length).toBeLessThan(1_000);
  });
});
