/** One bounded look at the names of a host, and at the page behind them where the judge asks for it. */
import type { Observation } from '../../core/assess.ts';
import type { Capture, TargetState, Verdict } from '../../core/model.ts';
import type { AcceptedNames } from '../../core/names/accepted-names.ts';
import { learnNames } from '../../core/names/accepted-names.ts';
import { assessNames, type NamesContext, type NamesObservation } from '../../core/names/assess-names.ts';
import type { AnswerStatus, NameLook, NamePart, ResolverLook } from '../../core/names/name-look.ts';
import { refineNames, teaches } from '../../core/names/refine-names.ts';
import { acceptedOf } from '../../store/host-names.ts';
import type { HostNamesRow } from '../../store/schema.ts';
import { askUntilMet } from '../needs.ts';
import type { Observed } from '../observe.ts';
import type { Parts } from '../parts.ts';

type Seeing = Pick<Parts, 'config' | 'takeCapture' | 'lookAtNames' | 'isBlind' | 'judging' | 'policy' | 'clock'>;

/** What names are judged against beside what is accepted of them. */
export type NamesReference = Pick<NamesContext, 'home' | 'ignored' | 'pastFingerprints' | 'countryOf'>;

export async function observeNames(
  parts: Seeing,
  row: HostNamesRow,
  state: TargetState,
  reference: NamesReference,
  signal: AbortSignal | undefined,
): Promise<Observed> {
  const asked = partsDue(parts, row, state);
  const look = await parts.lookAtNames({ url: row.homeUrl, parts: asked }, signal);
  const accepted = acceptedOf(row);
  const captures: Capture[] = [];
  let seen: NamesObservation = { names: look, page: null, pageFailure: null };
  let observation: Observation = { looks: [], failures: [] };
  const { learnLooks } = parts.config.names;
  const judge = async () => {
    const { expiresAt } = row;
    const context = { at: parts.clock(), host: look.host, accepted, learnLooks, expiresAt, ...reference };
    return assessNames(context, seen, parts.policy);
  };
  const { verdict } = await askUntilMet(judge, meetPage, new Set());
  const judged = mayBeOurs(verdict, look) && (await parts.isBlind()) ? blind(verdict) : verdict;
  const next = nextAccepted(row, look, judged, learnLooks, parts.clock());
  return {
    ...observation,
    verdict: judged,
    captures,
    deepest: 'http',
    seenBy: 'http',
    visitors: [],
    profiles: new Map(),
    reference: null,
    names: { look, parts: asked, accepted: next, isLearning: next === null || next.looks < learnLooks },
  };

  async function meetPage(): Promise<void> {
    const request = { url: row.homeUrl, tier: 'http', profile: 'browser', realTime: true } as const;
    const outcome = await parts.takeCapture(request, signal);
    if (!outcome.ok) {
      seen = { ...seen, pageFailure: outcome.failure };
      observation = { ...observation, failures: [outcome.failure] };
      return;
    }
    const page = await parts.judging.read(outcome.capture);
    if (page === null) return;
    captures.push(outcome.capture);
    seen = { ...seen, page };
    observation = { ...observation, looks: [page] };
  }
}

/** Everything while something is to be confirmed or still stands: what raised it must be asked again to clear it. */
function partsDue(
  { config, clock }: Pick<Parts, 'config' | 'clock'>,
  row: HostNamesRow,
  state: TargetState,
): NamePart[] {
  const { registrationEvery, listingsEvery, routesEvery, blockLists } = config.names;
  const now = clock();
  const isOnGuard = state.status !== 'ok' || state.standing.length > 0 || state.unconfirmedAt.length > 0;
  const isDue = (at: number | null, everyMs: number) => isOnGuard || at === null || now - at >= everyMs;
  return [
    'records',
    'certificate',
    ...(isDue(row.registrationAt, registrationEvery) ? (['registration'] as const) : []),
    ...(blockLists.length > 0 && isDue(row.listingsAt, listingsEvery) ? (['listings'] as const) : []),
    ...(isDue(row.routesAt, routesEvery) ? (['routes'] as const) : []),
  ];
}

/** Learned from whatever says nothing against whose the names are at first sight; later only what lies near is taken in. */
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

/** A closed way out silences all servers; one that is caught half-way lets somebody else answer for them. */
function mayBeOurs({ level, kind }: Verdict, { resolvers }: NameLook): boolean {
  if (kind === 'unavailable') return true;
  const isSilent = ({ answers }: ResolverLook) => answers.every(({ status }) => silent.has(status));
  return level !== 'clean' && (resolvers ?? []).some(isSilent);
}

const silent: ReadonlySet<AnswerStatus> = new Set(['timed-out', 'unreachable']);

function blind(verdict: Verdict): Verdict {
  return { ...verdict, level: 'unknown', kind: 'blind' };
}
