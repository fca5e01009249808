/** Code that the page makes at run time and never made: evaluated, or written into script elements. */
import type { MadeCodeFact } from '../../facts/behaviour/behaviour-facts.ts';
import type { ScriptFeature } from '../../facts/page-facts.ts';
import type { Policy, WeightName } from '../../policy.ts';
import type { Detector, Evidence } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { weigh } from '../shared/weigh.ts';
import { type KnownBehaviour, knownBehaviour } from './known-behaviour.ts';

const id = 'code-made';
const mostFindings = 3;
/** Share of learned looks with code of its own from which new code is the page's habit. */
const habitFrom = 0.5;

export const codeMade: Detector = {
  id,
  detect(context) {
    const found = knownBehaviour(context);
    if (found === null) return [];
    return newCode(found)
      .map((code) => evidence(code, found, context.policy))
      .filter(({ finding }) => finding.score > 0)
      .sort((a, b) => b.finding.score - a.finding.score)
      .slice(0, mostFindings);
  },
};

/** Never made while the page was learned, where that does not happen at every other look. */
export function newCode({ seen, known }: KnownBehaviour): MadeCodeFact[] {
  const keys = new Set(known.code.keys);
  const isHabit = known.looks > 1 && known.renewed >= habitFrom * (known.looks - 1);
  return seen.code.filter(
    ({ key, features }) => key !== '' && !keys.has(key) && (!isHabit || features.some(isTelling)),
  );
}

/** The cue for each feature that code made by ordinary pages does not show. */
const cueOf: Partial<Record<ScriptFeature, WeightName>> = {
  packed: 'code-made.hidden',
  escapes: 'code-made.hidden',
  'long-literal': 'code-made.hidden',
  'broken-strings': 'code-made.hidden',
  reversed: 'code-made.hidden',
  'odd-names': 'code-made.hidden',
  eval: 'code-made.again',
  'fetches-markup': 'code-made.hostile',
  'hides-element': 'code-made.hostile',
  'reads-payment': 'code-made.hostile',
  'sends-away': 'code-made.hostile',
};

function isTelling(feature: ScriptFeature): boolean {
  return cueOf[feature] !== undefined;
}

function cuesOf({ features, by, names }: MadeCodeFact, { known, isFamiliar }: KnownBehaviour): WeightName[] {
  const isFirst = known.code.keys.length === 0;
  const base: WeightName = by !== null ? 'code-made.by-other' : isFirst ? 'code-made.first' : 'code-made.another';
  const telling = new Set(features.flatMap((feature) => cueOf[feature] ?? []));
  const isNaming = by === null && names.some((host) => !isFamiliar(host));
  return [base, ...telling, ...(isNaming ? (['code-made.names-host'] as const) : [])];
}

function evidence(code: MadeCodeFact, found: KnownBehaviour, policy: Policy): Evidence {
  const cues = cuesOf(code, found);
  return {
    // Widgets make plain code when they come.
    nature: cues.every((cue) => cue === 'code-made.by-other') ? 'changed' : 'added',
    finding: {
      detector: id,
      cues,
      family: 'behaviour',
      kind: 'injection',
      score: weigh(policy, cues),
      reason: {
        vi: `Trang tự sinh và chạy đoạn mã chưa từng có: ${quoted(code.start)}.`,
        en: `The page makes and runs code that it never made: ${quoted(code.start)}.`,
      },
      fingerprint: fingerprint(id, code.key),
      place: { after: code.start },
      indicators: indicatorList(hostIndicators([...code.names, code.by])),
    },
  };
}
