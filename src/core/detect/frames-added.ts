/** A frame by a host that the page never framed. */
import { registrableDomain } from '../address.ts';
import type { WeightName } from '../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';

const id = 'frames-added';

export const framesAdded: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn({ policy, targetUrl, site }: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const domain = (host: string): string => registrableDomain(host.replace(/:\d+$/, ''));
  const known = new Set((learned?.hosts.frames ?? site?.knowledge.hosts.frames ?? []).map(domain));
  known.add(domain(URL.parse(targetUrl)?.hostname ?? ''));
  const fresh = facts.frames.filter(({ host }) => host !== null && !known.has(domain(host)));
  const seen = new Set<string>();
  return fresh.slice(0, 20).flatMap(({ host, address, hidden, covers }) => {
    const cue = cueOf(learned !== null, covers ? 'covering' : hidden ? 'hidden' : 'plain');
    if (host === null || seen.has(host) || policy.weights[cue] === 0) return [];
    seen.add(host);
    return {
      nature: covers ? 'added' : 'changed',
      finding: {
        detector: id,
        cues: [cue],
        family: 'frames',
        kind: 'injection',
        score: policy.weights[cue],
        reason: {
          vi: `${learned === null ? 'Trang nhúng' : 'Xuất hiện'} khung ${hidden ? 'bị ẩn ' : ''}từ máy chủ lạ: ${quoted(address, 120)}.`,
          en: `${learned === null ? 'There is' : 'New is'} a ${hidden ? 'hidden ' : ''}frame by a foreign host: ${quoted(address, 120)}.`,
        },
        fingerprint: fingerprint(id, host),
        place: { after: address.slice(0, 500) },
      },
    };
  });
}

function cueOf(isLearned: boolean, look: 'covering' | 'hidden' | 'plain'): WeightName {
  return isLearned ? `frames-added.learned.${look}` : `frames-added.first-sight.${look}`;
}
