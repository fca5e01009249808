/** The way ends, or leads on, under a registrable domain where it never did. */
import { registrableDomain } from '../address.ts';
import type { WeightName } from '../policy.ts';
import { shownAddress } from '../text.ts';
import type { Detector, Evidence, LookContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';

const id = 'foreign-redirect';
/** Seconds of a meta refresh within which a visitor is taken away rather than invited. */
const soonSeconds = 30;

export const foreignRedirect: Detector = {
  id,
  detect(context) {
    const accepted = acceptedDomains(context);
    const seen = new Map<string, Evidence>();
    for (const { url, means } of destinations(context)) {
      const domain = domainOf(url);
      if (domain === '' || accepted.has(domain) || seen.has(domain)) continue;
      seen.set(domain, evidence(context, domain, url, means));
    }
    return [...seen.values()];
  },
};

type Means = 'answer' | 'refresh' | 'script';

function acceptedDomains({ targetUrl, baseline }: LookContext): Set<string> {
  return new Set([domainOf(targetUrl), ...(baseline?.content.finalDomains ?? [])]);
}

function destinations({ look, views }: LookContext): { url: string; means: Means }[] {
  const found: { url: string; means: Means }[] = [{ url: look.finalUrl, means: meansOf(look.hops.at(-1)?.via) }];
  for (const hop of look.hops) found.push({ url: hop.url, means: meansOf(hop.via) });
  for (const url of look.navigations) found.push({ url, means: 'script' });
  for (const { facts } of views) {
    if (facts.refresh === null || facts.refresh.url === '' || facts.refresh.seconds > soonSeconds) continue;
    const url = URL.parse(facts.refresh.url, look.finalUrl);
    if (url !== null) found.push({ url: url.href, means: 'refresh' });
  }
  return found;
}

function meansOf(via: string | undefined): Means {
  return via === 'refresh' || via === 'script' ? via : 'answer';
}

function domainOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return '';
  return registrableDomain(parsed.hostname);
}

function evidence({ policy, baseline }: LookContext, domain: string, url: string, means: Means): Evidence {
  const weight: WeightName =
    baseline === null
      ? 'foreign-redirect.first-sight'
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
    },
  };
}
