/**
 * An incident as STIX 2.1: a report with what was observed, indicators to look for, and the technique. Identifiers are
 * deterministic, so that a second export updates instead of adding.
 */
import type { AttackKind, Indicator } from '../domain/finding.ts';
import { type FeedIncident, type FeedOptions, feedIndicators, lastSeenAt, type Tlp } from './feed-incident.ts';
import { nameUuid, urlNamespace } from './uuid.ts';

export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

export interface StixBundle {
  readonly type: 'bundle';
  readonly id: string;
  readonly objects: readonly StixObject[];
}

/** Section 2.9 of STIX 2.1: observables of equal content have equal identifiers everywhere. */
const observableNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7';

/** OASIS cti-stix-common-objects, extension "TLP 2.0". */
const tlpExtension = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
const tlpMarkings: Readonly<Record<Tlp, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

/** MITRE ATT&CK Enterprise. */
const techniques: Readonly<Record<AttackKind, readonly (readonly [id: string, name: string])[]>> = {
  defacement: [['T1491.002', 'External Defacement']],
  injection: [
    ['T1491.002', 'External Defacement'],
    ['T1608.006', 'SEO Poisoning'],
  ],
  redirection: [['T1608.005', 'Link Target']],
  takeover: [['T1584.001', 'Domains']],
  cloaking: [['T1608.006', 'SEO Poisoning']],
  'ransom-note': [['T1486', 'Data Encrypted for Impact']],
  certificate: [['T1557', 'Adversary-in-the-Middle']],
};

export function stixBundle(incident: FeedIncident, options: FeedOptions): StixBundle {
  const objects = stixObjects(incident, options);
  return {
    type: 'bundle',
    id: `bundle--${ownUuid(options, `bundle ${incident.number} ${incident.changedAt}`)}`,
    objects,
  };
}

function ownUuid({ installation }: FeedOptions, name: string): string {
  return nameUuid(nameUuid(urlNamespace, installation), name);
}

/** Each object once; those that several incidents share have the same identifier in each. */
export function stixObjects(incident: FeedIncident, options: FeedOptions): StixObject[] {
  const own = (type: string, name: string) => `${type}--${ownUuid(options, `${type} ${name}`)}`;
  const { instant } = options;
  const marking = tlpMarkings[options.tlp];
  const producer = own('identity', `producer ${options.producer}`);
  const seen = { created: instant(incident.openedAt), modified: instant(incident.changedAt) };
  const common = { spec_version: '2.1', created_by_ref: producer, object_marking_refs: [marking] };
  const victim = own('identity', `victim ${incident.site.url}`);
  const lastSeen = lastSeenAt(incident);

  // Older than everything that refers to it, and the same in every bundle.
  const beginning = '2026-01-01T00:00:00.000Z';
  const identities: StixObject[] = [
    {
      type: 'identity',
      spec_version: '2.1',
      id: producer,
      created: beginning,
      modified: beginning,
      name: options.producer,
      identity_class: 'organization',
      object_marking_refs: [marking],
    },
    {
      ...common,
      type: 'identity',
      id: victim,
      created: beginning,
      modified: beginning,
      name: incident.agency ?? incident.site.name,
      description: `${incident.site.name}, ${incident.site.url}`,
      identity_class: 'organization',
      sectors: ['government'],
    },
  ];
  const patterns = [...new Map(incident.kinds.flatMap((kind) => techniques[kind])).entries()].map(
    ([externalId, name]): StixObject => ({
      ...common,
      type: 'attack-pattern',
      id: own('attack-pattern', externalId),
      created: beginning,
      modified: beginning,
      name,
      external_references: [
        {
          source_name: 'mitre-attack',
          external_id: externalId,
          url: `https://attack.mitre.org/techniques/${externalId.replace('.', '/')}/`,
        },
      ],
    }),
  );
  const found = feedIndicators(incident).flatMap((indicator) => {
    const observable = observableOf(indicator);
    return observable ? [{ ...indicator, ...observable }] : [];
  });
  const pages = incident.targets.map(({ url }) => observable('url', { value: asUri(url) }));
  const observables = distinct([...pages, ...found.flatMap(({ observables: all }) => all)]);
  const observed: StixObject = {
    ...common,
    ...seen,
    type: 'observed-data',
    id: own('observed-data', `incident ${incident.number}`),
    first_observed: instant(Math.min(incident.openedAt, ...incident.targets.map(({ firedAt }) => firedAt))),
    last_observed: instant(lastSeen),
    number_observed: Math.max(1, incident.targets.length),
    object_refs: observables.map(({ id }) => id),
  };
  const indicators = found.map(({ type, value, firstSeenAt, pattern }): StixObject => {
    const validFrom = Math.min(firstSeenAt, incident.openedAt);
    return {
      ...common,
      ...seen,
      type: 'indicator',
      id: own('indicator', `${incident.number} ${type} ${value}`),
      name: `${type}: ${value}`,
      indicator_types: ['malicious-activity'],
      pattern,
      pattern_type: 'stix',
      valid_from: instant(validFrom),
      valid_until: instant(Math.max(lastSeen, validFrom) + options.indicatorMs),
    };
  });
  const sightings = indicators.map(({ id }, index): StixObject => {
    const { type = '', value = '', firstSeenAt = incident.openedAt } = found[index] ?? {};
    return {
      ...common,
      ...seen,
      type: 'sighting',
      id: own('sighting', `${incident.number} ${type} ${value}`),
      first_seen: instant(Math.min(firstSeenAt, lastSeen)),
      last_seen: instant(lastSeen),
      count: 1,
      sighting_of_ref: id,
      observed_data_refs: [observed.id],
      where_sighted_refs: [victim],
    };
  });
  const relationships = indicators.flatMap(({ id }) =>
    patterns.map(
      (pattern): StixObject => ({
        ...common,
        ...seen,
        type: 'relationship',
        id: own('relationship', `${id} indicates ${pattern.id}`),
        relationship_type: 'indicates',
        source_ref: id,
        target_ref: pattern.id,
      }),
    ),
  );
  const campaigns = incident.campaignNumber === null ? [] : [campaignOf(incident.campaignNumber, common, seen, own)];
  const described = [...identities, ...patterns, ...campaigns, ...observables, observed, ...indicators];
  const all = [...described, ...relationships, ...sightings];
  const report: StixObject = {
    ...common,
    ...seen,
    type: 'report',
    id: own('report', `incident ${incident.number}`),
    name: `Incident ${incident.number}: ${incident.site.name}`,
    description: incident.targets.flatMap(({ url, reasons }) => [url, ...reasons]).join('\n'),
    report_types:
      indicators.length > 0 ? ['attack-pattern', 'indicator', 'observed-data'] : ['attack-pattern', 'observed-data'],
    labels: [...incident.kinds, incident.status],
    published: instant(incident.openedAt),
    object_refs: all.map(({ id }) => id),
  };
  return [markingOf(options.tlp), report, ...all];
}

