/**
 * The registry as code: what a file says should be, what is, and the changes between them. What the file leaves out stays
 * as it is.
 */
import type { ContactLanguage, ContactMail } from '../people/contact.ts';

export interface WantedContact {
  readonly name: string;
  readonly role?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly language?: ContactLanguage | null | undefined;
  readonly mail?: ContactMail | undefined;
  readonly nightCap?: number | null | undefined;
}

export interface WantedAgency {
  readonly name: string;
  readonly language?: 'vi' | 'en' | null | undefined;
  readonly contacts?: readonly WantedContact[] | undefined;
}

export interface WantedSite {
  /** Normalised; identifies the site. */
  readonly url: string;
  readonly name?: string | undefined;
  readonly agency?: string | null | undefined;
  readonly emails?: readonly string[] | undefined;
  /** Addresses of further pages, normalised. Pages that the file leaves out are still watched. */
  readonly pages?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly importance?: 'low' | 'normal' | 'high' | undefined;
  readonly consent?: string | null | undefined;
  readonly probe?: boolean | undefined;
  /** Null: the configured interval. */
  readonly everyMs?: number | null | undefined;
  readonly paused?: boolean | undefined;
}

/** Settings by their keys in the configuration. */
export type WantedSettings = Readonly<Record<string, unknown>>;

export interface WantedRegistry {
  readonly agencies: readonly WantedAgency[];
  readonly sites: readonly WantedSite[];
  readonly settings: WantedSettings;
}

/** Everything is known of what is. */
type Whole<T> = { readonly [Key in keyof T]-?: Exclude<T[Key], undefined> };

export interface PresentContact extends Whole<WantedContact> {
  readonly id: number;
}

export interface PresentAgency {
  readonly name: string;
  readonly language: 'vi' | 'en' | null;
  readonly contacts: readonly PresentContact[];
}

export interface PresentSite extends Whole<WantedSite> {
  readonly id: number;
}

export interface PresentRegistry {
  readonly agencies: readonly PresentAgency[];
  readonly sites: readonly PresentSite[];
  readonly settings: WantedSettings;
}

/** One step of a plan; each is one act. */
export type RegistryChange =
  | { readonly type: 'add-site'; readonly site: WantedSite }
  | {
      readonly type: 'change-site';
      readonly id: number;
      readonly site: PresentSite;
      readonly fields: readonly FieldChange[];
    }
  | { readonly type: 'change-interval'; readonly id: number; readonly url: string; readonly everyMs: number | null }
  | { readonly type: 'pause-site' | 'resume-site'; readonly id: number; readonly url: string }
  /** No longer in the file: paused, never removed. */
  | { readonly type: 'prune-site'; readonly id: number; readonly url: string }
  | { readonly type: 'choose-language'; readonly agency: string; readonly language: 'vi' | 'en' | null }
  | { readonly type: 'add-contact'; readonly agency: string; readonly contact: WantedContact }
  | {
      readonly type: 'change-contact';
      readonly agency: string;
      readonly contact: PresentContact;
      readonly fields: readonly FieldChange[];
    }
  /** No longer in the file: mailed no more, never removed. */
  | { readonly type: 'prune-contact'; readonly agency: string; readonly contact: PresentContact }
  | { readonly type: 'change-setting'; readonly key: string; readonly from: unknown; readonly to: unknown };

export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

const siteFields = ['name', 'agency', 'emails', 'tags', 'importance', 'consent', 'probe'] as const;
const contactFields = ['name', 'role', 'phone', 'email', 'language', 'mail', 'nightCap'] as const;

/** In an order in which they can be carried out: a contact needs its agency, and an agency its first site. */
export function planRegistry(
  present: PresentRegistry,
  wanted: WantedRegistry,
  options: { readonly prune: boolean },
): RegistryChange[] {
  return [
    ...wanted.sites.flatMap((site) => siteChanges(present, site)),
    ...wanted.agencies.flatMap((agency) => agencyChanges(present, agency, options.prune)),
    ...Object.entries(wanted.settings).flatMap(([key, to]): RegistryChange[] => {
      const from = present.settings[key];
      return isSame(from, to) ? [] : [{ type: 'change-setting', key, from, to }];
    }),
    ...(options.prune ? prunedSites(present, wanted) : []),
  ];
}

