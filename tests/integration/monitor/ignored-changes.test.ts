/** "Ignore exactly this change": what it hides, what it does not, and how it ends. */

import { describe, expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { forgetIgnored, ignoreChange } from '../../../src/monitor/incidents/ignore-change.ts';
import { listIgnoredChanges } from '../../../src/store/incidents/ignored-changes.ts';
import { getIncident, listIncidents } from '../../../src/store/incidents/incidents.ts';
import { listOpenSuspects } from '../../../src/store/incidents/suspects.ts';
import { verifyAudit } from '../../../src/store/records/audit.ts';
import { portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const day = 86_400_000;
const by = { actor: owner('an'), note: 'bài viết về tin tặc' };
const signedBy = (name: string) => ({ html: portalPage({ extra: `<p>Hacked by ${name}</p>` }), isUnpictured: true });

async function watched(): Promise<StagedWatch> {
  const watch = await stageWatch({ schedule: { learnLooks: 2, learnEvery: '1m', recoveries: 1 } });
  watch.show(home, { html: portalPage(), isUnpictured: true });
  await watch.register(home);
  await watch.learn();
  return watch;
}

/** The change is on the page, known, and ignored; its incident is over. */
async function ignoring(): Promise<{ watch: StagedWatch; fingerprint: string }> {
  const watch = await watched();
  watch.show(home, signedBy('Bóng Đêm'));
  await watch.look(3);
  const [fingerprint = ''] = (await getIncident(watch.parts.db, 1))?.fingerprints ?? [];
  expect(fingerprint).toMatch(/^signature-phrase:/);
  expect(await ignoreChange(watch.parts, fingerprint, 3 * day, by)).toEqual([1]);
  await watch.look(3);
  expect((await getIncident(watch.parts.db, 1))?.status).toBe('resolved');
  return { watch, fingerprint };
}

async function live(watch: StagedWatch): Promise<number> {
  return (await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).length;
}

describe('an ignored change', () => {
  it('is quiet as long as it is ignored, and counts again afterwards although the page stayed the same', async () => {
    const { watch } = await ignoring();
    await watch.look(20);
    expect(await live(watch)).toBe(0);
    watch.advance(3 * day);
    expect(await listIgnoredChanges(watch.parts.db, watch.now())).toEqual([]);
    await watch.look(4);
    expect(await live(watch)).toBe(1);
  });

  it('does not blind the same place for another change that the same detector finds', async () => {
    const { watch } = await ignoring();
    watch.show(home, signedBy('Sói Trắng'));
    await watch.look(4);
    const [incident] = await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 });
    expect(incident?.targets[0]?.findings[0]?.reason.vi).toContain('Sói Trắng');
  });

  it('was called harmless, so it is no attack that comes back when the ignoring ends', async () => {
    const { watch } = await ignoring();
    watch.advance(3 * day);
    const mentioned = 'Theo ghi nhận sáng nay, dòng chữ hacked by Bóng Đêm đã từng có ở đây';
    watch.show(home, { html: portalPage({ extra: `<p>${mentioned}</p>` }), isUnpictured: true });
    await watch.look(6);
    expect(await live(watch)).toBe(0);
    expect(await listOpenSuspects(watch.parts.db)).toHaveLength(1);
  });

  it('counts again from the next look on when it is forgotten', async () => {
    const { watch, fingerprint } = await ignoring();
    await forgetIgnored(watch.parts, fingerprint, by);
    await watch.look(3);
    expect(await live(watch)).toBe(1);
    await expect(forgetIgnored(watch.parts, fingerprint, by)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is forgotten on one site without counting again on the others', async () => {
    const { watch, fingerprint } = await ignoring();
    await watch.parts.db
      .insertInto('ignoredChanges')
      .values({ fingerprint, siteId: 2, createdAt: 1, createdBy: 'an', expiresAt: watch.now() + day, note: null })
      .execute();
    await forgetIgnored(watch.parts, fingerprint, by, 1);
    expect(await listIgnoredChanges(watch.parts.db, watch.now())).toMatchObject([{ siteId: 2 }]);
  });

  it('leaves a trace in the audit log, coming and going', async () => {
    const { watch, fingerprint } = await ignoring();
    await forgetIgnored(watch.parts, fingerprint, by);
    const acts = await watch.parts.db.selectFrom('audit').select(['actor', 'act', 'subject']).orderBy('seq').execute();
    expect(acts.slice(-2)).toEqual([
      { actor: 'an', act: 'change-ignored', subject: `change ${fingerprint}` },
      { actor: 'an', act: 'change-forgotten', subject: `change ${fingerprint}` },
    ]);
    expect(await verifyAudit(watch.parts.db)).toMatchObject({ ok: true });
  });

  it('must have been found before', async () => {
    const watch = await watched();
    await expect(ignoreChange(watch.parts, 'title-changed:00', day, by)).rejects.toMatchObject({ code: 'not-found' });
  });
});
