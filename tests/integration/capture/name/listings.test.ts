import { afterAll, describe, expect, it } from 'vitest';
import { createListTests, type ListingOptions, lookAtListings } from '../../../../src/capture/name/listings.ts';
import { type BlockListServer, serveBlockList } from '../../../support/block-list-server.ts';

const open: BlockListServer[] = [];
afterAll(async () => {
  for (const server of open) await server.close();
});

const working = { '2.0.0.127.bl.test': ['127.0.0.2'], 'test.dbl.test': ['127.0.1.2'] };
const addressList = { zone: 'bl.test', about: 'addresses' } as const;
const domainList = { zone: 'DBL.test.', about: 'domains' } as const;
const subjects = { addresses: ['203.0.113.7', '2001:db8::7'], domains: ['binhgiang.gov.vn'] };
const one = { addresses: ['203.0.113.7'], domains: [] };
const hourMs = 3_600_000;

async function serve(entries: Parameters<typeof serveBlockList>[0]) {
  const server = await serveBlockList(entries);
  open.push(server);
  let now = 0;
  const tests = createListTests(() => now);
  const look = (about = subjects, more: Partial<ListingOptions> = {}, signal = new AbortController().signal) =>
    lookAtListings(
      about,
      {
        lists: [addressList, domainList],
        resolvers: [server.address],
        timeoutMs: 2_000,
        totalMs: 10_000,
        tests,
        ...more,
      },
      signal,
    );
  return { ...server, look, pass: (ms: number) => (now += ms) };
}

const statuses = (looks: Awaited<ReturnType<typeof lookAtListings>>) => looks.map(({ status }) => status);

describe('block lists', () => {
  it('are asked about each address and domain, after their own test', async () => {
    const server = await serve({
      ...working,
      '7.113.0.203.bl.test': ['127.0.0.4', '127.0.0.2'],
      'binhgiang.gov.vn.dbl.test': ['127.0.1.5'],
    });
    expect(await server.look()).toEqual([
      { list: 'bl.test', entry: '203.0.113.7', status: 'listed', codes: ['127.0.0.2', '127.0.0.4'] },
      { list: 'bl.test', entry: '2001:db8::7', status: 'unusable', codes: [] },
      { list: 'dbl.test', entry: 'binhgiang.gov.vn', status: 'listed', codes: ['127.0.1.5'] },
    ]);
  });

  it('that hold nothing of the site say so', async () => {
    const server = await serve(working);
    expect(await server.look(one)).toEqual([
      { list: 'bl.test', entry: '203.0.113.7', status: 'not-listed', codes: [] },
    ]);
    expect(server.questions.toSorted()).toEqual(['1.0.0.127.bl.test', '2.0.0.127.bl.test', '7.113.0.203.bl.test']);
  });

  it('are asked nothing when there is nothing to ask about, or no list', async () => {
    const server = await serve(working);
    expect(await server.look({ addresses: [], domains: [] })).toEqual([]);
    expect(await server.look(subjects, { lists: [] })).toEqual([]);
    expect(server.questions).toEqual([]);
  });

  it.each([
    ['everything', { '*': ['127.0.0.2'] }],
    ['nothing, not even the test entry', {}],
    ['by a resolver that answers everything with its own page', { '*': ['203.0.113.99'] }],
    ['with a refusal of this resolver', { '*': ['127.255.255.254'] }],
  ])('that list %s are unusable', async (_what, entries) => {
    const server = await serve(entries);
    expect(statuses(await server.look())).toEqual(['unusable', 'unusable', 'unusable']);
  });
});

describe('the test of a list', () => {
  it('holds for an hour', async () => {
    const server = await serve(working);
    await server.look(one);
    server.pass(hourMs - 1);
    await server.look(one);
    expect(server.questions.filter((name) => name === '2.0.0.127.bl.test')).toHaveLength(1);
    server.pass(1);
    await server.look(one);
    expect(server.questions.filter((name) => name === '2.0.0.127.bl.test')).toHaveLength(2);
  });

  it('is made again before a listing is believed', async () => {
    const server = await serve(working);
    expect(statuses(await server.look(one))).toEqual(['not-listed']);
    server.entries.set('*', ['127.0.0.2']);
    expect(statuses(await server.look(one))).toEqual(['unusable']);
    server.entries.delete('*');
    server.entries.set('7.113.0.203.bl.test', ['127.0.0.2']);
    server.pass(hourMs);
    expect(statuses(await server.look(one))).toEqual(['listed']);
  });

  it('that failed is no verdict, and is made again at the next look', async () => {
    const server = await serve({ '*': 'server-failure' });
    expect(statuses(await server.look(one))).toEqual(['failed']);
    server.entries.delete('*');
    server.entries.set('2.0.0.127.bl.test', ['127.0.0.2']);
    expect(statuses(await server.look(one))).toEqual(['not-listed']);
  });
});

describe('servers', () => {
  it('that are silent cost the configured time and no more', async () => {
    const server = await serve({ '*': 'silent' });
    expect(statuses(await server.look(subjects, { timeoutMs: 200 }))).toEqual(['failed', 'failed', 'failed']);
    expect(statuses(await server.look(subjects, { timeoutMs: 60_000, totalMs: 200 }))).toEqual([
      'failed',
      'failed',
      'failed',
    ]);
  });

  it('are left when the look is stopped', async () => {
    const server = await serve({ ...working, '7.113.0.203.bl.test': 'silent' });
    const stop = new AbortController();
    const asked = server.look(one, { timeoutMs: 60_000, totalMs: 60_000 }, stop.signal);
    stop.abort();
    expect(statuses(await asked)).toEqual(['failed']);
    const asking = server.questions.length;
    expect(statuses(await server.look(one, { timeoutMs: 200 }, AbortSignal.abort()))).toEqual(['failed']);
    expect(server.questions).toHaveLength(asking);
  });

  it.each(['refused', 'server-failure', 'silent'] as const)(
    'that are %s are followed by the next one',
    async (fault) => {
      const faulty = await serve({ '*': fault });
      const server = await serve(working);
      const resolvers = [faulty.address, server.address];
      expect(statuses(await server.look(one, { resolvers, timeoutMs: 300 }))).toEqual(['not-listed']);
      expect(new Set(faulty.questions).size).toBe(3);
    },
  );

  it('that know no such name are believed: the next one is not asked', async () => {
    const first = await serve(working);
    const second = await serve({});
    await first.look(one, { resolvers: [first.address, second.address] });
    expect(second.questions).toEqual([]);
  });
});
