/** A variant of the site's address (with or without www, http or https) leads to a domain it never led to. */
import { areBothOfficial, registrableDomain } from '../../address.ts';
import type { Evidence } from '../../detect/shared/detector.ts';
import { hostIndicators } from '../../detect/shared/indicators.ts';
import type { WeightName } from '../../policy.ts';
import { shownAddress } from '../../text.ts';
import { domainsOf } from '../accepted-names.ts';
import { valuesOf } from '../accepted-values.ts';
import type { NamesDetector, NamesLookContext } from './detector.ts';
import { namesEvidence } from './names-evidence.ts';

const id = 'route-strays';

export const routeStrays: NamesDetector = {
  id,
  detect(context) {
    const accepted = acceptedDomains(context);
    const byDomain = new Map<string, string[]>();
    for (const route of context.look.routes ?? []) {
      for (const domain of domainsOf(route)) {
        if (!accepted.has(domain)) byDomain.set(domain, [...(byDomain.get(domain) ?? []), route.url]);
      }
    }
    return [...byDomain].slice(0, 10).map(([domain, urls]) => evidence(context, domain, urls));
  },
};

function acceptedDomains({ home, host, known }: NamesLookContext): Set<string> {
  const learned = valuesOf(known?.accepted.finalDomains);
  return new Set([registrableDomain(host), ...learned, ...(home?.content.finalDomains ?? [])]);
}

function evidence({ host, known, policy }: NamesLookContext, domain: string, urls: readonly string[]): Evidence {
  // At first sight, agencies that share a portal are normal.
  const isShared = known === null && areBothOfficial(host, domain);
  const cue: WeightName = known === null ? 'route-strays.first-sight' : 'route-strays.learned';
  const from = urls
    .slice(0, 4)
    .map((url) => shownAddress(url, 100))
    .join(', ');
  return namesEvidence(policy, {
    detector: id,
    family: 'route',
    kind: 'redirection',
    cues: isShared ? [] : [cue],
    reason: {
      vi: `Cách viết khác của địa chỉ cổng (${from}) đưa người đọc sang tên miền lạ: ${shownAddress(domain, 120)}. Đề nghị kiểm tra cấu hình chuyển hướng của máy chủ và bản ghi tên miền tương ứng.`,
      en: `Another spelling of the portal’s address (${from}) takes its reader to a foreign domain: ${shownAddress(domain, 120)}. Check the server’s redirects and the name’s records.`,
    },
    what: [domain],
    before: [registrableDomain(host), ...valuesOf(known?.accepted.finalDomains)],
    after: [`https://${domain}/`],
    indicators: hostIndicators([domain]),
  });
}
