/** Which hosts of a request are proven, and who may be asked about the others. */
import { registrableDomain } from '../../core/address.ts';
import { foldText } from '../../core/facts/text/text-folding.ts';
import type { AgencyContact } from '../../core/people/contact.ts';
import { isPlainMailAddress } from '../../core/requests/proof.ts';
import { hostOf, hostsOf } from '../../core/requests/typed.ts';
import type { Database, Trx } from '../../store/handle.ts';
import { type Agency, listAgencies } from '../../store/registry/agencies.ts';
import { contactsByAgency } from '../../store/registry/contacts.ts';
import { proofsOf, type RequestProof } from '../../store/requests/proofs.ts';
import { type RegisteredHost, registeredOn } from '../../store/requests/registered.ts';
import type { WholeRequest } from './need-request.ts';

export interface HostProof {
  readonly host: string;
  /** Origin under which the request names it. */
  readonly origin: string;
  /** Sites that are registered there: only a contact known before can confirm, by telephone. */
  readonly registered: readonly RegisteredHost[];
  readonly proofs: readonly RequestProof[];
  readonly isProven: boolean;
  /** Published by the host. */
  readonly published: readonly string[];
}

export interface ProofView {
  readonly hosts: readonly HostProof[];
  /** The agency of that name, if it is known. */
  readonly agency: Agency | null;
  /** Contacts known before, who may be called or mailed. */
  readonly known: readonly AgencyContact[];
}

export async function readProofs(db: Database | Trx, request: WholeRequest): Promise<ProofView> {
  const { details } = request;
  const hosts = hostsOf(details);
  const registered = await registeredOn(db, hosts);
  const proofs = await proofsOf(db, request.id);
  const urls = details.kind === 'watch' ? details.portals : [details.url];
  const agencies = await listAgencies(db);
  const name = details.kind === 'watch' ? foldText(details.agency) : '';
  const agency = agencies.find((one) => foldText(one.name) === name) ?? null;
  const agencyIds = new Set([...registered.flatMap(({ agencyId }) => agencyId ?? []), ...(agency ? [agency.id] : [])]);
  const contacts = await contactsByAgency(db, [...agencyIds]);
  return {
    hosts: hosts.map((host) => {
      const here = registered.filter((one) => one.host === host);
      const own = proofs.filter((one) => one.host === host);
      return {
        host,
        origin: new URL(urls.find((url) => hostOf(url) === host) ?? `https://${host}`).origin,
        registered: here,
        proofs: own,
        isProven: own.some(({ method }) => here.length === 0 || method === 'telephone'),
        published: details.published[host] ?? [],
      };
    }),
    agency,
    known: [...contacts.values()].flat(),
  };
}

/** Addresses that may be asked whether the host's owner agrees; never one that was typed. */
export function mayBeAsked(view: ProofView, host: string): string[] {
  const one = view.hosts.find((candidate) => candidate.host === host);
  if (one === undefined || one.registered.length > 0) return [];
  const known = view.known.flatMap(({ email }) => (email === null ? [] : [email]));
  const domain = registrableDomain(host);
  const own = known.filter((email) => registrableDomain(email.slice(email.lastIndexOf('@') + 1)) === domain);
  return [...new Set([...one.published, ...own])].filter(isPlainMailAddress);
}
