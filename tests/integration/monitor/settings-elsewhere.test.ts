/** A daemon sees what another process changes: the roster follows a contact changed on the command line. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { startDaemon } from '../../../src/monitor/daemon.ts';
import { changeSettings } from '../../../src/monitor/settings/change-settings.ts';
import { openLiveConfig } from '../../../src/monitor/settings/live-config.ts';
import { allowAll } from '../../support/allow-all.ts';
import { formsOnce } from '../../support/read-once.ts';
import { seedContact } from '../../support/seed-contact.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { stageWatch } from '../../support/staged-watch.ts';

const mai = { name: 'Trần Thị Mai', email: 'mai@anlac.example' };
const elsewhere = fileURLToPath(new URL('../../support/roster-elsewhere.ts', import.meta.url));

test('a contact of the roster that another process changes is in force without a restart', async () => {
  const { parts, now } = await stageWatch();
  const site = await seedSite(parts, now(), { url: 'https://anlac.example/', agency: 'UBND huyện An Lạc' });
  await parts.db.updateTable('sites').set({ status: 'paused' }).execute();
  const contact = await seedContact(parts, site, { ...mai, phone: '0225 3000 210' });
  const person = `contact:${contact}`;
  const { config, refresh } = await openLiveConfig(parts.config, parts.db);
  const value = { input: [{ person }] };
  await changeSettings(parts, refresh, owner('an'), [{ key: 'duty.officers', value, seenAt: 0 }]);
  expect(config.duty.officers).toEqual([{ person, ...mai, phone: '0225 3000 210' }]);
  const daemon = await startDaemon({ ...parts, vet: allowAll, config, forms: formsOnce, refreshSettings: refresh });
  onTestFinished(() => daemon.stop());
  await promisify(execFile)(process.execPath, [elsewhere, parts.config.dataDir, String(contact), '0225 3000 211']);
  await expect
    .poll(() => config.duty.officers, { timeout: 10_000 })
    .toEqual([{ person, ...mai, phone: '0225 3000 211' }]);
});
