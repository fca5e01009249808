import { expect, test } from 'vitest';
import { isMachineMade } from '../../../../src/core/facts/markup/machine-made.ts';

test.each(['c7f3a9', 'f81d4fae-7dec-11d0', 'tabs-kXbQzRw', 'xkqzrtw', 'id_9f3ac2', 'radix-a1b2c3'])('%s is', (name) => {
  expect(isMachineMade(name)).toBe(true);
});
test.each([
  'header',
  'main-content',
  'col-md-12',
  'block-views-2',
  'newsList',
  'tin-tuc-su-kien',
  'h2',
  'lg:max-w-lg',
  'b2b',
  'iPhone',
])('%s is not', (name) => {
  expect(isMachineMade(name)).toBe(false);
});
