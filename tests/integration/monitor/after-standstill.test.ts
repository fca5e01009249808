/** The start after the watchdog ended the process: what was under way comes later, alone, and rests when it did it twice. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type StandstillRecord, standstillFile, type UnderWay } from '../../../src/core/standstill.ts';
import { createCheckSlots } from '../../../src/monitor/check/check-slots.ts';
import { takeOverStandstill } from '../../../src/monitor/upkeep/after-standstill.ts';
import { standstillSymptom } from '../../../src/monitor/upkeep/doctor-standstill.ts';
import type { TargetRow } from '../../../src/store/schema/schema.ts';
import { claimDue, getTarget, releaseLeases } from '../../../src/store/targets/targets.ts';
import { portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const minuteMs = 60_000;
const waitMs = 25_000;
const hourMs = 3_600_000;
const [culprit, bystander] = ['https://culprit.example/', 'https://bystander.example/'];

async function stage(): Promise<StagedWatch> {
  const watch = await stageWatch({ schedule: { every: '5m', browserEvery: '5m', learnLooks: 3, learnEvery: '1m' } });
  for (const url of [culprit, bystander]) {
    watch.show(url, { html: portalPage() });
    await watch.register(url);
  }
  await watch.learn();
  return watch;
}

/** The process was ended now, in the middle of these. */
async function standStill(watch: StagedWatch, ...acts: readonly UnderWay[]): Promise<void> {
  const underWay = acts.map((act) => ({ ...act, since: watch.now() - 25_000 }));
  const record: StandstillRecord = {
    at: watch.now(),
    kind: 'spinning',
    blockedMs: 20_000,
    outsideSqlMs: 20_000,
    processorMs: 19_000,
    underWay,
  };
  await writeFile(join(watch.parts.config.dataDir, standstillFile), JSON.stringify(record));
  watch.advance(1_000);
}
const look = (id: string, place = culprit): UnderWay => ({ act: 'look', id, place });
const fileIsThere = (watch: StagedWatch): boolean => existsSync(join(watch.parts.config.dataDir, standstillFile));

async function checkDue(watch: StagedWatch): Promise<void> {
  const checkSlots = createCheckSlots(watch.parts, 'next');
  await checkSlots.fill();
  await checkSlots.finish(30_000);
}

/** What the daemon would look at together now; nothing is left claimed. */
async function claimed(watch: StagedWatch): Promise<string[]> {
  const claim = { owner: 'probe', now: watch.now(), leaseMs: 0, limit: 10, inFlight: [], perHost: 2, perSite: 2 };
  const targets: TargetRow[] = [];
  for (const tier of ['http', 'browser'] as const) {
    const isOneHeld = targets.some((target) => target.standstills > 0);
    targets.push(...(await claimDue(watch.parts.db, { ...claim, tier, isOneHeld })));
  }
  await releaseLeases(watch.parts.db, 'probe');
  return targets.map(({ id }) => id);
}

async function rowOf(watch: StagedWatch, id: string) {
  const row = await getTarget(watch.parts.db, id);
  if (row === null) throw new Error(`no target ${id}`);
  return row;
}

test('a page that was under way comes half a minute later, and is as before once a look came to its end an hour later', async () => {
  const watch = await stage();
  const before = await rowOf(watch, '2.1');
  await standStill(watch, look('1.1'));
  await takeOverStandstill(watch.parts, 'next');
  expect(fileIsThere(watch)).toBe(false);
  expect(await rowOf(watch, '1.1')).toMatchObject({
    standstills: 1,
    nextCheckAt: watch.now() + waitMs,
    lastLevel: 'clean',
  });
  expect(await rowOf(watch, '2.1')).toEqual(before);

  watch.advance(waitMs);
  await checkDue(watch);
  expect(await rowOf(watch, '1.1')).toMatchObject({ standstills: 1, lastLevel: 'clean', lastCheckAt: watch.now() });

  watch.advance(hourMs);
  await checkDue(watch);
  expect(await rowOf(watch, '1.1')).toMatchObject({ standstills: 0, lastLevel: 'clean', lastCheckAt: watch.now() });
});

test('a page that holds the monitor now and then is never looked at beside one that it may have held before', async () => {
  const watch = await stage();
  await standStill(watch, look('1.1'), look('2.1', bystander));
  await takeOverStandstill(watch.parts, 'next');
  watch.advance(waitMs);
  const alone = await claimed(watch);
  expect(alone).toHaveLength(1);
  await checkDue(watch);
  watch.advance(6 * minuteMs);
  // Both are due, and one of them has had a look that came to its end.
  expect(await claimed(watch)).toHaveLength(1);
});

