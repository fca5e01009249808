import { expect, test } from 'vitest';
import { createEventLoopSlots } from '../../../../src/monitor/check/event-loop-slots.ts';

test('pieces of work that are asked for together are done in rounds of their own, in the order asked', async () => {
  let round = 0;
  let isCounting = true;
  const count = () => {
    round += 1;
    if (isCounting) setImmediate(count);
  };
  setImmediate(count);
  const nextSlot = createEventLoopSlots();
  const done: { name: string; round: number }[] = [];
  const work = async (name: string) => {
    await nextSlot();
    done.push({ name, round });
  };

  await Promise.all(['a', 'b', 'c', 'd'].map(work));

  isCounting = false;
  expect(done.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  expect(new Set(done.map((one) => one.round)).size).toBe(4);
});