function campaignOf(
  number: number,
  common: object,
  seen: object,
  own: (type: string, name: string) => string,
): StixObject {
  return { ...common, ...seen, type: 'campaign', id: own('campaign', String(number)), name: `Campaign ${number}` };
}

function markingOf(tlp: Tlp): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: tlpMarkings[tlp],
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${tlp.toUpperCase()}`,
    extensions: { [tlpExtension]: { extension_type: 'property-extension', tlp_2_0: tlp } },
  };
}

/** @param identifying the properties that make two observables equal, in alphabetical order */
function observable(type: string, identifying: object, further: object = {}): StixObject {
  const uuid = nameUuid(observableNamespace, JSON.stringify(identifying));
  return { type, spec_version: '2.1', id: `${type}--${uuid}`, ...identifying, ...further };
}

function distinct(objects: readonly StixObject[]): StixObject[] {
  return [...new Map(objects.map((object) => [object.id, object])).values()];
}

interface Observed {
  /** STIX pattern that matches it. */
  readonly pattern: string;
  readonly observables: readonly StixObject[];
}

/** Null for phrases, which have no object of their own. */
function observableOf({ type, value }: Indicator): Observed | null {
  const simple = (name: string, text = value): Observed => ({
    pattern: `[${name}:value = ${literal(text)}]`,
    observables: [observable(name, { value: text })],
  });
  switch (type) {
    case 'domain':
      return simple('domain-name');
    case 'url':
      return simple('url', asUri(value));
    case 'address':
      return simple(value.includes(':') ? 'ipv6-addr' : 'ipv4-addr');
    case 'hash': {
      const hashes = { 'SHA-256': value };
      return {
        pattern: `[file:hashes.'SHA-256' = ${literal(value)}]`,
        observables: [observable('file', { hashes })],
      };
    }
    case 'file': {
      const name = value.split('/').at(-1) || value;
      return { pattern: `[file:name = ${literal(name)}]`, observables: [observable('file', { name })] };
    }
    case 'handle':
      if (asciiMail.test(value)) return simple('email-addr');
      return {
        pattern: `[user-account:account_login = ${literal(value)}]`,
        observables: [observable('user-account', { account_login: value })],
      };
    case 'phrase':
      return null;
  }
}

/** RFC 5322 without quoting; other addresses are accounts. */
const asciiMail = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(?:\.[a-z\d-]+)+$/i;

/** Browsers take addresses that are no URIs (RFC 3986): what is not allowed there is percent-encoded. */
function asUri(url: string): string {
  return url.replace(/[^\w.~:/?#[\]@!$&'()*+,;=%-]/gu, (character) => {
    return character.isWellFormed() ? encodeURIComponent(character) : '%EF%BF%BD';
  });
}

/** A string of the pattern language: the value is foreign text. */
function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
