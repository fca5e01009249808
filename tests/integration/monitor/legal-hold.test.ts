/** Legal hold: nothing that belongs to a held incident is pruned, and nobody lifts a hold unseen. */
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { holdIncident, releaseIncident } from '../../../src/monitor/incidents/hold-incident.ts';
import { resolveIncident } from '../../../src/monitor/incidents/judge-incident.ts';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { createFaults } from '../../../src/store/evidence/faults.ts';
import { verifyEvidence } from '../../../src/store/evidence/verify-evidence.ts';
import { holdOf } from '../../../src/store/incidents/hold.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const day = 86_400_000;
const reason = 'Công an yêu cầu';
const by = { actor: owner('minh.anh'), reason };

/** A portal that was defaced and mended, and watched for two more years under a newer baseline. */
async function longAgo(): Promise<StagedWatch> {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  watch.show(home, { html: defacedPage, colour: [0, 0, 0] });
  await watch.look(4);
  await resolveIncident(watch.parts, 1, { actor: by.actor, note: null });
  watch.show(home, { html: portalPage() });
  await watch.look(3);
  await watch.parts.db.updateTable('targets').set({ baselineVersion: 2 }).execute();
  return watch;
}

async function pruneLongAfter(watch: StagedWatch): Promise<void> {
  watch.advance(800 * day);
  const { blobs, config } = watch.parts;
  const old = new Date(watch.now() - 2 * day);
  for await (const hash of blobs.olderThan(Number.MAX_SAFE_INTEGER)) {
    await utimes(join(config.dataDir, 'blobs', hash.slice(0, 2), hash), old, old);
  }
  await prune(watch.parts);
}

async function whatIsKept({ parts: { db, blobs } }: StagedWatch) {
  const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id);
  const hashes: string[] = [];
  for await (const hash of blobs.olderThan(Number.MAX_SAFE_INTEGER)) hashes.push(hash);
  return {
    alarms: ids(await db.selectFrom('checks').select('id').where('level', '!=', 'clean').orderBy('id').execute()),
    findings: (await db.selectFrom('findings').select('checkId').execute()).length,
    captures: ids(await db.selectFrom('captures').select('id').orderBy('id').execute()),
    traits: (await db.selectFrom('incidentTraits').select('incidentNumber').execute()).length,
    blobs: hashes.toSorted(),
  };
}

it('keeps the looks, findings, captures and contents of a held incident', async () => {
  const watch = await longAgo();
  await holdIncident(watch.parts, 1, by);
  const before = await whatIsKept(watch);
  expect(before.captures.length).toBeGreaterThan(6);
  await pruneLongAfter(watch);
  expect(await whatIsKept(watch)).toEqual(before);
});

it('lets go of them once it is released', async () => {
  const watch = await longAgo();
  await holdIncident(watch.parts, 1, by);
  const before = await whatIsKept(watch);
  await releaseIncident(watch.parts, 1, { ...by, reason: 'Vụ việc đã khép lại' });
  await pruneLongAfter(watch);
  const after = await whatIsKept(watch);
  expect(after.captures).toEqual([]);
  expect(after.blobs).toEqual([]);
  expect(after.alarms.length).toBeLessThan(before.alarms.length);
});

it('says who holds and releases, why, and once only', async () => {
  const { parts } = await longAgo();
  await expect(holdIncident(parts, 1, { ...by, reason: ' ' })).rejects.toThrow('State the reason.');
  await expect(releaseIncident(parts, 1, by)).rejects.toThrow('Incident 1 is not held.');
  await holdIncident(parts, 1, by);
  expect(await holdOf(parts.db, 1)).toMatchObject({ by: 'minh.anh', reason });
  await expect(holdIncident(parts, 1, by)).rejects.toThrow('Incident 1 is already held.');
  await releaseIncident(parts, 1, { ...by, reason: 'Xong' });
  expect(await holdOf(parts.db, 1)).toBeNull();
  const acts = await parts.db
    .selectFrom('audit')
    .select(['act', 'detailJson'])
    .where('act', 'in', ['incident-held', 'incident-released'])
    .execute();
  expect(acts.map(({ act, detailJson }) => [act, JSON.parse(detailJson ?? '')])).toEqual([
    ['incident-held', expect.objectContaining({ reason })],
    ['incident-released', expect.objectContaining({ reason: 'Xong', heldBy: 'minh.anh' })],
  ]);
});

it.each([
  ['released behind our back', { heldAt: null }],
  ['given another reason', { heldReason: 'Không rõ' }],
])('shows when it was %s', async (_what, changed) => {
  const { parts } = await longAgo();
  await holdIncident(parts, 1, by);
  expect((await verifyEvidence(parts.db, createFaults())).differences.incident.changed).toEqual([]);
  await parts.db.updateTable('incidents').set(changed).execute();
  expect((await verifyEvidence(parts.db, createFaults())).differences.incident.changed).toEqual([1]);
});
