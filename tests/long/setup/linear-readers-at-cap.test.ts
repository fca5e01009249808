/** The pump test of `tests/integration/setup`, with texts and pages as long as the product ever reads. */
import { expect, test } from 'vitest';
import { runPumps } from '../../support/pump/run-pumps.ts';
import { walkReaders } from '../../support/pump/walk.ts';

const root = process.cwd();
const options = { root, most: Number.POSITIVE_INFINITY, mostOfPage: 3_000_000, processes: 2, hangsAfterMs: 300_000 };

test('up to the caps ten times the text costs at most fifteen times the time', async () => {
  expect(await runPumps([null, ...walkReaders(root).readers], options)).toEqual([]);
});
