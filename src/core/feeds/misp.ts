/** An incident as a MISP event: objects by MISP's templates, tags of its taxonomies. */
import type { AttackKind, Indicator } from '../domain/finding.ts';
import { type FeedIncident, type FeedOptions, feedIndicators, lastSeenAt } from './feed-incident.ts';
import { nameUuid, urlNamespace } from './uuid.ts';

export interface MispAttribute {
  readonly uuid: string;
  readonly object_relation: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly to_ids: boolean;
  readonly first_seen?: string;
  readonly data?: string;
}

export interface MispObject {
  readonly uuid: string;
  readonly name: string;
  readonly 'meta-category': string;
  readonly template_uuid: string;
  readonly template_version: string;
  readonly Attribute: readonly MispAttribute[];
}

export interface MispEvent {
  readonly Event: {
    readonly uuid: string;
    readonly info: string;
    readonly date: string;
    readonly timestamp: string;
    /** 1 high, 2 medium, 3 low. */
    readonly threat_level_id: string;
    /** 1 ongoing, 2 complete. */
    readonly analysis: string;
    /** 0: the organisation that imports it decides. */
    readonly distribution: string;
    readonly published: boolean;
    readonly Tag: readonly { readonly name: string }[];
    readonly Attribute: readonly Omit<MispAttribute, 'object_relation'>[];
    readonly Object: readonly MispObject[];
  };
}

/** Templates of MISP/misp-objects: name, category, identifier, version. */
const templates = {
  url: ['network', '60efb77b-40b5-4c46-871b-ed1ed999fce5', '10'],
  'domain-ip': ['network', '43b3b146-77eb-4931-b4cc-b66c60f28734', '11'],
  file: ['file', '688c46fb-5edb-40a3-8273-1af7923e2215', '25'],
  image: ['file', 'ca78ec03-3321-4ed3-9840-9bfd52b91d82', '1'],
  victim: ['misc', 'a8806e40-39ad-435f-be02-ac2a13d6fc7d', '10'],
} as const;

/** Reference Security Incident Taxonomy and eCSIRT.net. */
const taxonomy: Readonly<Record<AttackKind, readonly string[]>> = {
  defacement: [
    'rsit:information-content-security="unauthorised-information-modification"',
    'ecsirt:intrusions="defacement"',
  ],
  injection: ['rsit:intrusions="application-compromise"', 'ecsirt:intrusions="application-compromise"'],
  redirection: ['rsit:intrusions="application-compromise"', 'ecsirt:intrusions="application-compromise"'],
  takeover: ['rsit:intrusions="system-compromise"', 'ecsirt:intrusions="compromised"'],
  cloaking: ['rsit:fraud="unauthorised-use-of-resources"', 'ecsirt:fraud="unauthorized-use-of-resources"'],
  'ransom-note': ['rsit:intrusions="system-compromise"', 'ecsirt:malicious-code="ransomware"'],
  certificate: ['rsit:vulnerable="weak-crypto"', 'ecsirt:vulnerable="vulnerable-service"'],
};

/** Pictures of the defaced pages, by the position of the page. */
export type Screenshots = ReadonlyMap<number, Uint8Array>;

