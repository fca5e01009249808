import { expect, it } from 'vitest';
import type { Verdict } from '../../../../src/core/domain/finding.ts';
import type { Look } from '../../../../src/core/facts/look.ts';
import { areasToRead } from '../../../../src/core/judge/reading.ts';
import type { ChangedRegion } from '../../../../src/core/learned/changed-regions.ts';
import type { PictureComparison } from '../../../../src/core/learned/learned-picture.ts';

const region = (y: number): ChangedRegion =>
  ({ tiles: 200, box: { x: 0, y, width: 600, height: 100 } }) as ChangedRegion;
const comparison = { regions: [0, 300, 600, 900, 1_200].map(region) } as unknown as PictureComparison;
const picture = { widthPx: 1_366, heightPx: 2_000, tilePx: 32, columns: 43, rows: 63, rgb: '', viewportHash: '' };
const look = { picture } as unknown as Look;
const verdictOf = (score: number): Verdict => ({ level: 'clean', kind: null, score, conclusive: false, findings: [] });

it('reads all that changed in the picture where something speaks against the page', () => {
  expect(areasToRead(null, look, comparison, verdictOf(1))).toHaveLength(5);
});

it('reads only the largest changes of a page that nothing speaks against, since every moving page has some', () => {
  expect(areasToRead(null, look, comparison, verdictOf(0)).map(({ y }) => y)).toEqual([0, 268]);
});
