/** Addresses of names, from real servers on loopback: as the system's lookup finds them, and ended with the look. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createNameResolver, type Lookup, type ResolveName } from '../../../../src/capture/resolver/name-resolver.ts';
import { openSystemFiles } from '../../../../src/capture/resolver/system-files.ts';
import { configSchema } from '../../../../src/config/schema/schema.ts';
import { openDnsServer, type TestDnsOptions, type TestDnsServer, type TestNames } from '../../../support/dns-server.ts';
import { sharedRead } from '../../../support/shared-threads.ts';

const names: TestNames = {
  'www.example.vn': { A: ['192.0.2.10', '192.0.2.11'], AAAA: ['2001:db8::10'] },
  'v6.example.vn': { AAAA: ['2001:0DB8:0:0::0010'] },
  'mail.example.vn': { MX: ['10 mx.example.vn'] },
  'cdn.example.vn': { CNAME: ['edge.cdn.example'] },
  'edge.cdn.example': { CNAME: ['pop.cdn.example'] },
  'pop.cdn.example': { A: ['198.51.100.7'] },
  'circle.example.vn': { CNAME: ['round.example.vn'] },
  'round.example.vn': { CNAME: ['circle.example.vn'] },
  'dead-end.example.vn': { CNAME: ['gone.cloud.example'] },
  'large.example.vn': { A: Array.from({ length: 60 }, (_, i) => `192.0.2.${i + 1}`) },
};

async function server(options: TestDnsOptions = {}): Promise<TestDnsServer> {
  const opened = await openDnsServer({ names: structuredClone(names), ...options });
  onTestFinished(opened.close);
  return opened;
}

/** Both files in a folder of the test's own. */
function systemFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'vonggac-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const paths = { resolvConf: join(folder, 'resolv.conf'), hosts: join(folder, 'hosts') };
  const write = (name: keyof typeof paths, text: string) => {
    // As the programs that write these files do: beside it, then over it.
    writeFileSync(`${paths[name]}.new`, text);
    renameSync(`${paths[name]}.new`, paths[name]);
  };
  return { paths, write, files: openSystemFiles(paths) };
}

function resolver(servers: readonly TestDnsServer[], canaries: readonly string[] = []): ResolveName {
  const { files } = systemFiles();
  const resolvers = servers.map((one) => one.resolver);
  const config = configSchema.parse({ names: { resolvers }, canaries: { urls: canaries } });
  return createNameResolver({ config, files, read: sharedRead, signal: new AbortController().signal });
}

const lookup = (more: Partial<Lookup> = {}): Lookup => ({
  look: {},
  site: 'example.vn',
  purpose: 'document',
  timeoutMs: 15_000,
  signal: new AbortController().signal,
  ...more,
});

const find = async (resolve: ResolveName, host: string, more: Partial<Lookup> = {}) =>
  (await resolve(host, lookup(more))).map(({ address }) => address);

const failure = (resolve: ResolveName, host: string, more: Partial<Lookup> = {}) =>
  resolve(host, lookup(more)).then(
    (found) => ({ kind: 'found', message: JSON.stringify(found) }),
    (error: { kind: string; message: string }) => ({ kind: error.kind, message: error.message }),
  );

/** UDP and TCP sockets of this process. */
const openSockets = () => process.getActiveResourcesInfo().filter((type) => /^(UDP|TCPSocket)/.test(type)).length;

// The threads that read messages start with the first of them, whose answer may be late then.
beforeAll(async () => {
  const query = { id: 1, name: 'www.example.vn', type: 'A' } as const;
  await sharedRead('addresses', { bytes: new Uint8Array(12), over: 'udp', query, way: [query.name] }, 'example.vn');
});

test.each([
  ['both families', 'www.example.vn', ['192.0.2.10', '192.0.2.11', '2001:db8::10']],
  ['a name with a last dot', 'www.example.vn.', ['192.0.2.10', '192.0.2.11', '2001:db8::10']],
  ['IPv6 only, spelt as sockets spell it', 'v6.example.vn', ['2001:db8::10']],
  ['behind two aliases', 'cdn.example.vn', ['198.51.100.7']],
  ['localhost, unasked', 'localhost', ['127.0.0.1', '::1']],
  ['what lies below localhost', 'a.localhost', ['127.0.0.1', '::1']],
])('%s', async (_what, host, addresses) => {
  const one = await server();
  expect((await find(resolver([one]), host)).toSorted()).toEqual(addresses);
  expect(one.questions.map(({ name }) => name).filter((name) => name.includes('localhost'))).toEqual([]);
});

