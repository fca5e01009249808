/** A host's names over real parts: DNS servers, TLS servers and certificate authorities on loopback, the whole way. */
import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapture } from '../../../src/capture/capture.ts';
import { createLookAtNames } from '../../../src/capture/name/name-look.ts';
import { type CheckReport, runCheck } from '../../../src/monitor/check/run-check.ts';
import type { MonitorParts } from '../../../src/monitor/parts.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { claimOne } from '../../../src/store/targets/targets.ts';
import { openDnsServer, type TestDnsServer } from '../../support/dns-server.ts';
import { type Portal, servePortal } from '../../support/loopback-portal.ts';
import { portalPage, stageWatch } from '../../support/staged-watch.ts';
import { createTlsAuthority, type TlsAuthority } from '../../support/tls-authority.ts';

const host = 'cong.binhgiang.gov.vn';
const ownAddress = '127.10.0.41';
const foreignAddress = '127.77.0.42';
const home = { 'content-type': 'text/html; charset=utf-8' };

const usual = (): TestDnsServer['names'] => ({
  [host]: { A: [ownAddress] },
  'binhgiang.gov.vn': {
    NS: ['ns1.binhgiang.gov.vn'],
    SOA: ['ns1.binhgiang.gov.vn hostmaster.binhgiang.gov.vn'],
    MX: ['10 mail.binhgiang.gov.vn'],
  },
  'ns1.binhgiang.gov.vn': { A: ['127.0.0.1'] },
});

let authority: TlsAuthority;
let stranger: TlsAuthority;
let portal: Portal;
let thief: Portal;
let resolver: TestDnsServer;
let second: TestDnsServer;
let zone: TestDnsServer;
const thiefPage = '<!doctype html><title>Nhà cái uy tín</title><h1>Tài xỉu, nổ hũ, cá cược, soi cầu</h1>';

beforeAll(async () => {
  authority = await createTlsAuthority('Bình Giang');
  stranger = await createTlsAuthority('Elsewhere');
  portal = await servePortal((_req, res) => res.writeHead(200, home).end(portalPage()), {
    certificate: await authority.issue({ name: host }),
    host: ownAddress,
  });
  thief = await servePortal((_req, res) => res.writeHead(200, home).end(thiefPage), {
    certificate: await stranger.issue({ name: host }),
    host: foreignAddress,
    port: portal.port,
  });
  resolver = await openDnsServer({ names: usual() });
  second = await openDnsServer({ names: usual() });
  zone = await openDnsServer({ kind: 'zone', names: usual() });
});
afterAll(async () => {
  for (const one of [portal, thief, resolver, second, zone]) await one.close();
  authority.close();
  stranger.close();
});

/** Everywhere the same. */
function answer(addresses: readonly string[]): void {
  for (const server of [resolver, second, zone]) server.names[host] = { A: addresses };
}

async function scene() {
  for (const server of [resolver, second, zone]) Object.assign(server.names, usual());
  const url = `https://${host}:${portal.port}/`;
  const watch = await stageWatch({
    names: { learnLooks: 3, resolvers: [resolver.resolver, second.resolver], timeout: '500ms', total: '5s' },
    capture: { extraRoots: [authority.rootFile, stranger.rootFile] },
    egress: {
      capture: [{ host: `${host}:${portal.port}`, addresses: ['127.0.0.0/8'] }],
      dns: [zone.resolver],
    },
  });
  const lookup = new Resolver({ timeout: 1_000, tries: 1 });
  lookup.setServers([resolver.resolver]);
  const resolveName = async (name: string) => (await lookup.resolve4(name)).map((address) => ({ address, family: 4 }));
  const { config, clock, log, read } = watch.parts;
  const capturer = createCapture({ config, clock, log, read, resolveName });
  const lookAtNames = createLookAtNames({ config, clock, take: capturer.take, read, resolveName });
  const parts: MonitorParts = { ...watch.parts, takeCapture: capturer.take, lookAtNames };
  await watch.register(url);
  const { id } = await parts.db
    .selectFrom('targets')
    .select('id')
    .where('role', '=', 'names')
    .executeTakeFirstOrThrow();
  const { id: pageId } = await parts.db
    .selectFrom('targets')
    .select('id')
    .where('role', '=', 'registered')
    .executeTakeFirstOrThrow();
  const look = async (targetId = id): Promise<CheckReport> => {
    watch.advance(20 * 60_000);
    const target = await claimOne(parts.db, targetId, { owner: 'test', now: watch.now(), leaseMs: 60_000 });
    const report = target && (await runCheck(parts, target, 'test', { dueAt: watch.now(), tier: 'http' }));
    if (!report) throw new Error('the look was refused');
    return report;
  };
  const detectors = ({ verdict }: CheckReport) =>
    verdict.findings.filter(({ score }) => score > 0).map(({ detector }) => detector);
  return {
    look,
    pageId,
    detectors,
    live: () => listIncidents(parts.db, { onlyLive: true, limit: 9 }),
    close: capturer.close,
  };
}

