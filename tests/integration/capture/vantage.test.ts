import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/schema/schema.ts';
import {
  captureConfig,
  captureOf,
  failureOf,
  request,
  servePortal,
  serveRaw,
  testCapturer,
  testCertificate,
} from '../../support/loopback-portal.ts';
import { beyond, serveHttpProxy, serveSocksProxy, type TestProxy } from '../../support/proxies.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
const kept = <T extends { close(): Promise<void> }>(one: T): T => {
  open.push(one);
  return one;
};

function capturerWith(proxy: string, capture: object = {}, egress?: object[]) {
  const config: Config = {
    ...captureConfig(capture, egress),
    vantage: [{ name: 'hcm', proxy, hosts: [] }],
  };
  return kept(testCapturer(config));
}

const proxies = { http: () => serveHttpProxy(), socks5: () => serveSocksProxy() } as const;
const kinds = ['http', 'socks5'] as const;
const start = async (kind: keyof typeof proxies): Promise<TestProxy> => kept(await proxies[kind]());

/** Says from where it was asked. */
const servedFrom = async (tls = false) =>
  kept(
    await servePortal(
      ({ socket }, response) => {
        response.setHeader('content-type', 'text/html').end(`<title>cổng</title><p>${socket.remoteAddress}`);
      },
      tls ? { certificate: await testCertificate('127.0.0.1') } : {},
    ),
  );

describe.each(kinds)('a look over a %s proxy', (kind) => {
  it.each([
    ['http', false],
    ['https', true],
  ])('reaches the checked address of an %s portal from beyond, and records that address', async (_, tls) => {
    const proxy = await start(kind);
    const portal = await servedFrom(tls);
    const { take } = capturerWith(proxy.url);
    const there = captureOf(await take(request(portal.url, { vantage: 'hcm' })));
    expect(there.html).toContain(beyond);
    expect(there).toMatchObject({ vantage: 'hcm', hops: [{ address: '127.0.0.1', status: 200 }] });
    if (tls) expect(there.hops[0]?.certificate).toMatchObject({ names: ['127.0.0.1'] });
    expect(proxy.asked).toEqual([`127.0.0.1:${portal.port}`]);
    const here = captureOf(await take(request(portal.url)));
    expect(here.html).toContain('127.0.0.1');
    expect(here.vantage).toBeUndefined();
    expect(proxy.asked).toHaveLength(1);
  });

  it('is made by the browser too', async () => {
    const proxy = await start(kind);
    const portal = await servedFrom();
    const { take } = capturerWith(proxy.url);
    const there = captureOf(await take(request(portal.url, { vantage: 'hcm', tier: 'browser' })));
    expect(there.rendering?.html).toContain(beyond);
    expect(there.hops[0]).toMatchObject({ address: '127.0.0.1' });
    expect(proxy.asked).toContain(`127.0.0.1:${portal.port}`);
  });

  it('never asks the proxy for an address that the gate refuses', async () => {
    const proxy = await start(kind);
    const portal = await servedFrom();
    const { take } = capturerWith(proxy.url, {}, []);
    expect(failureOf(await take(request(portal.url, { vantage: 'hcm' }))).kind).toBe('address-refused');
    const led = kept(
      await servePortal((_request, response) => void response.writeHead(302, { location: 'http://10.0.0.1/' }).end()),
    );
    const own = capturerWith(proxy.url);
    expect(failureOf(await own.take(request(led.url, { vantage: 'hcm' }))).kind).toBe('address-refused');
    expect(proxy.asked).toEqual([`127.0.0.1:${led.port}`]);
  });

  it('fails in both tiers when the proxy is gone, and says that it is the proxy', async () => {
    const proxy = await start(kind);
    const portal = await servedFrom();
    const { take } = capturerWith(proxy.url);
    await proxy.close();
    for (const tier of ['http', 'browser'] as const)
      expect(failureOf(await take(request(portal.url, { vantage: 'hcm', tier })))).toMatchObject({
        kind: 'proxy-failed',
        vantage: 'hcm',
      });
    expect(portal.requests).toEqual([]);
  });

  it('ends in time when the proxy takes the connection and says nothing', async () => {
    const silent = kept(await serveRaw(() => {}));
    const portal = await servedFrom();
    const scheme = kind === 'http' ? 'http' : 'socks5';
    const { take } = capturerWith(`${scheme}://127.0.0.1:${silent.port}`, {
      timeouts: { connect: '250ms', firstByte: '5s', total: '20s' },
    });
    const late = failureOf(await take(request(portal.url, { vantage: 'hcm' })));
    expect(late).toMatchObject({ kind: 'proxy-failed', reason: expect.stringContaining('in time') });
    expect(late.durationMs).toBeLessThan(10_000);
    expect(portal.requests).toEqual([]);
  });

  it('is not made with wrong credentials', async () => {
    const proxy = await start(kind);
    const portal = await servedFrom();
    const { take } = capturerWith(proxy.url.replace('truc', 'ai-do'));
    expect(failureOf(await take(request(portal.url, { vantage: 'hcm' }))).kind).toBe('proxy-failed');
    expect(portal.requests).toEqual([]);
  });
});

describe('a proxy that can’t reach the portal', () => {
  it('says so over SOCKS5, and it is the portal that is down', async () => {
    const proxy = await start('socks5');
    const portal = await servedFrom();
    const { take } = capturerWith(proxy.url);
    await portal.close();
    expect(failureOf(await take(request(portal.url, { vantage: 'hcm' }))).kind).toBe('connection-refused');
  });

  it.each([
    ['503 Service Unavailable', 'connection-refused'],
    ['504 Gateway Timeout', 'connection-refused'],
    ['594 Connection Refused', 'connection-refused'],
    ['403 Forbidden', 'proxy-failed'],
    ['407 Proxy Authentication Required', 'proxy-failed'],
    ['500 Internal Server Error', 'proxy-failed'],
    ['no HTTP at all', 'proxy-failed'],
  ])('says so over HTTP by %s, which means %s', async (status, kind) => {
    const answer = `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`;
    const proxy = kept(await serveRaw((socket) => void socket.once('data', () => socket.end(answer))));
    const { take } = capturerWith(`http://127.0.0.1:${proxy.port}`);
    expect(failureOf(await take(request('http://127.0.0.1:9/', { vantage: 'hcm' }))).kind).toBe(kind);
  });
});

describe('an https proxy', () => {
  it('is verified: the password goes to nobody else', async () => {
    const certificate = await testCertificate('127.0.0.1');
    const proxy = kept(await serveHttpProxy(certificate));
    const portal = await servedFrom(true);
    const stranger = capturerWith(proxy.url);
    expect(failureOf(await stranger.take(request(portal.url, { vantage: 'hcm' }))).kind).toBe('proxy-failed');
    expect(proxy.asked).toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), 'vonggac-root-'));
    const root = join(folder, 'root.pem');
    writeFileSync(root, certificate.cert);
    const { take } = capturerWith(proxy.url, { extraRoots: [root] });
    expect(captureOf(await take(request(portal.url, { vantage: 'hcm' }))).html).toContain(beyond);
    rmSync(folder, { recursive: true });
  });
});

it('a vantage that has no such name fails by itself', async () => {
  const portal = await servedFrom();
  const { take } = capturerWith('http://127.0.0.1:1');
  expect(failureOf(await take(request(portal.url, { vantage: 'ha-noi' })))).toMatchObject({ kind: 'proxy-failed' });
  expect(portal.requests).toEqual([]);
});
