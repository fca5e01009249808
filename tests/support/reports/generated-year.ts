/** Portals with hourly sums, incidents, suspects and gaps, drawn by a seed and written in bulk. */
import { sql } from 'kysely';
import type { AttackKind } from '../../../src/core/domain/finding.ts';
import { hourMs, hourOf } from '../../../src/core/history/look-hour.ts';
import { kindWords } from '../../../src/core/terms.ts';
import { lookTallies } from '../../../src/store/codecs/history-codec.ts';
import { incidentKinds } from '../../../src/store/codecs/incident-codecs.ts';
import type { BlobStore } from '../../../src/store/evidence/blobs.ts';
import type { Database } from '../../../src/store/handle.ts';
import { seedSite } from '../seed-desk.ts';

export interface YearOptions {
  readonly from: number;
  readonly to: number;
  readonly sites: number;
  readonly incidents: number;
  readonly suspects: number;
  readonly seed: number;
  readonly nameOf?: (index: number) => string;
  readonly agencyOf?: (index: number) => string | null;
}

/** Mulberry32. */
function drawn(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const kinds = Object.keys(kindWords) as AttackKind[];
const minute = 60_000;

/** @returns the sites' ids */
export async function seedYear(store: { db: Database; blobs: BlobStore }, options: YearOptions): Promise<number[]> {
  const { db } = store;
  const { from, to, sites, seed } = options;
  const random = drawn(seed);
  const ids: number[] = [];
  for (let index = 0; index < sites; index += 1) {
    const name = options.nameOf?.(index) ?? `Cổng thông tin điện tử huyện số ${index + 1}`;
    const agency = options.agencyOf
      ? options.agencyOf(index)
      : `Ủy ban nhân dân tỉnh ${String(index % 7).padStart(2, '0')}`;
    ids.push(await seedSite(store, from, { url: `https://cong-${index + 1}.example/`, name, agency }));
  }
  await seedHours(db, ids, { from: hourOf(from), to });
  // Whole days, and some hours over midnight, in which nobody looked.
  for (const id of ids) {
    for (let gap = 0; gap < 3; gap += 1) {
      const at = hourOf(from + random() * (to - from));
      const hours = 1 + Math.floor(random() * 40);
      await db
        .deleteFrom('lookHours')
        .where('targetId', '=', `${id}.1`)
        .where('at', '>=', at)
        .where('at', '<', at + hours * hourMs)
        .execute();
    }
  }
  await seedUnclean(db, ids, random);
  await seedIncidents(db, ids, options, random);
  await seedSuspects(db, ids, options, random);
  return ids;
}

/** Twelve clean looks an hour, one of them missed in every fifth hour. */
async function seedHours(db: Database, ids: readonly number[], { from, to }: { from: number; to: number }) {
  const tallies = lookTallies.encode({ results: [{ level: 'clean', kind: null, looks: 12 }], response: [[60, 12]] });
  const missed = lookTallies.encode({ results: [{ level: 'clean', kind: null, looks: 11 }], response: [[60, 11]] });
  for (const id of ids) {
    await sql`
      insert into "lookHours" ("targetId", at, looks, missed, "totalLatenessMs", "worstLatenessMs", slots, "talliesJson")
      with recursive hours(at) as (select ${from} union all select at + ${hourMs} from hours where at + ${hourMs} < ${to})
      select ${`${id}.1`}, at, iif(at / ${hourMs} % 5 = 0, 11, 12), at / ${hourMs} % 5 = 0, 600, 200, 'cccccccccccc',
        iif(at / ${hourMs} % 5 = 0, ${missed}, ${tallies}) from hours`.execute(db);
  }
}

async function seedUnclean(db: Database, ids: readonly number[], random: () => number) {
  const down = lookTallies.encode({
    results: [
      { level: 'clean', kind: null, looks: 6 },
      { level: 'unknown', kind: 'unavailable', looks: 4 },
      { level: 'unknown', kind: 'blocked', looks: 2 },
    ],
    response: [[60, 6]],
  });
  for (const id of ids) {
    const rest = Math.floor(random() * 40) + 30;
    await db
      .updateTable('lookHours')
      .set({ looks: 12, missed: 0, slots: 'ccccccuuuuuu', talliesJson: down })
      .where('targetId', '=', `${id}.1`)
      .where(sql<boolean>`at / ${hourMs} % ${rest} = 7`)
      .execute();
  }
}

async function seedIncidents(db: Database, ids: readonly number[], options: YearOptions, random: () => number) {
  const opened = new Set<number>();
  for (let index = 0; index < options.incidents; index += 1) {
    const siteId = ids[Math.floor(random() * ids.length)] ?? 1;
    const openedAt = Math.floor(options.from + random() * (options.to - options.from));
    const acknowledgedAt = random() < 0.8 ? openedAt + Math.floor(random() ** 3 * 24 * 60 * minute) : null;
    // A site has one open incident at most.
    const isOver = random() < 0.9 || opened.has(siteId);
    if (!isOver) opened.add(siteId);
    const endedAt = isOver ? (acknowledgedAt ?? openedAt) + Math.floor(random() ** 2 * 6 * 24 * 60 * minute) : null;
    const status = !isOver
      ? acknowledgedAt === null
        ? 'open'
        : 'acknowledged'
      : random() < 0.15
        ? 'dismissed'
        : 'resolved';
    const kind = kinds[Math.floor(random() ** 2 * kinds.length)] ?? 'defacement';
    const row = await db
      .insertInto('incidents')
      .values({
        siteId,
        status,
        kindsJson: incidentKinds.encode([kind]),
        fingerprintsJson: '{"v":1,"list":[]}',
        openedAt,
        changedAt: endedAt ?? openedAt,
        endedAt,
        acknowledgementJson: null,
        previousNumber: null,
        campaignNumber: null,
        assigneeId: null,
        heldAt: null,
        heldBy: null,
        heldReason: null,
      })
      .returning('number')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('incidentTargets')
      .values({
        incidentNumber: row.number,
        targetId: `${siteId}.1`,
        url: `https://cong-${siteId}.example/`,
        level: 'alarm',
        kind,
        score: 12,
        findingsJson: '{"v":1,"list":[]}',
        confirmationJson: null,
        checkId: null,
        firedAt: openedAt,
        recoveredAt: endedAt,
      })
      .execute();
    if (acknowledgedAt !== null)
      await db
        .insertInto('incidentEvents')
        .values({ incidentNumber: row.number, at: acknowledgedAt, actor: 'lan', type: 'acknowledged', note: null })
        .execute();
  }
}

const outcomes = ['dismissed', 'closed', 'promoted', 'open'] as const;

async function seedSuspects(db: Database, ids: readonly number[], options: YearOptions, random: () => number) {
  for (let index = 0; index < options.suspects; index += 1) {
    const siteId = ids[Math.floor(random() * ids.length)] ?? 1;
    const firstSeenAt = Math.floor(options.from + random() * (options.to - options.from));
    const status = outcomes[Math.floor(random() * outcomes.length)] ?? 'open';
    const endedAt = status === 'open' ? null : firstSeenAt + Math.floor(random() * 48 * 60 * minute);
    await db
      .insertInto('suspects')
      .values({
        siteId,
        targetId: `${siteId}.1`,
        fingerprint: `drawn-${index}`,
        kind: 'injection',
        score: 3,
        checkId: index + 1,
        firstSeenAt,
        lastSeenAt: endedAt ?? firstSeenAt,
        seenCount: 1,
        status,
        endedAt,
        assigneeId: null,
      })
      .execute();
  }
}
