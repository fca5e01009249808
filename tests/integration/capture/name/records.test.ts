/** Record look-ups against real DNS servers on loopback: every way an answer can end, and who must not be believed. */
import { expect, onTestFinished, test } from 'vitest';
import { createKeyedLimit } from '../../../../src/capture/limits.ts';
import { lookAtRecords, type RecordsLook, type RecordsOptions } from '../../../../src/capture/name/records.ts';
import type { RecordAnswer, RecordType } from '../../../../src/core/names/name-look.ts';
import { openDnsServer, type TestDnsOptions, type TestDnsServer, type TestNames } from '../../../support/dns-server.ts';
import { sharedRead } from '../../../support/shared-threads.ts';

/** A portal, its newspaper on an outside network, and an old host whose service was given up. */
const names: TestNames = {
  'example.vn': {
    A: ['192.0.2.10'],
    NS: ['ns2.example.vn', 'ns1.example.vn'],
    SOA: ['ns1.example.vn hostmaster.example.vn'],
    MX: ['20 mail2.example.vn', '10 mail.example.vn'],
    CAA: ['0 issue letsencrypt.org'],
  },
  'www.example.vn': { A: ['192.0.2.11', '192.0.2.10'], AAAA: ['2001:db8::10'] },
  'bao.example.vn': { CNAME: ['edge.cdn.example'] },
  'edge.cdn.example': { A: ['198.51.100.7'], NS: ['ns.cdn.example'] },
  'cu.example.vn': { CNAME: ['gone.cloud.example'] },
  'cloud.example': {},
  'ns1.example.vn': { A: ['127.0.0.31'] },
  'ns2.example.vn': { A: ['127.0.0.32'] },
};

async function server(options: TestDnsOptions = {}): Promise<TestDnsServer> {
  const opened = await openDnsServer({ names: structuredClone(names), ...options });
  onTestFinished(opened.close);
  return opened;
}

function look(host: string, servers: readonly TestDnsServer[], more: Partial<RecordsOptions> = {}) {
  const options: RecordsOptions = {
    resolvers: servers.map(({ resolver }) => resolver),
    system: [],
    askZone: false,
    timeoutMs: 3_000,
    totalMs: 20_000,
    exceptions: [],
    inFlight: createKeyedLimit(200),
    read: sharedRead,
    ...more,
  };
  return lookAtRecords(host, options, new AbortController().signal);
}

function answer({ resolvers }: RecordsLook, type: RecordType, index = 0): RecordAnswer | undefined {
  return resolvers[index]?.answers.find((one) => one.type === type);
}

const statuses = ({ resolvers }: RecordsLook, index = 0) =>
  Object.fromEntries((resolvers[index]?.answers ?? []).map(({ type, status }) => [type, status]));

test('a host and its zone: every record in its one spelling, sorted, with its time to live', async () => {
  const resolver = await server();
  const seen = await look('www.example.vn', [resolver]);

  expect(seen).toEqual({
    zone: 'example.vn',
    resolvers: [
      {
        resolver: resolver.resolver,
        kind: 'recursive',
        answers: [
          { type: 'A', status: 'answered', values: ['192.0.2.10', '192.0.2.11'], ttl: 300 },
          { type: 'AAAA', status: 'answered', values: ['2001:db8::10'], ttl: 300 },
          { type: 'CNAME', status: 'no-data', values: [], ttl: null },
          { type: 'NS', status: 'answered', values: ['ns1.example.vn', 'ns2.example.vn'], ttl: 300 },
          { type: 'MX', status: 'answered', values: ['10 mail.example.vn', '20 mail2.example.vn'], ttl: 300 },
          { type: 'SOA', status: 'answered', values: ['ns1.example.vn hostmaster.example.vn'], ttl: 300 },
          { type: 'CAA', status: 'answered', values: ['0 issue letsencrypt.org'], ttl: 300 },
        ],
      },
    ],
  });
  expect(resolver.questions.every(({ recursionDesired }) => recursionDesired)).toBe(true);
});

