/** A new script that sends away what people type, their keys, or what they are known by. */
import { registrableDomain } from '../../address.ts';
import type { PageFacts } from '../../facts/page-facts.ts';
import type { WeightName } from '../../policy.ts';
import type { FreshScript } from '../../scripts/fresh-scripts.ts';
import type { Sending } from '../../scripts/read-script.ts';
import { foreignHostOf, isPrivate } from '../../scripts/script-signs.ts';
import { hole } from '../../scripts/values.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { isThrowawayHost } from '../shared/throwaway-host.ts';
import { weigh } from '../shared/weigh.ts';

const id = 'data-sent';

export const dataSent: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

interface Theft {
  readonly script: FreshScript;
  readonly host: string | null;
  readonly isPrivate: boolean;
  /** To the portal's own server. */
  readonly isHome: boolean;
  readonly cues: readonly WeightName[];
  readonly score: number;
}

function evidenceIn(context: LookContext, { scripts = [], learned, facts }: ViewContext): Evidence[] {
  const way = learned === null ? 'first-sight' : 'learned';
  const familiar = familiarDomains(context, { facts, learned });
  const found = new Map<string, Theft>();
  for (const script of scripts) {
    for (const sending of script.reading.sendings) {
      const host = foreignHostOf(sending.url, context.look.finalUrl);
      const isForeign = host !== null && !familiar.has(domain(host));
      const usual = cuesOf(sending, isForeign, way);
      const cues = learned === null && isForeign ? atFirstSight(usual, host, facts) : usual;
      const score = weigh(context.policy, cues);
      if (score < 1 || score <= (found.get(script.key)?.score ?? 0)) continue;
      found.set(script.key, {
        script,
        host: isForeign ? host : null,
        isPrivate: isPrivate(sending),
        isHome: host === null && isKnownAddress(sending),
        cues,
        score,
      });
    }
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(toEvidence);
}

function cuesOf(sending: Sending, isForeign: boolean, way: 'learned' | 'first-sight'): WeightName[] {
  const cues: WeightName[] = [];
  if (isPrivate(sending)) {
    // Navigating with the typed text is what a search box does.
    if (sending.channel === 'navigation') return [];
    // Nor is it news that a script sends a form to its own server, or at first sight to a search service.
    if (sending.channel === 'own-form' && !(isForeign && way === 'learned')) return [];
    cues.push(isForeign ? `data-sent.${way}.typed-away` : `data-sent.${way}.typed`);
    if (sending.card) cues.push(`data-sent.${way}.card`);
  } else if (sending.cookie && isForeign) cues.push(`data-sent.${way}.cookie`);
  return cues;
}

function atFirstSight(cues: readonly WeightName[], host: string, facts: PageFacts): readonly WeightName[] {
  if (cues.length > 0 && isThrowawayHost(host)) return [...cues, 'data-sent.first-sight.throwaway'];
  const away = 'data-sent.first-sight.typed-away';
  return cues.includes(away) && isNamed(facts, host)
    ? cues.map((cue) => (cue === away ? 'data-sent.first-sight.typed-to-named' : cue))
    : cues;
}

/** Whether the page links to it for all to see, as to a service of its publisher. */
function isNamed({ links }: PageFacts, host: string): boolean {
  return links.some((link) => !link.hidden && link.host !== null && domain(link.host) === domain(host));
}

function domain(host: string): string {
  return registrableDomain(host.replace(/:\d+$/, ''));
}

/** The portal's own domain and those named by its forms or learned scripts. */
function familiarDomains(
  { targetUrl }: LookContext,
  { learned }: Pick<ViewContext, 'facts' | 'learned'>,
): ReadonlySet<string> {
  const hosts = [...(learned?.hosts.scripts ?? []), ...(learned?.hosts.forms ?? [])];
  return new Set([domain(URL.parse(targetUrl)?.hostname ?? ''), ...hosts.map(domain)]);
}

/** Its host is known, whatever follows. */
function isKnownAddress({ url }: Sending): boolean {
  const [known = ''] = url.split(hole, 1);
  if (!/^(?:[a-z]{1,10}:)?\/\//i.test(known)) return known !== '';
  return known === url || /^(?:[a-z]{1,10}:)?\/\/[^/?#]{1,260}[/?#]/i.test(known);
}

function toEvidence({ script, host, isPrivate, isHome, cues, score }: Theft): Evidence {
  const what = isPrivate
    ? { vi: 'những gì người dùng nhập', en: 'what people type' }
    : { vi: 'cookie của người dùng', en: 'people’s cookies' };
  const where =
    host === null
      ? { vi: 'bằng mã lệnh chưa từng có', en: 'by a script that was never seen' }
      : { vi: `tới máy chủ lạ ${host.slice(0, 80)}`, en: `to the foreign host ${host.slice(0, 80)}` };
  return {
    // A rebuilt form sends by itself what the browser sent before.
    nature: isHome && !cues.some((cue) => cue.endsWith('.card')) ? 'changed' : 'added',
    finding: {
      detector: id,
      cues,
      family: 'scripts',
      kind: 'injection',
      score,
      reason: {
        vi: `Mã lệnh trên trang đọc và gửi ${what.vi} ${where.vi}.`,
        en: `A script on the page reads and sends ${what.en} ${where.en}.`,
      },
      fingerprint: fingerprint(id, script.key),
      place: { after: script.code.trim().slice(0, 500) },
      indicators: indicatorList(hostIndicators([host])),
    },
  };
}
