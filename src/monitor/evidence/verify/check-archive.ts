/** Reads the web archive and compares each record with its digests. */
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { WARCParser } from 'warcio';
import { type Claim, claim } from '../../../core/evidence/verdict.ts';
import { plainText } from '../../../core/text.ts';
import type { PackageEntry } from './read-package.ts';

/** Limit on the unpacked archive: more than the traffic of a few hundred looks. */
const maxBytes = 8_000_000_000;
const maxRecords = 1_000_000;
const maxHead = 4_000_000;
/** Only text built for the purpose compresses about a thousandfold. */
const maxRatio = 500;
const smallBytes = 100_000_000;

interface Counts {
  records: number;
  readonly broken: string[];
}

export async function checkArchive(entry: PackageEntry, signal: AbortSignal): Promise<Claim[]> {
  const counts: Counts = { records: 0, broken: [] };
  const gunzip = createGunzip();
  const source = await entry.open();
  const unpacked = pipeline(source, gunzip, { signal });
  unpacked.catch(() => undefined);
  try {
    for await (const record of new WARCParser(bounded(gunzip, entry.sizeBytes), {
      parseHttp: false,
      keepHeadersCase: false,
    })) {
      counts.records += 1;
      if (counts.records > maxRecords) throw new TooMuch();
      await checkRecord(record, counts);
    }
    await unpacked;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const why = error instanceof TooMuch ? 'unpacks to more than any package holds' : 'cannot be read to its end';
    return [claim('archive', 'broken', `The web archive ${why}.`)];
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  if (counts.broken.length > 0) return counts.broken.map((sentence) => claim('archive', 'broken', sentence));
  if (counts.records === 0) return [claim('archive', 'broken', 'The web archive holds no record.')];
  return [claim('archive', 'holds', `All ${counts.records} records of the web archive match their digests.`)];
}

class TooMuch extends Error {}

async function* bounded(source: AsyncIterable<Buffer>, packedBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes || (bytes > smallBytes && bytes > packedBytes * maxRatio)) throw new TooMuch();
    yield chunk;
  }
}

type Record = Awaited<ReturnType<WARCParser['parse']>> & object;

async function checkRecord(record: Record, { broken }: Counts): Promise<void> {
  const block = createHash('sha256');
  const payload = createHash('sha256');
  const isHttp = record.warcType === 'request' || record.warcType === 'response';
  let head: Buffer | null = isHttp ? Buffer.alloc(0) : null;
  for await (const chunk of record.reader) {
    block.update(chunk);
    if (head === null) {
      payload.update(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1 && head.byteLength > maxHead) throw new TooMuch();
    if (end === -1) continue;
    payload.update(head.subarray(end + 4));
    head = null;
  }
  const address = plainText(record.warcTargetURI ?? '', 120);
  const compare = (name: string, own: string) => {
    const said = record.warcHeader(name);
    if (said !== `sha256:${own}` && broken.length < 20)
      broken.push(
        `The web archive's ${plainText(record.warcType ?? '', 20)} record of '${address}' does not match its ${name}.`,
      );
  };
  // The first record describes the file alone.
  if (record.warcType !== 'warcinfo') compare('WARC-Block-Digest', block.digest('hex'));
  if (isHttp) compare('WARC-Payload-Digest', payload.digest('hex'));
}