function siteChanges(present: PresentRegistry, wanted: WantedSite): RegistryChange[] {
  const site = present.sites.find(({ url }) => url === wanted.url);
  if (!site) return [{ type: 'add-site', site: wanted }];
  const { id, url } = site;
  const changes: RegistryChange[] = [];
  const fields = changedFields(site, wanted, siteFields);
  const pages = wanted.pages?.filter((page) => !site.pages.includes(page)) ?? [];
  if (pages.length > 0) fields.push({ field: 'pages', from: site.pages, to: [...site.pages, ...pages] });
  if (fields.length > 0) changes.push({ type: 'change-site', id, site, fields });
  if (wanted.everyMs !== undefined && wanted.everyMs !== site.everyMs) {
    changes.push({ type: 'change-interval', id, url, everyMs: wanted.everyMs });
  }
  if (wanted.paused !== undefined && wanted.paused !== site.paused) {
    changes.push({ type: wanted.paused ? 'pause-site' : 'resume-site', id, url });
  }
  return changes;
}

function agencyChanges(present: PresentRegistry, wanted: WantedAgency, prune: boolean): RegistryChange[] {
  const agency = present.agencies.find(({ name }) => name === wanted.name);
  const changes: RegistryChange[] = [];
  if (wanted.language !== undefined && wanted.language !== (agency?.language ?? null)) {
    changes.push({ type: 'choose-language', agency: wanted.name, language: wanted.language });
  }
  if (wanted.contacts === undefined) return changes;
  const known = new Set<PresentContact>();
  for (const contact of wanted.contacts) {
    const match = agency?.contacts.find((one) => isSameContact(one, contact));
    if (!match) {
      changes.push({ type: 'add-contact', agency: wanted.name, contact });
      continue;
    }
    known.add(match);
    const fields = changedFields(match, contact, contactFields);
    if (fields.length > 0) changes.push({ type: 'change-contact', agency: wanted.name, contact: match, fields });
  }
  for (const contact of prune ? (agency?.contacts ?? []) : []) {
    if (!known.has(contact) && contact.mail !== 'off') {
      changes.push({ type: 'prune-contact', agency: wanted.name, contact });
    }
  }
  return changes;
}

/** By the address, or by the name where there is none. */
function isSameContact(a: WantedContact, b: WantedContact): boolean {
  const [left, right] = [a, b].map(({ email }) => email?.toLowerCase() ?? null);
  return left !== null || right !== null ? left === right : a.name === b.name;
}

function prunedSites(present: PresentRegistry, wanted: WantedRegistry): RegistryChange[] {
  const kept = new Set(wanted.sites.map(({ url }) => url));
  return present.sites
    .filter(({ url, paused }) => !kept.has(url) && !paused)
    .map(({ id, url }) => ({ type: 'prune-site', id, url }));
}

function changedFields<Field extends string>(
  present: Readonly<Partial<Record<Field, unknown>>>,
  wanted: Readonly<Partial<Record<Field, unknown>>>,
  fields: readonly Field[],
): FieldChange[] {
  return fields.flatMap((field) => {
    const [from, to] = [present[field], wanted[field]];
    return to === undefined || isSame(from, to) ? [] : [{ field, from, to }];
  });
}

/** Lists of addresses and tags are sets. */
function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  const isSet = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return JSON.stringify(isSet ? value.toSorted() : value, (_, inner: unknown) => {
    const isRecord = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isRecord ? Object.fromEntries(Object.entries(inner).toSorted(([x], [y]) => (x < y ? -1 : 1))) : inner;
  });
}

const freelyPruned = 5;
const freelyPrunedShare = 0.1;

/**
 * How many sites may be pruned without being asked for by number: a file cut short must not stop the watching.
 * @param active sites that are watched now
 */
export function mostPruned(active: number): number {
  return Math.min(freelyPruned, Math.floor(active * freelyPrunedShare));
}
