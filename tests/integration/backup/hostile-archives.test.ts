/** Whatever somebody does to an archive is found before anything of it is used. */
import { createHash } from 'node:crypto';
import { open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/core/backup/manifest.ts';
import { verifyBackup } from '../../../src/monitor/backup/verify-backup.ts';
import {
  backUpTo,
  emptyFolder,
  type Files,
  filesIn,
  pack,
  packFiles,
  refusal,
  watch,
  withManifest,
} from '../../support/backup-scene.ts';
import { openSealedScene } from '../../support/sealed-scene.ts';

let file: string;
let files: Files;
let made: { readonly archive: Buffer; readonly files: Files } | null = null;
beforeEach(async () => {
  file = join(await emptyFolder(), 'night.zip');
  made ??= await makeOne();
  await writeFile(file, made.archive);
  files = new Map(made.files);
});

/** One for all tests: its passphrase is slow to derive. */
async function makeOne(): Promise<NonNullable<typeof made>> {
  const scene = await openSealedScene();
  const path = join(await emptyFolder(), 'night.zip');
  await backUpTo(scene.dir, path);
  return { archive: await readFile(path), files: await filesIn(path) };
}

const list = () => [...files].map(([name, bytes]) => ({ name, bytes }));
const contentOf = () => [...files.keys()].find((name) => name.startsWith('blobs/')) ?? '';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The database after somebody changed it, with a manifest that knows. */
async function withDatabase(change: (db: Sqlite.Database) => void): Promise<Files> {
  const path = join(await emptyFolder(), 'db.sqlite');
  await writeFile(path, files.get('vonggac.sqlite') ?? '');
  const db = new Sqlite(path);
  change(db);
  db.close();
  const bytes = await readFile(path);
  const listed = (manifest: Manifest) => ({
    ...manifest,
    files: manifest.files.map((one) => ({ ...one, sizeBytes: bytes.length, sha256: sha256(bytes) })),
  });
  return withManifest(new Map([...files, ['vonggac.sqlite', bytes]]), listed);
}

/** Neither restored, with its passphrase or without the keys, nor verified. */
async function expectFound(path: string, why: RegExp): Promise<void> {
  const [code, sentence] = await refusal(path, { withoutKeys: true });
  expect([code, sentence]).toEqual([65, expect.stringMatching(why)]);
  expect((await refusal(path))[0]).toBe(65);
  const dir = await emptyFolder();
  await expect(verifyBackup(path, { passphrase: null, dir }, watch)).rejects.toMatchObject({ code: 'bad-file' });
}

test('the archive as it was packed here is restored, so what follows is found for its own reason', async () => {
  const path = await packFiles(files);
  const dir = await emptyFolder();
  expect(await verifyBackup(path, { passphrase: null, dir }, watch)).toMatchObject({ faults: [] });
});

describe('bytes', () => {
  test('a truncated file', async () => {
    await truncate(file, (await stat(file)).size - 1_000);
    await expectFound(file, /is no whole backup/);
  });

  test('one that lacks its beginning', async () => {
    await writeFile(file, (await readFile(file)).subarray(500));
    await expectFound(file, /damaged|no whole backup/);
  });

  test('something appended', async () => {
    await writeFile(file, Buffer.concat([await readFile(file), Buffer.from('and more')]));
    await expectFound(file, /is no whole backup/);
  });

  test('a flipped bit anywhere', async () => {
    const whole = await readFile(file);
    // Steps through file data, headers and the central directory alike.
    const step = Math.floor(whole.length / 40);
    for (let at = step; at < whole.length; at += step) {
      const handle = await open(file, 'w');
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      await handle.writeFile(flipped);
      await handle.close();
      const found = await verifyBackup(file, { passphrase: null, dir: await emptyFolder() }, watch).catch((e) => e);
      // A bit of a header that nobody reads changes nothing of what is restored.
      if (!(found instanceof Error)) expect(await filesIn(file)).toEqual(files);
      else expect(found).toMatchObject({ code: 'bad-file' });
    }
  });

  test('no archive at all, an empty file, a folder, nothing', async () => {
    const dir = await emptyFolder();
    await writeFile(join(dir, 'a'), 'no archive');
    await writeFile(join(dir, 'b'), '');
    for (const path of [join(dir, 'a'), join(dir, 'b'), dir, join(dir, 'c')]) {
      expect((await refusal(path))[0]).toBe(65);
    }
  });
});

describe('names', () => {
  test.each([
    ['../../etc/cron.d/own', /name leads out of the folder/],
    ['blobs/../../own', /name leads out of the folder/],
    ['/etc/cron.d/own', /name leads out of the folder/],
    ['..\\..\\own', /name leads out of the folder/],
    ['C:/own', /name leads out of the folder/],
    ['audit-key', /an entry that no backup has \(audit-key\)/],
    ['blobs/ab/notahash', /an entry that no backup has/],
    ['files/../own', /name leads out of the folder/],
    ['files/own', /an entry that no backup has/],
    ['files/policy.file/own', /an entry that no backup has/],
    ['files/policy.file', /which its manifest does not list/],
    [`blobs/ab/${'c'.repeat(64)}`, /an entry that no backup has/],
    [`${'a'.repeat(300)}`, /damaged list of files/],
  ])('%s', async (name, why) => {
    await expectFound(await pack([...list(), { name, bytes: Buffer.from('own') }]), why);
  });

  test('a link', async () => {
    const linked = list().map((one) => (one.name === contentOf() ? { ...one, mode: 0o120777 } : one));
    await expectFound(await pack(linked), /holds a link/);
  });

  test('a device', async () => {
    const device = list().map((one) => (one.name === contentOf() ? { ...one, mode: 0o020666 } : one));
    await expectFound(await pack(device), /holds a link/);
  });

  test('the same name twice', async () => {
    await expectFound(
      await pack([...list(), { name: contentOf(), bytes: Buffer.from('own') }]),
      new RegExp(`holds ${contentOf()} twice`),
    );
  });
});

describe('contents', () => {
  test('another content under a hash', async () => {
    const size = files.get(contentOf())?.length ?? 0;
    await expectFound(
      await packFiles(new Map([...files, [contentOf(), Buffer.alloc(size, 'x')]])),
      /was altered or damaged: blobs\/.* does not match the hash/,
    );
  });

  test('a content that is gone, and one that is gone from the manifest too', async () => {
    const name = contentOf();
    const fewer = new Map([...files].filter(([one]) => one !== name));
    await expectFound(await packFiles(fewer), /lacks blobs\/.*, which its manifest lists/);
    const hash = name.split('/').at(-1);
    const unlisted = withManifest(fewer, (manifest) => ({
      ...manifest,
      contents: manifest.contents.filter(([one]) => one !== hash),
    }));
    await expectFound(await packFiles(unlisted), /lacks blobs\/.*, which its database names/);
  });

  test('a content more than the manifest lists', async () => {
    const own = Buffer.from('own');
    const name = `blobs/${sha256(own).slice(0, 2)}/${sha256(own)}`;
    await expectFound(await packFiles(new Map([...files, [name, own]])), /which its manifest does not list/);
  });

  test('a bomb', async () => {
    const zeros = Buffer.alloc(120_000_000);
    const name = `blobs/${sha256(zeros).slice(0, 2)}/${sha256(zeros)}`;
    const bomb = withManifest(new Map([...files, [name, zeros]]), (manifest) => ({
      ...manifest,
      contents: [...manifest.contents, [sha256(zeros), zeros.length]],
    }));
    await expectFound(await packFiles(bomb), /would grow to 121 MB from 0 MB/);
  });

  test('a size that is a lie', async () => {
    const path = await packFiles(files);
    const whole = await readFile(path);
    // The central directory's record of the content; its uncompressed size stands 24 bytes after the record's begin.
    const at = whole.lastIndexOf(contentOf()) - 46;
    whole.writeUInt32LE(7, at + 24);
    await writeFile(path, whole);
    await expectFound(path, /in another size than its manifest says/);
  });
});

describe('manifest and database', () => {
  test('no manifest, one that is no manifest, one of a newer format', async () => {
    await expectFound(
      await packFiles(new Map([...files].filter(([name]) => name !== 'manifest.json'))),
      /has no manifest/,
    );
    await expectFound(await packFiles(new Map([...files, ['manifest.json', Buffer.from('[]')]])), /damaged manifest/);
    await expectFound(await packFiles(withManifest(files, (m) => ({ ...m, version: 2 }))), /made by a newer version/);
  });

  test('a newer schema', async () => {
    await expectFound(
      await packFiles(withManifest(files, (m) => ({ ...m, schema: '0099-future' }))),
      /made by a newer version \(schema 0099-future/,
    );
  });

  test('no database, or one that is damaged', async () => {
    await expectFound(
      await packFiles(new Map([...files].filter(([name]) => name !== 'vonggac.sqlite'))),
      /has no vonggac.sqlite/,
    );
    const torn = await withDatabase(() => undefined);
    const bytes = Buffer.from(torn.get('vonggac.sqlite') ?? '');
    bytes.fill(0xaa, 4_096 * 3, 4_096 * 6);
    const listed = withManifest(new Map([...torn, ['vonggac.sqlite', bytes]]), (m) => ({
      ...m,
      files: m.files.map((one) => ({ ...one, sha256: sha256(bytes) })),
    }));
    await expectFound(await packFiles(listed), /holds a damaged database/);
  });

  test('a database with a program in it', async () => {
    const armed = await withDatabase((db) => {
      db.exec('create trigger own after insert on audit begin delete from users; end');
    });
    await expectFound(await packFiles(armed), /whose trigger own is not that of schema/);
  });

  test('a row of the log, by somebody who mends every hash but has no passphrase', async () => {
    const rewritten = await packFiles(
      await withDatabase((db) => db.prepare("update audit set actor = 'nobody' where seq = 5").run()),
    );
    expect(await refusal(rewritten)).toEqual([
      65,
      expect.stringMatching(/does not open the keys .* or the backup was altered/),
    ]);
    const report = await verifyBackup(rewritten, { passphrase: null, dir: await emptyFolder() }, watch);
    expect(report.faults).toEqual(['audit: row 5 was changed']);
  });

  test('keys of another backup', async () => {
    const other = await openSealedScene();
    const path = join(await emptyFolder(), 'other.zip');
    await other.act(40);
    await backUpTo(other.dir, path);
    const foreign = (await filesIn(path)).get('keys.sealed') ?? Buffer.alloc(0);
    expect((await refusal(await packFiles(new Map([...files, ['keys.sealed', foreign]]))))[1]).toMatch(
      /does not open the keys/,
    );
    const torn = Buffer.from(files.get('keys.sealed') ?? '').subarray(0, 40);
    expect((await refusal(await packFiles(new Map([...files, ['keys.sealed', torn]]))))[1]).toMatch(
      /does not open the keys/,
    );
  });
});
