/** However many hosts are looked at, no more questions than allowed are under way, and all of them are answered. */

import { expect, onTestFinished, test } from 'vitest';
import { createKeyedLimit } from '../../../../src/capture/limits.ts';
import { lookAtRecords } from '../../../../src/capture/name/records.ts';
import { openDnsServer } from '../../../support/dns-server.ts';
import { sharedRead } from '../../../support/shared-threads.ts';

test('the server never sees more questions at once than may be in flight', async () => {
  const hosts = Array.from({ length: 40 }, (_, i) => `www.xa${i}.example`);
  const zones = hosts.map((host) => [host.slice(4), { NS: ['ns.example'], MX: ['10 mail.example'] }] as const);
  const resolver = await openDnsServer({
    names: { ...Object.fromEntries(zones), ...Object.fromEntries(hosts.map((host) => [host, { A: ['192.0.2.1'] }])) },
    conduct: { '*': { delayMs: 5 } },
  });
  onTestFinished(resolver.close);
  const options = {
    resolvers: [resolver.resolver],
    system: [],
    askZone: false,
    timeoutMs: 20_000,
    totalMs: 50_000,
    exceptions: [],
    inFlight: createKeyedLimit(25),
    read: sharedRead,
  };
  const { signal } = new AbortController();
  const looks = await Promise.all(hosts.map((host) => lookAtRecords(host, options, signal)));

  const answers = looks.flatMap(({ resolvers }) => resolvers.flatMap((one) => one.answers));
  expect(answers.filter(({ type, status }) => type === 'A' && status === 'answered')).toHaveLength(hosts.length);
  expect(answers.filter(({ status }) => status === 'timed-out')).toEqual([]);
  expect(resolver.mostAtOnce()).toBeLessThanOrEqual(25);
  expect(resolver.mostAtOnce()).toBeGreaterThan(10);
});
