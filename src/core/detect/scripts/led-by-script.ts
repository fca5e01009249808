/** A new script that redirects visitors to a foreign domain, always or under its own conditions. */
import { registrableDomain } from '../../address.ts';
import type { Words } from '../../domain/words.ts';
import type { WeightName } from '../../policy.ts';
import type { FreshScript } from '../../scripts/fresh-scripts.ts';
import { foreignHostOf } from '../../scripts/script-signs.ts';
import { shownAddress } from '../../text.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, urlIndicators } from '../shared/indicators.ts';
import { isServiceHost } from '../shared/known-service.ts';
import { isThrowawayHost } from '../shared/throwaway-host.ts';
import { weigh } from '../shared/weigh.ts';

const id = 'led-by-script';

export const ledByScript: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn(context: LookContext, { scripts = [], learned }: ViewContext): Evidence[] {
  const { policy, targetUrl, baseline, look } = context;
  const known = new Set([URL.parse(targetUrl)?.hostname ?? '', ...(baseline?.content.finalDomains ?? [])].map(domain));
  const way = learned === null ? 'first-sight' : 'learned';
  const found = new Map<string, Evidence>();
  for (const script of scripts) {
    for (const { url, when, isAtClick } of script.reading.redirects) {
      const host = foreignHostOf(url, look.finalUrl);
      if (host === null || when === 'asked' || known.has(domain(host))) continue;
      // Buttons for sharing open such windows.
      if (isAtClick && isServiceHost(policy, host)) continue;
      const manner = when === 'now' ? 'at-once' : isAtClick ? 'by-click' : 'perhaps';
      // At first sight the buttons of a page are its own.
      if (learned === null && script.isForOne) continue;
      const cue: WeightName = `led-by-script.${way}.${manner}`;
      const cues = learned === null ? [cue, ...moreCuesOf(script, host, manner)] : [cue];
      const one = toEvidence(script, url, cues, weigh(policy, cues));
      if (one.finding.score > (found.get(domain(host))?.finding.score ?? 0)) found.set(domain(host), one);
    }
  }
  return [...found.values()].slice(0, 5);
}

function domain(host: string): string {
  return registrableDomain(host.replace(/:\d+$/, ''));
}

/** Visitors who come from a search: a page has no reason to treat them differently. */
const search = /\breferrer\b/;
const engines = /google|bing|yahoo|yandex|baidu|coc_?coc|naver|duckduckgo/i;
const shortCode = 6_000;

function moreCuesOf({ code }: FreshScript, host: string, manner: string): WeightName[] {
  if (isThrowawayHost(host)) return ['led-by-script.first-sight.throwaway'];
  const picks = code.length < shortCode && search.test(code) && engines.test(code);
  return picks && manner !== 'by-click' ? ['led-by-script.first-sight.from-search'] : [];
}

function toEvidence({ key, code }: FreshScript, url: string, cues: readonly WeightName[], score: number): Evidence {
  const manner = manners.find(([end]) => cues[0]?.endsWith(end))?.[1] ?? { vi: 'có lúc đưa', en: 'at times leads' };
  const shown = shownAddress(url, 120);
  return {
    nature: 'added',
    finding: {
      detector: id,
      cues,
      family: 'route',
      kind: 'redirection',
      score,
      reason: {
        vi: `Mã lệnh trên trang ${manner.vi} người đọc sang tên miền lạ: ${shown}.`,
        en: `A script on the page ${manner.en} its readers to a foreign domain: ${shown}.`,
      },
      fingerprint: fingerprint(id, key, url.slice(0, 300)),
      place: { after: code.trim().slice(0, 500) },
      indicators: indicatorList(urlIndicators(url)),
    },
  };
}

const manners: readonly (readonly [string, Words])[] = [
  ['.at-once', { vi: 'đưa', en: 'leads' }],
  ['.by-click', { vi: 'hễ bấm chuột là đưa', en: 'at a click leads' }],
];
