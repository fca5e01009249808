/** Observation → verdict, and what the judge would still like to see. Pure. */
import { type Baseline, isPictureKnown } from './baseline.ts';
import { wayOf } from './destinations.ts';
import { detectors } from './detect/all.ts';
import type { Detector, Evidence, LookContext, SiteContext, ViewContext } from './detect/detector.ts';
import { failedDetector } from './detect/failed-detector.ts';
import { foreignAmong } from './detect/foreign-redirect.ts';
import { lookAlikeOf, unknownKindOf } from './detect/look-alike.ts';
import { type PastFingerprint, seenBefore } from './detect/seen-before.ts';
import type { PageFacts } from './facts/page-facts.ts';
import { type Excuse, familySum, judge } from './judge.ts';
import { compare } from './learned/comparison.ts';
import { comparePicture, type PictureComparison } from './learned/learned-picture.ts';
import type { LearnedView } from './learned/learned-view.ts';
import type { Look } from './look.ts';
import type { CaptureFailure, CaptureFailureKind, Finding, Need, Profile, SpecialProfile, Verdict } from './model.ts';
import { isKnownAnswer } from './pages/not-found-answers.ts';
import type { Policy } from './policy.ts';
import { isOrdinary, knownBeside, ownEvidence, type ProfileBaselines, printOf } from './profile-look.ts';
import { areasToRead, isPoor } from './reading.ts';
import { type ElsewhereLook, vantageNeeds, withElsewhere } from './seen-from.ts';

export interface AssessContext {
  readonly targetUrl: string;
  readonly at: number;
  /** Null: judged at first sight. A provisional one is judged both ways. */
  readonly baseline: Baseline | null;
  /** What is known of special visitors beside it; nothing when left out. */
  readonly profiles?: ProfileBaselines;
  /** Fingerprints that people ignore now. */
  readonly ignored: readonly string[];
  /** What the site's earlier incidents consisted of, while their end is recent; none when left out. */
  readonly pastFingerprints?: readonly PastFingerprint[];
  /** For a page that nobody registered. */
  readonly site?: SiteContext | null;
  /** Names of the second ways out that there are for this page; none when left out. */
  readonly vantages?: readonly string[];
}

export interface Observation {
  /** Of the ordinary visitor, and of special ones at the same moment. */
  readonly looks: readonly Look[];
  readonly failures: readonly CaptureFailure[];
  /** Whether our own way out was closed; left out where nobody asked. */
  readonly isBlind?: boolean;
  /** By second ways out, each judged by itself. */
  readonly elsewhere?: readonly ElsewhereLook[];
}

export interface Assessment {
  /** The judgement of what is there; final when nothing is needed, or nothing more can be had. */
  readonly verdict: Verdict;
  readonly needs: readonly Need[];
}

/** Score from which an HTTP look alone is not clean enough. */
const browserFrom = 1;
/** Stable text kept from which the page is what was learned, whatever it looks like. */
const sameFrom = 0.6;

export function assess(context: AssessContext, observation: Observation, policy: Policy): Assessment {
  const { verdict, needs } = assessHere(context, observation, policy);
  const { looks, failures, elsewhere = [] } = observation;
  const hasBrowser = looks.some((look) => isOrdinary(look) && look.tier === 'browser');
  const standing = { verdict, failures: failures.filter(isOrdinary), hasLooks: looks.length > 0, hasBrowser };
  return {
    verdict: withElsewhere(verdict, elsewhere),
    needs: [...needs, ...vantageNeeds(context.vantages ?? [], standing, elsewhere)],
  };
}

