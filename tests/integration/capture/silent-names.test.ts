/** One page that names four hundred hosts of a silent name server, in the real browser: nobody else waits for them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Capturer } from '../../../src/capture/capture.ts';
import { createNameResolver, type ResolveName } from '../../../src/capture/resolver/name-resolver.ts';
import { configSchema } from '../../../src/config/schema/schema.ts';
import type { CaptureOutcome, Tier } from '../../../src/core/domain/capture.ts';
import { openDnsServer, type TestDnsServer } from '../../support/dns-server.ts';
import {
  captureConfig,
  captureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
} from '../../support/loopback-portal.ts';
import { sharedRead } from '../../support/shared-threads.ts';

const portalHosts = Array.from({ length: 20 }, (_, i) => `cong-${i}.example`);
const silentHosts = Array.from({ length: 400 }, (_, i) => `h${i}.silent.example`);
const hostileHost = 'hostile.example';
/** What another portal may be late by. */
const latenessMs = 2_000;
/** The hostile page's browser takes half of the processor. */
const halfOfTheProcessor = 2;

let dns: TestDnsServer;
let portal: Portal;
let capturer: Capturer;
/** How long the names of the other portals took, in milliseconds; what a browser does afterwards depends on the machine. */
const lookupMs: number[] = [];
const ending = new AbortController();
beforeAll(async () => {
  dns = await openDnsServer({
    names: Object.fromEntries([...portalHosts, hostileHost].map((host) => [host, { A: ['127.0.0.1'] }])),
    conduct: Object.fromEntries(silentHosts.map((host) => [host, { silent: true }])),
  });
  const images = silentHosts.map((host) => `<img src="http://${host}/x.png">`).join('');
  portal = await servePortal((asked, response) => {
    const isHostile = asked.headers.host?.startsWith(hostileHost) === true;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<title>Sở Y tế</title><h1>Xin chào</h1>${isHostile ? images : ''}`);
  });
  const hosts = [...portalHosts, hostileHost].map((host) => ({ host, addresses: ['127.0.0.0/8'] }));
  const { capture, egress } = captureConfig({}, hosts);
  const config = configSchema.parse({
    names: { resolvers: [dns.resolver] },
    capture: {
      timeouts: { connect: '15s', firstByte: '40s', total: '60s' },
      browser: { sandbox: capture.browser.sandbox },
    },
    egress: { capture: egress.capture },
  });
  const resolve = createNameResolver({ config, read: sharedRead, signal: ending.signal });
  const resolveName: ResolveName = async (host, lookup) => {
    const startedAt = performance.now();
    const found = await resolve(host, lookup);
    if (portalHosts.includes(host)) lookupMs.push(performance.now() - startedAt);
    return found;
  };
  capturer = testCapturer(config, { resolveName });
});
afterAll(async () => {
  ending.abort();
  await capturer?.close();
  await portal?.close();
  await dns?.close();
});

const urlOf = (host: string) => `http://${host}:${portal.port}/`;

interface TimedLook {
  readonly tier: Tier;
  readonly outcome: CaptureOutcome;
  readonly ms: number;
}

async function timed(host: string, tier: Tier): Promise<TimedLook> {
  const startedAt = performance.now();
  const outcome = await capturer.take(request(urlOf(host), { tier }));
  return { tier, outcome, ms: performance.now() - startedAt };
}

/** Twenty portals by HTTP, two of them by the browser as well. */
async function round() {
  const looks = [
    ...portalHosts.map((host) => timed(host, 'http')),
    timed('cong-0.example', 'browser').then(async (first) => [first, await timed('cong-1.example', 'browser')]),
  ];
  return (await Promise.all(looks)).flat();
}

it('twenty other portals are seen, and none of them late', { timeout: 240_000 }, async () => {
  await round(); // the browser starts
  const quiet = await round();
  const end = new AbortController();
  const hostile = capturer.take(request(urlOf(hostileHost), { tier: 'browser' }), end.signal);
  const asked = () => new Set(dns.questions.map(({ name }) => name).filter((name) => name.endsWith('.silent.example')));
  await expect.poll(() => asked().size, { timeout: 20_000 }).toBe(16);

  lookupMs.length = 0;
  const meanwhile = await round();
  expect(meanwhile.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.failure.kind]))).toEqual([]);
  expect(lookupMs).toHaveLength(portalHosts.length + 2);
  expect(Math.max(...lookupMs)).toBeLessThan(latenessMs);
  const slowest = (looks: typeof quiet) => Math.max(...looks.flatMap(({ tier, ms }) => (tier === 'http' ? [ms] : [])));
  expect(slowest(meanwhile) - slowest(quiet) * halfOfTheProcessor).toBeLessThan(latenessMs);

  end.abort();
  expect((await hostile).ok).toBe(false);
  const atTheEnd = asked().size;
  await round();
  expect(asked().size).toBe(atTheEnd);
});

it('the page itself is seen, and no more than 200 of its hosts are asked for', { timeout: 240_000 }, async () => {
  const before = dns.questions.length;
  const capture = captureOf((await timed(hostileHost, 'browser')).outcome);
  expect(capture.rendering?.html).toContain('Xin chào');
  const asked = new Set(
    dns.questions
      .slice(before)
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.silent.example')),
  );
  expect(asked.size).toBeGreaterThan(0);
  expect(asked.size).toBeLessThanOrEqual(200);
});
