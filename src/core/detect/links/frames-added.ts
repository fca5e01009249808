/** A frame from a host that the page never framed. */
import { registrableDomain } from '../../address.ts';
import type { FrameFact } from '../../facts/page-facts.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { isServiceHost } from '../shared/known-service.ts';
import { quoted } from '../shared/quoted.ts';
import { isThrowawayHost } from '../shared/throwaway-host.ts';
import { inAllViews } from '../shared/views.ts';
import { weigh } from '../shared/weigh.ts';

const id = 'frames-added';
const mostFindings = 20;

export const framesAdded: Detector = {
  id,
  detect(context) {
    return inAllViews(context, evidenceIn);
  },
};

function evidenceIn({ policy, targetUrl, site }: LookContext, { view, facts, learned }: ViewContext): Evidence[] {
  const domain = (host: string): string => registrableDomain(host.replace(/:\d+$/, ''));
  const known = new Set((learned?.hosts.frames ?? site?.knowledge.hosts.frames ?? []).map(domain));
  known.add(domain(URL.parse(targetUrl)?.hostname ?? ''));
  const loaded = new Set(facts.scripts.flatMap(({ host }) => (host === null ? [] : [domain(host)])));
  const hidingOf = ({ host }: FrameFact): Hiding =>
    view === 'rendered' || (view === 'written' && loaded.has(domain(host ?? ''))) ? 'hidden-later' : hidings[view];
  // Worst first, so that plain frames hide neither a worse one of the same host nor one later in the page.
  const fresh = facts.frames
    .filter(({ host }) => host !== null && !known.has(domain(host)))
    .map((frame) => ({
      ...frame,
      cue: cueOf(
        learned !== null,
        // What a script would write at first sight may wait for a click.
        view === 'written' ? { ...frame, covers: frame.covers && learned !== null } : frame,
        isServiceHost(policy, frame.host ?? ''),
        hidingOf(frame),
      ),
    }))
    .map((frame) => ({ ...frame, cues: [frame.cue, ...moreCuesOf(frame)] }))
    .map((frame) => ({ ...frame, score: weigh(policy, frame.cues) }))
    .sort((a, b) => b.score - a.score);
  const seen = new Set<string>();
  return fresh.flatMap(({ host, address, hidden, covers, cue, cues, score }) => {
    if (host === null || seen.size >= mostFindings || seen.has(host) || score === 0) return [];
    seen.add(host);
    return {
      nature: covers || cue.endsWith('by-script') ? 'added' : 'changed',
      finding: {
        detector: id,
        cues,
        family: 'frames',
        kind: 'injection',
        score,
        reason: {
          vi: `${learned === null ? 'Trang nhúng' : 'Xuất hiện'} khung ${hidden ? 'bị ẩn ' : ''}từ máy chủ lạ: ${quoted(address, 120)}.`,
          en: `${learned === null ? 'There is' : 'New is'} a ${hidden ? 'hidden ' : ''}frame by a foreign host: ${quoted(address, 120)}.`,
        },
        fingerprint: fingerprint(id, host),
        place: { after: address.slice(0, 500) },
        indicators: indicatorList(hostIndicators([host])),
      },
    };
  });
}

/** A widget's script is loaded from the host of its hidden frame. */
const hidings = { received: 'hidden', rendered: 'hidden-later', written: 'hidden-by-script' } as const;
type Hiding = (typeof hidings)[keyof typeof hidings];

/** Captchas, consent managers and tag managers hide their frames, so a hidden frame of a common service is no sign. */
function cueOf(isLearned: boolean, { covers, hidden }: FrameFact, isService: boolean, hiding: Hiding): WeightName {
  const isHidden = hidden && !isService;
  if (isLearned) {
    if (covers) return 'frames-added.learned.covering';
    return isHidden ? `frames-added.learned.${hiding}` : 'frames-added.learned.plain';
  }
  if (covers) return 'frames-added.first-sight.covering';
  if (!isHidden) return 'frames-added.first-sight.plain';
  return hiding === 'hidden-by-script'
    ? 'frames-added.first-sight.hidden-by-script'
    : 'frames-added.first-sight.hidden';
}

/** A page that answers like a program: counters and tag managers hide plain pages. */
const program = /\.(?:php\d?|cgi|pl|aspx?|jsp)$/i;

/** Signs that a frame hidden at first sight belongs to no service that pages embed. */
function moreCuesOf({
  host,
  address,
  cue,
}: Pick<FrameFact, 'host' | 'address'> & { readonly cue: WeightName }): WeightName[] {
  if (!cue.startsWith('frames-added.first-sight.hidden')) return [];
  if (isThrowawayHost(host ?? '')) return ['frames-added.first-sight.throwaway'];
  return program.test(address) ? ['frames-added.first-sight.program'] : [];
}
