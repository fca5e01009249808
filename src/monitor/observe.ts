/** One bounded look at the world: captures, and whatever the judge asks for beside them, each at most once. */
import { type AssessContext, type Assessment, assess, type Observation } from '../core/assess.ts';
import type { Baseline } from '../core/baseline.ts';
import type { SiteContext } from '../core/detect/detector.ts';
import type { PastFingerprint } from '../core/detect/seen-before.ts';
import type { Look } from '../core/look.ts';
import type {
  Capture,
  CaptureFailure,
  CaptureOutcome,
  Need,
  Profile,
  SpecialProfile,
  Tier,
  Verdict,
} from '../core/model.ts';
import { isOrdinary } from '../core/profile-look.ts';
import type { ProfileTurn } from '../core/profile-turns.ts';
import type { SeenNames } from '../store/host-names.ts';
import { lookElsewhere, type SeenElsewhere } from './look-elsewhere.ts';
import { askUntilMet, nameOf, seePictures } from './needs.ts';
import type { Parts } from './parts.ts';
import { atOnce, type NextTurn } from './turns.ts';

export interface Question {
  readonly url: string;
  /** Taken in this order; the judge may ask for more. */
  readonly tiers: readonly Tier[];
  /** The special visitor who looks right after the ordinary one. */
  readonly turn?: ProfileTurn | null;
  readonly realTime: boolean;
  /** Names of the second ways out that may be asked; none when left out. */
  readonly vantages?: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Waited for before each piece of work that holds up the process. */
  readonly nextTurn?: NextTurn | undefined;
}

/** What looks are judged against; loaded only when an answer needs judging. */
export interface Reference {
  readonly baseline: Baseline | null;
  /** What is known of one special visitor. */
  readonly ownOf: (profile: SpecialProfile) => Promise<Baseline | null>;
  readonly ignored: readonly string[];
  readonly pastFingerprints: readonly PastFingerprint[];
  /** For a page that nobody registered. */
  readonly site?: SiteContext | null;
}

export interface Observed {
  readonly verdict: Verdict;
  readonly captures: readonly Capture[];
  readonly looks: readonly Look[];
  readonly failures: readonly CaptureFailure[];
  /** Deepest tier of the ordinary visitor's looks. */
  readonly deepest: Tier;
  /** Tier of the look that the verdict rests on. */
  readonly seenBy: Tier;
  /** Special visitors who got an answer. */
  readonly visitors: readonly SpecialProfile[];
  /** Baselines of special visitors that were asked for. */
  readonly profiles: ReadonlyMap<SpecialProfile, Baseline>;
  readonly reference: Reference | null;
  /** Of a look at names. */
  readonly names?: SeenNames;
}

type Seeing = Pick<Parts, 'takeCapture' | 'isBlind' | 'pictures' | 'judging' | 'policy' | 'clock' | 'log'>;

const cleanVerdict: Verdict = { level: 'clean', kind: null, score: 0, conclusive: false, findings: [] };

/**
 * @param load the reference, asked for at most once
 * @param isUnchanged whether an HTTP capture equals the latest clean one, so that nothing needs judging
 */
export async function observe(
  parts: Seeing,
  question: Question,
  load: () => Promise<Reference>,
  isUnchanged: (capture: Capture) => boolean,
): Promise<Observed> {
  const { nextTurn = atOnce } = question;
  const { ordinary, visit } = await firstAnswers(parts, question);
  const isNews = visit !== null && !isSettled(visit, ordinary, isUnchanged);
  const [only] = ordinary;
  if (only?.ok && ordinary.length === 1 && only.capture.tier === 'http' && !isNews && isUnchanged(only.capture)) {
    return unchanged(only.capture, visit);
  }
  const captures: Capture[] = [];
  let observation: Observation = { looks: [], failures: [] };
  for (const outcome of isNews ? [...ordinary, visit] : ordinary) await add(outcome);
  const reference = await load();
  const profiles = new Map<SpecialProfile, Baseline>();
  const there = new Map<string, Pick<SeenElsewhere, 'captures' | 'looks'>>();
  if (isNews && question.turn) await know(question.turn.profile);
  const met = new Set<string>(question.tiers);
  if (visit !== null && question.turn) met.add(nameOf({ type: 'profile', profile: question.turn.profile }));
  const { verdict } = await askUntilMet(judge, meet, met);
  const seen = { ...observation, verdict, captures, profiles, reference, ...depthOf(verdict, observation, visit) };
  // What only a second way out was shown is evidence like any other.
  const shown = verdict.onlyFrom === undefined ? undefined : there.get(verdict.onlyFrom);
  if (shown === undefined) return seen;
  return { ...seen, captures: [...captures, ...shown.captures], looks: [...seen.looks, ...shown.looks] };

  async function know(profile: SpecialProfile): Promise<void> {
    const own = await reference.ownOf(profile);
    if (own !== null) profiles.set(profile, own);
  }
  async function meet(need: Need): Promise<void> {
    if (need.type === 'browser' || need.type === 'http') await add(await take(parts, question, need.type, 'browser'));
    else if (need.type === 'control') observation = { ...observation, isBlind: await parts.isBlind() };
    else if (need.type === 'vantage') await lookThere(need);
    else if (need.type === 'profile') {
      await know(need.profile);
      await add(await take(parts, question, 'http', need.profile));
    } else observation = { ...observation, looks: await seePictures(parts, captures, observation.looks, need) };
  }
  async function add(outcome: CaptureOutcome): Promise<void> {
    if (!outcome.ok) return fail(outcome.failure);
    await nextTurn();
    const look = await parts.judging.read(outcome.capture);
    if (look === null) return fail(givenUp(outcome.capture));
    captures.push(outcome.capture);
    observation = { ...observation, looks: [...observation.looks, look] };
  }
  function fail(...failures: readonly CaptureFailure[]): void {
    observation = { ...observation, failures: [...observation.failures, ...failures] };
  }
  async function lookThere(need: Extract<Need, { readonly type: 'vantage' }>): Promise<void> {
    const { captures, looks, ...elsewhere } = await lookElsewhere(parts, contextNow(), need, question);
    there.set(need.name, { captures, looks });
    observation = { ...observation, elsewhere: [...(observation.elsewhere ?? []), elsewhere] };
  }
  function contextNow(): AssessContext {
    const { baseline, ignored, pastFingerprints, site = null } = reference;
    return { targetUrl: question.url, at: parts.clock(), baseline, profiles, ignored, pastFingerprints, site };
  }
  async function judge(): Promise<Assessment> {
    await nextTurn();
    const context = { ...contextNow(), vantages: question.vantages ?? [] };
    const assessment = await parts.judging.assess(context, observation);
    if (assessment !== null) return assessment;
    observation = { ...observation, looks: [] };
    fail(...captures.splice(0).map(givenUp));
    return assess(context, observation, parts.policy);
  }
}

