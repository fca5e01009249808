/** Who gets which target, with two daemons on one file. */

import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
import type { Database } from '../../../src/store/handle.ts';
import { insertSite } from '../../../src/store/registry/registry.ts';
import { type Claim, claimDue, releaseLeases } from '../../../src/store/targets/targets.ts';
import { write } from '../../../src/store/write.ts';
import { openTestStore } from '../../support/open-test-store.ts';

const now = Date.UTC(2026, 10, 22);

async function withTargets(db: Database, hosts: readonly string[]): Promise<void> {
  await write(db, async (trx) => {
    for (const host of hosts) {
      const targets = [1, 2, 3].map((page) => ({ url: `https://${host}/${page}`, host }));
      const [home] = targets;
      const site = { name: host, url: home?.url ?? '', agency: null, recipients: [], importance: 'normal' as const };
      await insertSite(trx, { ...site, consent: null, everyMs: null, targets }, now);
    }
  });
}

function claim(owner: string, more: Partial<Claim> = {}): Claim {
  return { owner, now, leaseMs: 60_000, limit: 100, tier: 'browser', inFlight: [], perHost: 10, perSite: 10, ...more };
}

test('two daemons that claim at the same time share the targets, none goes to both', async () => {
  const { db, dir } = await openTestStore();
  const other = await openDatabase(join(dir, 'vonggac.sqlite'), { create: false });
  onTestFinished(() => other.destroy());
  await withTargets(db, ['a.example', 'b.example', 'c.example']);

  const taken = await Promise.all([
    claimDue(db, claim('one', { limit: 4 })),
    claimDue(other, claim('two', { limit: 4 })),
    claimDue(db, claim('one', { limit: 4 })),
    claimDue(other, claim('two', { limit: 4 })),
  ]);

  const ids = taken.flat().map((target) => target.id);
  expect(new Set(ids).size).toBe(ids.length);
  const left = [...(await claimDue(db, claim('one'))), ...(await claimDue(other, claim('two')))];
  expect([...ids, ...left.map((target) => target.id)].sort()).toHaveLength(9);
});

test('a claim that ran out is free again, one that runs is not', async () => {
  const { db } = await openTestStore();
  await withTargets(db, ['a.example']);
  expect(await claimDue(db, claim('killed'))).toHaveLength(3);

  expect(await claimDue(db, claim('next', { now: now + 59_000 }))).toEqual([]);
  const again = await claimDue(db, claim('next', { now: now + 61_000 }));
  expect(again.map((target) => target.leaseOwner)).toEqual(['next', 'next', 'next']);
});

test('a host gets no more looks than it may have, and a full one leaves its places to others', async () => {
  const { db } = await openTestStore();
  await withTargets(db, ['a.example', 'b.example']);

  const first = await claimDue(db, claim('one', { perHost: 2 }));
  expect(first.map((target) => target.host).sort()).toEqual(['a.example', 'a.example', 'b.example', 'b.example']);
  const inFlight = first.filter((target) => target.host === 'a.example');
  const second = await claimDue(db, claim('one', { perHost: 2, inFlight }));
  expect(second.map((target) => target.host)).toEqual(['b.example']);
});

test('a site gets no more looks of a queue than its share, whatever its hosts, and leaves the others', async () => {
  const { db } = await openTestStore();
  await withTargets(db, ['a.example', 'b.example']);
  await db.updateTable('targets').set({ host: sql`'host' || id` }).execute();

  const first = await claimDue(db, claim('one', { perSite: 2 }));
  expect(first.map(({ siteId }) => siteId).sort()).toEqual([1, 1, 2, 2]);
  const inFlight = first.filter(({ siteId }) => siteId === 1);
  const second = await claimDue(db, claim('one', { perSite: 2, inFlight }));
  expect(second.map(({ siteId }) => siteId)).toEqual([2]);
  const elsewhere = inFlight.map((target) => ({ ...target, nextTier: 'http' as const }));
  await releaseLeases(db, 'one');
  expect(await claimDue(db, claim('two', { perSite: 2, inFlight: elsewhere }))).toHaveLength(4);
});
