/** The reader thread, except that these words make it hang, exit, exhaust its memory or make a reader throw. */
import { parentPort } from 'node:worker_threads';
import type { ReaderJob } from '../../src/reading/jobs.ts';
import { readers } from '../../src/reading/readers.ts';

parentPort?.on('message', async ({ name, input }: ReaderJob) => {
  const seen = inputText(input);
  // Never yields an event-loop slot: only termination from outside ends this.
  while (seen.includes('HANG-THE-READER'));
  if (seen.includes('END-THE-READER')) process.exit(3);
  const held: unknown[] = [];
  while (seen.includes('FILL-THE-READER')) held.push(new Array(1_000_000).fill(held.length));
  if (seen.includes('THROW-IN-THE-READER')) {
    return parentPort?.postMessage({ status: 'failed', reason: 'RangeError at somewhere' });
  }
  const reader = (await readers[name]()) as (input: unknown) => unknown;
  parentPort?.postMessage({ status: 'done', value: reader(input) });
});
parentPort?.postMessage('ready');

function inputText(input: unknown): string {
  return JSON.stringify(input, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}
