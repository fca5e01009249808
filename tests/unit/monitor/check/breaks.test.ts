import { describe, expect, test } from 'vitest';
import { createBreaks } from '../../../../src/monitor/check/breaks.ts';

const plenty = () => 4_000_000_000;
const a = 'https://a.gov.vn/';
const b = 'https://b.gov.vn/';
const c = 'https://c.gov.vn/';

describe('whose fault a broken look is', () => {
  test('the page’s, where nothing else broke, or only its own site', async () => {
    const breaks = createBreaks(plenty);
    breaks.note(b);
    expect(await breaks.alone(a, async () => 1)).toEqual({ outcome: 1, isOurs: false });
    const { isOurs } = await breaks.alone(a, async () => breaks.note('https://www.a.gov.vn/tin'));
    expect(isOurs).toBe(false);
  });

  test('ours, where another site broke meanwhile, or memory is short', async () => {
    const breaks = createBreaks(plenty);
    expect((await breaks.alone(a, async () => breaks.note(b))).isOurs).toBe(true);
    expect((await createBreaks(() => 1_000).alone(a, async () => {})).isOurs).toBe(true);
  });

  test('looks at what breaks never overlap', async () => {
    const breaks = createBreaks(plenty);
    const told: string[] = [];
    const look = (url: string) => async () => {
      told.push(`${url} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      breaks.note(url);
      told.push(`${url} ends`);
    };
    const both = await Promise.all([breaks.alone(a, look(a)), breaks.alone(b, look(b))]);
    expect(told).toEqual([`${a} begins`, `${a} ends`, `${b} begins`, `${b} ends`]);
    expect(both.map(({ isOurs }) => isOurs)).toEqual([false, false]);
  });

  test('two sites that always break together are judged at the third time, three are not', async () => {
    const breaks = createBreaks(plenty);
    const together = async (url: string, others: readonly string[]) =>
      (await breaks.alone(url, async () => others.forEach((other) => void breaks.note(other)))).isOurs;
    expect([await together(a, [b]), await together(a, [b]), await together(a, [b])]).toEqual([true, true, false]);
    expect([await together(a, [b]), await together(a, [b])]).toEqual([true, true]);
    expect([await together(a, [b, c]), await together(a, [b, c])]).toEqual([true, true]);
  });

  test('whoever would wait too long is looked at another time; a look that throws holds nobody up', async () => {
    const breaks = createBreaks(plenty);
    const failing = breaks.alone(a, async () => {
      throw new TypeError('stopped');
    });
    const waiting = [b, c].map((url) => breaks.alone(url, async () => url));
    expect(await breaks.alone('https://d.gov.vn/', async () => 'd')).toEqual({ outcome: null, isOurs: true });
    await expect(failing).rejects.toThrow('stopped');
    expect((await Promise.all(waiting)).map(({ outcome }) => outcome)).toEqual([b, c]);
    expect((await breaks.alone(a, async () => 'a')).outcome).toBe('a');
  });
});
