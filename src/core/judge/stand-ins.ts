/** What stands in for the page, so that missing content says nothing. */

import type { ViewContext } from '../detect/shared/detector.ts';
import { unknownKindOf } from '../detect/shared/look-alike.ts';
import type { Look } from '../facts/look.ts';
import { isKnownAnswer } from '../pages/not-found-answers.ts';
import type { AssessContext } from './assessment.ts';
import type { StandInKind } from './judge.ts';
import type { Observation } from './observation.ts';
import { isOrdinary } from './profile-look.ts';
import type { Run } from './runs.ts';

/** Whether nothing was seen because of us: the monitor is offline, or its resolver does not answer. */
export function isOurs({ isBlind, failures }: Observation): boolean {
  return isBlind === true || failures.some((one) => isOrdinary(one) && one.kind === 'resolver-failed');
}

/** A discovered page that is missing needs no explanation: it was removed, or never existed. */
export function standInKind(
  { site, baseline }: AssessContext,
  runs: readonly Run[],
  looks: readonly Look[],
): StandInKind | null {
  const standIn = standInOf(runs, looks, (baseline?.content.received ?? null) !== null);
  if (site == null || standIn === null) return standIn;
  const { notFound } = site.knowledge;
  const isGone = ({ status }: Look): boolean => status === 404 || status === 410;
  const isUsual = (look: Look): boolean =>
    site.role === 'not-found'
      ? standIn === 'error-page' && look.status < 500
      : notFound !== null && isKnownAnswer(notFound, look);
  return looks.every((look) => isGone(look) || isUsual(look)) ? null : standIn;
}

/** The deepest look decides whether the page is a stand-in for the real one. */
function standInOf(runs: readonly Run[], looks: readonly Look[], hadText: boolean): StandInKind | null {
  const tier = looks.some((look) => look.tier === 'browser') ? 'browser' : 'http';
  for (const { look, views } of runs) {
    if (look.tier !== tier) continue;
    if (look.cutOff !== null && views.some((view) => isLacking(view))) return 'cut-off';
    // A file served in place of the page cannot be compared, and is not the page.
    if (views.length === 0 && hadText) return 'error-page';
    // The rendered view counts; the HTML behind it may be an empty shell.
    const shown = views.find((view) => view.view === 'rendered' && !view.isBorrowed) ?? views[0];
    if (shown?.lookAlike != null) return unknownKindOf(shown.lookAlike);
  }
  return null;
}

function isLacking({ comparison }: ViewContext): boolean {
  return comparison === null || comparison.textKept < 0.9;
}
