/** One bounded look at a host's names, and at the page behind them where the judge asks for it. */

import type { Verdict } from '../../core/domain/finding.ts';
import type { TargetState } from '../../core/domain/target.ts';
import { isOnGuard } from '../../core/judge/confirm.ts';
import type { AcceptedNames } from '../../core/names/accepted-names.ts';
import { learnNames } from '../../core/names/accepted-names.ts';
import { assessNames, type NamesObservation } from '../../core/names/assess-names.ts';
import type { AnswerStatus, NameLook, NamePart, ResolverLook } from '../../core/names/name-look.ts';
import type { NamesContext } from '../../core/names/names-context.ts';
import { refineNames, teaches } from '../../core/names/refine-names.ts';
import type { HostNamesRow } from '../../store/schema/schema.ts';
import { acceptedOf } from '../../store/targets/host-names.ts';
import { type Gathered, nothingGathered, withFailure, withLook } from '../check/look/gathered.ts';
import type { LookOptions } from '../check/look/look-at-page.ts';
import { type Judged, judgeUntilMet } from '../check/look/meet.ts';
import type { Observed } from '../check/look/observed.ts';
import { withText } from '../check/look/read-capture.ts';
import type { MonitorParts } from '../parts.ts';

type Seeing = Pick<
  MonitorParts,
  'config' | 'takeCapture' | 'read' | 'lookAtNames' | 'isBlind' | 'judging' | 'policy' | 'clock'
>;

/** What names are judged against besides the accepted ones. */
export type NamesReference = Pick<NamesContext, 'home' | 'ignored' | 'pastFingerprints' | 'countryOf'>;

export async function observeNames(
  parts: Seeing,
  row: HostNamesRow,
  state: TargetState,
  reference: NamesReference,
  options: Pick<LookOptions, 'signal' | 'room'>,
): Promise<Observed> {
  const asked = partsDue(parts, row, state);
  const look = await parts.lookAtNames({ url: row.homeUrl, parts: asked }, options.signal);
  const accepted = acceptedOf(row);
  const { learnLooks } = parts.config.names;
  const judge = async (gathered: Gathered): Promise<Judged> => {
    const { expiresAt } = row;
    const context = { at: parts.clock(), host: look.host, accepted, learnLooks, expiresAt, ...reference };
    return { ...assessNames(context, besideNames(look, gathered), parts.policy), gathered };
  };
  const http = (gathered: Gathered) => lookAtHome(parts, row, gathered, options);
  const { verdict, gathered } = await judgeUntilMet(nothingGathered, judge, { http });
  const seen = besideNames(look, gathered);
  const isBlind = isOurs(verdict, look, seen) || (mayBeOurs(verdict, look) && (await parts.isBlind()));
  const judged = isBlind ? blind(verdict) : verdict;
  const next = nextAccepted(row, look, judged, learnLooks, parts.clock());
  return {
    ...gathered.observation,
    verdict: judged,
    captures: gathered.captures,
    deepest: 'http',
    seenBy: 'http',
    profileTurn: null,
    answeredProfiles: [],
    profiles: new Map(),
    reference: null,
    names: { look, parts: asked, accepted: next, isLearning: next === null || next.looks < learnLooks },
  };
}

/** The home page as an HTTP client sees it; an unreadable page is no evidence about the names. */
async function lookAtHome(
  parts: Seeing,
  { homeUrl }: HostNamesRow,
  gathered: Gathered,
  { signal, room }: Pick<LookOptions, 'signal' | 'room'>,
): Promise<Gathered> {
  const request = { url: homeUrl, tier: 'http', profile: 'browser', realTime: true } as const;
  const outcome = await parts.takeCapture(request, signal, room);
  if (!outcome.ok) return withFailure(gathered, outcome.failure);
  const capture = await withText(parts, outcome.capture);
  const page = capture && (await parts.judging.read(capture));
  return page === null ? gathered : withLook(gathered, outcome.capture, page);
}

function besideNames(names: NameLook, { observation }: Gathered): NamesObservation {
  const [page = null] = observation.looks;
  const [pageFailure = null] = observation.failures;
  return { names, page, pageFailure };
}

/**
 * All parts while something awaits confirmation or is still open, because an alarm is cleared only by repeating the
 * query that raised it.
 */
function partsDue(
  { config, clock }: Pick<MonitorParts, 'config' | 'clock'>,
  row: HostNamesRow,
  state: TargetState,
): NamePart[] {
  const { registrationEvery, listingsEvery, routesEvery, blockLists } = config.names;
  const now = clock();
  const isWatched = isOnGuard(state);
  const isDue = (at: number | null, everyMs: number) => isWatched || at === null || now - at >= everyMs;
  return [
    'records',
    'certificate',
    ...(isDue(row.registrationAt, registrationEvery) ? (['registration'] as const) : []),
    ...(blockLists.length > 0 && isDue(row.listingsAt, listingsEvery) ? (['listings'] as const) : []),
    ...(isDue(row.routesAt, routesEvery) ? (['routes'] as const) : []),
  ];
}

/**
 * Learns from any look that raises no doubt about the names' owner at first sight; later, only small differences are
 * accepted.
 */
function nextAccepted(
  row: HostNamesRow,
  look: NameLook,
  verdict: Verdict,
  learnLooks: number,
  now: number,
): AcceptedNames | null {
  const accepted = acceptedOf(row);
  if (accepted !== null && accepted.looks >= learnLooks) {
    return refineNames(accepted, look, verdict, now, row.expiresAt);
  }
  return teaches(verdict) ? learnNames(accepted, look, now) : accepted;
}

/** Whether no server answers and our own resolver fails for other names too. */
function isOurs({ kind }: Verdict, { tls, routes }: NameLook, { pageFailure }: NamesObservation): boolean {
  const failures = [tls?.failure, pageFailure?.kind, ...(routes ?? []).map(({ failure }) => failure)];
  return kind === 'unavailable' && failures.includes('resolver-failed');
}

/**
 * A monitor that is offline gets no answer from any server; one that goes offline mid-look may get answers from others.
 */
function mayBeOurs({ level, kind }: Verdict, { resolvers }: NameLook): boolean {
  if (kind === 'unavailable') return true;
  const isSilent = ({ answers }: ResolverLook) => answers.every(({ status }) => silent.has(status));
  return level !== 'clean' && (resolvers ?? []).some(isSilent);
}

const silent: ReadonlySet<AnswerStatus> = new Set(['timed-out', 'unreachable']);

function blind(verdict: Verdict): Verdict {
  return { ...verdict, level: 'unknown', kind: 'blind' };
}
