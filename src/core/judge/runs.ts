/** Looks run through the detectors, each judged one way or two. */

import { detectors } from '../detect/all.ts';
import { foreignAmong } from '../detect/links/foreign-redirect.ts';
import type { Evidence, ViewContext } from '../detect/shared/detector.ts';
import { lookAlikeOf } from '../detect/shared/look-alike.ts';
import type { Profile, SpecialProfile } from '../domain/capture.ts';
import type { Look } from '../facts/look.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import { type Baseline, isPictureKnown } from '../learned/baseline.ts';
import { compare, compareBeforeCut } from '../learned/comparison.ts';
import { comparePicture, type PictureComparison } from '../learned/learned-picture.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import type { Policy } from '../policy.ts';
import type { AssessContext } from './assessment.ts';
import { detectAll } from './conclude.ts';
import { wayOf } from './destinations.ts';
import { familySum } from './judge.ts';
import type { Observation } from './observation.ts';
import { evidenceKey, isOrdinary, knownBeside, ownEvidence } from './profile-look.ts';
import { madeIn, withScripts, writtenByFiles } from './script-views.ts';

/** Share of stable text that must remain for the page to count as the learned one, whatever it looks like. */
const sameFrom = 0.6;

/** One look judged one way: against the baseline, or at first sight. */
export interface Run {
  readonly look: Look;
  /** Judged without a baseline although there is one. */
  readonly isFirstSight: boolean;
  readonly views: readonly ViewContext[];
  readonly picture: PictureComparison | null;
  readonly evidence: readonly Evidence[];
}

export function runsOf(context: AssessContext, look: Look, policy: Policy): Run[] {
  const baseline = context.baseline ?? ownBaseline(context, look.profile);
  const ways = baseline === null ? [null] : baseline.status === 'provisional' ? [baseline, null] : [baseline];
  return ways.map((way) => {
    const { views, written: byScripts } = withScripts(viewsOf(look, way, policy), look.finalUrl);
    const { ignored, site = null, targetUrl } = context;
    const picture = pictureOf(look, way);
    const made = madeIn(look, way);
    const written = [...byScripts, ...writtenByFiles(made, views, look.finalUrl)];
    const lookContext = { look, targetUrl, baseline: way, views, written, made, picture, site, policy, ignored };
    const isFirstSight = way === null && baseline !== null;
    return { look, isFirstSight, views, picture, evidence: detectAll(detectors, lookContext) };
  });
}

/** What special profiles were shown or led to, compared with the ordinary profile. */
export function specialRuns(context: AssessContext, seen: Observation, shared: readonly Run[], policy: Policy): Run[] {
  const { baseline, ignored, targetUrl } = context;
  const beside = seen.looks.filter(isOrdinary);
  const sharedKeys = new Set(shared.flatMap(({ evidence }) => evidence.map(evidenceKey)));
  const ownOf = (profile: SpecialProfile, evidence: readonly Evidence[]): Evidence[] =>
    beside.length > 0
      ? ownEvidence(profile, evidence, sharedKeys)
      : evidence.filter(({ nature }) => nature === 'added');
  const runs: Run[] = [];
  for (const look of seen.looks) {
    if (look.profile === 'browser') continue;
    const known = knownBeside([ownBaseline(context, look.profile), baseline], beside);
    // An error page served to a special profile is stock text, and what it lacks is not evidence.
    const borrowed = viewsOf(look, known, policy, false).map((view) => ({ ...view, isBorrowed: true }));
    const { views, written } = withScripts(borrowed, look.finalUrl);
    const rest = { picture: null, site: null, beside, policy, ignored };
    const lookContext = { look, targetUrl, baseline: known, views, written, ...rest };
    const evidence = detectAll(detectors, lookContext);
    runs.push({ look, isFirstSight: false, views, picture: null, evidence: ownOf(look.profile, evidence) });
  }
  for (const { profile, hops } of seen.failures) {
    const [look] = beside;
    if (profile === 'browser' || look === undefined) continue;
    const known = knownBeside([ownBaseline(context, profile), baseline], beside);
    const led = foreignAmong({ targetUrl, baseline: known, policy }, wayOf(hops));
    runs.push({ look, isFirstSight: false, views: [], picture: null, evidence: ownOf(profile, led) });
  }
  return runs;
}

function ownBaseline({ profiles }: AssessContext, profile: Profile): Baseline | null {
  return profile === 'browser' ? null : (profiles?.get(profile) ?? null);
}

function pictureOf(look: Look, baseline: Baseline | null): PictureComparison | null {
  const learned = baseline?.content.picture ?? null;
  if (baseline === null || learned === null || look.picture === null) return null;
  return isPictureKnown(baseline.content, look) ? comparePicture(learned, look.picture) : null;
}

function viewsOf(look: Look, baseline: Baseline | null, policy: Policy, weighsStandIns = true): ViewContext[] {
  const views: ViewContext[] = [];
  const { received = null, rendered = null } = baseline?.content ?? {};
  const add = (view: 'received' | 'rendered', facts: PageFacts | null, own: LearnedView | null): void => {
    if (facts === null) return;
    const learned = own ?? received ?? rendered;
    const comparison = learned === null ? null : compare(learned, facts);
    const isSame = comparison !== null && comparison.textKept >= sameFrom && comparison.stableWeight > 0;
    const lookAlike = isSame ? null : lookAlikeOf(look, facts, policy, weighsStandIns ? learned : null);
    const isBorrowed = own === null && learned !== null;
    const isBroken = look.cutOff !== null && lookAlike === null && learned !== null;
    const beforeCut = isBroken ? compareBeforeCut(learned, facts, isCapped(look.cutOff)) : null;
    views.push({ view, facts, learned, isBorrowed, comparison, beforeCut, lookAlike });
  };
  add('received', look.received, received);
  add('rendered', look.rendered, rendered);
  return views;
}

/** Whether the look was cut off at the size caps; learned content always lies before the cut. */
function isCapped(cutOff: Look['cutOff']): boolean {
  return cutOff === 'body-cap' || cutOff === 'decompression-cap';
}

/**
 * The same change seen by two clients, in two views or judged in two ways counts once: the strongest run of each
 * detector wins. Beside a browser look, an HTTP look counts only for what was added: what it misses, the browser would
 * miss too.
 */
export function strongestPerDetector(runs: readonly Run[], looks: readonly Look[], policy: Policy): Evidence[] {
  const hasBrowser = looks.some((look) => look.tier === 'browser');
  const best = new Map<string, { sum: number; evidence: Evidence[] }>();
  for (const run of runs) {
    const counts = ({ nature }: Evidence): boolean =>
      !hasBrowser || run.look.tier === 'browser' || nature !== 'missing';
    for (const { id } of detectors) {
      const evidence = distinct(run.evidence.filter((one) => one.finding.detector === id && counts(one)));
      const sum = familySum(
        evidence.map((one) => one.finding),
        policy.familyDiscount,
      );
      const known = best.get(id);
      if (evidence.length > 0 && (known === undefined || sum > known.sum)) best.set(id, { sum, evidence });
    }
  }
  return [...best.values()].flatMap((one) => one.evidence);
}

/** Of two views' evidence for the same change, keeps the stronger. */
function distinct(evidence: readonly Evidence[]): Evidence[] {
  const byChange = new Map<string, Evidence>();
  for (const one of evidence) {
    const key = one.finding.detector === 'blocks-lost' ? 'one' : (one.finding.fingerprint ?? one.finding.reason.en);
    const known = byChange.get(key);
    if (known === undefined || known.finding.score < one.finding.score) byChange.set(key, one);
  }
  return [...byChange.values()];
}
