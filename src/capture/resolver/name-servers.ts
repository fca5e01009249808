/** Queries the resolvers in turn, responsive ones first, and finds out whether any of them answers. */
import type { Read } from '../../core/ports.ts';
import type { AddressAnswer } from '../../core/readers.ts';
import { ask, type Failure, type ReceivedMessage } from '../name/ask.ts';
import type { Endpoint } from '../name/name-server.ts';
import type { Question } from '../name/query.ts';
import type { ResolverSettings } from './system-files.ts';

export type AddressType = 'A' | 'AAAA';

export interface NameServers {
  /** Never throws; resolves in time, with `unanswered` if no server answers. */
  readonly put: (question: AddressQuestion, box: Box) => Promise<AddressAnswer>;
  /** Whether any resolver has answered since `since` (`performance.now`), or answers now, within `timeoutMs`. */
  readonly answerAtAll: (since: number, timeoutMs: number) => Promise<boolean>;
}

export interface AddressQuestion {
  readonly type: AddressType;
  /** The requested name and the aliases followed from it; the last one is queried. */
  readonly way: readonly string[];
  /** The site of the look, as a lane of the reading threads. */
  readonly site: string;
}

/** Includes questions that only show whether a server answers. */
type AskedOfOne = Omit<AddressQuestion, 'type'> & Pick<Question, 'type'>;

interface Box {
  /** In `performance.now` time. */
  readonly endBy: number;
  readonly signal: AbortSignal;
}

/** What is known about one server. */
interface Health {
  answeredAt: number;
  silentAt: number;
  check: { readonly at: number; readonly result: Promise<boolean> } | null;
}

/**
 * Sent to a server that did not answer for a name, to learn whether it answers at all. Every resolver knows the root
 * servers, but some forwarders do not forward this question.
 */
const rootQuestion: Question = { name: '.', type: 'NS' };
/** How long the result of a check is reused. */
const checkHoldsMs = 3_000;
/** How long a silent server is asked last. */
const lastForMs = 30_000;
/** Enough for two hundred addresses, which no real host has; decoding takes quadratic time. */
const maxBytes = 4_096;
/** Lane of the reading threads for queries that belong to no site. */
const ownLane = 'resolvers';
/** With less time than this, no answer can arrive over the network. */
const minAskMs = 20;

/**
 * @param settings returns the current settings
 * @param probes names besides the root that some server should know
 * @param signal ends pending checks
 */
export function createNameServers(
  settings: () => ResolverSettings,
  probes: readonly Question[],
  read: Read,
  signal: AbortSignal,
): NameServers {
  const known = new Map<string, Health>();
  let first = 0;

  const healthOf = ({ address, port }: Endpoint): Health => {
    const key = `${address} ${port}`;
    const health = known.get(key) ?? { answeredAt: -Infinity, silentAt: -Infinity, check: null };
    known.set(key, health);
    return health;
  };

  const inOrder = ({ servers, rotate }: ResolverSettings): readonly Endpoint[] => {
    if (rotate) first = (first + 1) % servers.length;
    const now = performance.now();
    const isSilent = (server: Endpoint) => now - healthOf(server).silentAt < lastForMs;
    const rotated = [...servers.slice(first % servers.length), ...servers.slice(0, first % servers.length)];
    return [...rotated.filter((one) => !isSilent(one)), ...rotated.filter(isSilent)];
  };

  /** The answer of the server, or why there is none. */
  const askOne = async (endpoint: Endpoint, question: AskedOfOne, timeoutMs: number, end: AbortSignal) => {
    const { type, way, site } = question;
    const asked: Question = { name: way.at(-1) ?? '', type };
    const options = {
      recursive: true,
      timeoutMs,
      maxBytes,
      decode: (message: ReceivedMessage) => read('addresses', { ...message, way }, site),
    };
    const first = await ask(endpoint, asked, { ...options, isExtended: true }, end);
    if (typeof first === 'string' || first.status !== 'no-extension') return first;
    return ask(endpoint, asked, options, end);
  };

  const put = async (question: AddressQuestion, { endBy, signal: end }: Box): Promise<AddressAnswer> => {
    const now = settings();
    let asking = inOrder(now);
    for (let round = 0; round < now.attempts && asking.length > 0; round += 1) {
      const silent: Endpoint[] = [];
      for (const [place, server] of asking.entries()) {
        const leftMs = endBy - performance.now();
        if (end.aborted || leftMs < minAskMs) return unanswered;
        // The remaining attempts share the remaining time.
        const yetToAsk = asking.length * (now.attempts - round) - place;
        const timeoutMs = Math.min(now.timeoutMs, leftMs / yetToAsk);
        const reply = await askOne(server, question, timeoutMs, end);
        if (isInformative(reply)) {
          Object.assign(healthOf(server), { answeredAt: performance.now(), silentAt: -Infinity });
          return reply;
        }
        if (end.aborted) return unanswered;
        if (reply === 'timed-out') silent.push(server);
        // Not awaited: it only affects which server is asked first for the next name.
        if (asking.length > 1) void check(server, timeoutMs);
      }
      asking = silent;
    }
    return unanswered;
  };

  const check = (server: Endpoint, timeoutMs: number): Promise<boolean> => {
    const health = healthOf(server);
    const now = performance.now();
    if (health.check !== null && now - health.check.at < checkHoldsMs) return health.check.result;
    const asked = [rootQuestion, ...probes].map(({ name, type }) =>
      askOne(server, { way: [name], type, site: ownLane }, timeoutMs, signal),
    );
    // "No such name" is an answer; a server failure or refusal is not.
    const any = Promise.any(asked.map(async (one) => isInformative(await one) || Promise.reject(await one)));
    const result = any.then(
      () => true,
      () => false,
    );
    const noted = result.then((answers) => {
      Object.assign(health, answers ? { answeredAt: performance.now(), silentAt: -Infinity } : { silentAt: now });
      return answers;
    });
    health.check = { at: now, result: noted };
    return noted;
  };

  return {
    put,
    answerAtAll: async (since, timeoutMs) => {
      const { servers } = settings();
      if (servers.some((server) => healthOf(server).answeredAt >= since)) return true;
      const answers = await Promise.all(servers.map((server) => check(server, timeoutMs)));
      return answers.includes(true) || servers.some((server) => healthOf(server).answeredAt >= since);
    },
  };
}

const unanswered: AddressAnswer = { status: 'unanswered' };

function isInformative(reply: AddressAnswer | Failure): reply is AddressAnswer {
  return typeof reply !== 'string' && reply.status !== 'unanswered' && reply.status !== 'no-extension';
}
