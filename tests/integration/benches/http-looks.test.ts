/** The bench of HTTP looks measures what it says, and says so when the product is slow. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type HttpLooksSetting, httpLooks } from '../../../benches/http-looks.ts';
import { runBenches } from '../../../benches/run-benches.ts';

const brief: HttpLooksSetting = { hosts: 3, pagesPerHost: 1, seconds: 1 };

interface Printed {
  readonly ok: boolean;
  readonly figures: readonly { readonly name: string; readonly value: number; readonly ok: boolean }[];
  readonly failures: readonly { readonly bench: string; readonly error: string }[];
}

async function run(setting: HttpLooksSetting): Promise<{ code: number; printed: Printed }> {
  const lines: string[] = [];
  const code = await runBenches([httpLooks(setting)], { json: true, out: (line) => lines.push(line), say: () => {} });
  return { code, printed: JSON.parse(lines.join('\n')) as Printed };
}

test('a product whose looks are held up on purpose falls short and ends with 1', async () => {
  // Three hosts with two looks at once, each held up for 200 ms: thirty a second at best, on any machine.
  const held = await run({
    ...brief,
    around: (take) => async (request, signal) => {
      await sleep(200);
      return take(request, signal);
    },
  });

  expect(held.printed.failures).toEqual([]);
  const row = held.printed.figures.find((figure) => figure.name === 'http-looks: unchanged pages');
  expect(row?.ok).toBe(false);
  expect(row?.value).toBeGreaterThan(0);
  expect(row?.value).toBeLessThan(31);
  expect(held.printed.ok).toBe(false);
  expect(held.code).toBe(1);
});

test('looks that are not asked for over the network are found out, whatever their speed', async () => {
  const known = new Map<string, Awaited<ReturnType<Parameters<NonNullable<HttpLooksSetting['around']>>[0]>>>();
  const invented = await run({
    ...brief,
    around: (take) => async (request, signal) => {
      const outcome = known.get(request.url) ?? (await take(request, signal));
      known.set(request.url, outcome);
      return outcome;
    },
  });

  expect(invented.code).toBe(1);
  expect(invented.printed.figures).toEqual([]);
  expect(invented.printed.failures[0]?.error).toMatch(/^\d+ looks in the database, but \d+ requests$/);
});
