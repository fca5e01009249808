import { expect, test } from 'vitest';
import { changedKeys } from '../../../../src/core/forms/changed-keys.ts';
import { fillForm } from '../../../../src/core/forms/fill-form.ts';
import { formDocument } from '../../../../src/core/forms/form-document.ts';
import { keysOf } from '../../../../src/core/forms/form-template.ts';
import { isDate, typedValues } from '../../../../src/core/forms/typed-values.ts';
import { formsOnce } from '../../../support/read-once.ts';

const { initial, progress, final } = formsOnce();

test('what was typed is kept under the keys of the form, and nothing else is', () => {
  const typed = {
    'reporter-name': ' Sở Y tế\r\ntỉnh An Phú ',
    description: 'Dòng một\r\nDòng hai\r\n',
    state: 'unresolved',
    'found:other': '1',
    'found:other:more': 'Người dân báo',
    'told:isp': 'on',
    level: 'level-9',
    strange: 'x',
    __proto__: 'x',
  };
  expect(typedValues(initial, typed)).toEqual({
    values: {
      'reporter-name': 'Sở Y tế tỉnh An Phú',
      description: 'Dòng một\nDòng hai',
      'state:unresolved': '1',
      'found:other': '1',
      'found:other:more': 'Người dân báo',
    },
    mistakes: [],
  });
});

test('each mistake is named with its field, all at once', () => {
  const typed = { 'detected-date': '2026-02-30', 'detected-time': '24:00', 'reporter-name': 'a'.repeat(301) };
  expect(
    typedValues(initial, typed)
      .mistakes.map(({ key }) => key)
      .sort(),
  ).toEqual(['detected-date', 'detected-time', 'reporter-name']);
});

test('days that the calendar has', () => {
  const days = [
    '2024-02-29',
    '2026-12-31',
    '2000-02-29',
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-1-1',
    '',
  ];
  expect(days.map(isDate)).toEqual([true, true, true, false, false, false, false, false, false]);
});

test('whatever is filled in can be saved again unchanged', () => {
  const known = {
    agency: 'Sở Y tế',
    resolved: '1',
    'told-agency': 'Đã gửi',
    'detected-date': '2026-12-01',
    course: 'a\nb',
  };
  for (const template of [initial, progress, final]) {
    const filled = fillForm(template, known);
    const keys = new Set(keysOf(template));
    expect(Object.keys(filled).filter((key) => !keys.has(key))).toEqual([]);
    const oneOf = Object.fromEntries(
      Object.keys(filled).flatMap((key) =>
        key.includes(':') ? [[key.split(':')[0] ?? '', key.split(':')[1] ?? '']] : [],
      ),
    );
    expect(changedKeys(filled, typedValues(template, { ...oneOf, ...filled }).values)).toEqual([]);
  }
});

test('a document has a place for everything, with dots where nothing is known', () => {
  const { number, placeAndDate, blocks, signTitle } = formDocument(initial, {});
  expect(number).toBe('Số: ……/BC-…');
  expect(placeAndDate).toBe('……………, ngày …… tháng …… năm ………');
  expect(signTitle).toBe('QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ');
  const values = blocks.flatMap((block) => (block.type === 'line' ? [block.value] : []));
  expect(values.every((value) => value === '')).toBe(true);
});

test('days under ten and the first two months have a zero, as the rules on documents ask', () => {
  const of = (date: string) => formDocument(initial, { 'head-place': 'An Phú', 'head-date': date }).placeAndDate;
  expect(of('2026-02-05')).toBe('An Phú, ngày 05 tháng 02 năm 2026');
  expect(of('2026-03-15')).toBe('An Phú, ngày 15 tháng 3 năm 2026');
});

test('a number typed with its symbol stands as typed', () => {
  const of = (number: string) => formDocument(final, { 'head-number': number }).number;
  expect(of('12')).toBe('Số: 12/BC-…');
  expect(of('12/BC-SYT')).toBe('Số: 12/BC-SYT');
});