test("an alias gives the host's own CNAME and the addresses at its end, and never the zone of its target", async () => {
  const seen = await look('bao.example.vn', [await server()]);

  expect(answer(seen, 'CNAME')?.values).toEqual(['edge.cdn.example']);
  expect(answer(seen, 'A')?.values).toEqual(['198.51.100.7']);
  expect(answer(seen, 'AAAA')?.status).toBe('no-data');
  expect(seen.zone).toBe('example.vn');
});

test('an alias into nothing is seen as such: the CNAME stands, its end does not exist', async () => {
  const seen = await look('cu.example.vn', [await server()]);

  expect(answer(seen, 'CNAME')).toMatchObject({ status: 'answered', values: ['gone.cloud.example'] });
  expect(answer(seen, 'A')?.status).toBe('no-such-name');
});

test('a part of a domain with name servers of its own is the zone of the hosts in it', async () => {
  const resolver = await server();
  resolver.names['so.example.vn'] = { NS: ['ns.so.example.vn'], MX: ['5 mail.so.example.vn'] };
  resolver.names['www.so.example.vn'] = { A: ['192.0.2.20'] };
  const seen = await look('www.so.example.vn', [resolver]);

  expect(seen.zone).toBe('so.example.vn');
  expect(answer(seen, 'MX')?.values).toEqual(['5 mail.so.example.vn']);
});

test.each([
  ['NXDOMAIN', 'no-such-name'],
  ['SERVFAIL', 'server-failure'],
  ['REFUSED', 'refused'],
  ['NOTIMP', 'server-failure'],
] as const)('%s is told as %s', async (rcode, status) => {
  const resolver = await server({ conduct: { 'www.example.vn A': { rcode } } });
  const seen = await look('www.example.vn', [resolver]);

  expect(statuses(seen)).toMatchObject({ A: status, AAAA: 'answered', NS: 'answered' });
  expect(answer(seen, 'A')?.values).toEqual([]);
});

test('silence is timed-out, a closed port unreachable, and neither is asked more in this look', async () => {
  const good = await server();
  const silent = await server({ conduct: { '*': { silent: true } } });
  const closed = await openDnsServer();
  await closed.close();
  const seen = await look('www.example.vn', [silent, closed, good], { timeoutMs: 1_500 });

  expect(new Set(Object.values(statuses(seen, 0)))).toEqual(new Set(['timed-out']));
  expect(new Set(Object.values(statuses(seen, 1)))).toEqual(new Set(['unreachable']));
  expect(statuses(seen, 2)).toMatchObject({ A: 'answered', NS: 'answered', MX: 'answered' });
  expect(seen.zone).toBe('example.vn');
  expect(silent.questions.map(({ type }) => type)).not.toContain('MX');
});

test('the whole look of a host ends in its time, with what was answered until then', async () => {
  const quick = await server();
  const slow = await server({ conduct: { '*': { delayMs: 600_000 } } });
  // Without the box this test would run into its own limit.
  const seen = await look('www.example.vn', [quick, slow], { timeoutMs: 600_000, totalMs: 2_000 });

  expect(answer(seen, 'A', 0)?.status).toBe('answered');
  expect(new Set(Object.values(statuses(seen, 1)))).toEqual(new Set(['timed-out']));
});

test('a stopped look is over at once and throws nothing', async () => {
  const resolver = await server();
  const options = { resolvers: [resolver.resolver], askZone: true, timeoutMs: 3_000, totalMs: 20_000, exceptions: [] };
  const seen = await lookAtRecords(
    'www.example.vn',
    { ...options, system: [], inFlight: createKeyedLimit(200), read: sharedRead },
    AbortSignal.abort(),
  );

  expect(new Set(Object.values(statuses(seen)))).toEqual(new Set(['timed-out']));
  expect(resolver.questions).toEqual([]);
});

test('an answer that was cut is asked for over TCP', async () => {
  const resolver = await server({ conduct: { 'www.example.vn A': { truncated: true } } });
  const seen = await look('www.example.vn', [resolver]);

  expect(answer(seen, 'A')?.values).toEqual(['192.0.2.10', '192.0.2.11']);
  expect(resolver.questions.filter(({ transport }) => transport === 'tcp').map(({ type }) => type)).toEqual(['A']);
});

