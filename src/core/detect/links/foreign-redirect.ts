/** The page redirects, at once or after a delay, to a registrable domain it never led to. */
import { addressDomain, type Destination, destinations, type Means } from '../../judge/destinations.ts';
import type { WeightName } from '../../policy.ts';
import { shownAddress } from '../../text.ts';
import type { Detector, Evidence, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, urlIndicators } from '../shared/indicators.ts';
import { whose } from '../shared/whose.ts';

const id = 'foreign-redirect';

export const foreignRedirect: Detector = {
  id,
  detect(context) {
    return foreignAmong(context, destinations(context.look));
  },
};

type Way = Pick<LookContext, 'targetUrl' | 'baseline' | 'policy'>;

/** One piece of evidence per foreign domain, even when nothing could be fetched at the destination. */
export function foreignAmong(context: Way, way: readonly Destination[]): Evidence[] {
  const accepted = acceptedDomains(context);
  const seen = new Map<string, Evidence>();
  for (const { url, means } of way) {
    const domain = addressDomain(url);
    if (accepted.has(domain) || seen.has(domain)) continue;
    seen.set(domain, evidence(context, domain, url, means));
  }
  return [...seen.values()];
}

function acceptedDomains({ targetUrl, baseline }: Way): Set<string> {
  return new Set([addressDomain(targetUrl), ...(baseline?.content.finalDomains ?? [])]);
}

function evidence({ policy, baseline, targetUrl }: Way, domain: string, url: string, means: Means): Evidence {
  const weight: WeightName =
    baseline === null
      ? means === 'answer' || whose(URL.parse(url)?.host ?? null, targetUrl) === 'official'
        ? 'foreign-redirect.first-sight'
        : 'foreign-redirect.first-sight.refresh'
      : means === 'answer'
        ? 'foreign-redirect.learned'
        : 'foreign-redirect.script';
  const by = {
    answer: { vi: 'câu trả lời của máy chủ', en: 'the server’s answer' },
    refresh: { vi: 'thẻ tự làm mới trang', en: 'a refresh' },
    script: { vi: 'mã lệnh trên trang', en: 'a script' },
  }[means];
  return {
    nature: 'added',
    finding: {
      detector: id,
      family: 'route',
      kind: 'redirection',
      score: policy.weights[weight],
      reason: {
        vi: `Trang đưa người đọc sang tên miền lạ bằng ${by.vi}: ${shownAddress(url, 120)}.`,
        en: `The page takes its reader to a foreign domain by ${by.en}: ${shownAddress(url, 120)}.`,
      },
      fingerprint: fingerprint(id, domain),
      place: { after: url.slice(0, 500) },
      indicators: indicatorList(urlIndicators(url)),
    },
  };
}
