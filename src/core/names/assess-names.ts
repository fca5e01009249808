/** What stands around a page, beside what is accepted → verdict. Pure. */
import type { Assessment } from '../assess.ts';
import type { Baseline } from '../baseline.ts';
import type { Evidence } from '../detect/detector.ts';
import { failedDetector } from '../detect/failed-detector.ts';
import { type PastFingerprint, seenBefore } from '../detect/seen-before.ts';
import { judge } from '../judge.ts';
import type { Look } from '../look.ts';
import type { CaptureFailure, Need } from '../model.ts';
import type { Policy } from '../policy.ts';
import { type AcceptedNames, toldValues } from './accepted-names.ts';
import { providerOf } from './alias-providers.ts';
import { namesDetectors } from './detect/all.ts';
import type { Known, NamesDetector, NamesLookContext } from './detect/detector.ts';
import { registrationEnd } from './detect/registration-end.ts';
import { nameChanges } from './name-changes.ts';
import type { NameLook } from './name-look.ts';
import { isReply, repliesOf, voicesOf } from './voices.ts';

export interface NamesContext {
  readonly at: number;
  /** As in `URL.hostname`. */
  readonly host: string;
  /** Null, or of fewer than `learnLooks` looks: judged at first sight. */
  readonly accepted: AcceptedNames | null;
  /** Looks that make the accepted set (`names.learnLooks`). */
  readonly learnLooks: number;
  /** Fingerprints that people ignore now. */
  readonly ignored: readonly string[];
  readonly pastFingerprints: readonly PastFingerprint[];
  /** Of the site's home page, to say whether the same page stands behind changed names. */
  readonly home: Baseline | null;
  /** The domain's end that people entered by hand, where no registry answers. */
  readonly expiresAt: number | null;
  /** ISO 3166 code of the country that an address is in; null where nobody knows. */
  readonly countryOf: (address: string) => string | null;
}

export interface NamesObservation {
  readonly names: NameLook;
  /** The home page as an HTTP client sees it at the same time; null when it was not asked for. */
  readonly page: Look | null;
  readonly pageFailure: CaptureFailure | null;
}

/** Needs are `http` only: the home page, where the names alone don't say what it means. */
export function assessNames(context: NamesContext, observation: NamesObservation, policy: Policy): Assessment {
  const look = lookContext(context, observation, policy);
  const evidence = namesDetectors.flatMap((detector) => run(detector, look)).map((one) => withIgnored(one, context));
  const history = seenBefore(evidence, context.pastFingerprints, policy);
  const verdict = judge([...evidence, ...history], isSilent(observation.names) ? 'unavailable' : null, policy);
  return { verdict, needs: needsOf(look, evidence, observation) };
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

/** A detector that throws is a remark, never the end of a look. */
function run(detector: NamesDetector, context: NamesLookContext): readonly Evidence[] {
  try {
    return detector.detect(context);
  } catch (error) {
    return [failedDetector(detector.id, error)];
  }
}

function withIgnored(one: Evidence, { ignored }: NamesContext): Evidence {
  const { fingerprint } = one.finding;
  if (fingerprint === null || !ignored.includes(fingerprint)) return one;
  return { ...one, finding: { ...one.finding, score: 0 } };
}

const places = ['A', 'AAAA', 'CNAME'] as const;

/** Servers were asked for the host's addresses, none told any, and most did not say that there is none. */
function isSilent(look: NameLook): boolean {
  const voices = voicesOf(look, ['A', 'AAAA']);
  const said = voices.filter(isReply);
  return voices.length > 0 && said.length * 2 <= voices.length && said.every(({ status }) => status !== 'answered');
}

/** The page tells a move from a takeover, and what an alias leads to. */
function needsOf(
  context: NamesLookContext,
  evidence: readonly Evidence[],
  { names, page, pageFailure }: NamesObservation,
): Need[] {
  if (page !== null || pageFailure !== null) return [];
  const isAnswered = repliesOf(names, places).some(({ status }) => status === 'answered');
  const isAsked = evidence.some(({ finding }) => finding.score > 0 && asking.has(finding.detector));
  const isAlias = toldValues(names, 'CNAME').some((alias) => providerOf(context.policy.aliasProviders, alias) !== null);
  const end = registrationEnd(context);
  const hasEnded = context.known !== null && end !== null && end <= context.at;
  return (isAnswered && (isAsked || isAlias)) || hasEnded ? [{ type: 'http' }] : [];
}

/** Detectors whose findings the page behind the names makes worse or explains. */
const asking: ReadonlySet<string> = new Set([
  'addresses-changed',
  'certificate-changed',
  'certificate-invalid',
  'name-servers-changed',
  'registration-changed',
  'resolvers-disagree',
]);
