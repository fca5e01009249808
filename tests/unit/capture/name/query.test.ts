import { expect, test } from 'vitest';
import { queryFor } from '../../../../src/capture/name/query.ts';

const name = 'www.a-long-name-of-a-portal.example.vn';

test('ids and the case of letters differ from question to question', () => {
  const queries = Array.from({ length: 20 }, () => queryFor({ name, type: 'A' }, false));

  expect(new Set(queries.map(({ id }) => id)).size).toBeGreaterThan(15);
  expect(new Set(queries.map((one) => one.name)).size).toBeGreaterThan(15);
  expect(new Set(queries.map((one) => one.name.toLowerCase()))).toEqual(new Set([name]));
});
