/** The records of a host and of its zone, as several resolvers and the zone's own servers give them. */
import type { RecordAnswer, RecordType, ResolverLook } from '../../core/names/name-look.ts';
import type { KeyedLimit } from '../limits.ts';
import { ask } from './ask.ts';
import { canonicalName } from './canonical.ts';
import { type NameServer, recursiveServers, zoneEndpoint } from './name-server.ts';
import type { Question } from './query.ts';
import { failedAnswer, recordAnswer } from './record-answer.ts';
import { chooseZone, isDefinite, mostNamed, zoneCandidates } from './zone.ts';

export interface RecordsOptions {
  /** `names.resolvers`. */
  readonly resolvers: readonly string[];
  readonly askZone: boolean;
  /** One question to one server, whatever its number of addresses. */
  readonly timeoutMs: number;
  /** Everything asked about the host. */
  readonly totalMs: number;
  /** `egress.dns`. */
  readonly exceptions: readonly string[];
  /** Questions under way, shared by all hosts (`names.inFlight`). */
  readonly inFlight: KeyedLimit;
}

export interface RecordsLook {
  readonly zone: string;
  readonly resolvers: readonly ResolverLook[];
}

/** Puts one question to one server. Never throws. */
type Ask = (server: NameServer, question: Question) => Promise<RecordAnswer>;

const hostTypes = ['A', 'AAAA', 'CNAME'] as const satisfies readonly RecordType[];
const zoneTypes = ['MX', 'SOA', 'CAA'] as const satisfies readonly RecordType[];
/** Servers of a zone that are asked; a zone names two to four, a hostile one as many as it likes. */
const zoneServersAsked = 6;
/** Addresses of one of them that are tried. */
const zoneAddressesTried = 2;

/**
 * Never throws; resolves within `totalMs`, with `timed-out` for what was not answered until then. An IP address has no
 * records: it gives no resolvers.
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

/** The last label of a name is never all digits (RFC 3696 §2); an IPv6 address has brackets. */
const isAddress = (host: string) => host.startsWith('[') || /^[\d.]+$/.test(host);

async function lookWith(put: Ask, host: string, options: RecordsOptions): Promise<RecordsLook> {
  const candidates = zoneCandidates(host);
  const servers = recursiveServers(options.resolvers);
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
          mostNamed(named, zoneServersAsked).map((one) => askZoneServer(put, guide, one, host, zone, options)),
        )
      : [],
  ]);
  return { zone, resolvers: [...recursive, ...own] };
}

/** What a resolver says of the host, and who serves each name that may be its zone. */
interface FirstAnswers {
  readonly server: NameServer;
  readonly host: readonly RecordAnswer[];
  /** As the candidates. */
  readonly nameServers: readonly RecordAnswer[];
  /** Who says nothing to all of these questions is not asked more in this look. */
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
  return { server, host, nameServers, answersAtAll: [...host, ...nameServers].some(saysSomething) };
}

const saysSomething = ({ status }: RecordAnswer) => status !== 'timed-out' && status !== 'unreachable';

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
 * Asks one of the zone's own servers, which says first whether it speaks for the zone at all. One that has no address
 * that may be asked is `unreachable`.
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

/** IPv6 only where there is nothing else: many machines that watch have no way out by it. */
async function addressesOf(put: Ask, guide: NameServer, name: string): Promise<readonly string[]> {
  const v4 = await put(guide, { name, type: 'A' });
  return v4.values.length > 0 ? v4.values : (await put(guide, { name, type: 'AAAA' })).values;
}

/** The server's endpoints share the time of the question; the next one is asked when one fails. */
function createAsk({ timeoutMs, inFlight }: RecordsOptions, signal: AbortSignal): Ask {
  return async ({ kind, endpoints }, question) => {
    let answer = failedAnswer(question.type, 'unreachable');
    for (const endpoint of endpoints) {
      const leave = await inFlight.enter('question', signal).catch(() => null); // rejects when the time is over
      if (leave === null) return failedAnswer(question.type, 'timed-out');
      const box = { recursive: kind === 'recursive', timeoutMs: timeoutMs / endpoints.length };
      const reply = await ask(endpoint, question, box, signal).finally(leave);
      answer = recordAnswer(reply, question, kind);
      if (isDefinite(answer.status) || answer.status === 'lame') return answer;
    }
    return answer;
  };
}
