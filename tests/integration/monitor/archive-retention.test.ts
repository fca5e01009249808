/** Recorded traffic is pruned by its size on disk, lessons before evidence, and what is left verifies. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeEach, describe, expect, it, onTestFinished, test } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { checkBlobs } from '../../../src/monitor/audit/check-blobs.ts';
import { holdIncident } from '../../../src/monitor/incidents/hold-incident.ts';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { createFaults } from '../../../src/store/evidence/faults.ts';
import { forgetArchives, forgetCaptures } from '../../../src/store/evidence/retention.ts';
import { verifyEvidence } from '../../../src/store/evidence/verify-evidence.ts';
import { keepTraffic } from '../../support/kept-traffic.ts';
import { finding, seedCheck, seedIncident } from '../../support/seed-desk.ts';
import { type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const day = 86_400_000;
const bodyBytes = 100_000;
const keeper = new URL('../../support/keep-until-killed.ts', import.meta.url).pathname;

let watch: StagedWatch;
beforeEach(async () => {
  watch = await stageWatch();
  await watch.register(home);
});

const keepOne = (keptFor: 'learning' | 'evidence', at: number, version: number | null = null) =>
  keepTraffic(watch.parts, { keptFor, at, version, bodyBytes });

const kept = async () =>
  (await watch.parts.db.selectFrom('archives').select('captureId').orderBy('captureId').execute()).map(
    ({ captureId }) => captureId,
  );
const faultsOf = async () => {
  const faults = createFaults();
  await verifyEvidence(watch.parts.db, faults);
  await checkBlobs(watch.parts, faults, { sample: null, lost: new Set(), progress: () => undefined });
  return faults.list.map(({ detail }) => detail);
};

describe('above the limit', () => {
  /** Old evidence, a lesson of the current baseline, one of an earlier one, and newer evidence. */
  async function four() {
    const now = watch.now();
    await watch.parts.db.updateTable('targets').set({ baselineVersion: 2 }).execute();
    return {
      oldEvidence: await keepOne('evidence', now - 9 * day),
      current: await keepOne('learning', now - 8 * day, 2),
      earlier: await keepOne('learning', now - 7 * day, 1),
      evidence: await keepOne('evidence', now - 1 * day),
    };
  }

  it.each([
    [5, []],
    [4, ['earlier']],
    [3, ['earlier', 'current']],
    [2, ['earlier', 'current', 'oldEvidence']],
  ] as const)('of %i bodies the right ones go, each content counted once', async (bodies, gone) => {
    const all = await four();
    const documents = 4 * 4_000;
    await forgetArchives(watch.parts.db, bodies * bodyBytes + documents, watch.now(), 1);
    const left = Object.entries(all).filter(([name]) => !(gone as readonly string[]).includes(name));
    expect(await kept()).toEqual(left.map(([, id]) => id));
    expect(await faultsOf()).toEqual([]);
  });

  it('nothing of a held incident goes', async () => {
    const all = await four();
    const { db, clock } = watch.parts;
    const checkId = await seedCheck(watch.parts, {
      targetId: '1.1',
      at: clock() - day,
      level: 'alarm',
      captureId: all.evidence,
    });
    const findings = [finding({ reason: { vi: 'x', en: 'x' } })];
    const fell = { targetId: '1.1', url: home, kind: 'defacement', score: 12, findings, checkId } as const;
    await seedIncident(watch.parts, { siteId: 1, openedAt: clock() - day, targets: [fell] });
    await holdIncident(watch.parts, 1, { actor: owner('an'), reason: 'Công an yêu cầu' });
    await forgetArchives(db, 0, clock(), 1);
    // With the lesson of the baseline that the look was compared with.
    expect(await kept()).toEqual([all.earlier, all.evidence]);
  });
});

it('goes with its capture, and its contents with it', async () => {
  const { db, blobs, config } = watch.parts;
  await keepOne('evidence', watch.now() - 10 * day);
  await forgetCaptures(db, { looksBefore: watch.now(), evidenceBefore: watch.now() }, watch.now());
  expect(await kept()).toEqual([]);
  expect(await db.selectFrom('archiveBodies').select('hash').execute()).toEqual([]);
  expect(await faultsOf()).toEqual([]);
  for await (const hash of blobs.olderThan(Number.MAX_SAFE_INTEGER)) {
    await utimes(join(config.dataDir, 'blobs', hash.slice(0, 2), hash), 0, 0);
  }
  await prune(watch.parts);
  for await (const hash of blobs.olderThan(Number.MAX_SAFE_INTEGER)) expect.unreachable(hash);
});

test.each([1, 5, 40])('killed by the system after %i archives: none is without its contents', async (count) => {
  const { dataDir } = watch.parts.config;
  const child = spawn(process.execPath, [keeper, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) if (Number(line) >= count) child.kill('SIGKILL');
  expect((await kept()).length).toBeGreaterThanOrEqual(count);
  expect(await faultsOf()).toEqual([]);
});

describe('verification finds', () => {
  const fileOf = (hash: string) => join(watch.parts.config.dataDir, 'blobs', hash.slice(0, 2), hash);

  it('a body that was altered or removed, even where the table no longer names it', async () => {
    const id = await keepOne('evidence', watch.now());
    const { db } = watch.parts;
    const bodies = await db.selectFrom('archiveBodies').select('hash').orderBy('hash').execute();
    const [first, second] = bodies.map(({ hash }) => hash);
    await writeFile(fileOf(first ?? ''), 'x');
    await rm(fileOf(second ?? ''));
    await db.deleteFrom('archiveBodies').execute();
    const found = await faultsOf();
    expect(found).toHaveLength(2);
    for (const what of found) expect(what).toMatch(new RegExp(`^of the traffic of capture ${id}: `));
  });

  it('a document that was altered, and an archive that is gone without pruning', async () => {
    const id = await keepOne('evidence', watch.now());
    const { db } = watch.parts;
    const { hash } = await db.selectFrom('archives').select('hash').executeTakeFirstOrThrow();
    const bytes = await readFile(fileOf(hash));
    await writeFile(fileOf(hash), Buffer.concat([bytes, Buffer.from(' ')]));
    expect(await faultsOf()).toEqual([expect.stringContaining(createHash('sha256').update(bytes).digest('hex'))]);
    await writeFile(fileOf(hash), bytes);
    await db.deleteFrom('archives').execute();
    expect(await faultsOf()).toEqual([`recorded traffic ${id} is gone, and no pruning removed it`]);
  });
});
