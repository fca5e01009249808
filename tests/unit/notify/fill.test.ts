import { expect, test } from 'vitest';
import { fillForm, fillText, fillValue, unknownFields } from '../../../src/notify/http-template/fill.ts';

const hostile = '"},{"x":"y\r\n\\ {secret} &b=1 ]]>';
const fields = { title: hostile, secret: 'bí mật' };

test('a field cannot leave its place in JSON, and is not read as a template itself', () => {
  const template = { text: 'Tin: {title}', list: ['{title}', 7, true], inner: { a: '{secret}' } };
  const filled = { text: `Tin: ${hostile}`, list: [hostile, 7, true], inner: { a: 'bí mật' } };
  expect(JSON.parse(JSON.stringify(fillValue(template, fields)))).toEqual(filled);
});

test('nor in a form', () => {
  const form = fillForm({ content: '{title}', n: 1, nested: { a: '{title}' } }, fields);
  expect([...new URLSearchParams(form)]).toEqual([
    ['content', hostile],
    ['n', '1'],
    ['nested', JSON.stringify({ a: hostile })],
  ]);
});

test('a place without a field stays as it is, and is reported before anything starts', () => {
  expect(fillText('{nothing} {constructor} {title', { title: 'x' })).toBe('{nothing} {constructor} {title');
  expect(unknownFields(['{title}', { '{a}': ['{b} {title}'] }], ['title'])).toEqual(['a', 'b']);
});
