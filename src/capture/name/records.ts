/** The records of a host and its zone, from several resolvers and the zone's own servers. */
import { registrableDomain } from '../../core/address.ts';
import { canonicalName } from '../../core/names/canonical-name.ts';
import type { AnswerStatus, RecordAnswer, RecordType, ResolverLook } from '../../core/names/name-look.ts';
import type { Read } from '../../core/ports.ts';
import type { NameServerAnswer } from '../../core/readers.ts';
import type { KeyedLimit } from '../limits.ts';
import { ask, type Failure, type ReceivedMessage } from './ask.ts';
import { type Endpoint, type NameServer, recursiveServers, zoneEndpoint } from './name-server.ts';
import { chooseZone, commonestNames, isDefinite, zoneCandidates } from './zone.ts';

export interface RecordsOptions {
  /** `names.resolvers`. */
  readonly resolvers: readonly string[];
  /** The resolvers of the machine, for `system`. */
  readonly system: readonly Endpoint[];
  readonly askZone: boolean;
  /** Per query to one server, however many addresses it has. */
  readonly timeoutMs: number;
  /** All queries about the host. */
  readonly totalMs: number;
  /** `egress.dns`. */
  readonly exceptions: readonly string[];
  /** Limit of concurrent queries, shared by all hosts (`names.inFlight`). */
  readonly inFlight: KeyedLimit;
  readonly read: Read;
}

export interface RecordsLook {
  readonly zone: string;
  readonly resolvers: readonly ResolverLook[];
}

interface Question {
  readonly name: string;
  readonly type: RecordType;
}

/** Sends one query to one server. Never throws. */
type Ask = (server: NameServer, question: Question) => Promise<RecordAnswer>;

const hostTypes = ['A', 'AAAA', 'CNAME'] as const satisfies readonly RecordType[];
const zoneTypes = ['MX', 'SOA', 'CAA'] as const satisfies readonly RecordType[];
/** Authoritative servers queried per zone; zones have two to four, hostile ones any number. */
const zoneServersAsked = 6;
/** Addresses tried per authoritative server. */
const zoneAddressesTried = 2;

/**
 * Never throws; resolves within `totalMs`, with `timed-out` for unanswered queries. An IP address has no records and
 * yields no resolvers.
 */