test('a page that was under way twice within an hour rests for an hour, unknown and not clean, and doctor names it', async () => {
  const watch = await stage();
  expect(await standstillSymptom(watch.parts.db, watch.now())).toMatchObject({ ok: true });
  await standStill(watch, look('1.1'), look('2.1', bystander));
  await takeOverStandstill(watch.parts, 'next');
  watch.advance(waitMs);
  await standStill(watch, look('1.1'));
  await takeOverStandstill(watch.parts, 'after next');

  const row = await rowOf(watch, '1.1');
  expect(row).toMatchObject({ standstills: 2, nextCheckAt: watch.now() + hourMs, leaseOwner: null });
  expect(row).toMatchObject({ lastLevel: 'unknown', lastKind: 'error-page', status: 'ok' });
  expect(await rowOf(watch, '2.1')).toMatchObject({ standstills: 1, lastLevel: 'clean' });
  const check = await watch.parts.db
    .selectFrom('checks')
    .selectAll()
    .where('id', '=', row.lastCheckId)
    .executeTakeFirstOrThrow();
  expect(check).toMatchObject({ level: 'unknown', kind: 'error-page' });
  expect(JSON.parse(check.failureJson ?? '')).toMatchObject({ kind: 'page-broke' });
  const symptom = await standstillSymptom(watch.parts.db, watch.now());
  expect(symptom).toMatchObject({ ok: false });
  expect(symptom.detail).toContain(`1.1 (${culprit})`);
  expect(symptom.detail).not.toContain(bystander);
});

test('a page that goes on holding the monitor is told to operators as one that nobody can see', async () => {
  const watch = await stage();
  for (let times = 0; times < 5; times += 1) {
    await standStill(watch, look('1.1'));
    await takeOverStandstill(watch.parts, `start ${times}`);
    watch.advance(hourMs);
  }
  await watch.dispatch();
  expect(watch.mails.map(({ notice }) => notice.type)).toContain('unknown-operator');
  expect(await rowOf(watch, '1.1')).toMatchObject({ standstills: 5, lastLevel: 'unknown' });
});

test('a start that was cut off before the record was gone counts it once', async () => {
  const watch = await stage();
  await standStill(watch, look('1.1'));
  const file = join(watch.parts.config.dataDir, standstillFile);
  await takeOverStandstill(watch.parts, 'next');
  const record = { at: watch.now() - 1_000, kind: 'spinning', blockedMs: 1, outsideSqlMs: 1, processorMs: 1 };
  await writeFile(file, JSON.stringify({ ...record, underWay: [{ ...look('1.1'), since: 0 }] }));
  await takeOverStandstill(watch.parts, 'again');
  expect(await rowOf(watch, '1.1')).toMatchObject({ standstills: 1 });
  expect(fileIsThere(watch)).toBe(false);
});

test('of pages that were under way one is looked at a time; the others of their portals wait for nobody', async () => {
  const watch = await stage();
  await watch.register('https://third.example/', { paths: ['/tin-tuc'] });
  await standStill(watch, look('1.1'), look('2.1', bystander));
  await takeOverStandstill(watch.parts, 'next');
  watch.advance(10 * minuteMs);
  const claim = {
    owner: 'next',
    now: watch.now(),
    leaseMs: minuteMs,
    limit: 10,
    inFlight: [],
    perHost: 2,
    perSite: 2,
  } as const;
  const tiers = ['http', 'browser'] as const;
  const claimed: TargetRow[] = [];
  for (const tier of tiers) {
    const isOneHeld = claimed.some((target) => target.standstills > 0);
    claimed.push(...(await claimDue(watch.parts.db, { ...claim, tier, isOneHeld })));
  }
  expect(claimed.filter((target) => target.standstills > 0)).toHaveLength(1);
  expect(claimed.filter((target) => target.siteId === 3)).toHaveLength(2);
  for (const tier of tiers) expect(await claimDue(watch.parts.db, { ...claim, tier, isOneHeld: true })).toEqual([]);
});

test('a round of discovery that was under way comes an hour later', async () => {
  const watch = await stage();
  const round = { siteId: 1, nextRoundAt: watch.now(), leaseOwner: 'dead', leaseUntil: watch.now() + hourMs };
  const unread = { round: 0, sitemapReadAt: null, robots: null, notFoundJson: null, notFoundAt: null };
  await watch.parts.db
    .insertInto('discoveries')
    .values({ ...round, ...unread, droppedAt: null, droppedAsked: 0 })
    .execute();
  await standStill(watch, { act: 'round', id: '1', place: '' });
  await takeOverStandstill(watch.parts, 'next');
  const row = await watch.parts.db.selectFrom('discoveries').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ nextRoundAt: watch.now() + hourMs, leaseOwner: null });
});

test('a record that can not be read is no reason not to start', async () => {
  const watch = await stage();
  await writeFile(join(watch.parts.config.dataDir, standstillFile), '{"at":');
  await takeOverStandstill(watch.parts, 'next');
  expect(fileIsThere(watch)).toBe(false);
});
