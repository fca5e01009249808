/** Every way to alter a package that we know of, and the sentence by which it is found. */
import { generateKeyPairSync } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import yazl from 'yazl';
import { verifyPackage } from '../../../../src/monitor/evidence/verify/verify-package.ts';
import { fingerprintOf } from '../../../../src/store/evidence/signing-key.ts';
import {
  type Alter,
  broken,
  changeLine,
  flip,
  newPath,
  type OriginalPackage,
  originalPackage,
  someScreenshot,
} from '../../../support/evidence-original.ts';
import { type Files, packFiles, relist } from '../../../support/evidence-packages.ts';

const alterations: readonly [string, Alter, RegExp][] = [
  [
    'a byte of a picture',
    (files) => flip(files, someScreenshot(files), 200),
    /screenshot\.png' was changed: its SHA-256 differs from the manifest/,
  ],
  ['a byte of the web archive', (files) => flip(files, 'archive.warc.gz', 40), /'archive\.warc\.gz' was changed/],
  [
    'a removed file',
    (files) => files.delete('incident.json'),
    /manifest lists 'incident\.json', which is not in the package/,
  ],
  [
    'an added file',
    (files) => files.set('looks/more.txt', Buffer.from('more')),
    /'looks\/more\.txt' is in the package, but the manifest does not list it/,
  ],
  [
    'a renamed file',
    (files) => {
      files.set('looks/incident.json', files.get('incident.json') ?? Buffer.alloc(0));
      files.delete('incident.json');
    },
    /lists 'incident\.json', which is not in the package/,
  ],
  [
    'a changed file, with manifest and sums made to fit',
    (files) => {
      files.set('incident.json', Buffer.from('{}\n'));
      relist(files, null);
    },
    /signature does not belong to this manifest/,
  ],
  [
    'a changed file, all signed with another key',
    (files) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      files.set('incident.json', Buffer.from('{}\n'));
      files.set('evidence-key-public.pem', Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })));
      const manifest = JSON.parse(String(files.get('manifest.json')));
      manifest.key.fingerprint = fingerprintOf(publicKey);
      files.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
      relist(files, privateKey);
    },
    /signed with another key than the given one/,
  ],
  [
    'a removed time stamp or any other seal, with the sums made to fit',
    (files) => {
      const sums = String(files.get('SHA256SUMS')).replace(/^.* {2}README\.txt\n/m, '');
      files.set('SHA256SUMS', Buffer.from(sums));
    },
    /'README\.txt' is in the package, but SHA256SUMS does not list it/,
  ],
  ['a foreign signature', (files) => files.set('manifest.sig', Buffer.alloc(64, 7)), /'manifest\.sig' was changed/],
  ['no signature', (files) => files.delete('manifest.sig'), /'manifest\.sig' is missing/],
  [
    'an unreadable manifest',
    (files) =>
      files.set('manifest.json', Buffer.from(String(files.get('manifest.json')).replace('"files"', '"flies"'))),
    /manifest cannot be read/,
  ],
  [
    'an audit row that was changed before it was signed',
    (files, { privateKey }) => {
      changeLine(files, 'audit/audit-chain.jsonl', (row) => Object.assign(row, { previousHash: '0'.repeat(64) }));
      relist(files, privateKey);
    },
    /The audit log: row \d+ (does not follow from the row before it|was changed)/,
  ],
  [
    'a row taken out of the evidence chain before it was signed',
    (files, { privateKey }) => {
      const lines = String(files.get('audit/evidence-chain.jsonl')).split('\n');
      lines.splice(-3, 1);
      files.set('audit/evidence-chain.jsonl', Buffer.from(lines.join('\n')));
      relist(files, privateKey);
    },
    /The evidence chain: rows between \d+ and \d+ are missing/,
  ],
  [
    'a record that was changed before it was signed',
    (files, { privateKey }) => {
      changeLine(files, 'audit/records.jsonl', (row) => Object.assign(row, { text: `${String(row.text)} ` }));
      relist(files, privateKey);
    },
    /The record 'incident-event \d+' was changed since it was chained/,
  ],
  [
    'a web archive that was changed before it was signed',
    (files, { privateKey }) => {
      const text = gunzipSync(files.get('archive.warc.gz') ?? '').toString('latin1');
      files.set('archive.warc.gz', gzipSync(Buffer.from(text.replace('HACKED BY', 'WELCOME B'), 'latin1')));
      relist(files, privateKey);
    },
    /web archive's response record of 'https:\/\/thanhson.*' does not match its WARC-Block-Digest/,
  ],
  [
    'a web archive that is a bomb',
    (files, { privateKey }) => {
      files.set('archive.warc.gz', gzipSync(Buffer.alloc(150_000_000)));
      relist(files, privateKey);
    },
    /web archive (unpacks to more than any package holds|cannot be read)/,
  ],
];

