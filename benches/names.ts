/** Record look-ups of many hosts: a resolver and the zones' own servers, as many hosts at once as by default. */
import { pino } from 'pino';
import { createKeyedLimit, type KeyedLimit } from '../src/capture/limits.ts';
import { lookAtRecords, type RecordsLook } from '../src/capture/name/records.ts';
import { configSchema } from '../src/config/schema/schema.ts';
import type { Read } from '../src/core/ports.ts';
import { createReading } from '../src/reading/reading.ts';
import type { Bench, Figure } from './figure.ts';
import { askBarely } from './support/bare-questions.ts';
import { type NameServers, startNameServers } from './support/name-servers.ts';
import { portalHosts } from './support/portal-names.ts';

export interface NamesSetting {
  readonly hosts: number;
  /** Looks instead of the product; a test cheats here to see the bench find out. */
  readonly look?: typeof lookAtRecords;
}

/** A, AAAA, CNAME, NS (twice: host and zone), MX, SOA, CAA; of each of two zone servers its address, SOA, NS, A, AAAA, CNAME. */
const questionsPerHost = 20;

export function names(setting: NamesSetting = { hosts: 1_000 }): Bench {
  return { name: 'names', measure: () => measure(setting) };
}

async function measure({ hosts: count, look = lookAtRecords }: NamesSetting): Promise<Figure[]> {
  const servers = await startNameServers(count);
  const reading = createReading({ policy: null, clock: Date.now, log: pino({ level: 'silent' }) });
  try {
    const hosts = portalHosts(count);
    const bare = () =>
      askBarely(
        servers.resolver,
        hosts.flatMap((name) => [
          { name, type: 'A' as const },
          { name, type: 'AAAA' as const },
        ]),
        inFlight,
      );
    const { inFlight } = settings(servers).names;
    // The bare loop before and after, so that a machine that slows down meanwhile slows both.
    const before = await bare();
    const already = await servers.questionCount();
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    const places = countedLimit(inFlight);
    await lookAtAll(hosts, servers, { inFlight: places.limit, read: reading.read }, look);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    const questions = (await servers.questionCount()) - already;
    if (questions < count * questionsPerHost) {
      throw new Error(`${count} hosts looked at, but ${questions} questions`);
    }
    const perSecond = questions / seconds;
    const bareRate = (before + (await bare())) / 2;
    return [
      { name: `names: records of ${count} hosts`, value: seconds, unit: 's', target: { atMost: (60 * count) / 1_000 } },
      { name: 'names: most questions at once', value: places.most(), unit: '', target: { atMost: inFlight } },
      info('names: questions', perSecond, 'per s'),
      info('names: bare dns-packet over one socket', bareRate, 'per s'),
      info('names: share of the bare loop', perSecond / bareRate, '×'),
      info('names: processor time of a host', (user + system) / 1_000 / count, 'ms'),
    ];
  } finally {
    await reading.close();
    await servers.close();
  }
}

function settings({ resolver, exceptions }: NameServers) {
  return configSchema.parse({ names: { resolvers: [resolver] }, egress: { dns: exceptions } });
}

async function lookAtAll(
  hosts: readonly string[],
  servers: NameServers,
  shared: { readonly inFlight: KeyedLimit; readonly read: Read },
  look: typeof lookAtRecords,
): Promise<void> {
  const { names: set, egress } = settings(servers);
  const options = {
    resolvers: set.resolvers,
    askZone: set.askZone,
    timeoutMs: set.timeout,
    totalMs: set.total,
    system: [],
    exceptions: egress.dns,
    ...shared,
  };
  const { signal } = new AbortController();
  let next = 0;
  const lookInTurn = async () => {
    for (let host = hosts[next++]; host !== undefined; host = hosts[next++]) {
      confirm(host, await look(host, options, signal));
    }
  };
  await Promise.all(Array.from({ length: set.concurrency }, lookInTurn));
}

/** The product's limit, with the most places that were taken at one time. */
function countedLimit(places: number): { limit: KeyedLimit; most: () => number } {
  const limit = createKeyedLimit(places);
  let taken = 0;
  let most = 0;
  const enter: KeyedLimit['enter'] = async (key, signal) => {
    const leave = await limit.enter(key, signal);
    taken += 1;
    most = Math.max(most, taken);
    return () => {
      taken -= 1;
      leave();
    };
  };
  return { limit: { enter }, most: () => most };
}

function confirm(host: string, { zone, resolvers }: RecordsLook): void {
  const failed = resolvers.flatMap(({ answers }) =>
    answers.filter(({ status }) => status !== 'answered' && status !== 'no-data'),
  );
  const addresses = resolvers.filter(({ answers }) =>
    answers.some(({ type, values }) => type === 'A' && values[0]?.startsWith('198.18.')),
  );
  if (zone !== host.slice('www.'.length) || failed.length > 0 || addresses.length !== 3) {
    throw new Error(`${host} was not seen as it is: ${failed[0]?.type} ${failed[0]?.status}`);
  }
}

function info(name: string, value: number, unit: string): Figure {
  return { name, value, unit, target: null };
}
