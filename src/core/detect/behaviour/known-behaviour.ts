/** A look's behaviour compared with the learned behaviour. */
import type { ContactKind } from '../../domain/behaviour.ts';
import {
  type BehaviourFacts,
  type ContactedDomain,
  domainOfHost,
  type LeadFact,
} from '../../facts/behaviour/behaviour-facts.ts';
import { urlDomain } from '../../facts/links/url-domain.ts';
import { type LearnedBehaviour, leadKey } from '../../learned/learned-behaviour.ts';
import { shownAddress } from '../../text.ts';
import type { LookContext } from '../shared/detector.ts';

export interface KnownBehaviour {
  readonly seen: BehaviourFacts;
  readonly known: LearnedBehaviour;
  /** Domains from which a script is loaded for the first time. */
  readonly newScripts: readonly ContactedDomain[];
  /** Domains never contacted in any way. */
  readonly strangers: readonly ContactedDomain[];
  readonly isFamiliar: (domain: string) => boolean;
  /** Final address of the page. */
  readonly url: string;
}

/** Null where nothing was recorded, or nothing comparable was learned. */
export function knownBehaviour({ look, baseline, targetUrl }: LookContext): KnownBehaviour | null {
  const { behaviour: seen, rendererVersion } = look;
  const known = baseline?.content.behaviour;
  if (seen === null || known === undefined || known.recordedBy !== rendererVersion) return null;
  const views = [baseline?.content.received, baseline?.content.rendered].flatMap((view) => view ?? []);
  const own = new Set([urlDomain(targetUrl), urlDomain(look.finalUrl), ...(baseline?.content.finalDomains ?? [])]);
  const scripts = new Set(views.flatMap(({ hosts }) => hosts.scripts.map(domainOfHost)));
  const frames = new Set(views.flatMap(({ hosts }) => [...hosts.frames, ...hosts.forms].map(domainOfHost)));
  const kindsOf = new Map(known.domains.map(({ domain, kinds }) => [domain, kinds]));
  const isFamiliar = (domain: string) =>
    own.has(domain) || kindsOf.has(domain) || scripts.has(domain) || frames.has(domain);
  const runs = ({ domain, kinds }: ContactedDomain) =>
    kinds.includes('script') &&
    !(own.has(domain) || scripts.has(domain) || kindsOf.get(domain)?.includes('script') === true);
  return {
    seen,
    known,
    newScripts: seen.domains.filter(runs),
    strangers: seen.domains.filter((one) => !isFamiliar(one.domain)),
    isFamiliar,
    url: look.finalUrl,
  };
}

/** Kinds by which a page exchanges data or instructions with a host. */
export const talkKinds: readonly ContactKind[] = ['fetch', 'beacon', 'stream', 'socket', 'post'];
/** Those of them that send the page's data away. */
export const sendKinds: readonly ContactKind[] = ['beacon', 'socket', 'post'];

export function isAnyOf(kinds: readonly ContactKind[], among: readonly ContactKind[]): boolean {
  return kinds.some((kind) => among.includes(kind));
}

/** Each new lead once. @param learned keys of the known ones */
export function newLeads(leads: readonly LeadFact[], learned: readonly string[]): LeadFact[] {
  const fresh = new Map(leads.map((lead) => [leadKey(lead), lead]));
  return [...fresh].flatMap(([key, lead]) => (learned.includes(key) ? [] : [lead]));
}

const shownHosts = 5;

export function hostsIn(domains: readonly Pick<ContactedDomain, 'host'>[]): string {
  const hosts = domains.slice(0, shownHosts).map(({ host }) => shownAddress(host, 80));
  return `${hosts.join(', ')}${domains.length > shownHosts ? ', …' : ''}`;
}
