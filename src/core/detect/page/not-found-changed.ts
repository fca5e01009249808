/**
 * Non-existent addresses are answered differently than learned: with a foreign page, or a redirect elsewhere. Attackers
 * use this to turn every address of a portal into a page of theirs, listed by search engines by the thousand.
 */

import type { Indicator } from '../../domain/finding.ts';
import type { Look } from '../../facts/look.ts';
import { addressDomain, destinations } from '../../judge/destinations.ts';
import { domainsOf, factsOf, fewestAnswers, hostsOf, isKnownAnswer } from '../../pages/not-found-answers.ts';
import { type SiteKnowledge, shareOfFrame } from '../../pages/site-knowledge.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList, indicatorsIn, textIndicators, urlIndicators } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'not-found-changed';

/** Minimum visible characters for an answer to be meaningful. */
const weightFrom = 150;
/** Share of an answer's outline or addresses in the site's frame from which it counts as the site's own. */
const ownFrom = 0.3;

export const notFoundChanged: Detector = {
  id,
  detect(context) {
    const { site, look } = context;
    if (site?.role !== 'not-found' || site.knowledge.notFound === null) return [];
    const { notFound } = site.knowledge;
    if (notFound.looks < fewestAnswers) return [];
    const own = new Set([
      ...notFound.domains,
      ...site.knowledge.ownHosts.map((host) => addressDomain(`http://${host}/`)),
    ]);
    const away = domainsOf(look).filter((domain) => !own.has(domain));
    if (away.length > 0) return [evidence(context, 'not-found-changed.away', away, ledTo(look, away))];
    if (isKnownAnswer(notFound, look)) return [];
    return isStrangePage(context, site.knowledge)
      ? [evidence(context, 'not-found-changed.page', whatItIs(context), shownBy(context))]
      : [];
  },
};

/**
 * Whether a page with real content, outside the site's frame, is served in place of the usual error. Error pages of
 * servers, firewalls and maintenance come and go; they keep an error status, or name no other host.
 */
function isStrangePage({ look }: LookContext, { frame, notFound }: SiteKnowledge): boolean {
  const facts = factsOf(look);
  if (facts === null || notFound === null || facts.counts.visibleCharacters < weightFrom) return false;
  const { outline, addresses } = shareOfFrame(frame, facts);
  if (outline === null || outline >= ownFrom || (addresses ?? 0) >= ownFrom) return false;
  const namesStrangers = hostsOf(look).some((host) => !notFound.hosts.includes(host));
  const wasError = notFound.statuses.every((status) => status >= 400);
  return look.status < 300 ? wasError || namesStrangers : namesStrangers && facts.links.length >= 10;
}

/**
 * Such pages are generated per address; the foreign hosts they name, or the words around the address, stay the same.
 */
function whatItIs({ look, site }: LookContext): string[] {
  const known = new Set(site?.knowledge.notFound?.hosts);
  const strangers = hostsOf(look).filter((host) => !known.has(host));
  return strangers.length > 0 ? strangers.slice(0, 10) : [String(look.status < 300)];
}

function ledTo(look: Look, domains: readonly string[]): readonly Indicator[] {
  const away = destinations(look).filter(({ url }) => domains.includes(addressDomain(url)));
  return indicatorList(...away.map(({ url }) => urlIndicators(url)));
}

/** The page's title and the foreign hosts it names. */
function shownBy({ look, site, targetUrl }: LookContext): readonly Indicator[] {
  const known = new Set(site?.knowledge.notFound?.hosts);
  const strangers = hostsOf(look).filter((host) => !known.has(host));
  const name = nameOf(look);
  return indicatorList(
    textIndicators('phrase', name),
    indicatorsIn(name, targetUrl),
    hostIndicators(strangers.slice(0, 10)),
  );
}

function nameOf(look: Look): string {
  const facts = factsOf(look);
  return facts?.title || (facts?.blocks[0]?.text ?? '');
}

function evidence(
  { look, policy }: LookContext,
  weight: WeightName,
  what: readonly string[],
  indicators: readonly Indicator[],
): Evidence {
  const facts = factsOf(look);
  const shown = quoted(nameOf(look));
  const reason =
    weight === 'not-found-changed.away'
      ? {
          vi: `Địa chỉ không tồn tại trên cổng nay chuyển người đọc sang tên miền lạ: ${quoted(what.join(', '))}.`,
          en: `Addresses that do not exist on the portal now lead to a foreign domain: ${quoted(what.join(', '))}.`,
        }
      : {
          vi: `Địa chỉ không tồn tại trên cổng nay hiện một trang lạ thay cho thông báo lỗi: ${shown}.`,
          en: `Addresses that do not exist on the portal now show a strange page instead of an error: ${shown}.`,
        };
  return {
    nature: 'added',
    finding: {
      detector: id,
      cues: [weight],
      family: 'pages',
      kind: weight === 'not-found-changed.away' ? 'redirection' : 'injection',
      score: policy.weights[weight],
      reason,
      fingerprint: fingerprint(id, weight, ...what),
      place: { after: `${look.finalUrl} ${facts?.title ?? ''}`.slice(0, 500) },
      indicators,
    },
  };
}
