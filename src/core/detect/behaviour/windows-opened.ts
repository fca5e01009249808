/** The page opens windows, or redirects on a click on neutral ground, which it never did before. */
import type { Words } from '../../domain/words.ts';
import type { LeadFact } from '../../facts/behaviour/behaviour-facts.ts';
import type { Policy, WeightName } from '../../policy.ts';
import { shownAddress } from '../../text.ts';
import type { Detector, Evidence } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, urlIndicators } from '../shared/indicators.ts';
import { knownBehaviour, newLeads } from './known-behaviour.ts';

const id = 'windows-opened';
const mostFindings = 5;

export const windowsOpened: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null) return [];
    const { seen, known, isFamiliar } = found;
    const isForeign = ({ domain }: LeadFact) => domain !== null && !isFamiliar(domain);
    const unasked = newLeads(seen.windows, known.windows).map((lead) =>
      evidence(context.policy, isForeign(lead) ? 'windows-opened.foreign' : 'windows-opened.own', lead),
    );
    return [...unasked, ...clicked()].slice(0, mostFindings);

    function clicked(): Evidence[] {
      const { click } = seen;
      if (click === null) return [];
      const isLayer = click.on === 'layer';
      // If no learned look clicked, the page's normal reaction to a click is unknown.
      if (!isLayer && known.clicks === 0) return [];
      return newLeads(click.leads, [...known.leads, ...known.windows])
        .filter(isForeign)
        .map((lead) => evidence(context.policy, isLayer ? 'windows-opened.by-layer' : 'windows-opened.by-click', lead));
    }
  },
};

type Cue = Extract<WeightName, `${typeof id}.${string}`>;

const sentences: Readonly<Record<Cue, (to: string) => Words>> = {
  'windows-opened.own': (to) => ({
    vi: `Trang tự bật một cửa sổ chưa từng có: ${to}.`,
    en: `The page opens a window that it never opened: ${to}.`,
  }),
  'windows-opened.foreign': (to) => ({
    vi: `Trang tự bật cửa sổ của một trang lạ: ${to}.`,
    en: `The page opens a window of a strange site: ${to}.`,
  }),
  'windows-opened.by-click': (to) => ({
    vi: `Bấm vào chỗ trống trên trang thì bị dẫn tới trang lạ: ${to}.`,
    en: `A click on an empty place of the page leads to a strange site: ${to}.`,
  }),
  'windows-opened.by-layer': (to) => ({
    vi: `Bấm vào lớp phủ mới xuất hiện thì bị dẫn tới trang lạ: ${to}.`,
    en: `A click on a layer that came to lie over the page leads to a strange site: ${to}.`,
  }),
};

function evidence({ weights }: Policy, cue: Cue, { domain, address }: LeadFact): Evidence {
  const isOwn = cue === 'windows-opened.own';
  return {
    nature: isOwn ? 'changed' : 'added',
    finding: {
      detector: id,
      cues: [cue],
      family: 'behaviour',
      kind: isOwn ? 'injection' : 'redirection',
      score: weights[cue],
      reason: sentences[cue](shownAddress(address, 120)),
      fingerprint: fingerprint(id, domain ?? 'own'),
      place: { after: address.slice(0, 500) },
      indicators: isOwn ? [] : indicatorList(urlIndicators(address)),
    },
  };
}
