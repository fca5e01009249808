/** The bench of record look-ups finds out looks that are not made. */
import { expect, test } from 'vitest';
import { type NamesSetting, names } from '../../../benches/names.ts';
import { runBenches } from '../../../benches/run-benches.ts';
import { lookAtRecords } from '../../../src/capture/name/records.ts';

async function run(look: NonNullable<NamesSetting['look']>) {
  const lines: string[] = [];
  const code = await runBenches([names({ hosts: 6, look })], {
    json: true,
    out: (line) => lines.push(line),
    say: () => {},
  });
  const { figures, failures } = JSON.parse(lines.join('\n')) as { figures: unknown[]; failures: { error: string }[] };
  return { code, figures, failures };
}

test('answers that nobody was asked for are found out', async () => {
  const addresses = { type: 'A' as const, status: 'answered' as const, values: ['198.18.0.1'], ttl: 300 };
  const resolver = { resolver: 'invented', kind: 'zone' as const, answers: [addresses] };
  const seen = await run(async (host) => ({
    zone: host.replace('www.', ''),
    resolvers: [resolver, resolver, resolver],
  }));

  expect(seen).toEqual({
    code: 1,
    figures: [],
    failures: [{ bench: 'names', error: '6 hosts looked at, but 0 questions' }],
  });
});

test('looks that leave out the zone’s own servers are found out', async () => {
  const seen = await run((host, options, signal) => lookAtRecords(host, { ...options, askZone: false }, signal));

  expect(seen.code).toBe(1);
  expect(seen.failures[0]?.error).toMatch(/^www\.xa\d\.example was not seen as it is/);
});
