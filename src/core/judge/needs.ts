import type { CaptureFailure, CaptureFailureKind } from '../domain/capture.ts';
import type { Need, Verdict } from '../domain/finding.ts';
import type { Look } from '../facts/look.ts';
import { isPictureKnown } from '../learned/baseline.ts';
import type { AssessContext } from './assessment.ts';
import type { Observation } from './observation.ts';
import { isOrdinary } from './profile-look.ts';
import { areasToRead, isPoor } from './reading.ts';
import type { Run } from './runs.ts';

/** Score from which an HTTP look alone no longer counts as clean. */
const browserFrom = 1;
/** Failures that also occur when the monitor itself is offline. */
const ambiguous: ReadonlySet<CaptureFailureKind> = new Set([
  'name-not-found',
  'name-lookup-failed',
  'connection-refused',
  'connection-lost',
  'timed-out',
]);

/** A portal that does not answer is compared with control sites that always do. */
export function controlNeeds({ kind }: Verdict, { looks, failures, isBlind }: Observation): Need[] {
  if (isBlind !== undefined || (kind !== 'unavailable' && kind !== 'cut-off')) return [];
  const isLost =
    looks.some(({ cutOff }) => cutOff === 'connection-lost' || cutOff === 'timed-out') ||
    failures.some((one) => isOrdinary(one) && ambiguous.has(one.kind));
  return isLost ? [{ type: 'control' }] : [];
}

export function lookNeeds(
  { baseline }: AssessContext,
  verdict: Verdict,
  looks: readonly Look[],
  failures: readonly CaptureFailure[],
): Need[] {
  const needs: Need[] = [];
  const ordinary = looks.filter(isOrdinary);
  const hasBrowser = [...looks, ...failures].some((one) => isOrdinary(one) && one.tier === 'browser');
  // At first sight, a page with almost no text may carry its message in a picture.
  const isMute = baseline === null && ordinary.some(isPoor);
  if (!hasBrowser && (verdict.level !== 'clean' || verdict.score >= browserFrom || isMute))
    needs.push({ type: 'browser' });
  if (wantsSearchBot(verdict, looks, failures)) needs.push({ type: 'profile', profile: 'search-bot' });
  const unseen = ordinary.filter((look) => look.hasScreenshot && look.picture === null);
  const isWanted = (look: Look): boolean => baseline !== null || verdict.level !== 'clean' || isPoor(look);
  if (unseen.some(isWanted)) needs.push({ type: 'picture' });
  // What a new renderer shows is learned only alongside an HTTP look (`refineBaseline`).
  const isForeign = (look: Look): boolean =>
    baseline !== null && look.picture !== null && !isPictureKnown(baseline.content, look);
  const hasHttp = [...looks, ...failures].some((one) => isOrdinary(one) && one.tier === 'http');
  if (!hasHttp && verdict.level === 'clean' && ordinary.some(isForeign)) needs.push({ type: 'http' });
  return needs;
}

export function readingNeeds(
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
 * Spam is shown to search bots in full and to people only in part, or behind a "not found". The search-bot look is
 * requested when an ordinary look is inconclusive: not once it is an alarm, and never for a portal that is down.
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
