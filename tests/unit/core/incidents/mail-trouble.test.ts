import { expect, it } from 'vitest';
import { givenUpBecause, mailTrouble, troubleWords } from '../../../../src/core/incidents/mail-trouble.ts';

it('says the product’s own reasons in both languages, also of what was given up', () => {
  expect(troubleWords(mailTrouble['no-server'].en)).toEqual(mailTrouble['no-server']);
  expect(troubleWords(givenUpBecause(mailTrouble['too-slow'].en))).toEqual({
    vi: 'Đã thôi gửi: Máy chủ thư không trả lời kịp.',
    en: 'Given up: The mail server did not answer in time.',
  });
});

it('leaves the words of a mail server as they came', () => {
  const said = '550 5.1.1 No such user here';
  expect(troubleWords(said)).toEqual({ vi: said, en: said });
});
