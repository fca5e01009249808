/** Another process: gives a contact a telephone, in the database of the folder. Arguments: folder, contact, telephone. */
import { join } from 'node:path';
import { configSchema } from '../../src/config/schema/schema.ts';
import { owner } from '../../src/core/people/actor.ts';
import { editContact } from '../../src/monitor/agencies/change-contacts.ts';
import { openDatabase } from '../../src/store/database.ts';
import { findContact } from '../../src/store/registry/contacts.ts';
import { mailOnly } from './test-notices.ts';

const [dir = '', id = '', phone = ''] = process.argv.slice(2);
const db = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
const contact = await findContact(db, Number(id));
const parts = { db, clock: Date.now, config: configSchema.parse({ dataDir: dir }), endpointsOf: mailOnly };
const { name = '', email = '' } = { name: contact?.name, email: contact?.email ?? '' };
const request = { name, email, phone, role: '', language: '', mail: 'alarms', nightCap: '' };
await editContact(parts, owner('an'), Number(id), request);
await db.destroy();