/** What is seen by the ordinary way out. */
function assessHere(context: AssessContext, observation: Observation, policy: Policy): Assessment {
  const { looks, failures } = observation;
  if (looks.length === 0) {
    // Nothing could be fetched, but answers on the way may already lead the reader away.
    const { baseline, targetUrl } = context;
    const way = failures.flatMap(({ hops }) => wayOf(hops));
    const led = foreignAmong({ targetUrl, baseline, policy }, way).map((one) => withIgnored(one, context.ignored));
    const verdict = judge(withHistory(led, context, policy), observation.isBlind ? 'blind' : 'unavailable', policy);
    // Browsers read answers that are no valid HTTP.
    const isOdd = failures.some((one) => isOrdinary(one) && one.kind === 'bad-response');
    const needs = [
      ...(led.length > 0 || isOdd ? needsOf(context, verdict, [], failures) : []),
      ...controlNeeds(verdict, observation),
    ];
    return { verdict, needs };
  }
  const ordinary = looks.filter(isOrdinary);
  const isAlone = ordinary.length === 0 && context.baseline === null;
  const runs = (isAlone ? looks : ordinary).flatMap((look) => runsOf(context, look, policy));
  const special = isAlone ? [] : specialRuns(context, observation, runs, policy);
  const evidence = strongestPerDetector([...runs, ...special], ordinary, policy).map((one) =>
    withIgnored(one, context.ignored),
  );
  const excuse = excuseIn(context, runs, ordinary);
  const isOurs = excuse === 'cut-off' && observation.isBlind === true;
  const verdict = judge(withHistory(evidence, context, policy), isOurs ? 'blind' : excuse, policy);
  const needs = [
    ...needsOf(context, verdict, looks, failures),
    ...readingNeeds(context, verdict, runs, looks),
    ...controlNeeds(verdict, observation),
  ];
  return { verdict: withRemarks(verdict, looks), needs };
}

/** Failures that a closed way out of ours causes as well. */
const ambiguous: ReadonlySet<CaptureFailureKind> = new Set([
  'name-not-found',
  'name-lookup-failed',
  'connection-refused',
  'connection-lost',
  'timed-out',
]);

/** A portal that does not answer is compared with pages that always do. */
function controlNeeds({ kind }: Verdict, { looks, failures, isBlind }: Observation): Need[] {
  if (isBlind !== undefined || (kind !== 'unavailable' && kind !== 'cut-off')) return [];
  const isLost =
    looks.some(({ cutOff }) => cutOff === 'connection-lost' || cutOff === 'timed-out') ||
    failures.some((one) => isOrdinary(one) && ambiguous.has(one.kind));
  return isLost ? [{ type: 'control' }] : [];
}

/** One look judged in one way: against the baseline, or at first sight. */
interface Run {
  readonly look: Look;
  readonly views: readonly ViewContext[];
  readonly picture: PictureComparison | null;
  readonly evidence: readonly Evidence[];
}

function runsOf(context: AssessContext, look: Look, policy: Policy): Run[] {
  const baseline = context.baseline ?? ownBaseline(context, look.profile);
  const ways = baseline === null ? [null] : baseline.status === 'provisional' ? [baseline, null] : [baseline];
  return ways.map((way) => {
    const views = viewsOf(look, way, policy);
    const { ignored, site = null, targetUrl } = context;
    const picture = pictureOf(look, way);
    const lookContext = { look, targetUrl, baseline: way, views, picture, site, policy, ignored };
    return { look, views, picture, evidence: detectors.flatMap((detector) => runDetector(detector, lookContext)) };
  });
}

