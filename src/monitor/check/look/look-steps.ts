/** The steps of one look at a page: read what arrives, fetch what the judge needs, judge what is there. */

import type { Capture, CaptureFailure, CaptureOutcome, Profile, Tier } from '../../../core/domain/capture.ts';
import { assess } from '../../../core/judge/assess.ts';
import type { AssessContext } from '../../../core/judge/assessment.ts';
import { isOrdinary } from '../../../core/judge/profile-look.ts';
import type { MonitorParts } from '../../parts.ts';
import { noBreaks } from '../breaks.ts';
import { atOnce } from '../event-loop-slots.ts';
import {
  type Gathered,
  withFailure,
  withLook,
  withObservation,
  withProfile,
  withThere,
  withUnread,
} from './gathered.ts';
import { lookFromVantage } from './look-from-vantage.ts';
import type { Judged, Meeters } from './meet.ts';
import type { Question, Reference } from './question.ts';
import { withText } from './read-capture.ts';
import { pictureMeeters } from './see-pictures.ts';

export type Seeing = Pick<
  MonitorParts,
  'takeCapture' | 'read' | 'isBlind' | 'pictures' | 'judging' | 'policy' | 'clock' | 'log' | 'breaks'
>;

/** What stays constant across the steps of one look. */
export interface PageLook {
  readonly parts: Seeing;
  readonly question: Question;
  readonly reference: Reference;
}

export function take(
  parts: Pick<Seeing, 'takeCapture'>,
  { url, realTime, patient = false, click, signal, room }: Question,
  tier: Tier,
  profile: Profile,
): Promise<CaptureOutcome> {
  const clicks = click !== undefined && tier === 'browser' && profile === 'browser' ? { click } : {};
  return parts.takeCapture({ url, tier, profile, realTime, ...(patient ? { patient } : {}), ...clicks }, signal, room);
}

/** How a look at a page meets the judge's needs. */
export function pageMeeters(look: PageLook): Meeters {
  const { parts, question, reference } = look;
  const breaks = parts.breaks ?? noBreaks;
  const lookMore = async (gathered: Gathered, tier: Tier, profile: Profile = 'browser') =>
    receive(look, gathered, await take(parts, question, tier, profile));
  return {
    ...pictureMeeters(parts),
    http: (gathered) => lookMore(gathered, 'http'),
    browser: (gathered) => lookMore(gathered, 'browser'),
    again: async (gathered, { tier }) => {
      const { outcome, isOurs } = await breaks.alone(question.url, () => lookMore(gathered, tier));
      return withObservation(outcome ?? gathered, isOurs ? { isOurs } : {});
    },
    control: async (gathered) => withObservation(gathered, { isBlind: await parts.isBlind() }),
    profile: async (gathered, { profile }) =>
      lookMore(withProfile(gathered, profile, await reference.ownOf(profile)), 'http', profile),
    vantage: async (gathered, need) => {
      const { captures, looks, ...seen } = await lookFromVantage(parts, contextOf(look, gathered), need, question);
      const { vantageLooks = [] } = gathered.observation;
      return withObservation(withThere(gathered, need.name, { captures, looks }), {
        vantageLooks: [...vantageLooks, seen],
      });
    },
  };
}

/** Reads a capture; failures and unreadable pages are recorded as such. */
export async function receive(look: PageLook, gathered: Gathered, outcome: CaptureOutcome): Promise<Gathered> {
  if (!outcome.ok) return fail(look, gathered, outcome.failure);
  const { parts, question } = look;
  await (question.nextSlot ?? atOnce)();
  const capture = await withText(parts, outcome.capture);
  const seen = capture && (await parts.judging.read(capture));
  if (seen === null) return giveUp(look, gathered, outcome.capture);
  if (isOrdinary(seen) && seen.broke) parts.breaks?.note(question.url);
  return withLook(gathered, outcome.capture, seen);
}

/** Discards what can't be judged, and judges what is left instead. */
export async function judgePage(look: PageLook, gathered: Gathered): Promise<Judged> {
  const { parts, question } = look;
  await (question.nextSlot ?? atOnce)();
  const context = { ...contextOf(look, gathered), vantages: question.vantages ?? [] };
  const assessment = await parts.judging.assess(context, gathered.observation);
  if (assessment !== null) return { ...assessment, gathered };
  let left = withObservation({ ...gathered, captures: [] }, { looks: [] });
  for (const capture of gathered.captures) left = await giveUp(look, left, capture);
  return { ...assess(context, left.observation, parts.policy), gathered: left };
}

function fail({ parts, question }: PageLook, gathered: Gathered, failure: CaptureFailure): Gathered {
  if (isOrdinary(failure) && failure.kind === 'page-broke') parts.breaks?.note(question.url);
  return withFailure(gathered, failure);
}

/** Scans content that could not be read or judged in one pass, and keeps it as evidence. */
async function giveUp(look: PageLook, gathered: Gathered, capture: Capture): Promise<Gathered> {
  const { parts } = look;
  const without = withUnread(fail(look, gathered, givenUp(capture)), capture);
  const text = isOrdinary(capture) ? await withText(parts, capture) : null;
  const found = text && (await parts.judging.scan(text, contextOf(look, without)));
  const { scanned = [] } = without.observation;
  return withObservation(without, { scanned: [...scanned, ...(found ?? [])] });
}

/** A page that could not be read or judged in time broke the look. */
function givenUp({ tier, profile, at, hops, durationMs }: Capture): CaptureFailure {
  const reason = 'The page was received but could not be read or judged within the limits of time and memory.';
  return { tier, profile, at, kind: 'page-broke', retryable: true, reason, hops, durationMs };
}

function contextOf({ parts, question, reference }: PageLook, { profiles }: Gathered): AssessContext {
  const { baseline, ignored, pastFingerprints, usualCut = null, site = null } = reference;
  return { targetUrl: question.url, at: parts.clock(), baseline, profiles, ignored, pastFingerprints, usualCut, site };
}
