/** Whether block lists contain the addresses or domain of a site; a list counts only while it passes its own test. */
import { promises as dns } from 'node:dns';
import type { ListingLook } from '../../core/names/name-look.ts';
import type { Clock } from '../../core/ports.ts';
import { type AskAddresses, askList, familyOf, isNoSuchName, type ListFamily, testList } from './block-list.ts';

export interface BlockList {
  readonly zone: string;
  readonly about: 'addresses' | 'domains';
}

export interface ListedSubjects {
  readonly addresses: readonly string[];
  readonly domains: readonly string[];
}

/** Test results of lists, kept for an hour and shared by all looks. Created by `createListTests`. */
export interface ListTests {
  readonly recall: (key: string) => 'usable' | 'unusable' | null;
  readonly keep: (key: string, verdict: 'usable' | 'unusable') => void;
}

export interface ListingOptions {
  readonly lists: readonly BlockList[];
  /** `names.resolvers`: the next one is asked if one does not answer. */
  readonly resolvers: readonly string[];
  /** Milliseconds for one query to one resolver, and in total. */
  readonly timeoutMs: number;
  readonly totalMs: number;
  readonly tests: ListTests;
}

const testsHoldMs = 3_600_000;
/** More addresses than any portal has; the rest is not queried. */
const maxSubjects = 20;

export function createListTests(clock: Clock): ListTests {
  const kept = new Map<string, { readonly verdict: 'usable' | 'unusable'; readonly at: number }>();
  return {
    recall: (key) => {
      const found = kept.get(key);
      return found !== undefined && clock() - found.at < testsHoldMs ? found.verdict : null;
    },
    keep: (key, verdict) => void kept.set(key, { verdict, at: clock() }),
  };
}

/** Ordered by list, then by subject. */
export async function lookAtListings(
  subjects: ListedSubjects,
  options: ListingOptions,
  signal: AbortSignal,
): Promise<readonly ListingLook[]> {
  const resolvers = createResolvers(options);
  const end = AbortSignal.any([signal, AbortSignal.timeout(options.totalMs)]);
  const stop = () => {
    for (const resolver of resolvers) resolver.cancel();
  };
  end.addEventListener('abort', stop, { once: true });
  const ask: AskAddresses = (name) => askOneByOne(resolvers, name, end);
  try {
    const looks = options.lists.map(async ({ zone, about }) => {
      const entries = [...new Set(about === 'addresses' ? subjects.addresses : subjects.domains)].slice(0, maxSubjects);
      const families: readonly ListFamily[] = about === 'addresses' ? ['ipv4', 'ipv6'] : ['domain'];
      const parts = families.map((family) =>
        lookAtList(
          entries.filter((entry) => familyOf(entry) === family),
          family,
          zone.toLowerCase().replace(/\.$/, ''),
          ask,
          options.tests,
        ),
      );
      return (await Promise.all(parts)).flat();
    });
    return (await Promise.all(looks)).flat();
  } finally {
    end.removeEventListener('abort', stop);
  }
}

async function lookAtList(
  entries: readonly string[],
  family: ListFamily,
  list: string,
  ask: AskAddresses,
  tests: ListTests,
): Promise<readonly ListingLook[]> {
  if (entries.length === 0) return [];
  const key = `${family} ${list}`;
  const test = async () => {
    const verdict = await testList(family, list, ask);
    if (verdict !== 'failed') tests.keep(key, verdict);
    return verdict;
  };
  const recalled = tests.recall(key);
  const verdict = recalled ?? (await test());
  if (verdict !== 'usable') return entries.map((entry) => ({ list, entry, status: verdict, codes: [] }));
  const looks = await Promise.all(
    entries.map(async (entry) => ({ list, entry, ...(await askList(entry, family, list, ask)) })),
  );
  if (recalled === null || looks.every(({ status }) => status !== 'listed')) return looks;
  // Lists that shut down sometimes list everything, so a listing needs a fresh test.
  const now = await test();
  if (now === 'usable') return looks;
  return looks.map((look) => (look.status === 'listed' ? { ...look, status: now, codes: [] } : look));
}

/** Node's resolver tries its next server only after a timeout, not after a refusal, so each gets a single server. */
function createResolvers({ resolvers, timeoutMs }: ListingOptions): readonly dns.Resolver[] {
  return resolvers.map((server) => {
    const resolver = new dns.Resolver({ timeout: timeoutMs, tries: 1 });
    if (server !== 'system') resolver.setServers([server]);
    return resolver;
  });
}

/** Uses the first resolver that answers; "does not exist" is an answer. */
async function askOneByOne(
  resolvers: readonly dns.Resolver[],
  name: string,
  end: AbortSignal,
): Promise<readonly string[]> {
  let last: unknown;
  for (const resolver of resolvers) {
    // `cancel` only ends pending queries: none may start after the end.
    if (end.aborted) throw end.reason;
    try {
      return await resolver.resolve4(name);
    } catch (error) {
      last = error;
      if (isNoSuchName(error)) break;
    }
  }
  throw last;
}
