/** What a rebuilding of the house may not change: every finding and score of the recorded pages and the golden cases. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { corpusDir } from '../../benches/support/corpus.ts';
import { configSchema } from '../../src/config/schema/schema.ts';
import { replayFile } from '../../src/monitor/replay/replay-file.ts';
import { readCases } from '../golden/golden-case.ts';
import { closePictures, verdictsOf } from '../golden/judge-case.ts';
import { policyOnce } from '../support/read-once.ts';

afterAll(closePictures);

const sets = ['first-sight', 'infected', 'hourly', 'drift', 'redesign', 'attacks'];

test.each(sets)('replay of %s', async (set) => {
  const hash = createHash('sha256');
  const path = join(corpusDir, 'sets', `${set}.jsonl`);
  const { seconds, ...summary } = await replayFile(path, policyOnce(configSchema.parse({})), null, (result) => {
    hash.update(`${JSON.stringify(result)}\n`);
  });
  expect(seconds).toBeGreaterThan(0);
  expect({ summary, lines: hash.digest('hex') }).toMatchSnapshot();
});

test.each(readCases())('golden case $name', async (golden) => {
  expect(hashOf(await verdictsOf(golden))).toMatchSnapshot();
});

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
