/** A site whose pages hold every look that they get: others are looked at meanwhile, in both tiers. */
import { afterAll, expect, it } from 'vitest';
import { captureConfig, captureOf, request, servePortal, testCapturer } from '../../support/loopback-portal.ts';

const hosts = ['dung.example', 'khac.example'];
const capturer = testCapturer(
  captureConfig(
    { timeouts: { firstByte: '40s' }, concurrency: { http: 2, browser: 2, perHost: 4, perAddress: 9 } },
    hosts.map((host) => ({ host, addresses: ['127.0.0.0/8'] })),
  ),
  { resolveName: async () => [{ address: '127.0.0.1', family: 4 }] },
);
const held = await servePortal(() => undefined);
const other = await servePortal((_request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Bản tin</p>'),
);
afterAll(async () => {
  await capturer.close();
  await held.close();
  await other.close();
});

it.each(['http', 'browser'] as const)('by %s', async (tier) => {
  const end = new AbortController();
  const before = held.requests.length;
  const looks = ['a', 'b', 'c'].map((path) =>
    capturer.take(request(`http://dung.example:${held.port}/${path}`, { tier }), end.signal),
  );
  await expect.poll(() => held.requests.length - before, { timeout: 20_000 }).toBe(1);
  const seen = captureOf(await capturer.take(request(`http://khac.example:${other.port}/`, { tier })));
  expect(seen.status).toBe(200);
  expect(held.requests.length - before).toBe(1);
  end.abort();
  for (const look of await Promise.all(looks)) expect(look.ok).toBe(false);
});
