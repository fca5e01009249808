/** Reads what a registry says of a domain (RFC 9083). Every word of it is the other side's choice. */
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { RegistrationLook } from '../../core/names/name-look.ts';
import { plainText } from '../../core/text.ts';

/** What a registry says, without the frame of the look. */
export type RegistrationFacts = Pick<
  RegistrationLook,
  'statuses' | 'registrar' | 'nameServers' | 'registeredAt' | 'expiresAt' | 'changedAt'
>;

/** More parts of a kind than any honest answer has. */
const maxParts = 50;
const maxStatusLength = 60;
const maxRegistrarLength = 200;

/** A list whose unreadable parts are left out, so that one bad date does not hide a changed registrar. */
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

/** Null when the text is no answer about `domain` (lower-case ASCII). */
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

/** Names are compared in their ASCII form; empty where there is none. */
function asciiName(named: { readonly ldhName?: string | undefined; readonly unicodeName?: string | undefined }) {
  const name = named.ldhName ?? named.unicodeName ?? '';
  return name.length > 255 ? '' : domainToASCII(name.trim().replace(/\.$/, ''));
}

/** RDAP's words (RFC 8056), also where a registry writes EPP's (`clientHold https://…`, `ok`). */
function statusWords(status: string): string {
  const [word = ''] = status.split(/\s+(?=https?:|\()/);
  const words = plainText(word.replace(/([a-z])([A-Z])/g, '$1 $2'), maxStatusLength).toLowerCase();
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

/** Ascending. A time without a zone, as some registries write, is taken as UTC. */
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