/** A page that nobody could read or judge in time was not seen: unknown, and said so. */
function givenUp({ tier, profile, at, hops, durationMs }: Capture): CaptureFailure {
  const reason = 'The page was received and could not be read or judged with the time and memory there is.';
  return { tier, profile, at, kind: 'bad-response', retryable: true, reason, hops, durationMs };
}

function take(parts: Seeing, question: Question, tier: Tier, profile: Profile): Promise<CaptureOutcome> {
  const { url, realTime, signal } = question;
  return parts.takeCapture({ url, tier, profile, realTime }, signal);
}

interface Answers {
  readonly ordinary: readonly CaptureOutcome[];
  readonly visit: CaptureOutcome | null;
}

/** What the ordinary visitor gets, and right after it the special one whose turn it is. */
async function firstAnswers(parts: Seeing, question: Question): Promise<Answers> {
  const ordinary: CaptureOutcome[] = [];
  for (const tier of question.tiers) {
    const outcome = await take(parts, question, tier, 'browser');
    ordinary.push(outcome);
    // A browser of ours that does not start says nothing about the portal: look without one.
    if (!outcome.ok && outcome.failure.kind === 'browser-failed' && !question.tiers.includes('http'))
      ordinary.push(await take(parts, question, 'http', 'browser'));
  }
  // A portal that shows itself to nobody is an outage: no second visitor knocks.
  const { turn } = question;
  const isVisited = turn && ordinary.some(({ ok }) => ok);
  return { ordinary, visit: isVisited ? await take(parts, question, turn.tier, turn.profile) : null };
}

/** A special visitor who got, byte for byte, what was judged before or what everybody gets now. */
function isSettled(
  visit: CaptureOutcome,
  outcomes: readonly CaptureOutcome[],
  isUnchanged: (capture: Capture) => boolean,
): boolean {
  if (!visit.ok || visit.capture.tier === 'browser') return false;
  const { capture } = visit;
  if (isUnchanged(capture)) return true;
  return outcomes.some((one) => one.ok && capture.cutOff === null && isSameAnswer(one.capture, capture));
}

function isSameAnswer(a: Capture, b: Capture): boolean {
  const way = ({ hops }: Capture) => hops.map(({ url, leadsTo }) => `${url} ${leadsTo ?? ''}`).join('\n');
  return a.body.hash === b.body.hash && a.status === b.status && a.finalUrl === b.finalUrl && way(a) === way(b);
}

function unchanged(capture: Capture, visit: CaptureOutcome | null): Observed {
  return {
    verdict: cleanVerdict,
    captures: [capture],
    looks: [],
    failures: [],
    deepest: 'http',
    seenBy: 'http',
    visitors: visitorsOf(visit, []),
    profiles: new Map(),
    reference: null,
  };
}

function depthOf(verdict: Verdict, { looks }: Observation, visit: CaptureOutcome | null) {
  const ordinary = looks.filter(isOrdinary);
  const deepest: Tier = ordinary.some((look) => look.tier === 'browser') ? 'browser' : 'http';
  const { onlyFor } = verdict;
  const special = onlyFor?.alone ? looks.find((look) => look.profile === onlyFor.profile) : undefined;
  return { deepest, seenBy: special?.tier ?? deepest, visitors: visitorsOf(visit, looks) };
}

/** The capture that shows what the verdict says: the special visitor's where only they saw it, else the deepest. */
export function shownCapture({ captures, verdict }: Pick<Observed, 'captures' | 'verdict'>): Capture | undefined {
  const { onlyFor } = verdict;
  const special = onlyFor?.alone ? captures.findLast(({ profile }) => profile === onlyFor.profile) : undefined;
  return special ?? captures.findLast(isOrdinary) ?? captures.at(-1);
}

function visitorsOf(visit: CaptureOutcome | null, looks: readonly Look[]): SpecialProfile[] {
  const answered = [...looks.map((look) => look.profile), ...(visit?.ok ? [visit.capture.profile] : [])];
  return [...new Set(answered.filter((profile) => profile !== 'browser'))];
}