test.each(alterations)('%s is found', async (_, alter, sentence) => {
  const made = await originalPackage();
  const files: Files = new Map(made.files);
  alter(files, made);
  const path = await newPath();
  if (files.has('manifest.json')) await packFiles(path, files).catch(() => repack(path, files));
  const verified = await verifyPackage(path, { key: made.publicKey, roots: null });
  expect(broken(verified)).toContainEqual(expect.stringMatching(sentence));
  expect(verified.outcome).toBe('altered');
});

async function repack(path: string, files: Files, options: Partial<yazl.Options> = {}): Promise<void> {
  const zip = new yazl.ZipFile();
  for (const [name, bytes] of files) zip.addBuffer(bytes, name, { compress: false, ...options });
  zip.end();
  await pipeline(zip.outputStream as Readable, createWriteStream(path));
}

/** Puts a name of the same length in place of another, in both headers. */
const renamed = (bytes: Buffer, from: string, to: string) =>
  Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');

const containers: readonly [string, (made: OriginalPackage, path: string) => Promise<unknown>, RegExp][] = [
  ['cut off', ({ bytes }, path) => writeFile(path, bytes.subarray(0, bytes.length - 1_000)), /not a whole ZIP file/],
  [
    'with something before it',
    ({ bytes }, path) => writeFile(path, Buffer.concat([Buffer.from('MZ'), bytes])),
    /was changed|damaged|not a whole ZIP/,
  ],
  [
    'with something behind it',
    ({ bytes }, path) => writeFile(path, Buffer.concat([bytes, Buffer.from('more')])),
    /not a whole ZIP file|was changed/,
  ],
  [
    'with a changed time',
    ({ bytes }, path) => writeFile(path, withByte(bytes, 11)),
    /ZIP file around the files was changed/,
  ],
  ['packed again', ({ files }, path) => repack(path, files), /packed again/],
  ['compressed', ({ files }, path) => repack(path, files, { compress: true }), /is compressed, which no package is/],
  [
    'a bomb',
    (_, path) => repack(path, new Map([['manifest.json', Buffer.alloc(50_000_000)]]), { compress: true }),
    /is compressed/,
  ],
  [
    'with a name that leads out',
    ({ bytes }, path) => writeFile(path, renamed(bytes, 'incident.json', '../ident.json')),
    /leads out of the package/,
  ],
  [
    'with an absolute name',
    ({ bytes }, path) => writeFile(path, renamed(bytes, 'incident.json', '/ncident.json')),
    /leads out of the package/,
  ],
  [
    'with a name twice',
    ({ bytes }, path) => writeFile(path, renamed(bytes, 'README.txt', 'sha256sums')),
    /comes twice/,
  ],
  ['with a link', ({ files }, path) => repack(path, files, { mode: 0o120777 }), /is a link/],
  [
    'with a hostile name',
    ({ files }, path) => repack(path, new Map([...files, ['a\u202eb\n.txt', Buffer.from('x')]])),
    /characters that no package has/,
  ],
];

function withByte(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

test.each(containers)('a package %s is found', async (_, alter, sentence) => {
  const made = await originalPackage();
  const path = await newPath();
  await alter(made, path);
  const verified = await verifyPackage(path, { key: made.publicKey, roots: null });
  expect(broken(verified)).toContainEqual(expect.stringMatching(sentence));
  expect(verified.outcome).toBe('altered');
});

test('any one changed byte is found, wherever it is', async () => {
  const { bytes, publicKey } = await originalPackage();
  const path = await newPath();
  const places = Array.from({ length: 60 }, (_, index) => Math.floor((bytes.length - 1) * (index / 59)));
  // The end, byte by byte: the directory of the file.
  const end = Array.from({ length: 60 }, (_, index) => bytes.length - 1 - index);
  for (const at of new Set([...places, ...end])) {
    await writeFile(path, withByte(bytes, at));
    const { outcome } = await verifyPackage(path, { key: publicKey, roots: null });
    expect([at, outcome]).toEqual([at, 'altered']);
  }
});

test('the package as it was made holds', async () => {
  const { bytes, publicKey } = await originalPackage();
  const path = await newPath();
  await writeFile(path, bytes);
  const { claims, outcome } = await verifyPackage(path, { key: publicKey, roots: null });
  expect([outcome, claims.filter(({ state }) => state === 'broken')]).toEqual(['holds', []]);
  expect((await verifyPackage(path, { key: null, roots: null })).outcome).toBe('signer-unknown');
});