export async function lookAtRecords(host: string, options: RecordsOptions, signal: AbortSignal): Promise<RecordsLook> {
  const name = canonicalName(host);
  if (name === null || isAddress(host)) return { zone: host, resolvers: [] };
  const box = new AbortController();
  const end = () => box.abort();
  const timer = setTimeout(end, options.totalMs);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await lookWith(createAsk(options, box.signal), name, options);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** The last label of a name is never all digits (RFC 3696 §2); IPv6 addresses have brackets. */
const isAddress = (host: string) => host.startsWith('[') || /^[\d.]+$/.test(host);

async function lookWith(put: Ask, host: string, options: RecordsOptions): Promise<RecordsLook> {
  const candidates = zoneCandidates(host);
  const servers = recursiveServers(options.resolvers, options.system);
  const firsts = await Promise.all(servers.map((server) => askFirst(put, server, host, candidates)));
  const zone = chooseZone(
    candidates,
    candidates.map((_, level) => firsts.flatMap(({ nameServers }) => nameServers[level] ?? [])),
  );
  const level = candidates.indexOf(zone);
  const named = firsts.flatMap(({ nameServers }) => nameServers[level] ?? []);
  const guide = firsts.find(({ answersAtAll }) => answersAtAll)?.server;
  const [recursive, own] = await Promise.all([
    Promise.all(firsts.map((first) => finish(put, first, zone, level))),
    options.askZone && guide !== undefined
      ? Promise.all(
          commonestNames(named, zoneServersAsked).map((one) => askZoneServer(put, guide, one, host, zone, options)),
        )
      : [],
  ]);
  return { zone, resolvers: [...recursive, ...own] };
}

/** A resolver's answers about the host, and the name servers of each candidate for its zone. */
interface FirstAnswers {
  readonly server: NameServer;
  readonly host: readonly RecordAnswer[];
  /** In the order of the candidates. */
  readonly nameServers: readonly RecordAnswer[];
  /** Whether it answered any of these queries; otherwise it is not queried further in this look. */
  readonly answersAtAll: boolean;
}

async function askFirst(
  put: Ask,
  server: NameServer,
  name: string,
  candidates: readonly string[],
): Promise<FirstAnswers> {
  const [host, nameServers] = await Promise.all([
    Promise.all(hostTypes.map((type) => put(server, { name, type }))),
    Promise.all(candidates.map((candidate) => put(server, { name: candidate, type: 'NS' }))),
  ]);
  return { server, host, nameServers, answersAtAll: [...host, ...nameServers].some(isInformative) };
}

const isInformative = ({ status }: RecordAnswer) => status !== 'timed-out' && status !== 'unreachable';

async function finish(put: Ask, first: FirstAnswers, zone: string, level: number): Promise<ResolverLook> {
  const { server, host, answersAtAll } = first;
  const nameServers = first.nameServers[level] ?? failedAnswer('NS', 'timed-out');
  const ofZone = await Promise.all(
    zoneTypes.map((type) =>
      answersAtAll ? put(server, { name: zone, type }) : Promise.resolve(failedAnswer(type, nameServers.status)),
    ),
  );
  return { resolver: server.name, kind: server.kind, answers: [...host, nameServers, ...ofZone] };
}

/**
 * Queries one authoritative server, first for whether it serves the zone at all. A server without an address that may be
 * queried is `unreachable`.
 */
async function askZoneServer(
  put: Ask,
  guide: NameServer,
  name: string,
  host: string,
  zone: string,
  options: RecordsOptions,
): Promise<ResolverLook> {
  const addresses = canonicalName(name) === null ? [] : await addressesOf(put, guide, name);
  const endpoints = addresses.flatMap((address) => zoneEndpoint(address, options.exceptions) ?? []);
  const server: NameServer = { name, kind: 'zone', endpoints: endpoints.slice(0, zoneAddressesTried) };
  const soa = await put(server, { name: zone, type: 'SOA' });
  const rest: readonly Question[] = [{ name: zone, type: 'NS' }, ...hostTypes.map((type) => ({ name: host, type }))];
  const answers = await Promise.all(
    rest.map((question) => (isDefinite(soa.status) ? put(server, question) : failedAnswer(question.type, soa.status))),
  );
  return { resolver: name, kind: 'zone', answers: [soa, ...answers] };
}

/** IPv6 only if there is no IPv4: many monitoring machines have no IPv6 connectivity. */
async function addressesOf(put: Ask, guide: NameServer, name: string): Promise<readonly string[]> {
  const v4 = await put(guide, { name, type: 'A' });
  return v4.values.length > 0 ? v4.values : (await put(guide, { name, type: 'AAAA' })).values;
}

/** The endpoints of a server share the timeout of the query; if one fails, the next is tried. */
function createAsk({ timeoutMs, inFlight, read }: RecordsOptions, signal: AbortSignal): Ask {
  return async ({ kind, endpoints }, question) => {
    let answer = failedAnswer(question.type, 'unreachable');
    const lane = registrableDomain(question.name);
    for (const endpoint of endpoints) {
      const leave = await inFlight.enter('question', signal).catch(() => null); // rejects when time is up
      if (leave === null) return failedAnswer(question.type, 'timed-out');
      const decode = (message: ReceivedMessage) => read('nameServer', { ...message, kind }, lane);
      const box = { recursive: kind === 'recursive', timeoutMs: timeoutMs / endpoints.length, decode };
      const reply = await ask(endpoint, question, box, signal).finally(leave);
      answer = recordAnswer(reply, question.type);
      if (isDefinite(answer.status) || answer.status === 'lame') return answer;
    }
    return answer;
  };
}

function recordAnswer(reply: NameServerAnswer | Failure, type: RecordType): RecordAnswer {
  if (typeof reply === 'string') return failedAnswer(type, reply);
  const { status, values, ttl } = reply;
  return { type, status, values, ttl };
}

function failedAnswer(type: RecordType, status: AnswerStatus): RecordAnswer {
  return { type, status, values: [], ttl: null };
}
