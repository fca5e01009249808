/** Adds tags to a site, or removes some; the others stay. */
import { readTags, tagKey } from '../../core/domain/tag.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getSite } from '../../store/registry/registry.ts';
import { setTags } from '../../store/registry/tags.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import { changedTags } from './edit-site.ts';
import { assertFewTags } from './plan-site.ts';

export interface TagChanges {
  /** As typed. */
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export async function tagSite(
  parts: RecordParts,
  actor: Actor,
  siteId: number,
  { add, remove }: TagChanges,
): Promise<void> {
  const read = readTags(add);
  if (!read.ok) throw new VonggacError('bad-input', read.reason.en, { vi: read.reason.vi });
  if (read.tags.length + remove.length === 0) {
    throw new VonggacError('bad-input', 'Name at least one tag.', { vi: 'Hãy ghi ít nhất một nhãn.' });
  }
  const gone = new Set(remove.map(tagKey));
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    const site = await getSite(trx, siteId);
    if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    await assertMayAtSite(trx, actor, 'manage-sites', siteId);
    const fresh = read.tags.filter(({ key }) => !site.tags.some((tag) => tag.key === key));
    const after = [...site.tags, ...fresh].filter(({ key }) => !gone.has(key));
    assertFewTags(after.length);
    const detail = changedTags(site.tags, after);
    if (Object.keys(detail).length === 0) return;
    await setTags(trx, siteId, after);
    await appendAudit(trx, { at: now, actor: actor.name, act: 'site-changed', subject: `site ${siteId}`, detail });
  });
}
