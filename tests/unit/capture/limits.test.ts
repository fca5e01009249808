import { describe, expect, it } from 'vitest';
import { createKeyedLimit } from '../../../src/capture/limits.ts';

const never = new AbortController().signal;

describe('a limit per key', () => {
  it('lets so many in and the rest in the order they came', async () => {
    const limit = createKeyedLimit(2);
    const order: number[] = [];
    const leaves = [await limit.enter('a', never), await limit.enter('a', never)];
    const third = limit.enter('a', never).then((leave) => {
      order.push(3);
      return leave;
    });
    const fourth = limit.enter('a', never).then((leave) => {
      order.push(4);
      return leave;
    });
    await Promise.resolve();
    expect(order).toEqual([]);
    leaves[0]?.();
    const leaveThird = await third;
    expect(order).toEqual([3]);
    leaveThird();
    await fourth;
    expect(order).toEqual([3, 4]);
  });

  it('does not let one key wait for another', async () => {
    const limit = createKeyedLimit(1);
    await limit.enter('a', never);
    await expect(limit.enter('b', never)).resolves.toBeTypeOf('function');
  });

  it('gives a place back once, however often it is told', async () => {
    const limit = createKeyedLimit(1);
    const leave = await limit.enter('a', never);
    leave();
    leave();
    await limit.enter('a', never);
    let isIn = false;
    void limit.enter('a', never).then(() => {
      isIn = true;
    });
    await new Promise(setImmediate);
    expect(isIn).toBe(false);
  });

  it('forgets who stopped waiting', async () => {
    const limit = createKeyedLimit(1);
    const leave = await limit.enter('a', never);
    const giveUp = new AbortController();
    const waiting = limit.enter('a', giveUp.signal);
    giveUp.abort(new TypeError('gave up'));
    await expect(waiting).rejects.toThrow('gave up');
    leave();
    await expect(limit.enter('a', never)).resolves.toBeTypeOf('function');
  });
});
