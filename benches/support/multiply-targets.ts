/** A thousand learned targets from a few: learning each would take longer than watching them. */

import { sql } from 'kysely';
import type { Database } from '../../src/store/handle.ts';
import { write } from '../../src/store/write.ts';

/** Gives every target what the one at the same position of site 1 has learned, and spreads the looks evenly. */
export async function multiplyTargets(db: Database, options: { now: number; everyMs: number }): Promise<void> {
  await write(db, async (trx) => {
    await sql`insert into baselines ("targetId", profile, version, status, revision, "learnedAt", content)
      select t.id, b.profile, b.version, b.status, b.revision, b."learnedAt", b.content
      from targets t join baselines b on b."targetId" = '1.' || t.position where t."siteId" > 1`.execute(trx);
    await sql`update targets set (status, "stateJson", "baselineVersion", "lastLevel", "cleanEtagJson") =
      (select m.status, m."stateJson", m."baselineVersion", m."lastLevel", replace(m."cleanEtagJson", m.url, targets.url)
      from targets m where m.id = '1.' || targets.position) where "siteId" > 1`.execute(trx);
    const targets = await trx.selectFrom('targets').select('id').orderBy('position').orderBy('siteId').execute();
    for (const [place, { id }] of targets.entries()) {
      const nextCheckAt = options.now + Math.round((options.everyMs * place) / targets.length);
      await trx
        .updateTable('targets')
        .set({ nextCheckAt, nextTier: 'http', nextBrowserAt: options.now + 86_400_000 })
        .where('id', '=', id)
        .execute();
    }
  });
}
