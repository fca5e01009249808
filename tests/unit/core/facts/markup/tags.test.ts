import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutTags } from '../../../../../src/core/facts/markup/tags.ts';

test('a space stands for each tag; what never closes, or closes too far off, stays', () => {
  expect(withoutTags('a<b>c</b> <!-- < > d')).toBe('a c    d');
  expect(withoutTags('a < b')).toBe('a < b');
  expect(withoutTags(`<${'x'.repeat(401)}>y<z>`)).toBe(`<${'x'.repeat(401)}>y `);
});

test('it takes out what the pattern takes out', () => {
  const unit = fc.constantFrom('<', '>', 'a', '<b>', 'x'.repeat(250));
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
      expect(withoutTags(text)).toBe(text.replace(/<[^>]{0,400}>/g, ' '));
    }),
  );
});
