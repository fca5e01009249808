/** A new inline event handler that does what editors' handlers do not: a stored script. */
import type { HandlerFact, HandlerFeature } from '../../facts/page-facts.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { inAllViews } from '../shared/views.ts';

const id = 'inline-handlers';

/** Events that require a click or key press, as most handlers of ordinary pages do. */
const asked =
  /^on(?:click|dblclick|change|submit|input|select|reset|search|key\w+|mouse(?:down|up)|touch\w+|contextmenu|copy|cut|paste|drag\w*|drop)$/;
/** Hardly ever legitimate in a handler. */
const hostile: readonly HandlerFeature[] = ['cookie', 'eval', 'decodes', 'loads-script', 'sends'];

export const inlineHandlers: Detector = {
  id,
  detect(context) {
    return inAllViews(context, evidenceIn);
  },
};

function evidenceIn({ policy, targetUrl }: LookContext, { facts, learned, isBorrowed }: ViewContext): Evidence[] {
  const known = learned?.handlers;
  // A view seen for the first time may hold what the page's own script put there.
  if (known === undefined || isBorrowed) return [];
  const added = new Map<string, Evidence>();
  for (const handler of facts.handlers) {
    const weight = known.includes(handler.key) ? null : weightOf(handler);
    if (weight !== null && added.size < 10)
      added.set(handler.key, toEvidence(handler, weight, policy.weights[weight], targetUrl));
  }
  return [...added.values()];
}

function weightOf({ event, features }: HandlerFact): WeightName | null {
  const isHostile = features.some((feature) => hostile.includes(feature));
  if (asked.test(event)) return isHostile ? 'inline-handlers.asked' : null;
  return isHostile ? 'inline-handlers.hostile' : 'inline-handlers.unasked';
}

function toEvidence(
  { event, element, source, key }: HandlerFact,
  cue: WeightName,
  score: number,
  targetUrl: string,
): Evidence {
  const shown = quoted(`${event}="${source}"`, 120);
  return {
    nature: 'added',
    finding: {
      detector: id,
      cues: [cue],
      family: 'scripts',
      kind: 'injection',
      score,
      reason: {
        vi: `Thẻ ${element} mang một đoạn mã sự kiện chưa từng có: ${shown}.`,
        en: `A tag ${element} carries an event handler that was never there: ${shown}.`,
      },
      fingerprint: fingerprint(id, key),
      place: { after: source },
      indicators: indicatorList(indicatorsIn(source, targetUrl)),
    },
  };
}
