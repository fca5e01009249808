import { expect, test } from 'vitest';
import { plantedItems, plantedText } from '../../../../src/core/incidents/planted.ts';
import { finding } from '../../../support/seed-desk.ts';

const words = { vi: 'x', en: 'x' };
const url = 'https://so.gov.vn/';

test('each indicator becomes one task, defanged, with every page that shows it', () => {
  const links = { ...finding({ reason: words }), family: 'links', place: { path: 'body > div' } } as const;
  const indicators = [
    { type: 'url', value: 'https://casino.example/x' },
    { type: 'domain', value: 'casino.example' },
    { type: 'phrase', value: 'nhà cái' },
  ] as const;
  const items = plantedItems([
    { url, findings: [{ ...links, indicators }] },
    {
      url: `${url}tin`,
      findings: [
        { ...links, indicators },
        { ...links, family: 'scripts', indicators },
      ],
    },
  ]);
  expect(items.map(({ task, value, seen }) => [task, value, seen.length])).toEqual([
    ['script', 'hxxps://casino[.]example/x', 1],
    ['link', 'hxxps://casino[.]example/x', 2],
    ['host', 'casino[.]example', 2],
    ['phrase', 'nhà cái', 2],
  ]);
  expect(plantedText(items, 'vi')).toContain(
    '[ ] casino[.]example  <- https://so.gov.vn/ (body > div); https://so.gov.vn/tin',
  );
});

test('notes plant nothing', () => {
  const note = { ...finding({ reason: words }), score: 0, indicators: [{ type: 'file', value: '/x.php' }] } as const;
  expect(plantedItems([{ url, findings: [note] }])).toEqual([]);
});
