import { describe, expect, it } from 'vitest';
import { releaseDeadOwners } from '../../../src/monitor/check/lease-owner.ts';
import { insertSite, setSiteStatus } from '../../../src/store/registry/registry.ts';
import { claimRound, enrolSites, saveRound } from '../../../src/store/targets/discoveries.ts';
import {
  nextFoundPages,
  noteFoundPages,
  saveFoundLook,
  tallyFoundPages,
} from '../../../src/store/targets/found-pages.ts';
import { countSuspected, suspectPage } from '../../../src/store/targets/suspected-pages.ts';
import { write } from '../../../src/store/write.ts';
import { openTestStore } from '../../support/open-test-store.ts';

async function sites(count: number, learned = true) {
  const { db } = await openTestStore();
  for (let i = 1; i <= count; i += 1) {
    const host = `so${i}.example`;
    const url = `https://${host}/`;
    const site = {
      name: host,
      url,
      agency: null,
      recipients: [],
      importance: 'normal' as const,
      consent: null,
      everyMs: null,
    };
    await write(db, (trx) => insertSite(trx, { ...site, targets: [{ url, host }] }, 0));
  }
  if (learned) await db.updateTable('targets').set({ baselineVersion: 1 }).execute();
  return db;
}

const sighting = (path: string, modifiedAt: number | null = null) => ({
  url: `https://so1.example${path}`,
  shape: `so1.example${path}`.replace(/\d+/g, '0'),
  modifiedAt,
});

describe('rounds of discovery', () => {
  it('are for watched sites with a learned page, the longest waiting first, one process each', async () => {
    const db = await sites(3);
    await db.updateTable('targets').set({ baselineVersion: 0 }).where('siteId', '=', 2).execute();
    await enrolSites(db, (id) => 100 - id);
    const claim = { owner: 'a', now: 200, leaseMs: 50 };
    expect((await claimRound(db, claim))?.siteId).toBe(3);
    expect((await claimRound(db, { ...claim, owner: 'b' }))?.siteId).toBe(1);
    expect(await claimRound(db, { ...claim, owner: 'c' })).toBeNull();
    // A lease that ran out is free, and the one that lost it writes nothing any more.
    expect((await claimRound(db, { ...claim, owner: 'c', now: 300 }))?.siteId).toBe(3);
    await saveRound(db, 3, 'a', { round: 99 });
    expect(await db.selectFrom('discoveries').select('round').where('siteId', '=', 3).executeTakeFirst()).toEqual({
      round: 0,
    });
  });

  it('are none for a paused site', async () => {
    const db = await sites(1);
    await enrolSites(db, () => 0);
    await write(db, (trx) => setSiteStatus(trx, 1, 'paused'));
    expect(await claimRound(db, { owner: 'a', now: 1, leaseMs: 9 })).toBeNull();
  });

  it('of a process that died are free at the next start', async () => {
    const db = await sites(1);
    await enrolSites(db, () => 0);
    const { hostname } = await import('node:os');
    await claimRound(db, { owner: `${hostname()}/${process.pid}/x/0`, now: 1, leaseMs: 1e12 });
    await releaseDeadOwners(db);
    expect((await claimRound(db, { owner: 'b', now: 2, leaseMs: 9 }))?.siteId).toBe(1);
  });
});

describe('found pages', () => {
  it('are kept up to a number: what was named longest ago goes first', async () => {
    const db = await sites(1);
    const dayMs = 86_400_000;
    const limits = (now: number) => ({ most: 3, now });
    await noteFoundPages(
      db,
      1,
      ['/a', '/b', '/c'].map((path) => sighting(path)),
      'sitemap',
      limits(0),
    );
    await noteFoundPages(
      db,
      1,
      ['/b', '/c'].map((path) => sighting(path)),
      'link',
      limits(2 * dayMs),
    );
    await noteFoundPages(db, 1, [sighting('/d')], 'link', limits(2 * dayMs));
    const rows = await db.selectFrom('foundPages').select('url').orderBy('url').execute();
    expect(rows.map(({ url }) => url.at(-1))).toEqual(['b', 'c', 'd']);
  });

  it('come newest first, then by the time of the last look', async () => {
    const db = await sites(1);
    const next = async (which: 'newest' | 'longest-ago') => (await nextFoundPages(db, 1, which, 1))[0]?.url.at(-1);
    const limits = (now: number) => ({ most: 10, now });
    await noteFoundPages(db, 1, [sighting('/a', 5), sighting('/b', 9)], 'sitemap', limits(0));
    expect(await next('newest')).toBe('b');
    await noteFoundPages(db, 1, [sighting('/c')], 'link', limits(1));
    expect(await next('newest')).toBe('c');
    for (const [path, at] of [
      ['c', 3],
      ['b', 2],
      ['a', 4],
    ] as const) {
      await saveFoundLook(
        db,
        { siteId: 1, url: `https://so1.example/${path}` },
        { lastLookedAt: at, mark: null, level: 'clean' },
      );
    }
    expect(await next('newest')).toBe('b');
    expect(await next('longest-ago')).toBe('b');
    expect(await tallyFoundPages(db, 1)).toEqual({ known: 3, lookedAt: 3, bad: 0, lastLookedAt: 4 });
  });
});

describe('pages under suspicion', () => {
  const page = { siteId: 1, url: 'https://so1.example/x', host: 'so1.example', role: 'found' as const };
  it('become one target, whatever is found how often; what does not exist is one for each site', async () => {
    const db = await sites(1);
    const options = { everyMs: 1_000, now: 5 };
    await suspectPage(db, page, options);
    await suspectPage(db, page, options);
    await suspectPage(db, { ...page, url: 'https://so1.example/1', role: 'not-found' }, options);
    await suspectPage(db, { ...page, url: 'https://so1.example/2', role: 'not-found' }, options);
    const targets = await db.selectFrom('targets').select(['id', 'role', 'nextCheckAt']).orderBy('id').execute();
    expect(targets.map(({ role }) => role)).toEqual(['registered', 'found', 'not-found']);
    expect(await countSuspected(db, 1)).toBe(2);
  });
  it('are never made of a registered page', async () => {
    const db = await sites(1);
    await suspectPage(db, { ...page, url: 'https://so1.example/' }, { everyMs: 1, now: 5 });
    expect(await db.selectFrom('targets').select('role').execute()).toEqual([{ role: 'registered' }]);
  });
});
