import { expect, test } from 'vitest';
import { longestTag, mostTags, readTags, tagKey, tagNames } from '../../../../src/core/domain/tag.ts';

const named = (...names: string[]) => {
  const read = readTags(names);
  return read.ok ? read.tags.map(({ name }) => name) : read.reason.en;
};

test('a tag is shown as typed, on one line, and is the same without accents, case and spacing', () => {
  expect(named('  Dịch vụ\n công ', 'dich VU cong', 'Đợt 1')).toEqual(['Dịch vụ công', 'Đợt 1']);
  expect(tagKey('ĐỢT  1')).toBe('dot 1');
});

test('what is invisible makes no tag and no second one', () => {
  expect(named('\u200b', ' ', 'tỉ\u202enh', 'tỉnh')).toEqual(['tỉnh']);
});

test('too long and too many are refused, the longest and the most are taken', () => {
  expect(named('đ'.repeat(longestTag))).toEqual(['đ'.repeat(longestTag)]);
  expect(named('đ'.repeat(longestTag + 1))).toMatch(/longer than 40 characters/);
  const many = Array.from({ length: mostTags + 1 }, (_, at) => `nhãn ${at}`);
  expect(named(...many.slice(1))).toHaveLength(mostTags);
  expect(named(...many)).toMatch(/at most 20 tags, this one would have 21/);
});

test('a field or cell names tags between commas, semicolons and lines; spaces belong to a tag', () => {
  expect(tagNames('cấp tỉnh; dịch vụ công,\n y tế ;;')).toEqual(['cấp tỉnh', 'dịch vụ công', 'y tế']);
});
