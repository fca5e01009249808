/** The lines of a JSONL file of unknown origin, one at a time. */
import type { PackageEntry } from './read-package.ts';

/** Limit on a file. */
const maxBytes = 500_000_000;
/** A record holds its findings; the largest of a real incident has 2 MB. */
const maxLineBytes = 50_000_000;

/** @throws Error when the file or a line is too large, or a line is not JSON */
export async function* jsonLinesOf(entry: PackageEntry, signal: AbortSignal): AsyncGenerator<unknown> {
  if (entry.sizeBytes > maxBytes) throw new Error('too large');
  const input = await entry.open();
  let begun: Buffer[] = [];
  let begunBytes = 0;
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      let from = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        yield JSON.parse(Buffer.concat([...begun, chunk.subarray(from, end)]).toString('utf8'));
        begun = [];
        begunBytes = 0;
        from = end + 1;
      }
      begun.push(chunk.subarray(from));
      begunBytes += chunk.byteLength - from;
      if (begunBytes > maxLineBytes) throw new Error('a line is too long');
    }
    const rest = Buffer.concat(begun).toString('utf8');
    if (rest !== '') yield JSON.parse(rest);
  } finally {
    input.destroy();
  }
}
