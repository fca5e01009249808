import { describe, expect, it } from 'vitest';
import type { Finding, Indicator } from '../../../../src/core/domain/finding.ts';
import type { IncidentTarget } from '../../../../src/core/domain/incident.ts';
import { marksOf, maxMarks, mostSimilar, type SharedMark } from '../../../../src/core/incidents/similar.ts';

const url = 'https://so.haithanh.gov.vn/';

function incident(indicators: readonly Indicator[], fingerprints: readonly string[] = [], score = 4) {
  const finding = { score, indicators } as unknown as Finding;
  return { targets: [{ url, findings: [finding] } as unknown as IncidentTarget], fingerprints };
}
const shared = (incidentNumber: number, value: string, holders: number): SharedMark => ({
  incidentNumber,
  type: 'domain',
  value,
  holders,
});

describe('the marks of an incident', () => {
  it('name domains without their subdomain, and an address by its domain too', () => {
    const found = marksOf(
      incident([
        { type: 'domain', value: 'a1.nhacai.com' },
        { type: 'domain', value: 'b2.nhacai.com' },
        { type: 'url', value: 'https://taixiu.net/x' },
      ]),
    );
    expect(found.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'domain nhacai.com',
      'url https://taixiu.net/x',
      'domain taixiu.net',
    ]);
  });

  it('leave out the own domain and what remarks name, and keep IP addresses as they are', () => {
    const own: Indicator = { type: 'domain', value: 'haithanh.gov.vn' };
    expect(marksOf(incident([own, { type: 'domain', value: 'so.haithanh.gov.vn' }]))).toEqual([]);
    expect(marksOf(incident([{ type: 'handle', value: '@khai' }], [], 0))).toEqual([]);
    const byNumber: Indicator = { type: 'url', value: 'http://203.0.113.9/x' };
    expect(marksOf(incident([byNumber]))).toEqual([byNumber]);
  });

  it('are bounded, changes included', () => {
    const fingerprints = Array.from({ length: 500 }, (_, i) => `f${i}`);
    expect(marksOf(incident([{ type: 'handle', value: '@khai' }], fingerprints))).toHaveLength(maxMarks);
  });
});

describe('similar incidents', () => {
  it('come in the order of how rare it is what they share', () => {
    const found = mostSimilar(
      [shared(7, 'khap-noi.com', 200), shared(3, 'hiem.com', 2), shared(5, 'khap-noi.com', 200)],
      400,
    );
    expect(found.map(({ number }) => number)).toEqual([3, 7, 5]);
  });

  it('name the rarest first, and two rare ones weigh more than one', () => {
    const found = mostSimilar(
      [shared(1, 'a.com', 3), shared(2, 'pho-bien.com', 90), shared(2, 'a.com', 3), shared(2, 'b.com', 2)],
      100,
    );
    expect(found.map(({ number }) => number)).toEqual([2, 1]);
    expect(found[0]?.common.map(({ value }) => value)).toEqual(['b.com', 'a.com', 'pho-bien.com']);
  });

  it('are ten at most', () => {
    expect(
      mostSimilar(
        Array.from({ length: 40 }, (_, i) => shared(i + 1, 'a.com', 41)),
        41,
      ),
    ).toHaveLength(10);
  });
});
