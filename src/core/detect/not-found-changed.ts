/**
 * Addresses that do not exist are answered in another way than learned: with a page of somebody's own, or by leading
 * away. So attackers make every address of a portal a page of theirs, which search engines then list by the thousand.
 */
import { addressDomain } from '../destinations.ts';
import { domainsOf, factsOf, fewestAnswers, hostsOf, isKnownAnswer } from '../pages/not-found-answers.ts';
import { type SiteKnowledge, shareOfFrame } from '../pages/site-knowledge.ts';
import type { WeightName } from '../policy.ts';
import type { Detector, Evidence, LookContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';

const id = 'not-found-changed';

/** Visible characters from which an answer says something. */
const saysFrom = 150;
/** Share of an answer's outline or addresses in the site's own frame from which it is the site's. */
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
    if (away.length > 0) return [evidence(context, 'not-found-changed.away', away)];
    if (isKnownAnswer(notFound, look)) return [];
    return isStrangePage(context, site.knowledge)
      ? [evidence(context, 'not-found-changed.page', whatItIs(context))]
      : [];
  },
};

/**
 * A page is served where an error was, or another page where one was: not in the site's frame, and with something to say.
 * Error pages of servers, firewalls and maintenance come and go; they keep an error's status, or name nobody.
 */
function isStrangePage({ look }: LookContext, { frame, notFound }: SiteKnowledge): boolean {
  const facts = factsOf(look);
  if (facts === null || notFound === null || facts.counts.visibleCharacters < saysFrom) return false;
  const { outline, addresses } = shareOfFrame(frame, facts);
  if (outline === null || outline >= ownFrom || (addresses ?? 0) >= ownFrom) return false;
  const namesStrangers = hostsOf(look).some((host) => !notFound.hosts.includes(host));
  const wasError = notFound.statuses.every((status) => status >= 400);
  return look.status < 300 ? wasError || namesStrangers : namesStrangers && facts.links.length >= 10;
}

/** Such pages are written for each address anew; the strangers they name, or the words around the address, stay. */
function whatItIs({ look, site }: LookContext): string[] {
  const known = new Set(site?.knowledge.notFound?.hosts);
  const strangers = hostsOf(look).filter((host) => !known.has(host));
  return strangers.length > 0 ? strangers.slice(0, 10) : [String(look.status < 300)];
}

function evidence({ look, policy }: LookContext, weight: WeightName, what: readonly string[]): Evidence {
  const facts = factsOf(look);
  const shown = quoted(facts?.title || (facts?.blocks[0]?.text ?? ''));
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
    },
  };
}
