/** Closes the queued suspects of one page. */
import type { Trx } from '../../store/handle.ts';
import { endSuspects, handOverSuspect, openSuspectsOf } from '../../store/incidents/suspects.ts';
import { getSite } from '../../store/registry/registry.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { readableStateOf } from '../../store/targets/targets.ts';
import { relaySuspect, suspectSeen } from '../channels/relay.ts';
import type { NoticeParts } from '../notices/enqueue.ts';

/** A site has one row per change: if another page of the site still shows the change, the row moves to that page. */
export async function closeSuspects(
  trx: Trx,
  parts: NoticeParts,
  target: Pick<TargetRow, 'id' | 'siteId' | 'url'>,
  now: number,
): Promise<void> {
  const rows = await openSuspectsOf(trx, target.id);
  const others = rows.length === 0 ? [] : ((await getSite(trx, target.siteId))?.targets ?? []);
  for (const row of rows) {
    const isShownBy = (one: TargetRow) => readableStateOf(one)?.queued.includes(row.fingerprint);
    const heir = others.find((one) => one.id !== target.id && isShownBy(one));
    if (heir) await handOverSuspect(trx, row, heir.id);
    else await relaySuspect(trx, parts, 'suspect-gone', suspectSeen(row, target.url), now);
  }
  await endSuspects(trx, target.id, 'closed', now);
}