test('an answer that does not fit into a datagram comes whole over TCP, at most 64 values of it', async () => {
  const resolver = await server();
  const many = Array.from({ length: 120 }, (_, i) => `192.0.2.${i + 100}`);
  resolver.names['www.example.vn'] = { A: many };
  const seen = await look('www.example.vn', [resolver]);

  expect(answer(seen, 'A')?.values).toEqual([...many].sort().slice(0, 64));
});

test('an answer of more than 16 kB is not read', async () => {
  const resolver = await server();
  resolver.names['www.example.vn'] = {
    A: Array.from({ length: 1_200 }, (_, i) => `10.0.${i >> 8}.${i & 255}`),
    AAAA: ['2001:db8::10'],
  };
  const seen = await look('www.example.vn', [resolver], { timeoutMs: 30_000 });

  expect(statuses(seen)).toMatchObject({ A: 'server-failure', AAAA: 'answered' });
});

test.each(['id', 'source', 'question'] as const)(
  'a forged answer (other %s) before the right one is ignored',
  async (forged) => {
    const resolver = await server({ conduct: { 'www.example.vn A': { forged } } });
    const seen = await look('www.example.vn', [resolver]);

    expect(answer(seen, 'A')?.values).toEqual(['192.0.2.10', '192.0.2.11']);
  },
);

test('the letters of a question are in random case; who writes it back otherwise is asked over TCP', async () => {
  const resolver = await server({ conduct: { 'www.example.vn A': { lowerCase: true } } });
  const seen = await look('www.example.vn', [resolver]);

  expect(answer(seen, 'A')?.values).toEqual(['192.0.2.10', '192.0.2.11']);
  expect(resolver.questions.some(({ type, transport }) => type === 'A' && transport === 'tcp')).toBe(true);
  expect(resolver.questions.some(({ asWritten, name }) => asWritten !== name)).toBe(true);
});

test('a server that sends no message at all fails, and holds nobody up', async () => {
  const bytesAfterId = Buffer.alloc(40, 0xff);
  const resolver = await server({ conduct: { 'www.example.vn A': { bytesAfterId } } });
  const seen = await look('www.example.vn', [resolver], { timeoutMs: 1_500 });

  expect(statuses(seen)).toMatchObject({ A: 'server-failure', AAAA: 'answered' });
});

test('one of the questions that is lost is asked again within its time', async () => {
  const resolver = await server();
  const first = resolver.conduct;
  first['www.example.vn A'] = { silent: true };
  const seen = look('www.example.vn', [resolver], { timeoutMs: 3_000 });
  await expect.poll(() => resolver.questions.some(({ type }) => type === 'A')).toBe(true);
  delete first['www.example.vn A'];

  expect(answer(await seen, 'A')?.status).toBe('answered');
});

test("of the system's list the next server is asked when one fails", async () => {
  const refusing = await server({ conduct: { '*': { rcode: 'REFUSED' } } });
  const good = await server();
  const system = [refusing, good].map(({ address, port }) => ({ address, port }));
  const seen = await look('www.example.vn', [], { resolvers: ['system', 'system'], system });

  expect(seen.resolvers.map(({ resolver, kind }) => [resolver, kind])).toEqual([['system', 'recursive']]);
  expect(answer(seen, 'A')?.values).toEqual(['192.0.2.10', '192.0.2.11']);
  // On a busy machine a question is sent twice.
  const askedOf = (one: TestDnsServer) => new Set(one.questions.map(({ name, type }) => `${name} ${type}`));
  expect(askedOf(refusing)).toEqual(askedOf(good));
});

test.each(['127.0.0.1', '[::1]', 'a..b', `${'a'.repeat(64)}.vn`, 'xin chào.vn'])(
  '%s has no records to ask for',
  async (host) => {
    const resolver = await server();
    expect(await look(host, [resolver])).toEqual({ zone: host, resolvers: [] });
    expect(resolver.questions).toEqual([]);
  },
);
