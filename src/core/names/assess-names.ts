/** Names around a page, compared with what is accepted → verdict. Pure. */

import type { Evidence } from '../detect/shared/detector.ts';
import type { CaptureFailure } from '../domain/capture.ts';
import type { Need, Verdict } from '../domain/finding.ts';
import type { Look } from '../facts/look.ts';
import type { Assessment } from '../judge/assessment.ts';
import { conclude, detectAll } from '../judge/conclude.ts';
import type { Policy } from '../policy.ts';
import { reportedValues } from './accepted-names.ts';
import { providerOf } from './alias-providers.ts';
import { namesDetectors } from './detect/all.ts';
import type { Known, NamesLookContext } from './detect/detector.ts';
import { registrationEnd } from './detect/registration-end.ts';
import { nameChanges } from './name-changes.ts';
import type { NameLook } from './name-look.ts';
import type { NamesContext } from './names-context.ts';
import { isReply, repliesOf, voicesOf } from './voices.ts';

export interface NamesObservation {
  readonly names: NameLook;
  /** The home page as an HTTP client sees it at the same time; null when it was not requested. */
  readonly page: Look | null;
  readonly pageFailure: CaptureFailure | null;
}

/** Needs are `http` only: the home page, where the names alone are inconclusive. */
export function assessNames(context: NamesContext, observation: NamesObservation, policy: Policy): Assessment {
  const look = lookContext(context, observation, policy);
  const seen = {
    evidence: detectAll(namesDetectors, look),
    standIn: isSilent(observation.names) ? ('unavailable' as const) : null,
    needs: (_verdict: Verdict, counted: readonly Evidence[]) => needsOf(look, counted, observation),
  };
  return conclude(seen, context, policy);
}

function lookContext(context: NamesContext, { names, page }: NamesObservation, policy: Policy): NamesLookContext {
  const { accepted, learnLooks } = context;
  const known: Known | null =
    accepted === null || accepted.looks < learnLooks
      ? null
      : { accepted, changes: nameChanges(context, accepted, names, page, policy) };
  const warned = accepted?.warned ?? { certificate: null, registration: null };
  return { ...context, look: names, page, known, warned, policy };
}

const places = ['A', 'AAAA', 'CNAME'] as const;

/** No server returned addresses for the host, and most did not say that there are none. */
function isSilent(look: NameLook): boolean {
  const voices = voicesOf(look, ['A', 'AAAA']);
  const replies = voices.filter(isReply);
  return (
    voices.length > 0 && replies.length * 2 <= voices.length && replies.every(({ status }) => status !== 'answered')
  );
}

/** The page distinguishes a move from a takeover, and shows what an alias leads to. */
function needsOf(
  context: NamesLookContext,
  evidence: readonly Evidence[],
  { names, page, pageFailure }: NamesObservation,
): Need[] {
  if (page !== null || pageFailure !== null) return [];
  const isAnswered = repliesOf(names, places).some(({ status }) => status === 'answered');
  const isAsked = evidence.some(({ finding }) => finding.score > 0 && asking.has(finding.detector));
  const isAlias = reportedValues(names, 'CNAME').some(
    (alias) => providerOf(context.policy.aliasProviders, alias) !== null,
  );
  const end = registrationEnd(context);
  const hasEnded = context.known !== null && end !== null && end <= context.at;
  return (isAnswered && (isAsked || isAlias)) || hasEnded ? [{ type: 'http' }] : [];
}

/** Detectors whose findings the page behind the names aggravates or explains. */
const asking: ReadonlySet<string> = new Set([
  'addresses-changed',
  'certificate-changed',
  'certificate-invalid',
  'name-servers-changed',
  'registration-changed',
  'resolvers-disagree',
]);
