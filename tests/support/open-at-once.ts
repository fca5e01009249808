/** Opens a database as soon as a line arrives, acts once and ends: `node open-at-once.ts FILE`. */
import { once } from 'node:events';
import { openDatabase } from '../../src/store/database.ts';
import { appendAudit } from '../../src/store/records/audit.ts';
import { write } from '../../src/store/write.ts';

const [file = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const db = await openDatabase(file, { create: true });
const entry = { at: Date.now(), actor: 'an', act: 'signed-in', subject: 'user an' } as const;
await write(db, (trx) => appendAudit(trx, entry));
await db.destroy();
process.exit();
