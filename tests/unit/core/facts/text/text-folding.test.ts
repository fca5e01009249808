import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText, unleet, wordsOf } from '../../../../../src/core/facts/text/text-folding.ts';

describe('foldText', () => {
  test.each([
    ['case and accents', 'ĐÃ BỊ HACK BỞI', 'da bi hack boi'],
    ['decomposed and composed forms alike', 'Đã bị'.normalize('NFD'), 'da bi'],
    ['zero-width and bidirectional marks inside a word', 'h\u200ba\u200dc\u202ek\u2066e\u00add', 'hacked'],
    ['Cyrillic letters inside a Latin word', 'h\u0430\u0441k\u0435d', 'hacked'],
    ['full-width and mathematical letters', 'Ｈａｃｋ 𝙝𝙖𝙘𝙠 𝐇𝐀𝐂𝐊', 'hack hack hack'],
    ['small capitals', 'ʜᴀᴄᴋᴇᴅ', 'hacked'],
    ['Turkish dotless i', 'tarafından', 'tarafindan'],
  ])('folds %s', (_, text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  test('leaves real Russian and Greek words in their own letters', () => {
    expect(foldText('Взломан сайт')).toBe('взломан саит');
    expect(foldText('Ελλάδα')).toBe('ελλαδα');
  });

  test('folding twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = foldText(text);
        expect(foldText(once)).toBe(once);
      }),
    );
  });

  test('composed and decomposed Vietnamese always fold alike', () => {
    const letters = fc.constantFrom(...'ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệ aBc');
    fc.assert(
      fc.property(fc.array(letters), (parts) => {
        const text = parts.join('');
        expect(foldText(text.normalize('NFD'))).toBe(foldText(text.normalize('NFC')));
      }),
    );
  });
});

describe('unleet', () => {
  test.each([
    ['h4ck3d', 'hacked'],
    ['pwn3d', 'pwned'],
    ['$ecurity', 'security'],
    ['2026', '2026'],
    ['hacked', 'hacked'],
  ])('%s → %s', (word, plain) => {
    expect(unleet(word)).toBe(plain);
  });
});

describe('wordsOf', () => {
  test('joins letters set apart', () => {
    expect(wordsOf('h a c k e d by x')).toEqual(['hacked', 'by', 'x']);
  });
  test('takes Chinese and Japanese letter by letter', () => {
    expect(wordsOf('网站被黑')).toEqual(['网', '站', '被', '黑']);
  });
  test('separators of any kind part words', () => {
    expect(wordsOf('hacked_by~~[team]')).toEqual(['hacked', 'by', 'team']);
  });
  test('stops at its cap', () => {
    expect(wordsOf('ab '.repeat(100), 10)).toHaveLength(10);
  });
});

describe('letters that are looked up', () => {
  // A word of Greek letters alone is none of the table's and stays as it is: its neighbours go by the rules then.
  const byRules = (text: string) => foldText(`${text} ω`).slice(0, -2);
  const letters = fc.integer({ min: 1, max: 0x20ff }).map((code) => String.fromCharCode(code));
  const strange = fc.constantFrom(
    ' ',
    'a',
    'ấ',
    'đ',
    '\u0301',
    '😀',
    '字',
    'ｈ',
    '\ud83d',
    'с',
    'ς',
    'İ',
    'ß',
    '…',
    '\u00a0',
  );
  const texts = fc.array(fc.oneof(letters, strange), { maxLength: 40 }).map((parts) => parts.join(''));

  test('fold as the rules fold them', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(foldText(text)).toBe(byRules(text));
      }),
      { numRuns: 5_000, seed: 7 },
    );
    const long = 'Ủy ban nhân dân huyện ħ '.repeat(2_000);
    expect(foldText(long)).toBe(byRules(long));
  });

  test('are words as the rules find them', () => {
    // A Chinese letter is none of the table's.
    const words = (text: string) => wordsOf(`${text} 字`).slice(0, -1);
    fc.assert(
      fc.property(texts, (text) => {
        expect(wordsOf(text)).toEqual(words(text));
      }),
      { numRuns: 5_000, seed: 7 },
    );
  });
});

test.each([
  ['marks below and above', `h${'\u0301\u0316'.repeat(250_000)}ack`],
  ['halfwidth sound marks between them', `h${`${'\u0301\u0316'.repeat(7)}\uff9e`.repeat(30_000)}ack`],
])('folds a storm of %s at once', (_, text) => {
  expect(foldText(text)).toBe('hack');
});
