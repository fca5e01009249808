import { expect, test } from 'vitest';
import { readPage } from '../../../../../src/core/facts/read-page.ts';

const numbers = (html: string) =>
  readPage(html, 'https://anphu.gov.vn/').contacts.map(({ kind, value }) => `${kind} ${value}`);

test('telephone numbers are read however they are grouped', () => {
  expect(numbers('<p>ĐT: (024) 3825.1234 - 0912 345 678</p>')).toEqual([
    'telephone 02438251234',
    'telephone 0912345678',
  ]);
  expect(numbers('<p>+84 912 345 678</p>')).toEqual(['telephone 0912345678']);
  expect(numbers('<a href="tel:+84912345678">Gọi</a>')).toEqual(['telephone 0912345678']);
});
test('account numbers are told by the words before them, also in the block before', () => {
  expect(numbers('<p>Số tài khoản: 3751.0.1054321 tại Kho bạc</p>')).toEqual(['account 375101054321']);
  expect(numbers('<td>Số tài khoản</td><td>1903667788</td>')).toEqual(['account 1903667788']);
});
test('dates, counters and numbers of documents are none', () => {
  expect(numbers('<p>01-12-2026 08:03</p><p>Lượt truy cập: 001234567</p><p>Số 12/2026/QĐ-UBND</p>')).toEqual([]);
});
test('the slot is the text without the number, so that another number stands in the same one', () => {
  const slot = (html: string) => readPage(html, 'https://anphu.gov.vn/').contacts[0]?.slot;
  expect(slot('<p>Đường dây nóng: 0912 345 678</p>')).toBe(slot('<p>Đường dây nóng: 0988 000 111</p>'));
});
