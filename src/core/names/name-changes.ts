/** How a look at names differs from what is accepted; computed once and read by every detector. */
import type { Look } from '../look.ts';
import type { Policy } from '../policy.ts';
import type { AcceptedNames } from './accepted-names.ts';
import type { NamesContext } from './assess-names.ts';
import { type AddressDistance, addressDistance, isNearName, isPool, isRestless, nameIn } from './distance.ts';
import type { NameLook, RecordType } from './name-look.ts';
import { type Departure, departureOf, repliesOf } from './voices.ts';
import { certificateAt, type PageWitness, pageAt, pageWitness, type TlsWitness, tlsWitness } from './witness.ts';

/** New addresses, and what speaks for or against them. */
export interface AddressChange extends Departure {
  readonly distance: Exclude<AddressDistance, 'near'>;
  /** A pool of which a part is met for the first time. */
  readonly isRotation: boolean;
  /** The host is still the same alias: where it leads is its provider's business, who moves customers about. */
  readonly isBehindAlias: boolean;
  readonly tls: TlsWitness;
  readonly page: PageWitness;
}

export interface NameChanges {
  readonly addresses: AddressChange | null;
  readonly aliases: Departure | null;
  readonly nameServers: Departure | null;
  readonly mailServers: Departure | null;
  /** The page that stands there now, wherever it came from. */
  readonly page: PageWitness;
}

export function nameChanges(
  { home, host }: Pick<NamesContext, 'home' | 'host'>,
  accepted: AcceptedNames,
  look: NameLook,
  page: Look | null,
  policy: Policy,
): NameChanges {
  const aliases = namesFar(look, accepted, 'CNAME');
  const departure = departureOf(repliesOf(look, ['A', 'AAAA']), (one) => addressDistance(accepted, one) === 'near');
  const wasKnown = (accepted.records.A ?? []).length + (accepted.records.AAAA ?? []).length > 0;
  return {
    addresses:
      departure === null || !wasKnown
        ? null
        : {
            ...departure,
            distance: departure.values.some((one) => addressDistance(accepted, one) === 'foreign')
              ? 'foreign'
              : 'provider',
            ...aliasFacts(accepted, look),
            tls: tlsWitness(accepted, certificateAt(look, departure.values)),
            page: pageWitness(pageAt(page, host, departure.values), home, policy),
          },
    aliases,
    nameServers: namesFar(look, accepted, 'NS'),
    mailServers: namesFar(look, accepted, 'MX'),
    page: pageWitness(page, home, policy),
  };
}

/** Null as well where the host never had such a record: then there is nothing to lie far from. */
function namesFar(look: NameLook, accepted: AcceptedNames, type: RecordType): Departure | null {
  const known = accepted.records[type] ?? [];
  // A new alias is named by the addresses behind it.
  if (known.length === 0 && type !== 'CNAME') return null;
  return departureOf(repliesOf(look, [type]), (value) => isNearName(known, value));
}

/** What the alias that the host is known by says of new addresses. */
export function aliasFacts(
  accepted: AcceptedNames,
  look: NameLook,
): Pick<AddressChange, 'isRotation' | 'isBehindAlias'> {
  const known = accepted.records.CNAME ?? [];
  if (known.length === 0) return { isRotation: isRestless(accepted), isBehindAlias: false };
  const told = repliesOf(look, ['CNAME']).filter(({ values }) => values.length > 0);
  const isKept = told.length > 0 && told.every(({ values }) => values.every((value) => isNearName(known, value)));
  return { isRotation: isKept && isPool(accepted), isBehindAlias: isKept };
}

/** The addresses are new and nothing proves them: the key behind them is not known. */
export function isUnproven(change: AddressChange | null): change is AddressChange {
  if (change === null || change.reach === 'only-at' || change.tls === 'same-key') return false;
  return !change.isRotation || isContradicted(change);
}

/** The server behind new addresses shows what the portal never did. */
export function isContradicted({ page, tls }: AddressChange): boolean {
  return tls === 'invalid' || tls === 'other-issuer' || page === 'other';
}

/** Names in values, without preferences. */
export function namesIn(values: readonly string[]): string[] {
  return [...new Set(values.map(nameIn))].sort();
}
