/** Scripts add a frame or form of an unknown host, hidden or on top of the page. */
import { domainOfHost } from '../../facts/behaviour/behaviour-facts.ts';
import { type PlantedElement, plantedKey } from '../../facts/behaviour/planted-elements.ts';
import type { Policy, WeightName } from '../../policy.ts';
import type { Detector, Evidence } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { type KnownBehaviour, knownBehaviour } from './known-behaviour.ts';

const id = 'planted-elements';
const mostFindings = 3;

export const plantedElements: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null) return [];
    const fresh = new Map(
      found.seen.planted.filter((one) => isStrange(one, found)).map((one) => [plantedKey(one), one]),
    );
    return [...fresh]
      .map(([key, element]) => evidence(key, element, cueOf(element, found), context.policy))
      .sort((a, b) => b.finding.score - a.finding.score)
      .slice(0, mostFindings);
  },
};

function isStrange(element: PlantedElement, { known, isFamiliar }: KnownBehaviour): boolean {
  const { what, host, hidden, covers } = element;
  if (host === null || isFamiliar(domainOfHost(host)) || known.planted.includes(plantedKey(element))) return false;
  return what === 'form' || (what === 'frame' && (hidden || covers));
}

function cueOf({ what, covers }: PlantedElement, { newScripts }: KnownBehaviour): WeightName {
  // New widgets hide frames of their own, but scripts already known on the page have no reason to add one.
  if (newScripts.length > 0) return 'planted-elements.with-script';
  if (what === 'form') return 'planted-elements.form';
  return covers ? 'planted-elements.cover' : 'planted-elements.hidden';
}

function evidence(
  key: string,
  { what, host, address, covers }: PlantedElement,
  cue: WeightName,
  policy: Policy,
): Evidence {
  const how = covers ? { vi: 'phủ kín trang', en: 'over the page' } : { vi: 'bị ẩn', en: 'out of sight' };
  return {
    nature: cue === 'planted-elements.with-script' ? 'changed' : 'added',
    finding: {
      detector: id,
      cues: [cue],
      family: 'frames',
      kind: 'injection',
      score: policy.weights[cue],
      reason:
        what === 'form'
          ? {
              vi: `Mã lệnh thêm vào trang một biểu mẫu gửi tới máy chủ lạ: ${quoted(address, 120)}.`,
              en: `A script adds a form that goes to a strange host: ${quoted(address, 120)}.`,
            }
          : {
              vi: `Mã lệnh thêm vào trang một khung ${how.vi} của máy chủ lạ: ${quoted(address, 120)}.`,
              en: `A script adds a frame of a strange host ${how.en}: ${quoted(address, 120)}.`,
            },
      fingerprint: fingerprint(id, key),
      place: { after: address.slice(0, 500) },
      indicators: indicatorList(hostIndicators([host])),
    },
  };
}