export function mispEvent(incident: FeedIncident, options: FeedOptions, screenshots: Screenshots): MispEvent {
  const namespace = nameUuid(nameUuid(urlNamespace, options.installation), `misp ${incident.number}`);
  const object = (name: keyof typeof templates, key: string, fields: readonly Field[]): MispObject => {
    const [category, uuid, version] = templates[name];
    return {
      uuid: nameUuid(namespace, `object ${name} ${key}`),
      name,
      'meta-category': category,
      template_uuid: uuid,
      template_version: version,
      Attribute: fields.map((field) => ({
        uuid: nameUuid(namespace, `${name} ${key} ${field.object_relation}`),
        ...field,
      })),
    };
  };
  const { instant } = options;
  const { site, agency, targets } = incident;
  const victim = object('victim', site.url, [
    field('name', 'target-org', 'Targeting data', agency ?? site.name),
    field('domain', 'domain', 'Targeting data', URL.parse(site.url)?.hostname ?? site.url),
    field('sectors', 'text', 'Other', 'government'),
  ]);
  const pages = targets.map(({ url, firedAt, reasons }) =>
    object('url', url, [
      field('url', 'url', 'Network activity', url),
      field('first-seen', 'datetime', 'Other', instant(firedAt)),
      field('text', 'text', 'Other', ['A page of the victim.', ...reasons].join('\n')),
    ]),
  );
  const pictures = [...screenshots].map(([index, bytes]) =>
    object('image', String(index), [
      {
        ...field('attachment', 'attachment', 'External analysis', `page-${index + 1}.png`),
        data: base64(bytes),
      },
      field('url', 'url', 'Network activity', targets[index]?.url ?? site.url),
    ]),
  );
  const indicators = feedIndicators(incident);
  return {
    Event: {
      uuid: nameUuid(namespace, 'event'),
      info: `${incident.kinds.join(', ')}: ${site.name}`,
      date: instant(incident.openedAt).slice(0, 10),
      timestamp: String(Math.floor(lastSeenAt(incident) / 1_000)),
      threat_level_id: incident.kinds.some((kind) => kind === 'takeover' || kind === 'ransom-note') ? '1' : '2',
      analysis: incident.endedAt === null ? '1' : '2',
      distribution: '0',
      published: false,
      Tag: [`tlp:${options.tlp}`, ...new Set(incident.kinds.flatMap((kind) => taxonomy[kind]))].map((name) => ({
        name,
      })),
      // No template fits them.
      Attribute: indicators.flatMap((indicator) => loose(namespace, indicator)),
      Object: [
        victim,
        ...pages,
        ...pictures,
        ...indicators.flatMap(({ type, value, firstSeenAt }) => {
          const fields = fieldsOf({ type, value }, instant(firstSeenAt));
          return fields === null ? [] : [object(fields.template, `${type} ${value}`, fields.fields)];
        }),
      ],
    },
  };
}

type Field = Omit<MispAttribute, 'uuid'>;

function field(relation: string, type: string, category: string, value: string, isIndicator = false): Field {
  return { object_relation: relation, type, category, value, to_ids: isIndicator };
}

function fieldsOf(
  { type, value }: Indicator,
  firstSeen: string,
): { readonly template: keyof typeof templates; readonly fields: readonly Field[] } | null {
  const seen = field('first-seen', 'datetime', 'Other', firstSeen);
  switch (type) {
    case 'domain':
      return { template: 'domain-ip', fields: [field('domain', 'domain', 'Network activity', value, true), seen] };
    case 'address':
      return { template: 'domain-ip', fields: [field('ip', 'ip-dst', 'Network activity', value, true), seen] };
    case 'url':
      return { template: 'url', fields: [field('url', 'url', 'Network activity', value, true), seen] };
    case 'hash':
      return { template: 'file', fields: [field('sha256', 'sha256', 'Payload delivery', value, true)] };
    case 'file':
      return { template: 'file', fields: [field('path', 'text', 'Payload delivery', value)] };
    default:
      return null;
  }
}

function loose(namespace: string, { type, value }: Indicator): Omit<MispAttribute, 'object_relation'>[] {
  const uuid = nameUuid(namespace, `attribute ${type} ${value}`);
  if (type === 'phrase') return [{ uuid, type: 'text', category: 'Artifacts dropped', value, to_ids: false }];
  if (type !== 'handle') return [];
  const isMail = /^[^@\s]+@[^@\s]+$/.test(value);
  return [{ uuid, type: isMail ? 'email' : 'threat-actor', category: 'Attribution', value, to_ids: false }];
}

/** Without Node: `core` runs anywhere. */
function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}
