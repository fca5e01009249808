/** Which incidents are most like one, by what both name: indicators and exactly the same changes. */

import { domainOf } from '../address.ts';
import { networkDomain } from '../detect/shared/indicators.ts';
import { type Indicator, type IndicatorType, indicatorTypes } from '../domain/finding.ts';
import type { Incident } from '../domain/incident.ts';
import type { Words } from '../domain/words.ts';

/** One thing by which incidents are compared; a `change` is a finding's fingerprint. */
export interface Mark {
  readonly type: IndicatorType | 'change';
  readonly value: string;
}

/** A mark of the incident that another one bears too. */
export interface SharedMark extends Mark {
  readonly incidentNumber: number;
  /** Incidents that bear it, this one included. */
  readonly holders: number;
}

export interface SimilarIncident {
  readonly number: number;
  /** Rarest first. */
  readonly common: readonly Mark[];
}

/** Maximum marks kept of one incident. */
export const maxMarks = 200;
/** Maximum similar incidents shown. */
const maxSimilar = 10;

/**
 * Marks of everything that the incident's pages show now, worst first. A web address stands for its domain too, and a
 * host for its registrable domain, as attackers change subdomains daily; the portal's own domain says nothing.
 */
export function marksOf({ targets, fingerprints }: Pick<Incident, 'targets' | 'fingerprints'>): Mark[] {
  const marks = targets.flatMap(({ url, findings }) => {
    const own = domainOf(URL.parse(url)?.hostname ?? '');
    return findings.flatMap(({ score, indicators }) =>
      score > 0 ? indicators.flatMap((one) => marksOfIndicator(one, own)) : [],
    );
  });
  const changes = fingerprints.map((value): Mark => ({ type: 'change', value }));
  const all = new Map([...marks, ...changes].map((one) => [`${one.type} ${one.value}`, one]));
  return [...all.values()].slice(0, maxMarks);
}

function marksOfIndicator(indicator: Indicator, own: string | null): Mark[] {
  const host = networkDomain(indicator);
  const domain = host === null ? null : domainOf(host);
  if (domain === null) return [indicator];
  if (domain === own) return indicator.type === 'url' ? [indicator] : [];
  const byDomain: Mark = { type: 'domain', value: domain };
  return indicator.type === 'url' ? [indicator, byDomain] : [byDomain];
}

/**
 * Those with the rarest marks in common come first: each mark counts −ln of the share of all incidents that bear it, so
 * that one in two hundred of them says less than one in two. Equal ones: newest first. At most ten.
 *
 * @param total incidents there are
 */
export function mostSimilar(shared: readonly SharedMark[], total: number): SimilarIncident[] {
  const weight = ({ holders }: SharedMark) => Math.log((total + 1) / Math.min(holders, total));
  const sum = (marks: readonly SharedMark[]) => marks.reduce((nats, mark) => nats + weight(mark), 0);
  return [...Map.groupBy(shared, ({ incidentNumber }) => incidentNumber)]
    .map(([number, marks]) => ({ number, marks, weight: sum(marks) }))
    .sort((a, b) => b.weight - a.weight || b.number - a.number)
    .slice(0, maxSimilar)
    .map(({ number, marks }) => ({
      number,
      common: marks.sort(rarestFirst).map(({ type, value }) => ({ type, value })),
    }));
}

const order: readonly Mark['type'][] = [...indicatorTypes, 'change'];

function rarestFirst(a: SharedMark, b: SharedMark): number {
  return a.holders - b.holders || order.indexOf(a.type) - order.indexOf(b.type);
}

/** What two incidents share, as words before its value; a change has no value for people. */
export const sharedMarkWords: Readonly<Record<Mark['type'], Words>> = {
  domain: { vi: 'cùng tên miền', en: 'the same domain' },
  url: { vi: 'cùng địa chỉ', en: 'the same address' },
  address: { vi: 'cùng địa chỉ IP', en: 'the same IP address' },
  hash: { vi: 'cùng tệp có mã băm', en: 'the same file, with hash' },
  handle: { vi: 'cùng tài khoản', en: 'the same account' },
  phrase: { vi: 'cùng cụm từ', en: 'the same phrase' },
  file: { vi: 'cùng tên tệp', en: 'the same file name' },
  change: { vi: 'cùng một thay đổi trên trang', en: 'exactly the same change of the page' },
};