/** What special visitors were shown or led to, beside what everybody was. */
function specialRuns(context: AssessContext, seen: Observation, shared: readonly Run[], policy: Policy): Run[] {
  const { baseline, ignored, targetUrl } = context;
  const beside = seen.looks.filter(isOrdinary);
  const prints = new Set(shared.flatMap(({ evidence }) => evidence.map(printOf)));
  const ownOf = (profile: SpecialProfile, evidence: readonly Evidence[]): Evidence[] =>
    beside.length > 0 ? ownEvidence(profile, evidence, prints) : evidence.filter(({ nature }) => nature === 'added');
  const runs: Run[] = [];
  for (const look of seen.looks) {
    if (look.profile === 'browser') continue;
    const known = knownBeside([ownBaseline(context, look.profile), baseline], beside);
    const views = viewsOf(look, known, policy).map((view) => ({ ...view, isBorrowed: true }));
    const lookContext = { look, targetUrl, baseline: known, views, picture: null, site: null, beside, policy, ignored };
    const evidence = detectors.flatMap((detector) => runDetector(detector, lookContext));
    runs.push({ look, views, picture: null, evidence: ownOf(look.profile, evidence) });
  }
  for (const { profile, hops } of seen.failures) {
    const [look] = beside;
    if (profile === 'browser' || look === undefined) continue;
    const known = knownBeside([ownBaseline(context, profile), baseline], beside);
    const led = foreignAmong({ targetUrl, baseline: known, policy }, wayOf(hops));
    runs.push({ look, views: [], picture: null, evidence: ownOf(profile, led) });
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

function viewsOf(look: Look, baseline: Baseline | null, policy: Policy): ViewContext[] {
  const views: ViewContext[] = [];
  const { received = null, rendered = null } = baseline?.content ?? {};
  const add = (view: 'received' | 'rendered', facts: PageFacts | null, own: LearnedView | null): void => {
    if (facts === null) return;
    const learned = own ?? received ?? rendered;
    const comparison = learned === null ? null : compare(learned, facts);
    const isSame = comparison !== null && comparison.textKept >= sameFrom && comparison.stableWeight > 0;
    const lookAlike = isSame ? null : lookAlikeOf(look, facts, policy);
    views.push({ view, facts, learned, isBorrowed: own === null && learned !== null, comparison, lookAlike });
  };
  add('received', look.received, received);
  add('rendered', look.rendered, rendered);
  return views;
}

/** A detector that throws is a remark, never the end of a check. */
function runDetector(detector: Detector, context: LookContext): readonly Evidence[] {
  try {
    return detector.detect(context);
  } catch (error) {
    return [failedDetector(detector.id, error)];
  }
}

/**
 * The same change seen by two clients, in two views or judged in two ways is one change: of each detector the strongest
 * run counts. Beside a browser look, an HTTP look says only what was added: what it misses, the browser would miss too.
 */
function strongestPerDetector(runs: readonly Run[], looks: readonly Look[], policy: Policy): Evidence[] {
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

/** Of two views' evidence for one change, the stronger. */
function distinct(evidence: readonly Evidence[]): Evidence[] {
  const byChange = new Map<string, Evidence>();
  for (const one of evidence) {
    const key = one.finding.detector === 'blocks-lost' ? 'one' : (one.finding.fingerprint ?? one.finding.reason.en);
    const known = byChange.get(key);
    if (known === undefined || known.finding.score < one.finding.score) byChange.set(key, one);
  }
  return [...byChange.values()];
}

function withIgnored(evidence: Evidence, ignored: readonly string[]): Evidence {
  const { fingerprint } = evidence.finding;
  if (fingerprint === null || !ignored.includes(fingerprint)) return evidence;
  return { ...evidence, finding: { ...evidence.finding, score: 0 } };
}

function withHistory(evidence: readonly Evidence[], { pastFingerprints }: AssessContext, policy: Policy): Evidence[] {
  return [...evidence, ...seenBefore(evidence, pastFingerprints ?? [], policy)];
}

/** A page that was found and is not there is no mystery: it was taken away, or never was there. */
function excuseIn({ site, baseline }: AssessContext, runs: readonly Run[], looks: readonly Look[]): Excuse | null {
  const excuse = excuseOf(runs, looks, (baseline?.content.received ?? null) !== null);
  if (site == null || excuse === null) return excuse;
  const { notFound } = site.knowledge;
  const isGone = ({ status }: Look): boolean => status === 404 || status === 410;
  const isUsual = (look: Look): boolean =>
    site.role === 'not-found'
      ? excuse === 'error-page' && look.status < 500
      : notFound !== null && isKnownAnswer(notFound, look);
  return looks.every((look) => isGone(look) || isUsual(look)) ? null : excuse;
}

/** The deepest look decides whether the page is a stand-in for the real one. */
function excuseOf(runs: readonly Run[], looks: readonly Look[], hadText: boolean): Excuse | null {
  const tier = looks.some((look) => look.tier === 'browser') ? 'browser' : 'http';
  for (const { look, views } of runs) {
    if (look.tier !== tier) continue;
    if (look.cutOff !== null && views.some((view) => isLacking(view))) return 'cut-off';
    // A file in the page's place is nothing that could be compared, and not the page.
    if (views.length === 0 && hadText) return 'error-page';
    // What the browser shows counts; the bytes behind it may be a shell that says nothing.
    const shown = views.find((view) => view.view === 'rendered' && !view.isBorrowed) ?? views[0];
    if (shown?.lookAlike != null) return unknownKindOf(shown.lookAlike);
  }
  return null;
}

function isLacking({ comparison }: ViewContext): boolean {
  return comparison === null || comparison.textKept < 0.9;
}

function withRemarks(verdict: Verdict, looks: readonly Look[]): Verdict {
  if (!looks.some((look) => look.received?.overBudget || look.rendered?.overBudget)) return verdict;
  const remark: Finding = {
    detector: 'over-budget',
    family: 'self',
    kind: 'defacement',
    score: 0,
    reason: {
      vi: 'Trang quá lớn hoặc lồng quá sâu nên chỉ được đọc theo cách rút gọn.',
      en: 'The page is too big or nested too deeply and was read in the short way only.',
    },
    fingerprint: null,
  };
  return { ...verdict, findings: [...verdict.findings, remark] };
}

function needsOf(
  { baseline }: AssessContext,
  verdict: Verdict,
  looks: readonly Look[],
  failures: readonly CaptureFailure[],
): Need[] {
  const needs: Need[] = [];
  const ordinary = looks.filter(isOrdinary);
  const hasBrowser = [...looks, ...failures].some((one) => isOrdinary(one) && one.tier === 'browser');
  // At first sight a page that says next to nothing may say it all in a picture.
  const isMute = baseline === null && ordinary.some(isPoor);
  if (!hasBrowser && (verdict.level !== 'clean' || verdict.score >= browserFrom || isMute))
    needs.push({ type: 'browser' });
  if (wantsSearchBot(verdict, looks, failures)) needs.push({ type: 'profile', profile: 'search-bot' });
  const unseen = ordinary.filter((look) => look.hasScreenshot && look.picture === null);
  const isWanted = (look: Look): boolean => baseline !== null || verdict.level !== 'clean' || isPoor(look);
  if (unseen.some(isWanted)) needs.push({ type: 'picture' });
  // What a new renderer shows is learned only beside what an HTTP client is shown (`refineBaseline`).
  const isForeign = (look: Look): boolean =>
    baseline !== null && look.picture !== null && !isPictureKnown(baseline.content, look);
  const hasHttp = [...looks, ...failures].some((one) => isOrdinary(one) && one.tier === 'http');
  if (!hasHttp && verdict.level === 'clean' && ordinary.some(isForeign)) needs.push({ type: 'http' });
  return needs;
}

function readingNeeds(
  { baseline }: AssessContext,
  verdict: Verdict,
  runs: readonly Run[],
  looks: readonly Look[],
): Need[] {
  const needs = looks.flatMap((one, look): Need[] => {
    if (one.pictureWords !== null || !isOrdinary(one)) return [];
    const known = runs.find((run) => run.look === one && run.picture !== null)?.picture ?? null;
    const areas = areasToRead(baseline, one, known, verdict);
    return areas.length === 0 ? [] : [{ type: 'words-in-picture', look, areas }];
  });
  return needs.slice(0, 1);
}

/**
 * Spam is shown to search bots in full and to people in part, or behind a "not found". Asked for where an ordinary look
 * leaves it open: not once it is an alarm, and never of a portal that is down.
 */
function wantsSearchBot(
  { level, score, findings }: Verdict,
  looks: readonly Look[],
  failures: readonly CaptureFailure[],
): boolean {
  if ([...looks, ...failures].some((one) => !isOrdinary(one))) return false;
  if (level === 'unknown') return looks.length > 0 && looks.every(({ status }) => status === 404 || status === 410);
  if (level === 'alarm' || score < browserFrom) return false;
  return findings.some(({ kind, score }) => score > 0 && (kind === 'injection' || kind === 'redirection'));
}