test.each([
  ['a name that nobody has', 'nobody.example.vn', 'name-not-found', 'does not exist'],
  ['a name without an address', 'mail.example.vn', 'name-not-found', 'no address'],
  ['an alias to a name that is gone', 'dead-end.example.vn', 'name-not-found', 'does not exist'],
  ['aliases in a circle', 'circle.example.vn', 'name-lookup-failed', 'aliases'],
  ['an empty label', 'a..example.vn', 'name-not-found', 'not valid'],
  ['a label of 64 letters', `${'a'.repeat(64)}.vn`, 'name-not-found', 'not valid'],
])('%s', async (_what, host, kind, words) => {
  const seen = await failure(resolver([await server()]), host);
  expect(seen).toEqual({ kind, message: expect.stringContaining(words) });
});

test('aliases that a server leaves to be asked for are followed, sixteen and no more', async () => {
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, i): [string, TestNames[string]] => [
        `a${i}-of${length}.example.vn`,
        i === length - 1 ? { A: ['192.0.2.1'] } : { CNAME: [`a${i + 1}-of${length}.example.vn`] },
      ]),
    );
  const one = await server({ names: { ...chain(17), ...chain(18) }, conduct: { '*': { firstAliasOnly: true } } });
  const resolve = resolver([one]);

  expect(await find(resolve, 'a0-of17.example.vn')).toEqual(['192.0.2.1']);
  expect(await failure(resolve, 'a0-of18.example.vn')).toMatchObject({ kind: 'name-lookup-failed' });
  expect(one.questions.filter(({ name }) => name.endsWith('of18.example.vn')).length).toBeLessThan(40);
});

test('what does not fit into a datagram is asked for over TCP', async () => {
  const one = await server({ conduct: { 'www.example.vn': { truncated: true } } });
  expect(await find(resolver([one]), 'www.example.vn')).toHaveLength(3);
  expect(new Set(one.questions.map(({ transport }) => transport))).toEqual(new Set(['udp', 'tcp']));
});

test('room for 1,232 bytes is announced, and left out for a server that does not take it', async () => {
  const modern = await server();
  expect(await find(resolver([modern]), 'large.example.vn')).toHaveLength(60);
  expect(modern.questions.map(({ transport }) => transport)).not.toContain('tcp');

  const old = await server({ conduct: { '*': { unextended: true } } });
  expect(await find(resolver([old]), 'large.example.vn')).toHaveLength(60);
  expect(old.questions.map(({ transport }) => transport)).toContain('tcp');
});

