/** Keeps captures with traffic endlessly, and prints how many were committed: `node keep-until-killed.ts DIR`. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { configSchema } from '../../src/config/schema/schema.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openBlobStore } from '../../src/store/evidence/blobs.ts';
import { keepTraffic } from './kept-traffic.ts';

const [dataDir = ''] = process.argv.slice(2);
const config = configSchema.parse({ dataDir, retention: { keepFree: '1MB' } });
const db = await openDatabase(join(dataDir, 'vonggac.sqlite'), { create: false });
const blobs = openBlobStore(join(dataDir, 'blobs'));
const refuse = async () => Promise.reject(new TypeError('no picture was taken'));
const pictures = { reduce: refuse, readWords: refuse, thumbnail: refuse, difference: refuse };
const parts = { db, blobs, config, pictures, log: pino({ level: 'silent' }) };
for (let n = 1; ; n += 1) {
  await keepTraffic(parts, { keptFor: 'evidence', at: n, version: null, bodyBytes: 300_000 });
  writeSync(1, `${n}\n`);
}
