/** A backup of a year's work: a thousand portals with contents and a database as they have them, out and in again. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { backUpTo, emptyFolder, restoreFrom } from '../../support/backup-scene.ts';
import { openStore } from '../../support/open-test-store.ts';

const portals = 1_000;
const days = 90;
const minute = 60_000;
const mostMinutes = 10;

/** Kept of one portal: five learned answers, two browser looks, and a small picture a day for a month. */
const kept = [
  { count: 5, sizeBytes: 70_000, mediaType: 'text/html' },
  { count: 2, sizeBytes: 110_000, mediaType: 'text/html' },
  { count: 2, sizeBytes: 900_000, mediaType: 'image/png' },
  { count: 32, sizeBytes: 25_000, mediaType: 'image/png' },
] as const;

const words =
  'Cổng thông tin điện tử ủy ban nhân dân tỉnh sở y tế văn bản chỉ đạo tin tức sự kiện <div class="item"> </div>'.split(
    ' ',
  );

function markup(sizeBytes: number, seed: number): Buffer {
  const lines: string[] = [];
  for (let n = seed, length = 0; length < sizeBytes; n = (n * 48_271) % 2_147_483_647) {
    const line = `<p id="n${n}">${words[n % words.length]} ${words[(n >> 7) % words.length]}</p>\n`;
    lines.push(line);
    length += line.length;
  }
  return Buffer.from(lines.join(''));
}

async function seed(dir: string): Promise<{ readonly bytes: number; readonly files: number }> {
  const db = new Sqlite(join(dir, 'vonggac.sqlite'));
  const add = db.prepare('insert into blobs (hash, mediaType, sizeBytes, createdAt) values (?, ?, ?, 0)');
  let bytes = 0;
  let files = 0;
  for (let portal = 1; portal <= portals; portal += 1) {
    db.exec('begin');
    for (const { count, sizeBytes, mediaType } of kept) {
      for (let n = 0; n < count; n += 1) {
        const content =
          mediaType === 'image/png' ? randomBytes(sizeBytes) : markup(sizeBytes, portal * 100 + n + sizeBytes);
        const hash = createHash('sha256').update(content).digest('hex');
        await mkdir(join(dir, 'blobs', hash.slice(0, 2)), { recursive: true });
        await writeFile(join(dir, 'blobs', hash.slice(0, 2), hash), content);
        add.run(hash, mediaType, content.length);
        bytes += content.length;
        files += 1;
      }
    }
    db.exec('commit');
  }
  const tallies = JSON.stringify({ v: 1, filling: 'x'.repeat(120) });
  db.exec(`
    with recursive n(x) as (select 0 union all select x + 1 from n where x < ${portals * days * 24 - 1})
    insert into lookHours (targetId, at, looks, missed, totalLatenessMs, worstLatenessMs, slots, talliesJson)
    select (x % ${portals} + 1) || '.1', (x / ${portals}) * 3600000, 12, 0, 10, 5, 'cccccccccccc', '${tallies}' from n`);
  db.close();
  return { bytes, files };
}

it('is made, verified and restored in less than ten minutes', async ({ task }) => {
  const store = await openStore();
  await store.db.destroy();
  const { bytes, files } = await seed(store.dir);
  const database = (await stat(join(store.dir, 'vonggac.sqlite'))).size;
  const file = join(await emptyFolder(), 'year.zip');
  const begun = performance.now();
  const made = await backUpTo(store.dir, file);
  const backedUp = performance.now();
  const restored = await restoreFrom(file);
  const done = performance.now();
  await store.close();
  expect([made.contents, restored.contents]).toEqual([files, files]);
  expect(done - begun).toBeLessThan(mostMinutes * minute);
  task.meta.figures = {
    'contents (files)': files,
    'contents (MB)': Math.round(bytes / 1e6),
    'database (MB)': Math.round(database / 1e6),
    'archive (MB)': Math.round(made.packedBytes / 1e6),
    'made and verified (s)': Math.round((backedUp - begun) / 1_000),
    'restored (s)': Math.round((done - backedUp) / 1_000),
  };
});
