/** The zone's own servers: asked where they may be, without recursion, and told apart when they do not speak for it. */

import { expect, onTestFinished, test } from 'vitest';
import { createKeyedLimit } from '../../../../src/capture/limits.ts';
import { lookAtRecords } from '../../../../src/capture/name/records.ts';
import type { ResolverLook } from '../../../../src/core/names/name-look.ts';
import { openDnsServer, type TestDnsOptions, type TestNames } from '../../../support/dns-server.ts';
import { sharedRead } from '../../../support/shared-threads.ts';

const zone: TestNames = {
  'example.vn': { NS: ['ns1.example.vn', 'ns2.example.vn'], SOA: ['ns1.example.vn hostmaster.example.vn'] },
  'www.example.vn': { A: ['192.0.2.10'] },
  'bao.example.vn': { CNAME: ['edge.cdn.example'] },
};

async function server(options: TestDnsOptions) {
  const opened = await openDnsServer(options);
  onTestFinished(opened.close);
  return opened;
}

/** A recursive resolver and the zone's two servers, of which the second behaves as told. */
async function scene(second: TestDnsOptions = {}) {
  const ns1 = await server({ address: '127.0.0.31', kind: 'zone', names: structuredClone(zone) });
  const ns2 = await server({ address: '127.0.0.32', kind: 'zone', names: structuredClone(zone), ...second });
  const resolver = await server({
    names: {
      ...structuredClone(zone),
      'edge.cdn.example': { A: ['198.51.100.7'] },
      'ns1.example.vn': { A: ['127.0.0.31'] },
      'ns2.example.vn': { A: ['127.0.0.32'] },
    },
  });
  const look = (host: string, exceptions = [`127.0.0.31:${ns1.port}`, `127.0.0.32:${ns2.port}`]) =>
    lookAtRecords(
      host,
      {
        resolvers: [resolver.resolver],
        system: [],
        askZone: true,
        timeoutMs: 1_500,
        totalMs: 20_000,
        exceptions,
        inFlight: createKeyedLimit(200),
        read: sharedRead,
      },
      new AbortController().signal,
    );
  return { ns1, ns2, resolver, look };
}

const statuses = (look: ResolverLook | undefined) =>
  Object.fromEntries((look?.answers ?? []).map(({ type, status }) => [type, status]));

test('each of the named servers is asked directly and without recursion', async () => {
  const { ns1, ns2, look } = await scene();
  const { resolvers } = await look('www.example.vn');

  expect(resolvers.map(({ resolver, kind }) => [resolver, kind]).slice(1)).toEqual([
    ['ns1.example.vn', 'zone'],
    ['ns2.example.vn', 'zone'],
  ]);
  expect(resolvers[1]?.answers).toEqual([
    { type: 'SOA', status: 'answered', values: ['ns1.example.vn hostmaster.example.vn'], ttl: 300 },
    { type: 'NS', status: 'answered', values: ['ns1.example.vn', 'ns2.example.vn'], ttl: 300 },
    { type: 'A', status: 'answered', values: ['192.0.2.10'], ttl: 300 },
    { type: 'AAAA', status: 'no-data', values: [], ttl: null },
    { type: 'CNAME', status: 'no-data', values: [], ttl: null },
  ]);
  const asked = [...ns1.questions, ...ns2.questions];
  expect(asked.length).toBe(10);
  expect(asked.every(({ recursionDesired }) => !recursionDesired)).toBe(true);
});

test('what only the zone knows otherwise shows: its servers say another address than the resolver', async () => {
  const { ns1, look } = await scene();
  ns1.names['www.example.vn'] = { A: ['203.0.113.66'] };
  const { resolvers } = await look('www.example.vn');

  const addresses = resolvers.map(({ answers }) => answers.find(({ type }) => type === 'A')?.values);
  expect(addresses).toEqual([['192.0.2.10'], ['203.0.113.66'], ['192.0.2.10']]);
});

test('a server answers for an alias with the alias alone: its target is not in the zone', async () => {
  const { look } = await scene();
  const { resolvers } = await look('bao.example.vn');

  expect(resolvers[1]?.answers.find(({ type }) => type === 'CNAME')?.values).toEqual(['edge.cdn.example']);
  expect(statuses(resolvers[1])).toMatchObject({ A: 'no-data', CNAME: 'answered' });
});

test.each([
  ['lame', 'answers from hearsay', { conduct: { '*': { authoritative: false } } }],
  ['refused', 'does not know the zone', { names: {} }],
  ['server-failure', 'has lost the zone', { conduct: { '*': { rcode: 'SERVFAIL' } } }],
  ['timed-out', 'is silent', { conduct: { '*': { silent: true } } }],
] as const)('%s: a named server that %s, and is asked one question only', async (status, _what, second) => {
  const { ns2, look } = await scene(second);
  const { resolvers } = await look('www.example.vn');

  expect(new Set(Object.values(statuses(resolvers[2])))).toEqual(new Set([status]));
  expect(new Set(ns2.questions.map(({ type }) => type))).toEqual(new Set(['SOA']));
  expect(statuses(resolvers[1])).toMatchObject({ SOA: 'answered', A: 'answered' });
});

test('a server at an address that is not public is never asked, unless it is excepted', async () => {
  const { ns1, ns2, look } = await scene();
  const { resolvers } = await look('www.example.vn', [`127.0.0.32:${ns2.port}`]);

  expect(new Set(Object.values(statuses(resolvers[1])))).toEqual(new Set(['unreachable']));
  expect(ns1.questions).toEqual([]);
  expect(statuses(resolvers[2])).toMatchObject({ SOA: 'answered' });
});

test('a zone that names many servers has six of them asked', async () => {
  const { resolver, look } = await scene();
  resolver.names['example.vn'] = { NS: Array.from({ length: 20 }, (_, i) => `ns${i + 10}.example.vn`) };
  const { resolvers } = await look('www.example.vn');

  expect(resolvers.filter(({ kind }) => kind === 'zone').map(({ resolver: name }) => name)).toEqual(
    [10, 11, 12, 13, 14, 15].map((i) => `ns${i}.example.vn`),
  );
});
