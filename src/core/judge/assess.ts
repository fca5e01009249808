/** Turns an observation into a verdict and lists the looks still needed to settle it. Pure. */

import { foreignAmong } from '../detect/links/foreign-redirect.ts';
import type { Evidence } from '../detect/shared/detector.ts';
import type { Verdict } from '../domain/finding.ts';
import type { Policy } from '../policy.ts';
import type { AssessContext, Assessment } from './assessment.ts';
import { breakEvidence, breakNeeds, brokenTiers, withBreak } from './breaks.ts';
import { conclude, type Seen } from './conclude.ts';
import { wayOf } from './destinations.ts';
import { isGone } from './gone.ts';
import { controlNeeds, lookNeeds, readingNeeds } from './needs.ts';
import type { Observation } from './observation.ts';
import { evidenceKey, isOrdinary } from './profile-look.ts';
import { withRemarks } from './remarks.ts';
import { type Run, runsOf, specialRuns, strongestPerDetector } from './runs.ts';
import { withUsualCuts } from './same-cut.ts';
import { vantageNeeds, withVantages } from './seen-from.ts';
import { isOurs, standInKind } from './stand-ins.ts';

export function assess(context: AssessContext, seenHere: Observation, policy: Policy): Assessment {
  const { baseline, usualCut = null } = context;
  const observation = { ...seenHere, looks: withUsualCuts(seenHere.looks, baseline, usualCut) };
  const seen = assessHere(context, observation, policy);
  const verdict = withBreak(seen.verdict, observation);
  const needs = [...seen.needs, ...breakNeeds(observation)];
  const { looks, failures, vantageLooks = [] } = observation;
  const hasBrowser = looks.some((look) => isOrdinary(look) && look.tier === 'browser');
  const seenFromHere = { verdict, failures: failures.filter(isOrdinary), hasLooks: looks.length > 0, hasBrowser };
  return {
    verdict: withVantages(verdict, vantageLooks),
    needs: [...needs, ...vantageNeeds(context.vantages ?? [], seenFromHere, vantageLooks)],
  };
}

/** Assesses what this host sees directly, without vantages. */
function assessHere(context: AssessContext, observation: Observation, policy: Policy): Assessment {
  const { looks } = observation;
  if (looks.length === 0) return conclude(nothingSeen(context, observation, policy), context, policy);
  const { verdict, needs } = conclude(pagesSeen(context, observation, policy), context, policy);
  return { verdict: withRemarks(verdict, looks), needs };
}

function nothingSeen(context: AssessContext, observation: Observation, policy: Policy): Seen {
  const { failures } = observation;
  // Even when nothing could be fetched, a redirect on the way may already lead visitors elsewhere.
  const { baseline, targetUrl } = context;
  const way = failures.flatMap(({ hops }) => wayOf(hops));
  const led = withBroken(foreignAmong({ targetUrl, baseline, policy }, way), context, observation, policy);
  // Browsers accept responses that are not valid HTTP, so they may read what our client cannot.
  const isOdd = failures.some((one) => isOrdinary(one) && (one.kind === 'bad-response' || one.kind === 'page-broke'));
  return {
    evidence: led,
    standIn: isOurs(observation) ? 'blind' : brokenTiers(observation).length > 0 ? 'error-page' : 'unavailable',
    needs: (verdict) => [
      ...(led.length > 0 || isOdd ? lookNeeds(context, verdict, [], failures) : []),
      ...controlNeeds(verdict, observation),
      // Browsers refuse old versions of TLS that our client still speaks.
      ...(isRefusedByBrowser(failures) ? [{ type: 'http' } as const] : []),
    ],
  };
}

function isRefusedByBrowser(failures: Observation['failures']): boolean {
  const ordinary = failures.filter(isOrdinary);
  return ordinary.every(({ tier }) => tier === 'browser') && ordinary.some(({ kind }) => kind === 'tls-outdated');
}

function pagesSeen(context: AssessContext, observation: Observation, policy: Policy): Seen {
  const { looks, failures, isBlind } = observation;
  const ordinary = looks.filter(isOrdinary);
  const isAlone = ordinary.length === 0 && context.baseline === null;
  const runs = (isAlone ? looks : ordinary).flatMap((look) => runsOf(context, look, policy));
  const special = isAlone ? [] : specialRuns(context, observation, runs, policy);
  const strongest = strongestPerDetector([...runs, ...special], ordinary, policy);
  const standIn = standInKind(context, runs, ordinary);
  return {
    evidence: withBroken(strongest, context, observation, policy),
    standIn: standIn === 'cut-off' && isBlind === true ? 'blind' : standIn,
    isGone: (counted) => isGone(runs, counted, policy),
    needs: (verdict) => [
      ...lookNeeds(context, ofNews(verdict, runs), looks, failures),
      ...readingNeeds(context, verdict, runs, looks),
      ...controlNeeds(verdict, observation),
    ],
  };
}

/**
 * A clean verdict with the score of what was not there when the page was learned. A provisional baseline was taught by
 * deep looks: another one at every change would show the rest again.
 */
function ofNews(verdict: Verdict, runs: readonly Run[]): Verdict {
  if (verdict.level !== 'clean' || !runs.some((run) => run.isFirstSight)) return verdict;
  const news = runs.filter((run) => !run.isFirstSight).flatMap((run) => run.evidence);
  const score = news.reduce((sum, { finding }) => sum + Math.max(0, finding.score), 0);
  return { ...verdict, score: Math.min(verdict.score, score) };
}

/** Adds evidence of the break itself, and findings from unreadable markup that no other look reported. */
function withBroken(
  evidence: readonly Evidence[],
  { baseline }: AssessContext,
  observation: Observation,
  policy: Policy,
): Evidence[] {
  const known = new Set(evidence.map(evidenceKey));
  const scanned = new Map((observation.scanned ?? []).map((one) => [evidenceKey(one), one]));
  const unknown = [...scanned].flatMap(([key, one]) => (known.has(key) ? [] : [one]));
  return [...evidence, ...unknown, ...breakEvidence(observation, baseline, policy)];
}
