/** Parses an RDAP answer about a domain (RFC 9083). All of it is untrusted. */
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { Readers, RegistrationFacts } from '../../core/readers.ts';
import { plainText } from '../../core/text.ts';

/** More items of a kind than any legitimate answer has. */
const maxParts = 50;
const maxStatusLength = 60;
const maxRegistrarLength = 200;

/** A list without its unreadable items, so that one bad date does not hide a changed registrar. */
const readable = <T>(part: z.ZodType<T>) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((parts) =>
      parts.slice(0, maxParts).flatMap((one) => {
        const result = part.safeParse(one);
        return result.success ? [result.data] : [];
      }),
    );

const schema = z.object({
  objectClassName: z.string().regex(/^domain$/i),
  ldhName: z.string().optional().catch(undefined),
  unicodeName: z.string().optional().catch(undefined),
  status: readable(z.string()),
  events: readable(z.object({ eventAction: z.string(), eventDate: z.string() })),
  entities: readable(
    z.object({
      roles: z.array(z.string()),
      handle: z.string().optional().catch(undefined),
      vcardArray: z.unknown().optional(),
    }),
  ),
  nameservers: readable(
    z.object({ ldhName: z.string().optional().catch(undefined), unicodeName: z.string().optional().catch(undefined) }),
  ),
});

type Answer = z.output<typeof schema>;

export const readRegistration: Readers['registration'] = ({ bytes, domain }) =>
  readRdapAnswer(new TextDecoder().decode(bytes), domain);

/** Null if the text is not an answer about `domain` (lower-case ASCII). */
export function readRdapAnswer(text: string, domain: string): RegistrationFacts | null {
  const result = schema.safeParse(parsed(text));
  if (!result.success || asciiName(result.data) !== domain) return null;
  const { status, events, entities, nameservers } = result.data;
  const nameServers = nameservers.map(asciiName).filter((name) => name !== '');
  return {
    statuses: sortedOnce(status.map(statusWords).filter((words) => words !== '')),
    registrar: registrarOf(entities),
    nameServers: sortedOnce(nameServers),
    registeredAt: first(timesOf(events, 'registration')),
    expiresAt: first(timesOf(events, 'expiration')),
    changedAt: timesOf(events, 'last changed').at(-1) ?? null,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The ASCII form, in which names are compared; empty if there is none. */
function asciiName(named: { readonly ldhName?: string | undefined; readonly unicodeName?: string | undefined }) {
  const name = named.ldhName ?? named.unicodeName ?? '';
  return name.length > 255 ? '' : domainToASCII(name.trim().replace(/\.$/, ''));
}

/** In RDAP terms (RFC 8056), even if the registry uses EPP terms (`clientHold https://…`, `ok`). */
function statusWords(status: string): string {
  const end = status.search(/\s(?=https?:|\()/);
  const words = plainText(
    (end === -1 ? status : status.slice(0, end)).replace(/([a-z])([A-Z])/g, '$1 $2'),
    maxStatusLength,
  ).toLowerCase();
  return words === 'ok' ? 'active' : words;
}

function registrarOf(entities: Answer['entities']): string | null {
  const registrar = entities.find(({ roles }) => roles.some((role) => role.toLowerCase() === 'registrar'));
  if (registrar === undefined) return null;
  const name = cardText(registrar.vcardArray, 'fn') ?? cardText(registrar.vcardArray, 'org') ?? registrar.handle ?? '';
  const text = plainText(name, maxRegistrarLength);
  return text === '' ? null : text;
}

/** The value of a property of a jCard (RFC 7095): `["vcard", [["fn", {}, "text", "VALUE"], …]]`. */
function cardText(card: unknown, property: string): string | null {
  const properties: unknown = Array.isArray(card) ? card[1] : null;
  if (!Array.isArray(properties)) return null;
  const found = properties.slice(0, maxParts).find((one) => Array.isArray(one) && one[0] === property);
  const value: unknown = Array.isArray(found) ? found[3] : null;
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === 'string' && text.trim() !== '' ? text : null;
}

/** Ascending. Times without a zone, which some registries send, are taken as UTC. */
function timesOf(events: Answer['events'], action: string): number[] {
  return events
    .filter(({ eventAction }) => eventAction.trim().toLowerCase() === action)
    .map(({ eventDate }) =>
      /^(\d{4}-\d{2}-\d{2})(?:[T ]([\d:.]{5,18}) ?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(eventDate.trim()),
    )
    .map((match) => (match ? Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}${match[3] ?? 'Z'}`) : Number.NaN))
    .filter((time) => Number.isFinite(time))
    .toSorted((a, b) => a - b);
}

const first = (times: readonly number[]) => times[0] ?? null;

const sortedOnce = (words: readonly string[]) => [...new Set(words)].toSorted();
