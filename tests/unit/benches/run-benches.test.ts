import { describe, expect, test } from 'vitest';
import { type Bench, type Figure, isReached, lineOf, median } from '../../../benches/figure.ts';
import { runBenches } from '../../../benches/run-benches.ts';

const good: Figure = { name: 'a: looks', value: 400, unit: 'looks/s', target: { atLeast: 350 } };
const short: Figure = { name: 'b: delay', value: 50.1, unit: 'ms', target: { atMost: 50 } };
const told: Figure = { name: 'c: share', value: 0.8, unit: '×', target: null };

function bench(name: string, ...figures: Figure[]): Bench {
  return { name, measure: async () => figures };
}

async function run(benches: readonly Bench[], json = false): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await runBenches(benches, { json, out: (line) => lines.push(line), say: () => {} });
  return { code, lines };
}

describe('a run of benches', () => {
  test('ends with 0 when every mark is reached, told figures aside', async () => {
    const { code, lines } = await run([bench('a', good, told)]);
    expect(code).toBe(0);
    expect(lines).toEqual([lineOf(good), lineOf(told)]);
  });

  test('ends with 1 when one figure falls short, and still runs the others', async () => {
    const { code, lines } = await run([bench('b', short), bench('a', good)]);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^b: delay +50\.1 ms +≤ 50 +FALLS SHORT$/);
    expect(lines[1]).toMatch(/^a: looks +400 looks\/s +≥ 350 +ok$/);
  });

  test('ends with 1 when a figure could not be measured', async () => {
    const broken: Bench = { name: 'broken', measure: () => Promise.reject(new Error('no look was recorded')) };
    const { code, lines } = await run([broken, bench('a', good)]);
    expect(code).toBe(1);
    expect(lines[0]).toBe('broken: NOT MEASURED: no look was recorded');
  });

  test('prints one object with --json', async () => {
    const { code, lines } = await run([bench('b', short, told)], true);
    expect(code).toBe(1);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      ok: false,
      figures: [
        { ...short, ok: false },
        { ...told, ok: true },
      ],
      failures: [],
    });
  });
});

test('a figure that is no number reaches no mark', () => {
  expect(isReached({ ...good, value: Number.NaN })).toBe(false);
  expect(isReached({ ...short, value: Number.NaN })).toBe(false);
});

test('the median ignores outliers on both sides', () => {
  expect(median([5, 1, 100, 4, 6])).toBe(5);
});
