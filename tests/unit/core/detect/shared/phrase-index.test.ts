import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPhrases, indexPhrases, matchWords } from '../../../../../src/core/detect/shared/phrase-index.ts';

const index = indexPhrases(
  ['hacked by', 'hacked', 'đã bị hack bởi', '网站被黑', 'تم اختراق', 'tarafından hacklendi'].map((text) => ({ text })),
);
const find = (text: string) => findPhrases(index, matchWords(text)).map((hit) => hit.phrase.text);

describe('findPhrases', () => {
  test.each([
    ['plain', 'This site is HACKED BY someone', 'hacked by'],
    ['leetspeak', 'h4ck3d by x', 'hacked by'],
    ['letters set apart', 'H A C K E D   BY', 'hacked by'],
    ['written together', 'HackedBy', 'hacked by'],
    ['parted by signs', '[ Hacked_By ]', 'hacked by'],
    ['invisible characters inside', 'h\u200backed\u2060 b\u202ey', 'hacked by'],
    ['Vietnamese without accents', 'trang da bi hack boi nhom', 'đã bị hack bởi'],
    ['Vietnamese decomposed', 'đã bị hack bởi'.normalize('NFD'), 'đã bị hack bởi'],
    ['Chinese without spaces', '该网站被黑了', '网站被黑'],
    ['Arabic with vowel marks', 'تَمَّ اختراق', 'تم اختراق'],
    ['Turkish', 'X TARAFINDAN HACKLENDİ', 'tarafından hacklendi'],
  ])('finds it %s', (_, text, phrase) => {
    expect(find(text)).toContain(phrase);
  });
  test.each(['whacked by', 'hackathon', 'bị hacker', 'shacked'])('does not find it in %s', (text) => {
    expect(find(text)).toEqual([]);
  });
  test('takes the longest phrase at a place, once', () => {
    expect(find('hacked by hacked')).toEqual(['hacked by', 'hacked']);
  });
  test('finds every planted phrase wherever it stands', () => {
    const filler = fc.array(fc.constantFrom('tin', 'mới', 'by', 'bởi', '123', '被'), { maxLength: 20 });
    fc.assert(
      fc.property(filler, filler, (before, after) => {
        expect(find([...before, 'hacked by', ...after].join(' '))).toContain('hacked by');
      }),
    );
  });
  test('never throws on any text, lone surrogates and controls too', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 });
    fc.assert(fc.property(units, (codes) => void find(String.fromCharCode(...codes))));
  });
});
