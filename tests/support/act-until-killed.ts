/** Acts endlessly on the database in a folder and prints each committed act: `node act-until-killed.ts DIR`. */

import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../src/store/database.ts';
import { appendAudit } from '../../src/store/records/audit.ts';
import { write } from '../../src/store/write.ts';

const [dir = ''] = process.argv.slice(2);
const db = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
for (let n = 1; ; n += 1) {
  const entry = { at: n, actor: 'an', act: 'signed-in', subject: 'user an' } as const;
  await write(db, (trx) => appendAudit(trx, entry));
  writeSync(1, `${n}\n`);
  // Lets the witness be written in between.
  await new Promise(setImmediate);
}
