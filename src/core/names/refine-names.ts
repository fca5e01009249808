/** What looks teach automatically. */
import type { Verdict } from '../domain/finding.ts';
import {
  type AcceptedNames,
  failuresIn,
  keyOf,
  learnCertificate,
  learnNames,
  recordTypes,
  reportedValues,
  type Warned,
} from './accepted-names.ts';
import { type Accepted, isAccepted, withSeen } from './accepted-values.ts';
import { addressMeasure, nameMeasure } from './distance.ts';
import { dueWarning } from './expiry.ts';
import { aliasFacts } from './name-changes.ts';
import type { NameLook, RecordType } from './name-look.ts';
import { networkOf } from './networks.ts';
import { certificateAt, tlsWitness } from './witness.ts';

/** Detectors whose findings say nothing about who owns the names. */
const harmless: ReadonlySet<string> = new Set(['certificate-expiring', 'listed', 'registration-expiring']);
/** An address unseen for this long is no longer the owner's: by now it belongs to someone else. */
const forgottenMs = 120 * 86_400_000;

/**
 * What a look adds automatically: last-seen times, neighbours, what the accepted key vouches for; never distant values.
 * The same object when the verdict was not good enough to learn from.
 * @param enteredEnd the registration's expiry as entered by hand
 */
export function refineNames(
  accepted: AcceptedNames,
  look: NameLook,
  verdict: Verdict,
  at: number,
  enteredEnd: number | null = null,
): AcceptedNames {
  if (!teaches(verdict)) return accepted;
  const near = { ...look, ...onlyNear(accepted, look) };
  const { certificate = null } = near.tls ?? {};
  const refined = learnNames(accepted, near, at);
  const shown = look.tls?.certificate ?? null;
  const warned = {
    certificate: warn(
      accepted.warned.certificate,
      shown?.validTo ?? null,
      at,
      shown === null ? undefined : shown.validTo - shown.validFrom,
    ),
    registration: warn(accepted.warned.registration, endOf(accepted, look) ?? enteredEnd, at),
  };
  return {
    ...refined,
    records: Object.fromEntries(recordTypes.map((type) => [type, remembered(refined.records[type] ?? [], at)])),
    networks: remembered(refined.networks, at),
    peculiarities: withSeen(accepted.peculiarities, failuresIn(look), at),
    tls: certificate === null ? accepted.tls : learnCertificate(accepted.tls, certificate, at),
    warned,
  };
}

/** Whether nothing in the verdict speaks against the names being the owner's. */
export function teaches({ level, findings }: Verdict): boolean {
  if (level === 'unknown') return false;
  return level === 'clean' || findings.every(({ detector, score }) => score === 0 || harmless.has(detector));
}

/** The look without values far from what is accepted. */
function onlyNear(accepted: AcceptedNames, look: NameLook): Partial<NameLook> {
  const proven = provenAddresses(accepted, look);
  const distanceOf = addressMeasure(accepted);
  const isNearAddress = (value: string): boolean => proven.has(value) || distanceOf(value) === 'near';
  const near: Readonly<Record<RecordType, (value: string) => boolean>> = {
    A: isNearAddress,
    AAAA: isNearAddress,
    CAA: (value) => isAccepted(accepted.records.CAA, value),
    CNAME: nameMeasure(accepted.records.CNAME),
    MX: nearOrFirst(accepted.records.MX),
    NS: nearOrFirst(accepted.records.NS),
    SOA: nearOrFirst(accepted.records.SOA),
  };
  const { registration, tls } = look;
  const known = accepted.registration;
  return {
    resolvers: (look.resolvers ?? []).map((one) => ({
      ...one,
      answers: one.answers.map((answer) => ({
        ...answer,
        values: answer.values.filter(near[answer.type]),
      })),
    })),
    tls: tls !== null && isVouched(accepted, tls.certificate) ? tls : null,
    registration:
      registration === null || known === null
        ? registration
        : {
            ...registration,
            registrar: isAccepted(known.registrars, registration.registrar ?? '') ? registration.registrar : null,
            nameServers: registration.nameServers.filter(nameMeasure(known.nameServers)),
            statuses: registration.statuses.filter((status) => isAccepted(known.statuses, status)),
            registeredAt: null,
          },
    listings: null,
    routes: null,
  };
}

/** Where no server ever answered, the first answer is accepted: there is nothing to compare with. */
function nearOrFirst(list: readonly Accepted[] | undefined): (value: string) => boolean {
  return (list ?? []).length === 0 ? () => true : nameMeasure(list);
}

/**
 * Addresses that belong to the owner wherever they are: the accepted key was shown there, or the accepted alias led
 * there and is known to be widely distributed.
 */
function provenAddresses(accepted: AcceptedNames, look: NameLook): Set<string> {
  const { isBehindAlias, isRotation } = aliasFacts(accepted, look);
  if (isBehindAlias && isRotation) return new Set([...reportedValues(look, 'A'), ...reportedValues(look, 'AAAA')]);
  const address = look.tls?.address ?? null;
  if (address === null) return new Set();
  const isProven = tlsWitness(accepted, certificateAt(look, [address])) === 'same-key';
  const isNeighbour = (value: string): boolean => networkOf(value) === networkOf(address);
  const reported = [...reportedValues(look, 'A'), ...reportedValues(look, 'AAAA')];
  return new Set(isProven ? reported.filter(isNeighbour) : []);
}

/** A renewal: the key or its issuer is known, and the chain is no worse than it was. */
function isVouched(accepted: AcceptedNames, certificate: Parameters<typeof tlsWitness>[1]): boolean {
  if (accepted.tls === null || certificate === null) return true;
  const isErrorKnown = isAccepted(accepted.tls.errors, certificate.error ?? '') || certificate.error === null;
  const isKeyKnown = isAccepted(accepted.tls.keys, keyOf(certificate));
  return isErrorKnown && (isKeyKnown || tlsWitness(accepted, certificate) === 'same-issuer');
}

function endOf({ registration }: AcceptedNames, look: NameLook): number | null {
  return look.registration?.expiresAt ?? registration?.expiresAt ?? null;
}

/** Drops values not seen for long, as long as something newer is there. */
function remembered(list: readonly Accepted[], at: number): Accepted[] {
  const recent = list.filter(({ lastSeenAt }) => at - lastSeenAt <= forgottenMs);
  return recent.length > 0 ? recent : [...list];
}

function warn(before: Warned | null, expiresAt: number | null, at: number, lifetimeMs?: number): Warned | null {
  if (expiresAt === null) return before;
  const days = before?.expiresAt === expiresAt ? before.days : [];
  const due = dueWarning(expiresAt, days, at, lifetimeMs);
  return due === null ? before : { expiresAt, days: [...days, due] };
}
