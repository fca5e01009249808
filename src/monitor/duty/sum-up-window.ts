/** When a watch window ends, the operators and the officer on duty get a summary of it. */

import { incidentsOpenedBetween } from '../../store/incidents/opened-between.ts';
import { getMeta, setMeta } from '../../store/records/meta.ts';
import { write } from '../../store/write.ts';
import type { NoticeParts } from '../notices/enqueue.ts';
import { notify } from '../notices/notify.ts';
import type { RecordParts } from '../parts.ts';

type WindowParts = NoticeParts & RecordParts;

/** A window that ended longer ago is not reported: the monitor was off, or was set up afterwards. */
const freshMs = 86_400_000;

export async function sumUpWindow(parts: WindowParts): Promise<void> {
  const now = parts.clock();
  const window = parts.calendar(now).find(({ to }) => to <= now && now - to < freshMs);
  if (!window || (await getMeta(parts.db, 'lastWindowNotified')) === window.to) return;
  await write(parts.db, async (trx) => {
    await setMeta(trx, 'lastWindowNotified', window.to);
    const incidents = await incidentsOpenedBetween(trx, window.from, window.to);
    await notify(trx, parts, 'window-over', { ...window, incidents }, { at: now, site: null });
  });
}
