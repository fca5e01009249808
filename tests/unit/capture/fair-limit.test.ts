/** Holders that ask for much wait for themselves only. */
import { expect, test } from 'vitest';
import { createFairLimit } from '../../../src/capture/fair-limit.ts';

const never = new AbortController().signal;

/** Enters, and notes who has a place in the order in which places were given. */
function scene(total: number, each: number) {
  const limit = createFairLimit({ total, each });
  const order: string[] = [];
  const leaves: (() => void)[] = [];
  const enter = (who: string, holder: object, signal = never) =>
    limit.enter(holder, signal).then(
      (leave) => {
        order.push(who);
        leaves.push(leave);
      },
      () => order.push(`${who} gone`),
    );
  return { enter, order, leaves };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a holder has no more than its share while others have none', async () => {
  const { enter, order } = scene(10, 2);
  const [a, b] = [{}, {}];
  for (const who of ['a1', 'a2', 'a3', 'a4']) void enter(who, a);
  void enter('b1', b);
  await turn();
  expect(order).toEqual(['a1', 'a2', 'b1']);
});

test('free places go round those that wait, however many one of them asks for', async () => {
  const { enter, order, leaves } = scene(2, 2);
  const [a, b, c] = [{}, {}, {}];
  for (const who of ['a1', 'a2', 'a3', 'a4', 'a5']) void enter(who, a);
  for (const who of ['b1', 'b2']) void enter(who, b);
  void enter('c1', c);
  await turn();
  for (let i = 0; i < 6; i += 1) {
    leaves[i]?.();
    await turn();
  }
  expect(order).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2', 'a5']);
});

test('who gives up leaves no gap, and a place is given back once', async () => {
  const { enter, order, leaves } = scene(1, 1);
  const [a, b, c] = [{}, {}, {}];
  const ending = new AbortController();
  void enter('a', a);
  void enter('b', b, ending.signal);
  void enter('c', c);
  await turn();
  ending.abort();
  leaves[0]?.();
  leaves[0]?.();
  await turn();
  expect(order).toEqual(['a', 'b gone', 'c']);
  void enter('d', {});
  await turn();
  expect(order).toHaveLength(3);
});
