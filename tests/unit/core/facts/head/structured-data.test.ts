import { expect, test } from 'vitest';
import { readStructuredData } from '../../../../../src/core/facts/head/structured-data.ts';

test('reads names of owners, telephones, addresses and texts at any depth', () => {
  const source = JSON.stringify({
    '@graph': [
      {
        '@type': ['GovernmentOffice'],
        name: 'UBND xã',
        contactPoint: { telephone: '+84 (200) 38' },
        sameAs: ['https://a.example/'],
      },
      { '@type': 'NewsArticle', headline: 'Tin', name: 'Bài' },
    ],
  });
  expect(readStructuredData(source)).toEqual({
    names: ['UBND xã'],
    telephones: ['+8420038'],
    addresses: ['https://a.example/'],
    texts: ['UBND xã', 'Tin', 'Bài'],
  });
});
test.each(['', '{', 'null', '[1,[2]]', '['.repeat(50_000), `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`])(
  'whatever stands there, nothing is thrown (%#)',
  (source) => {
    expect(readStructuredData(source)).toMatchObject({ names: [], telephones: [] });
  },
);
