/** What a page did in a browser, as facts: under registrable domains, the page's own aside, bounded as it was recorded. */
import { registrableDomain } from '../../address.ts';
import type { AskedRight, Behaviour, BehaviourLimit, ContactKind, FilledHistory } from '../../domain/behaviour.ts';
import { contentHash } from '../hash.ts';
import { urlDomain } from '../links/url-domain.ts';
import type { PageFacts } from '../page-facts.ts';
import { scriptFeatures, scriptHosts, scriptKey } from '../scripts/script-features.ts';
import { type PlantedElement, plantedElements, type RetargetedForm, retargetedForms } from './planted-elements.ts';

/** A domain other than the page's own that was asked for something. */
export interface ContactedDomain {
  readonly domain: string;
  /** One of its hosts. */
  readonly host: string;
  readonly kinds: readonly ContactKind[];
}

/** Code generated at run time in the page itself, not in frames of other domains. */
export interface MadeCodeFact {
  /** Identifies the code as `ScriptFact.key` does; empty where its source was not kept. */
  readonly key: string;
  readonly source: string;
  /** Hosts named in its strings. */
  readonly names: readonly string[];
  /** Domain of the script that made it; null where that is the page's own, or unknown. */
  readonly by: string | null;
  /** The script file of the portal's own that holds the code, which is then all that is new in it. */
  readonly file?: { readonly address: string; readonly change: FileChange };
}

/** `grown`: most of the file is as learned; `rewritten`: most of it is not; `new`: no file of this address was learned. */
export type FileChange = 'grown' | 'rewritten' | 'new';

export interface ScriptFileFact {
  readonly address: string;
  /** Of the whole file. */
  readonly key: string;
  readonly source: string;
}

/** An address that the page tried to lead to. `domain` is null for the page's own and where there is none. */
export interface LeadFact {
  readonly domain: string | null;
  readonly address: string;
}

export interface ClickFacts {
  readonly on: 'ground' | 'layer';
  readonly leads: readonly LeadFact[];
  readonly clipboard: readonly string[];
  readonly asked: readonly AskedRight[];
}

export interface BehaviourFacts {
  readonly domains: readonly ContactedDomain[];
  readonly code: readonly MadeCodeFact[];
  /** Script files of the portal's own. */
  readonly files: readonly ScriptFileFact[];
  /** Elements that scripts added, hidden or of other domains; empty where the page's markup was not readable. */
  readonly planted: readonly PlantedElement[];
  readonly retargeted: readonly RetargetedForm[];
  readonly clipboard: readonly string[];
  readonly asked: readonly AskedRight[];
  readonly windows: readonly LeadFact[];
  readonly downloads: readonly LeadFact[];
  readonly history: FilledHistory;
  readonly click: ClickFacts | null;
  readonly over: readonly BehaviourLimit[];
}

/** @param url where the page ended */
export function behaviourFacts(
  behaviour: Behaviour,
  url: string,
  received: PageFacts | null,
  rendered: PageFacts | null,
): BehaviourFacts {
  const own = urlDomain(url);
  const leads = (addresses: readonly string[]) => addresses.map((address) => leadOf(address, url, own));
  const { click } = behaviour;
  return {
    domains: contactedDomains(behaviour, own),
    code: madeCode(behaviour, own),
    files: (behaviour.files ?? []).map((file) => ({ ...file, key: contentHash(file.source) })),
    planted: received === null || rendered === null ? [] : plantedElements(received, rendered),
    retargeted: received === null || rendered === null ? [] : retargetedForms(received, rendered),
    clipboard: [...behaviour.clipboard, ...(click?.clipboard ?? [])],
    asked: behaviour.asked,
    windows: leads(behaviour.windows),
    downloads: leads(behaviour.downloads),
    history: behaviour.history,
    click: click && { on: click.on, leads: leads(click.leads), clipboard: click.clipboard, asked: click.asked },
    over: behaviour.over,
  };
}

function contactedDomains({ hosts, click }: Behaviour, own: string | null): ContactedDomain[] {
  const found = new Map<string, { host: string; kinds: Set<ContactKind> }>();
  for (const { host, kinds } of [...hosts, ...(click?.hosts ?? [])]) {
    const domain = domainOfHost(host);
    if (domain === own) continue;
    const known = found.get(domain) ?? { host, kinds: new Set() };
    for (const kind of kinds) known.kinds.add(kind);
    found.set(domain, known);
  }
  return [...found].map(([domain, { host, kinds }]) => ({ domain, host, kinds: [...kinds].sort() }));
}

function madeCode({ code }: Behaviour, own: string | null): MadeCodeFact[] {
  return code.flatMap(({ source, by, frame }): MadeCodeFact[] => {
    if (frame !== null && domainOfHost(frame) !== own) return [];
    const maker = by === null ? null : domainOfHost(by);
    const key = source === '' ? '' : scriptKey(source, scriptFeatures(source));
    return [{ key, source, names: scriptHosts(source), by: maker === own ? null : maker }];
  });
}

function leadOf(address: string, url: string, own: string | null): LeadFact {
  const target = URL.parse(address, url);
  const domain = target !== null && /^https?:$/.test(target.protocol) ? registrableDomain(target.hostname) : null;
  return { domain: domain === own ? null : domain, address: target?.href ?? address };
}

/** @param host perhaps with a port */
export function domainOfHost(host: string): string {
  return registrableDomain(host.replace(/:\d+$/, ''));
}