test('servers that never answer for IPv6 hold nobody up', async () => {
  const one = await server({ conduct: { 'www.example.vn AAAA': { silent: true } } });
  const startedAt = performance.now();
  expect(await find(resolver([one]), 'www.example.vn', { timeoutMs: 60_000 })).toEqual(['192.0.2.10', '192.0.2.11']);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('a name that does not exist for IPv6 only still has its other addresses', async () => {
  const one = await server({ conduct: { 'www.example.vn AAAA': { rcode: 'NXDOMAIN' } } });
  expect(await find(resolver([one]), 'www.example.vn')).toEqual(['192.0.2.10', '192.0.2.11']);
});

test('a resolver behind an IPv6 address is asked', async () => {
  const one = await server({ address: '::1' });
  expect(await find(resolver([one]), 'www.example.vn')).toHaveLength(3);
});

test('the second resolver answers where the first is silent, and is asked first from then on', async () => {
  const silent = await server({ conduct: { '*': { silent: true } } });
  const good = await server();
  const resolve = resolver([silent, good]);
  expect(await find(resolve, 'www.example.vn', { timeoutMs: 2_000 })).toHaveLength(3);
  const askedOfSilent = async () => {
    const before = silent.questions.length;
    expect(await find(resolve, 'cdn.example.vn', { timeoutMs: 2_000 })).toEqual(['198.51.100.7']);
    return silent.questions.slice(before).filter(({ name }) => name === 'cdn.example.vn').length;
  };
  // Once it had its time to show that it lives.
  await expect.poll(askedOfSilent, { timeout: 10_000 }).toBe(0);
});

test.each(['SERVFAIL', 'REFUSED'] as const)('the second resolver answers where the first says %s', async (rcode) => {
  const failing = await server({ conduct: { 'www.example.vn': { rcode } } });
  expect(await find(resolver([failing, await server()]), 'www.example.vn')).toHaveLength(3);
});

test.each([
  ['is silent', { silent: true }],
  ['fails', { rcode: 'SERVFAIL' }],
] as const)('a zone whose server %s is the portal’s trouble', async (_what, conduct) => {
  const one = await server({ conduct: { 'www.example.vn': conduct } });
  expect(await failure(resolver([one]), 'www.example.vn', { timeoutMs: 2_000 })).toMatchObject({
    kind: 'name-lookup-failed',
  });
});

test.each([
  ['is silent', { silent: true }],
  ['fails for everybody', { rcode: 'SERVFAIL' }],
  ['refuses to serve us', { rcode: 'REFUSED' }],
] as const)('a resolver that %s is our own trouble', async (_what, conduct) => {
  const one = await server({ conduct: { '*': conduct } });
  expect(await failure(resolver([one]), 'www.example.vn', { timeoutMs: 2_000 })).toMatchObject({
    kind: 'resolver-failed',
  });
});

test('nobody at the resolver’s address is our own trouble', async () => {
  const one = await openDnsServer();
  await one.close();
  expect(await failure(resolver([one]), 'www.example.vn', { timeoutMs: 2_000 })).toMatchObject({
    kind: 'resolver-failed',
  });
});

test('a forwarder that knows nothing of the root is alive when it knows a canary', async () => {
  const one = await server({ conduct: { '*': { silent: true }, 'edge.cdn.example': {} } });
  const resolve = resolver([one], ['https://edge.cdn.example/']);
  expect(await failure(resolve, 'www.example.vn', { timeoutMs: 2_000 })).toMatchObject({ kind: 'name-lookup-failed' });
});

test('/etc/resolv.conf is read anew when it changes', async () => {
  const [first, second] = [await server({ names: {} }), await server()];
  const { files, write } = systemFiles();
  write('resolvConf', `nameserver ${first.resolver}\n`);
  const config = configSchema.parse({});
  const resolve = createNameResolver({ config, files, read: sharedRead, signal: new AbortController().signal });
  expect(await failure(resolve, 'www.example.vn')).toMatchObject({ kind: 'name-not-found' });
  write('resolvConf', `# by hand\nnameserver ${second.resolver}\n`);
  expect(await find(resolve, 'www.example.vn')).toHaveLength(3);
});

test('/etc/hosts comes before every server, and is read anew when it changes', async () => {
  const one = await server();
  const { files, write, paths } = systemFiles();
  const config = configSchema.parse({ names: { resolvers: [one.resolver] } });
  const resolve = createNameResolver({ config, files, read: sharedRead, signal: new AbortController().signal });
  write('hosts', '192.0.2.99 WWW.example.vn other # ours\n');
  expect(await find(resolve, 'www.example.vn')).toEqual(['192.0.2.99']);
  expect(one.questions).toEqual([]);
  write('hosts', '192.0.2.98 www.example.vn\n192.0.2.97 www.example.vn\n');
  expect(await find(resolve, 'www.example.vn')).toEqual(['192.0.2.98', '192.0.2.97']);
  rmSync(paths.hosts);
  expect(await find(resolve, 'www.example.vn')).toHaveLength(3);
});

test('the end of the look ends its questions at once and closes their sockets', async () => {
  const one = await server({ conduct: { '*': { silent: true } } });
  const resolve = resolver([one]);
  const ending = new AbortController();
  const look = {};
  const lookups = Array.from({ length: 40 }, (_, i) =>
    failure(resolve, `h${i}.example.vn`, { look, purpose: 'resource', timeoutMs: 60_000, signal: ending.signal }),
  );
  await expect.poll(() => new Set(one.questions.map(({ name }) => name)).size).toBe(16);
  const during = openSockets();

  ending.abort(Object.assign(new Error('over'), { kind: 'over' }));
  expect(new Set((await Promise.all(lookups)).map(({ kind }) => kind))).toEqual(new Set(['over']));
  // A and AAAA of the sixteen that may be under way; the system lets go of a socket a turn after it was closed.
  await expect.poll(() => during - openSockets(), { timeout: 5_000 }).toBeGreaterThanOrEqual(32);
  expect(new Set(one.questions.map(({ name }) => name)).size).toBe(16);
});

test('a page with silent names holds up neither another page’s names nor any page’s own host', async () => {
  const conduct = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`h${i}.example`, { silent: true }]));
  const one = await server({ conduct });
  const resolve = resolver([one]);
  const ending = new AbortController();
  const hostile = [{}, {}, {}];
  const stuck = Object.keys(conduct).map((host, i) =>
    failure(resolve, host, {
      look: hostile[i % 3] ?? {},
      purpose: 'resource',
      timeoutMs: 60_000,
      signal: ending.signal,
    }),
  );
  await expect.poll(() => new Set(one.questions.map(({ name }) => name)).size).toBe(48);

  expect(await find(resolve, 'www.example.vn')).toHaveLength(3);
  expect(await find(resolve, 'cdn.example.vn', { purpose: 'resource' })).toEqual(['198.51.100.7']);
  ending.abort(new Error('over'));
  await Promise.all(stuck);
});
