/** One bounded look at the world: captures, and whatever the judge asks for beside them, each at most once. */
import { type Assessment, assess, type Observation } from '../core/assess.ts';
import type { Baseline } from '../core/baseline.ts';
import type { PastFingerprint } from '../core/detect/seen-before.ts';
import { type Look, withPicture } from '../core/look.ts';
import type { Capture, CaptureFailure, CaptureOutcome, Need, Tier, Verdict } from '../core/model.ts';
import type { Parts } from './parts.ts';
import { atOnce, type NextTurn } from './turns.ts';

export interface Question {
  readonly url: string;
  /** Taken in this order; the judge may ask for more. */
  readonly tiers: readonly Tier[];
  readonly realTime: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Waited for before each piece of work that holds up the process. */
  readonly nextTurn?: NextTurn | undefined;
}

/** What looks are judged against; loaded only when an answer needs judging. */
export interface Reference {
  readonly baseline: Baseline | null;
  readonly ignored: readonly string[];
  readonly pastFingerprints: readonly PastFingerprint[];
}

export interface Observed {
  readonly verdict: Verdict;
  readonly captures: readonly Capture[];
  readonly looks: readonly Look[];
  readonly failures: readonly CaptureFailure[];
  readonly deepest: Tier;
  readonly reference: Reference | null;
}

type Seeing = Pick<Parts, 'takeCapture' | 'pictures' | 'judging' | 'policy' | 'clock' | 'log'>;

/** The judge asks at most for a browser and a picture; more rounds would be a bug. */
const mostRounds = 4;

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
  const captures: Capture[] = [];
  let observation: Observation = { looks: [], failures: [] };
  for (const tier of question.tiers) {
    const outcome = await take(tier);
    if (outcome.ok && tier === 'http' && question.tiers.length === 1 && isUnchanged(outcome.capture)) {
      const seen = { captures: [outcome.capture], looks: [], failures: [] };
      return { ...seen, verdict: cleanVerdict, deepest: 'http', reference: null };
    }
    await add(outcome);
    // A browser of ours that does not start says nothing about the portal: look without one.
    if (!outcome.ok && outcome.failure.kind === 'browser-failed' && !question.tiers.includes('http'))
      await add(await take('http'));
  }
  const reference = await load();
  const met = new Set<Need['type']>(question.tiers.includes('browser') ? ['browser'] : []);
  let assessment = await judge(reference);
  for (let round = 0; round < mostRounds; round += 1) {
    const open = assessment.needs.filter((need) => !met.has(need.type));
    if (open.length === 0) break;
    for (const { type } of open) {
      met.add(type);
      if (type === 'browser') await add(await take('browser'));
      else observation = { ...observation, looks: await withPictures(parts, captures, observation.looks) };
    }
    assessment = await judge(reference);
  }
  const { looks, failures } = observation;
  const deepest: Tier = looks.some((look) => look.tier === 'browser') ? 'browser' : 'http';
  return { verdict: assessment.verdict, captures, looks, failures, deepest, reference };

  function take(tier: Tier): Promise<CaptureOutcome> {
    const { url, realTime, signal } = question;
    return parts.takeCapture({ url, tier, profile: 'browser', realTime }, signal);
  }
  async function add(outcome: CaptureOutcome): Promise<void> {
    if (outcome.ok) {
      await nextTurn();
      const look = await parts.judging.read(outcome.capture);
      if (look === null) return fail(givenUp(outcome.capture));
      captures.push(outcome.capture);
      observation = { ...observation, looks: [...observation.looks, look] };
    } else fail(outcome.failure);
  }
  function fail(...failures: readonly CaptureFailure[]): void {
    observation = { ...observation, failures: [...observation.failures, ...failures] };
  }
  async function judge({ baseline, ignored, pastFingerprints }: Reference): Promise<Assessment> {
    await nextTurn();
    const context = { targetUrl: question.url, at: parts.clock(), baseline, ignored, pastFingerprints };
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

/** Looks with the reduced picture of their screenshot; a picture that can't be read is left out and logged. */
async function withPictures(
  parts: Pick<Parts, 'pictures' | 'log'>,
  captures: readonly Capture[],
  looks: readonly Look[],
): Promise<Look[]> {
  return Promise.all(
    looks.map(async (look, index) => {
      const screenshot = captures[index]?.rendering?.screenshot;
      if (!screenshot || look.picture) return look;
      try {
        return withPicture(look, await parts.pictures.reduce(screenshot));
      } catch (error) {
        parts.log.warn({ err: error }, 'a screenshot could not be read');
        return look;
      }
    }),
  );
}