async function learned() {
  const one = await scene();
  for (let looks = 0; looks < 4; looks += 1) expect((await one.look()).verdict.level).toBe('clean');
  return one;
}

describe('the names of a host, over real servers', () => {
  it('are learned and stay quiet, and each server was asked', async () => {
    const { look, close } = await learned();
    expect((await look()).verdict).toMatchObject({ level: 'clean', score: 0 });
    for (const server of [resolver, second, zone]) expect(server.questions.map(({ name }) => name)).toContain(host);
    await close();
  });

  it('an address that leads to another page with another signer is a takeover, confirmed by a second look-up', async () => {
    const { look, live, close } = await learned();
    answer([foreignAddress]);
    expect((await look()).verdict).toMatchObject({ level: 'alarm', kind: 'takeover' });
    expect(await live()).toEqual([]);
    expect((await look()).confirmed).toBe(true);
    expect(await live()).toMatchObject([{ kinds: ['takeover'], targets: [{ url: `dns:${host}` }] }]);
    answer([ownAddress]);
    for (let looks = 0; looks < 3; looks += 1) await look();
    expect(await live()).toEqual([]);
    await close();
  });

  it('a server that moved with its key stays quiet', async () => {
    const moved = await servePortal((_req, res) => res.writeHead(200, home).end(portalPage()), {
      certificate: await authority.issue({ name: host }),
      host: '127.88.0.1',
      port: portal.port,
    });
    const { look, live, close } = await learned();
    // Another certificate of the same authority: a new key, the same signer, and the page as it is.
    answer(['127.88.0.1']);
    const report = await look();
    expect(report.verdict.level).not.toBe('alarm');
    expect(await live()).toEqual([]);
    await close();
    await moved.close();
  });

  it('one resolver that lies is named, and nobody is alarmed by one that is slow or fails', async () => {
    const { look, detectors, close } = await learned();
    second.names[host] = { A: [foreignAddress] };
    const poisoned = await look();
    expect(detectors(poisoned)).toContain('resolvers-disagree');
    expect(JSON.stringify(poisoned.verdict.findings)).toContain(`:${second.port}`);
    second.names[host] = { A: [ownAddress] };
    second.conduct['*'] = { silent: true };
    expect((await look()).verdict.level).toBe('clean');
    second.conduct['*'] = { rcode: 'SERVFAIL' };
    expect((await look()).verdict.level).toBe('clean');
    delete second.conduct['*'];
    await close();
  });

  it('a name that nobody knows any more is a suspect that says so', async () => {
    const { look, detectors, close } = await learned();
    for (const server of [resolver, second, zone]) delete server.names[host];
    const report = await look();
    expect(report.verdict.level).toBe('suspect');
    expect(detectors(report)).toEqual(['name-gone']);
    await close();
  });

  it('name servers that all went silent are unknown within the time of a look', async () => {
    const { look, close } = await learned();
    for (const server of [resolver, second, zone]) server.conduct['*'] = { silent: true };
    const report = await look();
    expect(report.verdict).toMatchObject({ level: 'unknown', kind: 'unavailable' });
    for (const server of [resolver, second, zone]) delete server.conduct['*'];
    await close();
  });
});
