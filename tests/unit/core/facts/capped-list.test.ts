import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CappedList } from '../../../../src/core/facts/capped-list.ts';

test('keeps all up to its caps, then head and tail', () => {
  fc.assert(
    fc.property(fc.nat(60), (count) => {
      const list = new CappedList<number>(10, 5);
      for (let i = 0; i < count; i++) list.push(i);
      const all = Array.from({ length: count }, (_, i) => i);
      expect(list.items()).toEqual(count <= 15 ? all : [...all.slice(0, 10), ...all.slice(-5)]);
      expect(list.overflowed).toBe(count > 15);
      expect(list.total).toBe(count);
    }),
  );
});
