import { describe, expect, test } from 'vitest';
import { eachFeature } from '../../../../src/core/wording/features.ts';
import { maskedWords } from '../../../../src/core/wording/masked-words.ts';
import { passagesOf } from '../../../../src/core/wording/passages.ts';
import { readWording, scoreOfText, scorePassages, tellingWords } from '../../../../src/core/wording/read-wording.ts';
import { wordingOf } from '../../../support/wording.ts';

const model = wordingOf(['captured', 'surrender', 'chiem']);
const sentence = 'Your home page was captured tonight, dear keeper of the keys, surrender and learn something new';
const ordinary = 'The office is open from Monday to Friday and answers letters within three working days of receipt';

describe('words for a model', () => {
  test('have neither accents nor case nor letters of other alphabets in disguise', () => {
    expect(maskedWords('ĐÃ BỊ Chiếm')).toEqual(['da', 'bi', 'chiem']);
    expect(maskedWords('c\u200bapt\u0443r\u0435d CAPTURED')).toEqual(['captyred', 'captured']);
    expect(maskedWords('ｃａｐｔｕｒｅｄ c4ptur3d s u r r e n d e r')).toEqual(['captured', 'captured', 'surrender']);
  });
  test('name nobody: addresses, hosts, mailboxes, handles and numbers are left out', () => {
    const text = 'Write to me@evil.example, (@shadow) or https://evil.example/x?y=1, www.evil.example/a, 0912 345 678!';
    expect(maskedWords(text)).toEqual(['write', 'to', 'or']);
  });
  test('keep a sign that stands for a letter', () => {
    expect(maskedWords('h@cked')).toEqual(['hacked']);
  });
});

describe('passages', () => {
  test('join short neighbours and split what is long', () => {
    expect(passagesOf(['Short.', 'And short.', 'Another rather short line.']).map(({ text }) => text)).toEqual([
      'Short. And short. Another rather short line.',
    ]);
    const long = passagesOf([`${ordinary}. `.repeat(12)]);
    expect(long.length).toBeGreaterThan(3);
    expect(long.every(({ text }) => text.length <= 400)).toBe(true);
  });
  test('of a label or a name there are none', () => {
    expect(passagesOf(['Captured'])).toEqual([]);
    expect(passagesOf([''])).toEqual([]);
    expect(passagesOf(Array.from({ length: 9 }, () => 'Tin trong ngày'))).toEqual([]);
  });
  test('one sentence of a full page stands alone', () => {
    const texts = [ordinary, sentence, ordinary];
    expect(passagesOf(texts).map(({ text }) => text)).toEqual(texts);
  });
  test('scripts without spaces need fewer letters', () => {
    expect(passagesOf(['网站已经被我们完全控制'])).toHaveLength(1);
  });
  test('reading ends at a cap', () => {
    const texts = Array.from({ length: 400 }, () => ordinary.repeat(20));
    expect(passagesOf(texts).length).toBeLessThan(1_700);
  });
});

describe('a text is read', () => {
  test('by the words in it, whatever stands around it', () => {
    const [alone] = scorePassages(model, passagesOf([sentence]));
    const [other] = scorePassages(model, passagesOf([ordinary]));
    expect(alone).toBeGreaterThan((other ?? 0) + 2);
  });
  test('as likely as one passage of those that are there: more ordinary ones take away, slowly', () => {
    expect(scoreOfText([5])).toBeCloseTo(5);
    expect(scoreOfText([5, -9, -9, -9])).toBeCloseTo(5 - Math.log(4), 2);
    expect(scoreOfText([50])).toBe(8);
  });
  test('a word said often counts once', () => {
    const once = scorePassages(model, passagesOf([`captured ${ordinary}`]))[0] ?? 0;
    const often = scorePassages(model, passagesOf([`captured captured captured ${ordinary}`]))[0] ?? 0;
    expect(Math.abs(often - once)).toBeLessThan(1);
  });
  test('with the passage that says it, and its words as they were written', () => {
    const passages = passagesOf([
      ordinary,
      'Trang này đã bị CHIẾM, quản trị viên hãy surrender ngay trong đêm nay nhé',
    ]);
    const read = readWording(model, passages, 'learned');
    expect(read?.passage).toBe(passages[1]);
    expect(tellingWords(model, read?.passage ?? { text: '', words: [] })).toEqual(['CHIẾM,', 'surrender']);
  });
  test('nothing is said of nothing', () => {
    expect(readWording(model, [], 'first-sight')).toBeNull();
  });
});

test('features are equal for equal words, and other for other words', () => {
  const hashesOf = (words: readonly string[]): number[] => {
    const hashes: number[] = [];
    eachFeature(words, (hash) => hashes.push(hash));
    return hashes;
  };
  expect(hashesOf(['captured', 'page'])).toEqual(hashesOf(['captured', 'page']));
  const [a, b] = [hashesOf(['captured', 'page']), new Set(hashesOf(['surrender', 'form']))];
  expect(a.filter((hash) => b.has(hash))).toEqual([]);
  expect(hashesOf([])).toEqual([]);
});
